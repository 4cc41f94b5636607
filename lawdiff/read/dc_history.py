"""Which state a file of one section of the D.C. Code has: what the history behind its text names last.

    annotation type="History" doc="D.C. Law 25-217" eff="2024-09-18" app="2024-09-18"
    annotation type="History" doc="D.C. Law 13-308"   "June 9, 2001, D.C. Law 13-308, § 4, 48 DCR 3244"

`eff` is the day the act takes effect, `app` the day it applies, or why it does not ("notfunded"). The state's
day is the later of the two, the newest of all entries: a temporary act changes the text as a law does. Its
label is the newest law. Older entries have the day in words, which stands for `eff`.

An act that does not apply yet has changed nothing and is passed over. Where the newest law has no day that
can be read, there is none. Limit: when a temporary act runs out, no entry says on which day.
"""

import re
from dataclasses import dataclass

from lxml import etree

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_WRITTEN = re.compile(rf"\s*({'|'.join(_MONTHS)})[a-z]*\.? ([0-9]{{1,2}}), ([0-9]{{4}}), D\.C\. Law")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LAW = re.compile(r"D\.C\. Law ([0-9]+)-([0-9]+)")


@dataclass(frozen=True, slots=True)
class State:
    """Day (ISO) and newest law of a text; empty where the history does not say."""

    date: str = ""
    label: str = ""


def state_of(section: etree._Element) -> State:
    """Read the state of a section from the history behind it."""
    days: list[str] = []
    newest, label, newest_day = (0, 0), "", ""
    for entry in section.iterfind("{*}annotations/{*}annotation"):
        applies = entry.get("app", "")
        if entry.get("type") != "History" or (applies and not _ISO.fullmatch(applies)):
            continue
        effective = entry.get("eff") or _written_day(entry.text or "")
        day = max(applies, effective) if _ISO.fullmatch(effective) else ""
        days.append(day)
        law = _LAW.fullmatch(entry.get("doc", ""))
        if law and (number := (int(law[1]), int(law[2]))) >= newest:
            newest, label, newest_day = number, law[0], max(day, newest_day if number == newest else "")
    return State(max(days, default="") if newest_day or not label else "", label)


def _written_day(text: str) -> str:
    """Read "Sept. 21, 2022, D.C. Law …" at the beginning of an entry; empty where there is none."""
    found = _WRITTEN.match(text)
    return f"{found[3]}-{_MONTHS.index(found[1]) + 1:02}-{int(found[2]):02}" if found else ""
