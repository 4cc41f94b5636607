"""Over-marking: how many words are marked where a drafter would mark how many, by lawdiff and its peers.

    python benchmarks/overmarking.py FOLDER [CASE…] [--peers all|none|NAME,…] [--by-case] [--verbose]

FOLDER holds cases: NAME/before.xml, NAME/after.xml, NAME/expected.json with `words_marked_ideal`,
`accept_up_to`, `deleted`, `inserted`, `relations`. How words are counted is said in `peers_text.py`. Each
tool is scored by (a) the words it marks, as a ratio to the ideal, (b) its over-marking summed over cases,
(c) the cases whose phrases are exactly the drafter's; lawdiff also by (d) relations (old, new, kind) with
precision and recall, which no peer gives. A substitution that is only editorial counts neither way in (d).

"lost": a text does not come back from what the tool shows; "glued": only if white space is left out of
account. For lawdiff both texts are rebuilt from its JSON by `peers_lawdiff.py`, besides its own proof. The
last line is JSON; its first members are lawdiff's.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peers import Answer, Given, Peer, ask, chosen, cpu_seconds
from peers_lawdiff import pieces_of_redline
from peers_text import Marks, marks_of, plain_phrase, plain_phrases, version_of

import lawdiff
from lawdiff.diff.compare import compare
from lawdiff.model.redline import Change, Redline
from lawdiff.read import read_expression
from lawdiff.render.json_file import write_redline

Relation = tuple[str | None, str | None, str]
LIMIT = 60.0
"""Seconds that a peer has for a case."""


@dataclass(slots=True)
class Tally:
    """What a tool did on all cases."""

    name: str
    version: str
    marked: int = 0
    over: int = 0
    within: int = 0
    exact: int = 0
    on_quiet: int = 0
    quiet_kept: int = 0
    numbers: int = 0
    runs: int = 0
    lossless: int = 0
    seconds: float = 0.0
    actions: int | None = None
    glued: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    crashed: dict[str, str] = field(default_factory=dict)
    by_case: dict[str, int | None] = field(default_factory=dict)

    def add(self, case: str, expected: Any, answer: Answer) -> None:
        """Add what it said of a case."""
        marks = answer.marks
        self.seconds += answer.seconds
        self.by_case[case] = marks.words if marks else None
        if answer.failed:
            self.crashed[case] = answer.failed
        if answer.actions is not None:
            self.actions = (self.actions or 0) + answer.actions
        if marks is None:
            return
        excess = max(0, marks.words - expected["accept_up_to"])
        self.marked += marks.words
        self.over += excess
        self.within += not excess
        self.exact += _is_exact(marks, expected)
        if expected["words_marked_ideal"] == 0:
            self.on_quiet += marks.words
            self.quiet_kept += marks.words == 0
        self.numbers += marks.numbers
        self.runs += marks.runs
        self.lossless += marks.whole == "whole"
        if marks.whole != "whole":
            (self.lost if marks.whole == "lost" else self.glued).append(case)


@dataclass(slots=True)
class Scored:
    """Relations of one kind: said, wanted, and both."""

    right: int = 0
    said: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was said that was wanted."""
        return round(self.right / self.said, 3) if self.said else None

    @property
    def recall(self) -> float | None:
        """Share of what was wanted that was said."""
        return round(self.right / self.wanted, 3) if self.wanted else None


