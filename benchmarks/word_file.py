"""Accept and reject all tracked changes of redlines in Word's format, by LibreOffice, on real pairs.

    python benchmarks/word_file.py [FOLDER | OLD.xml NEW.xml]… [--old FOLDER --new FOLDER] [--docx FILE…]

Without a place the samples are taken, and real law where the data is. Pairs are found as `real_pairs.py`
says; of each folder given at most `--most`, spread evenly. Each pair is compared and written as .docx,
nothing left out. LibreOffice then accepts all changes, and rejects all of another copy, and writes the
text. Its lines must be those of the version written by itself; white space and blank lines left aside.
Beside it the same by our own reading of the file, by the rules of the standard, and what the validator of
Microsoft's Open XML SDK finds against Word's schemas (`make check-word` gets it). With `--docx` it alone
looks at these files.

The last line is JSON. Exit code 1 where LibreOffice or the validator finds anything.
"""

import argparse
import difflib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from real_pairs import _twins as twins
from real_pairs import pairs_of_places

from lawdiff.diff.compare import compare
from lawdiff.errors import LawdiffError
from lawdiff.read import read_expression
from lawdiff.render import render

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from docx_reading import Side, W, libreoffice, paragraphs, part, tidy

SIDES: tuple[Side, Side] = ("old", "new")
ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("LAWDIFF_REAL_LAW") or ROOT.parent / "shared" / "data")
REAL = (
    "akn-ch akn-de akn-eu akn-fi akn-uk akn-za dc-sections no-lovdata us-bills-dtd us-bills-uslm us-usc"
).split()
VALIDATOR = Path(__file__).with_name("check_word") / "node_modules" / ".bin" / "ooxml-validator"
_BATCH = 20
"""Files that LibreOffice is given in one start."""


@dataclass(slots=True)
class Row:
    """A pair: what was tracked, how many lines of each side are not those of the version by itself, and the
    faults that the validator finds (`None` where it is not here).
    """

    name: str
    schema: str
    lines: int
    marks: int
    ours: int = 0
    libreoffice: int = 0
    faults: int | None = None


