"""Golden cases: folders of `tests/cases/` with two versions of a law, and what their redline says.

`case.toml` says in one sentence why the case exists (`why`), and may set `scope`. `report.*` is linked where
there is one. `expected.txt` is the redline as `write_out` prints it; `make golden` rewrites it, and the
difference is read. Each case also runs under the laws of every redline, backwards and against itself.
"""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import redline_laws as laws
from lxml import etree
from real_law import REAL_LAW, WHY_NOT

from lawdiff.diff.compare import Scope, compare
from lawdiff.link import link
from lawdiff.model.expression import Expression
from lawdiff.model.redline import Change, Edit, Item, Node, Redline
from lawdiff.read import read_expression
from lawdiff.read.reports import read_report

CASES = sorted(path.parent for path in Path(__file__).with_name("cases").glob("*/case.toml"))
cases = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def versions(case: Path) -> tuple[Expression, Expression]:
    return read_expression(str(case / "before.xml")), read_expression(str(case / "after.xml"))


def options(case: Path) -> dict[str, str]:
    stated: dict[str, str] = tomllib.loads((case / "case.toml").read_text(encoding="utf-8"))
    assert set(stated) <= {"why", "scope"}
    return stated


def redline_of(case: Path) -> Redline:
    redline = compare(*versions(case), scope=cast(Scope, options(case).get("scope", "changed")))
    reports = [read_report(str(path)) for path in sorted(case.glob("report.*"))]
    return link(redline, reports) if reports else redline


# --- a redline as plain lines


def write_out(redline: Redline) -> str:
    """Print the running order, a line a provision, with the changes and reasons where they stand."""
    by_id = redline.by_id()
    lines = [line for item in redline.items for line in _item(item, by_id)]
    lines += [f"not linked: “{passage.heading}” {passage.quote}" for passage in redline.unlinked]
    counted = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in redline.summary.items() if n)
    return "\n".join([*lines, "", counted or "no change", ""])


def _item(item: Item, by_id: dict[str, Change]) -> Iterator[str]:
    if item.run:
        yield "= " + ", ".join(same.new.num or same.new.heading for same in item.run)
    if item.node:
        yield from _node(item.node, by_id, 0)


def _node(node: Node, by_id: dict[str, Change], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for name in node.here:
        change = by_id[name]
        flags = [flag for flag in ("editorial", "emphasis") if getattr(change, flag)]
        olds, news = (", ".join(ref.eid for ref in side) or "–" for side in (change.old, change.new))
        kinds = " and ".join(change.kinds) + "".join(f" ({flag})" for flag in flags)
        yield f"{indent}[{change.number}] {change.label}: {kinds}; {olds} → {news}; {change.basis}"
        for reason in change.rationale:
            yield f"{indent}    reason, by {reason.basis} “{reason.heading}”: {reason.quote}"
    edits = by_id[node.change].edits[node.first : node.last] if node.change else ()
    parts = [_part(node, "num", edits), _part(node, "heading", edits), _part(node, "text", edits)]
    gone = f"→ [{by_id[node.gone_to].number}]" if node.gone_to else ""
    text = " ".join(part for part in (*parts, gone) if part)
    yield f"{indent}{node.kind}: {text}".rstrip(" :") if not text else f"{indent}{node.kind}: {text}"
    for child in node.children:
        yield from _node(child, by_id, depth + 1)


_FRAMES = {"keep": "{}", "delete": "{{{}}}", "insert": "⟦{}⟧", "move_from": "<{}<", "move_to": ">{}>"}


def _part(node: Node, part: str, edits: tuple[Edit, ...]) -> str:
    own = [edit for edit in edits if edit.part == part]
    if own:
        return "".join(_FRAMES[edit.op].format(edit.text) for edit in own)
    if part == "text":
        return node.text or ""
    ref = node.new or node.old
    return "" if ref is None else ref.num if part == "num" else ref.heading


# --- the tests


@cases
def test_case(case: Path) -> None:
    expected = case / "expected.txt"
    written = write_out(redline_of(case))
    if os.environ.get("LAWDIFF_GOLDEN") == "1":
        expected.write_text(written, encoding="utf-8")
    assert expected.is_file(), "`make golden` writes what is missing"
    assert written == expected.read_text(encoding="utf-8"), (
        "if this is meant, `make golden`; then read the diff"
    )


@cases
def test_a_case_says_why_it_exists(case: Path) -> None:
    assert options(case)["why"].endswith(".")


@cases
@pytest.mark.parametrize("scope", ["changed", "all"])
def test_laws_hold(case: Path, scope: Scope) -> None:
    old, new = versions(case)
    laws.check(compare(old, new, scope=scope), old, new)


@cases
def test_laws_hold_backwards(case: Path) -> None:
    old, new = versions(case)
    laws.check(compare(new, old), new, old)


@cases
def test_same_is_silent(case: Path) -> None:
    for version in versions(case):
        assert compare(version, version).changes == ()


@cases
def test_layout_is_nothing(case: Path) -> None:
    """A twin that is indented otherwise differs in no word."""
    for name, version in zip(("before.xml", "after.xml"), versions(case), strict=True):
        root = etree.fromstring((case / name).read_bytes())
        etree.indent(root, space="\t")
        assert compare(version, read_expression(etree.tostring(root))).changes == ()


# --- what is repealed is never shown as standing law


def standing(redline: Redline) -> list[str]:
    """All texts that a redline shows as law on both sides: kept words, and provisions that are the same."""
    texts = [edit.text for change in redline.changes for edit in change.edits if edit.op == "keep"]
    for item in redline.items:
        for node in (*([item.node] if item.node else []), *item.nodes):
            texts += [below.text for below in node.walk() if below.text and below.old and below.new]
            texts += [ref.heading for below in node.walk() if (ref := below.new) and below.old]
    return texts


def struck(redline: Redline) -> list[str]:
    return [
        e.text for change in redline.changes for e in change.edits if e.op == "delete" and e.part != "num"
    ]


@pytest.mark.parametrize(
    ("name", "eid"),
    [("25-near-identical-one-repealed", "sec_6"), ("44-section-repealed-next-takes-number", "sec_2")],
)
@pytest.mark.skipif(REAL_LAW is None, reason=WHY_NOT)
def test_a_repealed_section_is_struck_whole(name: str, eid: str) -> None:
    """A tool that compares trees shows parts of it as standing law, amended into the section after it."""
    folder = cast(Path, REAL_LAW) / "overmarking" / name
    old = read_expression(str(folder / "before.xml"))
    redline = compare(old, read_expression(str(folder / "after.xml")), scope="all")
    (repeal,) = [change for change in redline.changes if change.kinds == ("repeal",)]
    assert [ref.eid for ref in repeal.old] == [eid]
    unit = old.section(eid)
    parts = [part.content for _, p in unit.walk() for part in (p.heading, p.text) if part and part.content]
    assert [edit.text for edit in repeal.edits if edit.part != "num"] == parts
    assert all(edit.op == "delete" for edit in repeal.edits)
    assert struck(redline) == parts
    elsewhere = {p.content for key, other in old.units.items() if key != eid for _, p in other.walk()}
    assert not [part for part in parts if part in standing(redline) and part not in elsewhere]


def test_a_look_alike_is_struck_whole() -> None:
    (case,) = [case for case in CASES if case.name == "look-alike-repealed"]
    redline = compare(*versions(case), scope="all")
    assert not [text for text in standing(redline) if "veterinary" in text]
    assert sum("veterinary" in text for text in struck(redline)) == 3