def main() -> None:
    """Run the cases and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("case", nargs="*", help="only cases that begin so")
    parser.add_argument("--peers", default="all", help="all, none, or names with commas between them")
    parser.add_argument("--by-case", action="store_true", help="a table of words marked, case by case")
    parser.add_argument(
        "--verbose", action="store_true", help="say for each case what lawdiff does otherwise"
    )
    arguments = parser.parse_intermixed_args()
    asked = chosen(arguments.peers)
    ours = Tally("lawdiff", lawdiff.__version__)
    tallies = {peer.name: Tally(peer.title, peer.version) for peer in asked}
    scores: dict[str, Scored] = {}
    cases: dict[str, Any] = {}
    proofs = 0
    for folder, expected in _cases(arguments.folder, arguments.case):
        cases[folder.name] = expected
        begun = cpu_seconds()
        old, new = read_expression(folder / "before.xml"), read_expression(folder / "after.xml")
        redline = compare(old, new)
        seconds = cpu_seconds() - begun
        proofs += redline.proof.reject_all_is_old and redline.proof.accept_all_is_new
        sides = version_of(old), version_of(new)
        marks = marks_of(pieces_of_redline(write_redline(redline), old, new), *sides)
        ours.add(folder.name, expected, Answer(marks, seconds))
        missing, extra = _score(redline, expected, scores)
        if arguments.verbose:
            _explain(folder.name, marks, expected, missing, extra)
        given = Given(sides[0], folder / "before.xml"), Given(sides[1], folder / "after.xml")
        for peer in asked:
            if peer.version:
                tallies[peer.name].add(folder.name, expected, ask(peer, *given, limit=LIMIT))
    _print(ours, asked, tallies, cases)
    _print_relations(scores)
    print(f"\nlawdiff: {proofs} of {len(cases)} of its own proofs hold\n")
    if arguments.by_case:
        _print_cases(ours, tallies, cases)
    print(json.dumps(_summary(ours, tallies, scores, cases, proofs)))


def _cases(folder: Path, names: list[str]) -> Iterator[tuple[Path, Any]]:
    for case in sorted(p for p in folder.iterdir() if (p / "expected.json").is_file()):
        if not names or case.name.startswith(tuple(names)):
            yield case, json.loads((case / "expected.json").read_text(encoding="utf-8"))


def _is_exact(marks: Marks, expected: Any) -> bool:
    wanted = [sorted(map(plain_phrase, expected[op])) for op in ("deleted", "inserted")]
    return [plain_phrases(marks.deleted), plain_phrases(marks.inserted)] == wanted


# --- relations


def _score(redline: Redline, expected: Any, scores: dict[str, Scored]) -> tuple[set[Relation], set[Relation]]:
    """Score the relations of a case; give what is missing and what is said besides."""
    got: set[Relation] = {(o, n, kind) for c in redline.changes for o, n in _ends(c) for kind in c.kinds}
    want: set[Relation] = {(r["old"], r["new"], r["kind"]) for r in expected["relations"]}
    editorial: set[Relation] = set()
    whole = expected.get("also", {}).get("editorial", False)
    if whole or expected.get("editorial_words", 0):  # what lawdiff alone calls editorial is no excuse
        editorial |= {(o, n, "substitution") for c in redline.changes if c.editorial for o, n in _ends(c)}
    if whole:
        editorial |= {relation for relation in want if relation[2] == "substitution"}
    got, want = got - editorial, want - editorial
    for kind in {relation[2] for relation in got | want}:
        score = scores.setdefault(kind, Scored())
        score.said += sum(relation[2] == kind for relation in got)
        score.wanted += sum(relation[2] == kind for relation in want)
        score.right += sum(relation[2] == kind for relation in got & want)
    return want - got, got - want


def _ends(change: Change) -> list[tuple[str | None, str | None]]:
    olds = [ref.eid for ref in change.old]
    news = [ref.eid for ref in change.new]
    return [(o, n) for o in (olds or (None,)) for n in (news or (None,))]


def _total(scores: dict[str, Scored]) -> Scored:
    every = scores.values()
    return Scored(sum(s.right for s in every), sum(s.said for s in every), sum(s.wanted for s in every))


# --- what is printed


def _print(ours: Tally, asked: tuple[Peer, ...], tallies: dict[str, Tally], cases: dict[str, Any]) -> None:
    ideal = sum(expected["words_marked_ideal"] for expected in cases.values())
    quiet = sum(expected["words_marked_ideal"] == 0 for expected in cases.values())
    print(f"{len(cases)} cases, {ideal} words a drafter would mark, {quiet} cases that want none\n")
    print(
        "| tool | version | (a) marked | ratio | (b) over | within | (c) exact "
        f"| words on the {quiet} | numbers marked | lossless | glued | lost | crashed | CPU s |"
    )
    print("|---|---|" + "--:|" * 12)
    for tally in (ours, *(tallies[peer.name] for peer in asked)):
        if not tally.version:
            print(f"| {tally.name} | not installed |" + " – |" * 12)
            continue
        if tally.actions is not None:
            counts = [f"{tally.actions:,} actions", *["–"] * 9]
        else:
            ratio = f"{tally.marked / ideal:.2f}" if ideal else "–"
            counts = [
                f"{tally.marked:,}", ratio, f"{tally.over:,}", str(tally.within), str(tally.exact),
                str(tally.on_quiet), str(tally.numbers), str(tally.lossless), str(len(tally.glued)),
                str(len(tally.lost)),
            ]  # fmt: skip
        counts += [str(len(tally.crashed)), f"{tally.seconds:.2f}"]
        print(f"| {tally.name} | {tally.version} | " + " | ".join(counts) + " |")
    print()
    for tally in tallies.values():
        for what, names in (("lost text in", tally.lost), ("glued words in", tally.glued)):
            if names:
                print(f"- {tally.name} {what} {', '.join(name[:2] for name in names)}")
        for case, why in tally.crashed.items():
            print(f"- {tally.name} failed in {case}: {why}")


def _print_relations(scores: dict[str, Scored]) -> None:
    print("\n| (d) relations of lawdiff | wanted | said | right | precision | recall |\n|---|" + "--:|" * 5)
    for kind, score in [*sorted(scores.items()), ("all", _total(scores))]:
        rates = " | ".join("–" if rate is None else f"{rate:.3f}" for rate in (score.precision, score.recall))
        print(f"| {kind} | {score.wanted} | {score.said} | {score.right} | {rates} |")


def _print_cases(ours: Tally, tallies: dict[str, Tally], cases: dict[str, Any]) -> None:
    shown = [ours, *(t for t in tallies.values() if t.version and t.actions is None)]
    print("| case | ideal | " + " | ".join(tally.name for tally in shown) + " |")
    print("|---|--:|" + "--:|" * len(shown))
    for case, expected in cases.items():
        counts = ["failed" if t.by_case[case] is None else str(t.by_case[case]) for t in shown]
        print(f"| {case} | {expected['words_marked_ideal']} | " + " | ".join(counts) + " |")
    print()


def _explain(case: str, marks: Marks, expected: Any, missing: set[Relation], extra: set[Relation]) -> None:
    exact = _is_exact(marks, expected)
    if exact and not missing and not extra and marks.words <= expected["accept_up_to"]:
        return
    print(f"== {case}: {marks.words} words, ideal {expected['words_marked_ideal']}")
    if not exact:
        print("   deleted ", plain_phrases(marks.deleted), "wanted", expected["deleted"])
        print("   inserted", plain_phrases(marks.inserted), "wanted", expected["inserted"])
    print("   relations missing", sorted(map(str, missing)))
    print("   relations extra  ", sorted(map(str, extra)))


def _summary(
    ours: Tally, tallies: dict[str, Tally], scores: dict[str, Scored], cases: dict[str, Any], proofs: int
) -> dict[str, Any]:
    ideal = sum(expected["words_marked_ideal"] for expected in cases.values())
    total = _total(scores)
    return {
        "cases": len(cases),
        "ideal": ideal,
        **_figures(ours, ideal),
        "proofs": proofs,
        "precision": total.precision,
        "recall": total.recall,
        "kinds": {
            kind: {"wanted": s.wanted, "said": s.said, "right": s.right} for kind, s in sorted(scores.items())
        },
        "peers": {name: _figures(tally, ideal) for name, tally in tallies.items()},
    }


def _figures(tally: Tally, ideal: int) -> dict[str, Any]:
    if not tally.version:
        return {"version": None}
    if tally.actions is not None:
        return {"version": tally.version, "actions": tally.actions, "seconds": round(tally.seconds, 2)}
    return {
        "version": tally.version,
        "marked": tally.marked,
        "ratio": round(tally.marked / ideal, 3) if ideal else None,
        "over": tally.over,
        "within": tally.within,
        "exact": tally.exact,
        "on_quiet_cases": tally.on_quiet,
        "quiet_cases_kept": tally.quiet_kept,
        "numbers_marked": tally.numbers,
        "runs": tally.runs,
        "lossless": tally.lossless,
        "glued": tally.glued,
        "lost": tally.lost,
        "crashed": tally.crashed,
        "seconds": round(tally.seconds, 2),
    }


if __name__ == "__main__":
    main()
