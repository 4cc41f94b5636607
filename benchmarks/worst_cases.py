"""Run lawdiff on what is hard for a comparison, and hold it to bounds of time and memory.

    python benchmarks/worst_cases.py [OLD NEW] [--cases words,…] [--schemas akn,dc] [--limit 600] [--profile]

The laws are made here, of words of this repository's sample laws, as Akoma Ntoso or in the format of the DC
Code; OLD and NEW files may be given instead, and are held to the last case's bounds. Each run is a process:
`lawdiff diff OLD NEW -o out.json`. It ends by itself within the bounds, or it is killed after `--limit`
seconds, which the table says. Bounds are seconds of CPU and MB of all its processes together. With
`--profile` what breaks its bounds is run once more under cProfile, and its dearest functions are shown.
`--scale 0.1` makes each case a tenth as large (with the same bounds), to see how the time grows.

The last line is JSON.
"""

import argparse
import json
import pstats
import random  # noqa: TID251  (a benchmark's dice, seeded: every run throws the same)
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from one_run import Run, machine, run

ROOT = Path(__file__).parents[1]
Section = tuple[str, str]
"""Number and text."""
Pair = tuple[list[Section], list[Section]]


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of law that is hard, and its bounds: seconds of CPU, MB."""

    what: str
    make: Callable[[float, random.Random], Pair]
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Result:
    """What one case took. `parse` is the CPU of a process in which lxml parses both files."""

    case: str
    schema: str
    mb: float
    run: Run
    parse: float
    changes: int
    json_bytes: int
    json_sha256: str
    cpu_bound: float
    memory_bound: float

    @property
    def said(self) -> str:
        """How it went, in a word or two."""
        if self.run.killed:
            return "killed"
        if self.run.code:
            return f"exit {self.run.code} {self.run.message[:120]}"
        over = ["CPU"] if self.run.cpu > self.cpu_bound else []
        over += ["memory"] if self.run.peak_sum > self.memory_bound else []
        return f"over: {', '.join(over)}" if over else "within"


def _words(dice: random.Random, count: int) -> list[str]:
    return dice.choices(VOCABULARY, k=count)


def _edited(words: Sequence[str], count: int, dice: random.Random) -> str:
    """Replace, strike or put in so many words."""
    new = list(words)
    for n in sorted(dice.sample(range(len(new)), count), reverse=True):
        match dice.randrange(3):
            case 0:
                new[n] = dice.choice(VOCABULARY) + "s"
            case 1:
                del new[n]
            case _:
                new.insert(n, dice.choice(VOCABULARY))
    return " ".join(new)


def _all_other(scale: float, _: random.Random) -> Pair:
    size = round(20_000 * scale)
    old, new = (" ".join(f"{side}{n}" for n in range(size)) for side in ("old", "new"))
    return [("1", old)], [("1", new)]


def _shuffled(scale: float, dice: random.Random) -> Pair:
    words = [f"word{n}" for n in range(round(20_000 * scale))]
    old = " ".join(words)
    dice.shuffle(words)
    return [("1", old)], [("1", " ".join(words))]


def _paragraph(scale: float, dice: random.Random) -> Pair:
    words = _words(dice, round(900_000 * scale))
    while sum(map(len, words)) + len(words) < 5_000_000 * scale:
        words += _words(dice, 10_000)
    return [("1", " ".join(words))], [("1", _edited(words, len(words) // 100, dice))]


def _identical(scale: float, dice: random.Random) -> Pair:
    size = round(50_000 * scale)
    text = " ".join(_words(dice, 60))
    old = [(f"{n}", text) for n in range(1, size + 1)]
    gone = dice.randrange(size)
    return old, [*old[:gone], *old[gone + 1 :], (f"{size + 1}", text)]


def _identical_edited(scale: float, dice: random.Random) -> Pair:
    old, new = _identical(scale, dice)
    words = old[0][1].split()
    return old, [(num, _edited(words, 1, dice) if n % 5 == 0 else text) for n, (num, text) in enumerate(new)]


def _each_edited(scale: float, dice: random.Random) -> Pair:
    texts = [_words(dice, dice.randint(40, 200)) for _ in range(round(24_000 * scale))]
    old = [(f"{n}", " ".join(text)) for n, text in enumerate(texts, 1)]
    new = [(f"{n}", _edited(text, dice.randint(1, 5), dice)) for n, text in enumerate(texts, 1)]
    return old, new


def _each_edited_and_renumbered(scale: float, dice: random.Random) -> Pair:
    old, new = _each_edited(scale, dice)
    return old, [(f"{n}", text) for n, (_, text) in enumerate(new, 8)]


CASES = {
    "words": Case("20,000 words, none in common", _all_other, 10, 300),
    "shuffled": Case("the same 20,000 words in another order", _shuffled, 30, 500),
    "paragraph": Case("one paragraph of 5 MB, 1 % of the words edited", _paragraph, 60, 1024),
    "identical": Case("50,000 sections of one text, one removed, one added", _identical, 60, 1024),
    "identical_edited": Case("the same, and every fifth edited", _identical_edited, 120, 1024),
    "edited": Case("24,000 sections, each edited", _each_edited, 120, 1024),
    "edited_anew": Case(
        "24,000 sections, each edited, other numbers", _each_edited_and_renumbered, 180, 1024
    ),
}
_HEAD = (
    "| case | schema | MB | CPU s | bound | × parse | wall s | largest MB | all MB | bound | changes |"
    " JSON MB | SHA-256 | |"
)
_PARSE = "import sys\nfrom lxml import etree\nfor path in sys.argv[1:]:\n    etree.parse(path)"


def _vocabulary() -> list[str]:
    """Words of the sample laws, as often as they stand there."""
    samples = sorted((ROOT / "statutes").glob("*/*.xml"))
    text = " ".join(re.sub(r"<[^<>]*>", " ", path.read_text(encoding="utf-8")) for path in samples)
    return re.findall(r"[^\W\d_]{2,}", text)


VOCABULARY = _vocabulary()


def as_akn(sections: Iterable[Section], day: str) -> str:
    """Write sections as an act in Akoma Ntoso 3.0, a paragraph each."""
    work = "/akn/zz/act/2000/1"
    body = "\n".join(
        f'<section eId="sec_{num}"><num>{num}.</num><heading>Rule</heading>'
        f'<content eId="sec_{num}__content"><p>{text}</p></content></section>'
        for num, text in sections
    )
    return (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">\n<act name="act"><meta>'
        '<identification source="#made">'
        f'<FRBRWork><FRBRthis value="{work}/!main"/><FRBRuri value="{work}"/>'
        '<FRBRdate date="2000-01-01" name="Generation"/><FRBRauthor href="#made"/><FRBRcountry value="zz"/>'
        f'</FRBRWork><FRBRExpression><FRBRthis value="{work}/eng@{day}/!main"/>'
        f'<FRBRuri value="{work}/eng@{day}"/><FRBRdate date="{day}" name="Generation"/>'
        '<FRBRauthor href="#made"/><FRBRlanguage language="eng"/></FRBRExpression>'
        f'<FRBRManifestation><FRBRthis value="{work}/eng@{day}/!main.xml"/>'
        f'<FRBRuri value="{work}/eng@{day}.xml"/><FRBRdate date="{day}" name="Generation"/>'
        f"</FRBRManifestation></identification></meta>\n<body>\n{body}\n</body></act></akomaNtoso>\n"
    )


def as_dc(sections: Iterable[Section], _: str) -> str:
    """Write sections in the format of the DC Code."""
    body = "\n".join(
        f"  <section>\n    <num>1-{num}</num>\n    <heading>Rule.</heading>\n    <text>{text}</text>\n"
        "  </section>"
        for num, text in sections
    )
    return (
        '<document xmlns="https://code.dccouncil.us/schemas/dc-library" id="D.C. Code">\n'
        "  <heading>Made Code</heading>\n  <container>\n  <prefix>Title</prefix>\n  <num>1</num>\n"
        f"  <heading>Rules.</heading>\n{body}\n  </container>\n</document>\n"
    )


SCHEMAS: dict[str, Callable[[Iterable[Section], str], str]] = {"akn": as_akn, "dc": as_dc}


def main() -> None:
    """Run all cases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="OLD NEW")
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--schemas", default="akn,dc")
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=600, help="seconds of wall time")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    if len(options.files) not in (0, 2):
        parser.error("give two files, OLD and NEW, or none")
    here = machine()
    print(", ".join(f"{k} {v}" for k, v in here.items()), "\n")
    print(_HEAD + "\n" + "|" + "---|" * (_HEAD.count("|") - 1), flush=True)
    results = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for case, schema, files in _inputs(options, folder):
            results.append(_measured(case, schema, files, folder, options.limit))
            print(_line(results[-1]), flush=True)
            if options.profile and results[-1].said != "within":
                _profile(files, folder, options.limit)
    figures = [asdict(result) | {"said": result.said} for result in results]
    print("\n" + json.dumps({"machine": here, "scale": options.scale, "cases": figures}))


