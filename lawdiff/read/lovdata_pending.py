"""Amendments of a consolidated law that are passed and not in force: which sections carry a note of one.

    note = "Endres" | "Tilføyes" | "Oppheves" | "Vert endra" …, in bold, in the section's history

What was passed is told in the past tense there ("Endret ved lov"), and not in bold. The text of such an
amendment is not in the file, so that a comparison cannot show it; a person has to know that it is coming.
"""

import re

from lxml import etree

from lawdiff.read.ledger import own_text

_ANNOUNCED = re.compile(
    r"(?i)(endres|oppheves|tilføyes|vert (endra|endret|oppheva|opphevet|tilføyd|lagd til|føyd til))\W*"
)


def notice_of_pending(body: etree._Element) -> tuple[str, ...]:
    """Give one notice that names the sections, in order; none where no note announces anything."""
    nums: list[str] = []
    for note in body.iter("{*}article"):
        section = note.getparent()
        if note.get("class") != "changesToParent" or section is None:
            continue
        if section.get("class") == "legalArticle" and any(map(_is_announcement, note.iter("{*}strong"))):
            num = _num(section)
            if num and num not in nums:
                nums.append(num)
    match nums:
        case []:
            return ()
        case [only]:
            return (f"1 section carries a note of an amendment that is not in force yet: {only}",)
        case _:
            listed = ", ".join(num.removeprefix("§").strip() for num in nums)
            return (f"{len(nums)} sections carry notes of amendments that are not in force yet: §§ {listed}",)


def _is_announcement(bold: etree._Element) -> bool:
    return _ANNOUNCED.fullmatch(" ".join(own_text(bold).split())) is not None


def _num(section: etree._Element) -> str:
    """The section's number as printed ("§ 68 a")."""
    value = section.find(".//{*}span[@class='legalArticleValue']")
    return section.get("data-name", "") if value is None else " ".join(own_text(value).split())
