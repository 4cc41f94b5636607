"""Over-marking: how many words are marked where a drafter would mark how many.

    python benchmarks/overmarking.py FOLDER [CASE…]

FOLDER holds cases: NAME/before.xml, NAME/after.xml, NAME/expected.json with `words_marked_ideal`,
`accept_up_to`, `deleted`, `inserted`, `relations`. Prints a table and one line of JSON: words marked and
their ratio to the ideal, over-marking summed over cases, cases whose phrases are exactly the drafter's,
relations with precision and recall. A word is what stands between white space and has a letter or digit; it
is marked when any letter or digit of it is; numbers of provisions and moved text are never counted.
"""

import argparse
import json
from pathlib import Path

from lawdiff.diff.compare import compare
from lawdiff.model.redline import Change, Redline
from lawdiff.read import read_expression


def main() -> None:
    """Run the cases and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("case", nargs="*", help="only cases that begin so")
    parser.add_argument("--verbose", action="store_true", help="say for each case what differs")
    arguments = parser.parse_args()
    ideal = marked = over = exact = within = quiet = cases = 0
    right = said = wanted = 0
    for folder in sorted(p for p in arguments.folder.iterdir() if (p / "expected.json").is_file()):
        if arguments.case and not folder.name.startswith(tuple(arguments.case)):
            continue
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        redline = compare(read_expression(folder / "before.xml"), read_expression(folder / "after.xml"))
        cases += 1
        words = sum(c.words_deleted + c.words_inserted for c in redline.changes)
        excess = max(0, words - expected["accept_up_to"])
        ideal += expected["words_marked_ideal"]
        marked += words
        over += excess
        within += not excess
        if expected["words_marked_ideal"] == 0:
            quiet += words
        phrases = _phrases(redline)
        same = phrases == {op: sorted(map(_plain, expected[op])) for op in ("deleted", "inserted")}
        exact += same
        got, want = _relations(redline), {tuple(r.values()) for r in expected["relations"]}
        editorial = {(o, n, "substitution") for c in redline.changes if c.editorial for o, n in _ends(c)}
        if expected.get("also", {}).get("editorial"):
            editorial |= {r for r in want if r[2] == "substitution"}
        want_scored = want - editorial
        got_scored = got - editorial
        right += len(got_scored & want_scored)
        said += len(got_scored)
        wanted += len(want_scored)
        if arguments.verbose and (excess or not same or got_scored != want_scored):
            print(f"== {folder.name}: {words} words, ideal {expected['words_marked_ideal']}")
            if not same:
                print("   phrases", phrases, "wanted", expected["deleted"], expected["inserted"])
            print("   relations missing", sorted(map(str, want_scored - got_scored)))
            print("   relations extra  ", sorted(map(str, got_scored - want_scored)))
    result = {
        "cases": cases,
        "ideal": ideal,
        "marked": marked,
        "ratio": round(marked / ideal, 3) if ideal else None,
        "over": over,
        "within": within,
        "exact": exact,
        "on_quiet_cases": quiet,
        "precision": round(right / said, 3) if said else None,
        "recall": round(right / wanted, 3) if wanted else None,
    }
    for key, value in result.items():
        print(f"{key:16} {value}")
    print(json.dumps(result))


def _ends(change: Change) -> list[tuple[str | None, str | None]]:
    olds = [ref.eid for ref in change.old]
    news = [ref.eid for ref in change.new]
    return [(o, n) for o in (olds or (None,)) for n in (news or (None,))]


def _relations(redline: Redline) -> set[tuple[str | None, str | None, str]]:
    return {(o, n, kind) for c in redline.changes for o, n in _ends(c) for kind in c.kinds}


def _phrases(redline: Redline) -> dict[str, list[str]]:
    """Marked runs that stand together, without the punctuation at their ends."""
    found: dict[str, list[str]] = {"deleted": [], "inserted": []}
    for change in redline.changes:
        run: dict[str, str] = {"deleted": "", "inserted": ""}
        last: tuple[str, str | None, str | None] = ("", None, None)
        for edit in change.edits:
            here = (edit.part, edit.old_at, edit.new_at)
            if edit.op in ("delete", "insert") and edit.part != "num":
                key = "deleted" if edit.op == "delete" else "inserted"
                if last[0] != edit.part or (edit.old_at or edit.new_at) not in last[1:]:
                    _close(run, found, key)
                run[key] += edit.text
            else:
                for key in run:
                    _close(run, found, key)
            last = here
        for key in run:
            _close(run, found, key)
    return {key: sorted(phrases) for key, phrases in found.items()}


def _close(run: dict[str, str], found: dict[str, list[str]], key: str) -> None:
    if any(c.isalnum() for c in run[key]):
        found[key].append(_plain(run[key]))
    run[key] = ""


def _plain(phrase: str) -> str:
    return phrase.strip(" \u00a0.,;:“”\"'’")


if __name__ == "__main__":
    main()