def _inputs(options: argparse.Namespace, folder: Path) -> Iterator[tuple[str, str, tuple[Path, Path]]]:
    if options.files:
        yield list(CASES)[-1], "as given", tuple(options.files)
        return
    for case in options.cases.split(","):
        for schema in options.schemas.split(","):
            dice = random.Random(f"{options.seed} {case}")  # noqa: S311
            pair = CASES[case].make(options.scale, dice)
            files = folder / "old.xml", folder / "new.xml"
            for path, sections, day in zip(files, pair, ("2001-01-01", "2002-01-01"), strict=True):
                path.write_text(SCHEMAS[schema](sections, day), encoding="utf-8")
            yield case, schema, files


def _measured(case: str, schema: str, files: tuple[Path, Path], folder: Path, limit: float) -> Result:
    out = folder / "out.json"
    out.unlink(missing_ok=True)
    parse = run([sys.executable, "-c", _PARSE, *map(str, files)], folder)
    ours = run([*_command(), *map(str, files), "-o", str(out)], folder, limit=limit)
    content = out.read_bytes() if out.exists() else b""
    return Result(
        case=case,
        schema=schema,
        mb=sum(path.stat().st_size for path in files) / 1e6,
        run=ours,
        parse=parse.cpu,
        changes=len(json.loads(content)["changes"]) if content else -1,
        json_bytes=len(content),
        json_sha256=sha256(content).hexdigest() if content else "",
        cpu_bound=CASES[case].cpu,
        memory_bound=CASES[case].memory,
    )


