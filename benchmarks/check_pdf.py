"""Check PDF files as an archive would at the door: `python benchmarks/check_pdf.py FILE…`.

Syntax (by qpdf, inside pikepdf), and what PDF/A-3a and PDF/UA-1 ask of the catalogue, the pages and the
fonts: language, a title that is shown, tags on every page, an output intent, identifiers in the metadata,
bookmarks, every font embedded. This is a small part of the rules of both standards: a file that passes here
is not proved to conform.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Name


def main() -> int:
    """Check the files that the arguments name; 1 if one has a fault."""
    faults = {path: list(check(path)) for path in map(Path, sys.argv[1:])}
    for path, found in faults.items():
        print(f"{path}: {'; '.join(found) or 'nothing found'}")
    return int(not faults or any(faults.values()))


def check(path: Path) -> Iterator[str]:
    """Give what is wrong with a file."""
    with pikepdf.open(path) as pdf:
        yield from pdf.check_pdf_syntax()
        root = pdf.Root
        for key, what in (
            (Name.Lang, "no language"),
            (Name.StructTreeRoot, "no tags"),
            (Name.OutputIntents, "no output intent"),
            (Name.Outlines, "no bookmarks"),
            (Name.Metadata, "no metadata"),
        ):
            if key not in root:
                yield what
        if not root.get(Name.MarkInfo, pikepdf.Dictionary()).get(Name.Marked):
            yield "not marked as tagged"
        if not root.get(Name.ViewerPreferences, pikepdf.Dictionary()).get(Name.DisplayDocTitle):
            yield "the title is not shown"
        with pdf.open_metadata() as metadata:
            for field in ("pdfaid:part", "pdfuaid:part", "dc:title"):
                if not metadata.get(field):
                    yield f"no {field} in the metadata"
        for number, page in enumerate(pdf.pages, start=1):
            if Name.StructParents not in page:
                yield f"page {number} has no tags"
        for font in _fonts(pdf):
            yield f"{font.get(Name.BaseFont, 'a font')} is not embedded"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Give the fonts whose program is not in the file."""
    for thing in pdf.objects:
        is_font = isinstance(thing, pikepdf.Dictionary) and thing.get(Name.Type) == Name.FontDescriptor
        if is_font and not any(key in thing for key in (Name.FontFile, Name.FontFile2, Name.FontFile3)):
            yield thing


if __name__ == "__main__":
    sys.exit(main())
