"""The package around the parts of a Word file (ECMA-376 part 2, Open Packaging Conventions), always the same.

Written by hand, because libraries for it stamp the clock into the archive and bring parts of their template
along that nothing here uses. Every entry has the oldest date that an archive can hold.
"""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from lawdiff.render.docx.words import Element

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE = f"{_PACKAGE}metadata/core-properties"
_DC, _TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"

# Name in `word/`, type of content, type of relation; in this order in the archive.
_PARTS = (
    ("styles", "styles", "styles"),
    ("settings", "settings", "settings"),
    ("comments", "comments", "comments"),
    ("footer1", "footer", "footer"),
    ("header1", "header", "header"),
)
FOOTER, HEADER = "rId4", "rId5"
"""The relations of footer and header, for the section's properties. A file need not have a header."""


def package(document: Element, parts: Mapping[str, Element], core: Element) -> bytes:
    """Write the archive. `parts` are the parts beside the document, by their names in `_PARTS`."""
    held = [part for part in _PARTS if part[0] in parts]
    files = {
        "[Content_Types].xml": _content_types(held),
        "_rels/.rels": _relations(
            (_RELATION.format("officeDocument"), "word/document.xml"),
            (f"{_PACKAGE}relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": core,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(
            *((_RELATION.format(relation), f"{name}.xml") for name, _, relation in held)
        ),
    } | {f"word/{name}.xml": parts[name] for name, _, _ in held}
    page = BytesIO()
    with ZipFile(page, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, root in files.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # or else the machine's would stand here
            etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r", "xsi", "dcterms"])
            content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            archive.writestr(entry, content)
    return page.getvalue()


def core_properties(*, title: str, language: str, day: str) -> Element:
    """Write title, maker, language and dates (ISO 8601, or empty)."""
    nsmap = {"cp": _CORE, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI}
    root = etree.Element(f"{{{_CORE}}}coreProperties", None, nsmap)
    stated = [(_DC, "title", title), (_DC, "creator", "lawdiff"), (_CORE, "lastModifiedBy", "lawdiff")]
    for namespace, name, text in [*stated, (_DC, "language", language)]:
        if text:
            etree.SubElement(root, f"{{{namespace}}}{name}").text = text
    for name in ("created", "modified") if day else ():
        made = etree.SubElement(root, f"{{{_TERMS}}}{name}")
        made.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        made.text = day
    return root


def _content_types(held: Iterable[tuple[str, str, str]]) -> Element:
    space = f"{_PACKAGE}content-types"
    root = etree.Element(f"{{{space}}}Types", None, cast("dict[str, str]", {None: space}))
    for extension, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(root, f"{{{space}}}Default", Extension=extension, ContentType=kind)
    overrides = [("word/document.xml", _TYPE.format("document.main"))]
    overrides += [(f"word/{name}.xml", _TYPE.format(kind)) for name, kind, _ in held]
    for name, kind in [*overrides, ("docProps/core.xml", _CORE_TYPE)]:
        etree.SubElement(root, f"{{{space}}}Override", PartName=f"/{name}", ContentType=kind)
    return root


def _relations(*targets: tuple[str, str]) -> Element:
    space = f"{_PACKAGE}relationships"
    root = etree.Element(f"{{{space}}}Relationships", None, cast("dict[str, str]", {None: space}))
    for n, (kind, target) in enumerate(targets, start=1):
        etree.SubElement(root, f"{{{space}}}Relationship", Id=f"rId{n}", Type=kind, Target=target)
    return root