def _command(*options: str) -> list[str]:
    return [sys.executable, *options, "-m", "lawdiff.cli", "diff"]


def _line(result: Result) -> str:
    took = result.run
    cells = (
        CASES[result.case].what,
        result.schema,
        f"{result.mb:.1f}",
        f"{took.cpu:.1f}",
        f"{result.cpu_bound:g}",
        f"{took.cpu / result.parse:.0f}",
        f"{took.wall:.1f}",
        f"{took.peak:.0f}",
        f"{took.peak_sum:.0f}",
        f"{result.memory_bound:g}",
        f"{result.changes}",
        f"{result.json_bytes / 1e6:.1f}",
        result.json_sha256[:8],
        result.said,
    )
    return "| " + " | ".join(cells) + " |"


def _profile(files: tuple[Path, Path], folder: Path, limit: float) -> None:
    """Say which functions took the most time of their own, and which the most with what they called."""
    profile, out = folder / "profile", folder / "profiled.json"
    profile.unlink(missing_ok=True)
    command = _command("-m", "cProfile", "-o", str(profile))
    ended = run([*command, *map(str, files), "-o", str(out)], folder, limit=3 * limit)
    if ended.killed or not profile.exists():
        print("    no profile: killed")
        return
    # {(file, line, name): (calls without recursion, calls, own seconds, seconds with callees, callers)}
    rows = pstats.Stats(str(profile)).stats.items()  # type: ignore[attr-defined]  # typeshed lacks it
    for title, column in (("own", 2), ("with what it calls", 3)):
        for (file, line, name), row in sorted(rows, key=lambda item: -item[1][column])[:12]:
            where = f"{Path(file).parent.name}/{Path(file).name}:{line}"
            print(f"    {title}: {row[column]:7.1f} s {row[1]:>10} × {where} {name}")


if __name__ == "__main__":
    main()