def main() -> int:
    """Write, accept, reject, validate, print; 1 where LibreOffice or the validator finds something."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("places", nargs="*", type=Path, metavar="FOLDER | OLD NEW")
    parser.add_argument("--old", type=Path, help="a folder of files, with --new")
    parser.add_argument("--new", type=Path, help="a folder of files of the same names")
    parser.add_argument("--first", action="store_true", help="only the first pair of a folder of versions")
    parser.add_argument("--most", type=int, default=8, help="pairs of each folder at most (8)")
    parser.add_argument("--largest", type=float, default=1.5, help="MB; larger files are left out (1.5)")
    parser.add_argument("--say", type=int, default=6, help="lines shown where a side differs (6)")
    parser.add_argument("--docx", nargs="+", type=Path, metavar="FILE", help="only validate these Word files")
    options = parser.parse_intermixed_args()
    if options.docx:
        return _validate(options.docx, options.say)
    if not (options.places or options.old):
        options.places = _default()
    files = [place for place in options.places if place.is_file()]
    found = [
        list(pairs_of_places([place], first=options.first)) for place in options.places if place.is_dir()
    ]
    found.append(list(pairs_of_places(files)))
    if options.old and options.new:
        found.append(list(twins(options.old, options.new)))
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for group in found:
            small = [p for p in group if max(f.stat().st_size for f in p[1:]) <= options.largest * 1e6]
            for batch in _batches(_spread(small, options.most)):
                rows += _measure(batch, Path(folder), options.say)
    print("| pair | schema | lines | tracked | our reading | LibreOffice | faults |")
    print("|---|---|--:|--:|--:|--:|--:|")
    for row in rows:
        faults = "" if row.faults is None else row.faults
        counts = (row.lines, row.marks, row.ours, row.libreoffice, faults)
        print(f"| {row.name} | {row.schema} | {' | '.join(map(str, counts))} |")
    exact = [sum(not getattr(row, reader) for row in rows) for reader in ("ours", "libreoffice")]
    checked = [row for row in rows if row.faults is not None]
    valid = sum(not row.faults for row in checked)
    print(f"\n{len(rows)} pairs; exact on both sides: {exact[0]} by our reading, {exact[1]} in LibreOffice")
    print(f"{valid} of {len(checked)} valid by the Open XML SDK")
    told = {
        "pairs": len(rows),
        "ours": exact[0],
        "libreoffice": exact[1],
        "checked": len(checked),
        "valid": valid,
    }
    print(json.dumps({**told, "rows": [asdict(r) for r in rows]}))
    return int(valid < len(checked) or exact[1] < len(rows))


def _default() -> list[Path]:
    """The samples that have two versions, and folders of real law where they are."""
    samples = sorted(path.parent for path in (ROOT / "statutes").glob("*/before.xml"))
    return [*samples, *(DATA / name for name in REAL if (DATA / name).is_dir())]


def _validate(files: Sequence[Path], say: int) -> int:
    if not VALIDATOR.exists():
        raise SystemExit("The Open XML validator is not here: make check-word gets it")
    found = {path.name: _faults(path, path.name, say) for path in files}
    for name, count in found.items():
        print(f"{name}: {count or 'no'} faults")
    print(json.dumps({"faults": found}))
    return int(any(found.values()))


def _spread(pairs: Sequence[tuple[str, Path, Path]], count: int) -> list[tuple[str, Path, Path]]:
    count = min(count, len(pairs))
    return [pairs[n * len(pairs) // count] for n in range(count)]


def _batches(pairs: Sequence[tuple[str, Path, Path]]) -> Iterator[Sequence[tuple[str, Path, Path]]]:
    for n in range(0, len(pairs), _BATCH):
        yield pairs[n : n + _BATCH]


def _measure(pairs: Sequence[tuple[str, Path, Path]], folder: Path, say: int) -> list[Row]:
    rows: dict[str, Row] = {}
    files: dict[str, bytes] = {}
    for name, before, after in pairs:
        try:
            old, new = read_expression(before), read_expression(after)
        except LawdiffError as error:
            print(f"lawdiff does not read {name}: {error}")
            continue
        key = f"{len(rows)}"
        content = render(compare(old, new, scope="all"), "docx")
        files[key] = content
        names = [W + name for name in ("ins", "del", "moveFrom", "moveTo")]
        rows[key] = Row(name, new.schema, 0, sum(1 for _ in part(content).iter(*names)))
        for side, law in zip(SIDES, (old, new), strict=True):
            wanted = tidy(paragraphs(render(compare(law, law, scope="all"), "docx"), "new"))
            rows[key].lines += len(wanted)
            rows[key].ours += _differ(
                tidy(paragraphs(content, side)), wanted, f"{name}, our reading, {side}", say
            )
    if VALIDATOR.exists():
        for key, content in files.items():
            checked = folder / "checked.docx"
            checked.write_bytes(content)
            rows[key].faults = _faults(checked, rows[key].name, say)
    else:
        print("The Open XML validator is not here: make check-word gets it")
    if shutil.which("soffice") is None:
        print("LibreOffice is not here: apt-get install libreoffice-writer-nogui")
        return list(rows.values())
    with tempfile.TemporaryDirectory(dir=folder) as own:
        for (key, side), lines in libreoffice(files, Path(own)).items():
            wanted = tidy(paragraphs(files[key], side, said=True))
            start = lines.index("Redline") + 1
            got = tidy(lines[start : start + len(wanted)])
            rows[key].libreoffice += _differ(got, wanted, f"{rows[key].name}, LibreOffice, {side}", say)
    return list(rows.values())


def _faults(path: Path, name: str, say: int) -> int:
    """Count what the validator finds in a file, and show some."""
    done = subprocess.run([VALIDATOR, path], capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["errors"]
    if found:
        print(f"{name}, Open XML SDK: {len(found)} faults")
    for fault in found[:say]:
        print(f"    {fault.get('xPath', '')} {fault.get('description', '')[:150]}")
    return len(found)


def _differ(got: Sequence[str], wanted: Sequence[str], what: str, say: int) -> int:
    """Count the lines that only one of both has, and show some."""
    lines = [
        line
        for line in difflib.unified_diff(wanted, got, n=0, lineterm="")
        if line[:2] not in ("--", "++", "@@")
    ]
    if lines:
        print(f"{what}: {len(lines)} lines")
    for line in lines[:say]:
        print(f"    {line[:150]}")
    return len(lines)


if __name__ == "__main__":
    sys.exit(main())
