"""What makes one file PDF/A-3a and PDF/UA-1: the mark in its metadata, marks that are heard, page labels.

WeasyPrint writes one variant at a time. Written as `pdf/a-3a` a file lacks only PDF/UA's line in the first
`rdf:RDF` of its metadata, with the extension schema that PDF/A asks for (ISO 19005-3, 6.6.2.3). `del`, `ins`
and notes get tags that a screen reader speaks (ISO 14289-1). All of it is put in place for one writing only.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pydyf
import weasyprint.pdf.tags as tags
from weasyprint import Attachment

from lawdiff.render.attached import DATA, AttachedFile, FileRole, distinct
from lawdiff.render.labels import Labels
from lawdiff.render.pdf.tables import mend_tables

_SCHEMA = """\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description><rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification\
</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289\
</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description></rdf:RDF>"""


_RELATIONS: Mapping[FileRole, str] = {"old": "Source", "new": "Source", "report": "Supplement"}
"""ISO 32000-2, 7.11.3: what the pages were made of, and what explains them."""


def attachments(
    data: bytes, files: Iterable[AttachedFile], labels: Labels, day: datetime
) -> list[Attachment]:
    """Give what is attached: the redline as data, and the files; for one writing only.

    All are dated by the law, never by the clock (ISO 19005-3, 6.8, asks for a date).
    """
    stated = [(DATA, data, labels.say("attached"), "Data")]
    stated += [
        (file.name, file.data, labels.say(f"attached_{file.role}"), _RELATIONS[file.role])
        for file in distinct(files)
    ]
    return [
        Attachment(
            string=content,
            name=name,
            description=description,
            relationship=relation,
            created=day,
            modified=day,
        )
        for name, content, description, relation in sorted(stated)  # as names in a name tree have to be
    ]


def claim_accessible(document: Any) -> None:
    """Add PDF/UA's lines to the metadata of a document."""
    plain = document.metadata.generate_rdf_metadata

    def generate(*arguments: Any) -> bytes:
        rdf: bytes = plain(*arguments)
        return rdf.replace(b"</rdf:RDF>", _SCHEMA.encode())

    document.metadata.generate_rdf_metadata = generate


def finish(_: Any, pdf: Any) -> None:
    """Number the pages in the reader's page field as on paper, name each attachment once, read a no-break
    space as a space, and mend the tags of tables with spans.

    A finisher for `write_pdf`.
    """
    mend_tables(pdf)
    pdf.catalog["PageLabels"] = "<< /Nums [0 << /S /D >>] >>"
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and b"begincmap" in thing.stream:
            thing.stream = [_read_as_space(line) for line in thing.stream]


def pack(pdf: Any) -> None:
    """Pack the streams of a file now: its writer asks for each of them twice, and would pack it twice."""
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream) and thing.compress:
            content = b"\n".join(pydyf._to_bytes(item) for item in thing.stream)
            thing.stream = [zlib.compress(content, 9)]
            thing.extra = pydyf.Dictionary(thing.extra) | {"Filter": "/FlateDecode"}
            thing.compress = False


def _read_as_space(line: Any) -> Any:
    """Have a glyph's no-break space copied and searched as the plain space that the law has in its place."""
    return line.replace(b"> <00a0>", b"> <0020>") if isinstance(line, bytes) else line


def spoken(labels: Labels) -> dict[str, str]:
    """Say what is heard of marks, for each pseudo-element that is one."""
    return {
        f"{tag}::{edge}": labels.say(f"spoken_{word}{end}")
        for tag, word in (("del", "deleted"), ("ins", "inserted"))
        for edge, end in (("before", ""), ("after", "_end"))
    } | {"samp::before": labels.say("body_unchanged")}  # stars for what is left out


@contextmanager
def speaking(said: Mapping[str, str]) -> Iterator[None]:
    """Have marks heard as words while a document is written; `said` has the words for `del::before` etc.

    Text hangs in its paragraph's element itself: WeasyPrint gives each run one of its own but in links, three
    elements for two. It also builds the list of all pages anew for each tag, which takes a minute of 1,400
    pages; here it is kept at hand.
    """
    plain_tags, plain_references = tags._build_box_tree, pydyf.PDF.page_references
    plain_names = tags._get_pdf_tag

    def build(box: Any, parent: Any, pdf: Any, *rest: Any) -> Iterator[Any]:
        tag = str(getattr(getattr(box, "_box", box), "element_tag", ""))
        for element in plain_tags(box, parent, pdf, *rest):
            if tag in said:
                element["S"] = "/Span"
                element["ActualText"] = pydyf.String(said[tag])
            elif tag in ("ins", "del"):
                element["S"] = "/Span"
            elif tag == "aside":
                element["S"] = "/Note"
                element["ID"] = pydyf.String(f"note{element.number}")
            yield element

    kept: dict[int, tuple[int, tuple[bytes, ...]]] = {}

    def references(pdf: Any) -> tuple[bytes, ...]:
        size = len(pdf.pages["Kids"])
        if kept.get(id(pdf), (-1, ()))[0] != size:
            kept[id(pdf)] = (size, plain_references.fget(pdf))
        return kept[id(pdf)][1]

    tags._build_box_tree, pydyf.PDF.page_references = build, property(references)
    tags._get_pdf_tag = lambda tag: _HoldsText(plain_names(tag))
    try:
        yield
    finally:
        tags._build_box_tree, pydyf.PDF.page_references = plain_tags, plain_references
        tags._get_pdf_tag = plain_names


class _HoldsText(str):
    """A tag that WeasyPrint takes for a link where it asks whether text hangs in the element itself."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return other == "Link" or str.__eq__(self, other)

    __hash__ = str.__hash__
