"""Check PDF files as an archive would at the door, and read them as a person does.

    python benchmarks/check_pdf.py [--columns] [--lang LANG] FILE…

Syntax (by qpdf, inside pikepdf), and what PDF/A-3a and PDF/UA-1 ask of catalogue, pages and fonts:
language, a title that is shown, tags on every page, an output intent, identifiers in the metadata, bookmarks,
every font embedded. This is a small part of the rules of both standards (`pdf_validation.py` has them all).

Then what no validator can hear, of a redline with its JSON attached: each change stands on the page and line
that its destination, its number and the list of changes say; each fifth line has its number. With both
versions attached and all of the law shown (`--scope all`), accept all and reject all are rebuilt from the
text of the pages and held against the two versions. `--columns`: a redline with old and new side by side.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pikepdf
from pdf_places import faults_of_lines, faults_of_places
from pdf_reading import Reading, read_pdf
from pdf_text import faults_of_sides, read_columns, read_marks, text_of_law, without_left_places
from pikepdf import Name

from lawdiff.model.expression import Expression
from lawdiff.model.redline import Redline
from lawdiff.read import read_expression
from lawdiff.render.labels import Labels, load_labels


def main() -> int:
    """Check the files that the arguments name; 1 if one has a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--columns", action="store_true", help="old and new stand beside each other")
    parser.add_argument("--lang", default="en", help="the language of the labels")
    options = parser.parse_args()
    failed = 0
    for path in options.files:
        found = list(check(path))
        told = "no redline attached"
        reading = read_pdf(path.read_bytes())
        if "redline.json" in reading.attached:
            told, faults = heard(reading, load_labels(options.lang), columns=options.columns)
            found += faults
        failed += bool(found)
        print(f"{path}: {'; '.join(found) or 'nothing found'} ({told})")
    return int(bool(failed))


def heard(reading: Reading, labels: Labels, *, columns: bool) -> tuple[str, list[str]]:
    """Say what was held against the text of the pages, and what is wrong."""
    redline = msgspec.json.decode(reading.attached["redline.json"], type=Redline)
    pieces = list((read_columns if columns else read_marks)(text_of_law(reading), labels))
    faults = list(faults_of_places(reading, redline, pieces, labels))
    told = f"{len(redline.changes)} changes in their places"
    if not columns:
        faults += faults_of_lines(reading)
        told += ", lines numbered"
    versions = [_version(reading, side.source_name) for side in (redline.old, redline.new)]
    if redline.scope == "all" and versions[0] and versions[1]:
        there = without_left_places(pieces, labels)
        faults += faults_of_sides(there, versions[0], versions[1])
        told += ", both versions rebuilt"
    return told, faults


def _version(reading: Reading, name: str) -> Expression | None:
    if name not in reading.attached:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(reading.attached[name])
        return read_expression(path)


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
