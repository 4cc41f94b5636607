"""Which bill of the US Congress a file is, and at which stage, in one line: "H.R. 2157, Enrolled Bill".

The files print the number with spaces and capitals of their own ("H. R. 2157", "S. CON. RES. 13"); it is
written here as it is cited (The Bluebook, rule 13.2). Kinds that are not known stay as printed.
"""

import re

_CITED = {
    "hr": "H.R.", "s": "S.", "hres": "H. Res.", "sres": "S. Res.", "hjres": "H.J. Res.",
    "sjres": "S.J. Res.", "hconres": "H. Con. Res.", "sconres": "S. Con. Res.",
}  # fmt: skip


_STAGES = {
    "IH": "Introduced in House", "IS": "Introduced in Senate", "RH": "Reported in House",
    "RS": "Reported in Senate", "EH": "Engrossed in House", "ES": "Engrossed in Senate",
    "RFH": "Referred in House", "RFS": "Referred in Senate", "RDS": "Received in Senate",
    "ENR": "Enrolled Bill",
}  # fmt: skip
"""By the abbreviation that older USLM files have in place of the words."""


def cited_number(kind: str, number: str) -> str:
    """Write the number of a bill or resolution; empty where the file names none.

    >>> cited_number("H. R. ", "2157"), cited_number("S. CON. RES.", "13"), cited_number("S.", "")
    ('H.R. 2157', 'S. Con. Res. 13', '')
    """
    printed = " ".join(kind.split())
    known = _CITED.get(re.sub(r"[.\s]+", "", printed).lower(), printed)
    return f"{known} {number.strip()}".strip() if number.strip() else ""


def label_of_stage(number: str, stage: str) -> str:
    """Say bill and stage in one line, or what of the two is known."""
    return ", ".join(filter(None, (number, _STAGES.get(stage, stage))))
