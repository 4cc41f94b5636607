"""The vocabulary of Akoma Ntoso: which element, by its local name, is what.

The elements are described in OASIS Akoma Ntoso 1.0 part 2. Names of 2.0 that 3.0 dropped are here too.
"""

from typing import Literal

from lawdiff.model.provision import Kind

HIERARCHY: dict[str, Kind] = {
    "book": "book", "tome": "tome", "title": "title", "subtitle": "subtitle", "part": "part",
    "subpart": "subpart", "division": "division", "subdivision": "subdivision", "chapter": "chapter",
    "subchapter": "subchapter",
    "section": "section", "article": "article", "rule": "section", "subrule": "subsection",
    "recital": "recital", "citation": "block", "formula": "enacting_formula", "longTitle": "long_title",
    "subsection": "subsection", "paragraph": "paragraph", "subparagraph": "subparagraph",
    "clause": "clause", "subclause": "subclause", "point": "point", "item": "item", "li": "item",
    "indent": "item", "alinea": "subparagraph", "level": "level", "proviso": "proviso",
    "transitional": "level", "hcontainer": "level",
    "attachment": "attachment", "component": "schedule",
}  # fmt: skip
NAMED: dict[str, Kind] = {
    "crossheading": "crossheading", "schedule": "schedule", "definition": "definition",
    "regulation": "section", "attachment": "attachment", "conclusions": "conclusions",
    "entryIntoForce": "block", "amendmentEntryIntoForceAndApplianceProvisions": "division",
}  # fmt: skip
"""What the `name` of an `hcontainer` says that it is."""
LEVELS: dict[str, Kind] = {
    "para1": "paragraph", "para2": "subparagraph", "para3": "clause", "unnumberedParagraph": "paragraph",
}  # fmt: skip
"""What the `class` of a `level` says that it is (the UK drafting offices)."""
LISTS = frozenset({"blockList", "list", "ul", "ol"})
LEAVES: dict[str, Kind] = {
    "p": "p", "block": "p", "caption": "caption", "listIntroduction": "intro", "listWrapUp": "wrap_up",
    "listConclusion": "wrap_up", "signature": "p",
}  # fmt: skip
SIDES: dict[str, Kind] = {"intro": "intro", "wrapUp": "wrap_up"}
PASSED = frozenset(
    "content blockContainer container tblock foreign div body mainBody portionBody collectionBody "
    "amendmentBody amendmentList citations recitals doc act bill amendment documentCollection portion "
    "components attachments statement".split()
)
"""Elements that only hold others."""
BLOCKS = frozenset({"preface", "preamble", "conclusions", "table", "crossHeading"})
DRESSABLE = frozenset({"blockContainer", "container", "tblock", "div"})
"""Those of them that may have a number or a heading, and then are levels."""
QUOTES = frozenset({"quotedStructure", "embeddedStructure"})
ROUTES: dict[str, Literal["hold", "block"]] = {
    **dict.fromkeys((*HIERARCHY, *LISTS, *QUOTES, *BLOCKS), "block"),
    **dict.fromkeys((*LEAVES, *SIDES, *PASSED), "hold"),
}
"""What ends a leaf: an element that holds text or others, or a provision; all else is inline."""
REASONS = {
    "meta": "metadata",
    "coverPage": "cover page, not law",
    "toc": "table of contents, made from the headings",
    "del": "deleted text (del), not text of this version",
}
SUSPECTS = frozenset({"conclusions", "remark", "hcontainer", "authorialNote", *REASONS})
"""Elements that may be no text of this version; in the EU's drafts any element may."""
