"""What nothing happened to is written as the layout would have it, and what is not simple is left to it."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_redline import made_redline
from msgspec.structs import replace

from lawdiff.model.redline import Item, Node, Redline, Ref, Unchanged
from lawdiff.model.text import Span
from lawdiff.render import render
from lawdiff.render.labels import load_labels
from lawdiff.render.layout.blocks import Block
from lawdiff.render.layout.marks import mark_up
from lawdiff.render.layout.quiet import quiet_lines, quiet_section
from lawdiff.render.layout.shown import running_order
from lawdiff.render.looks import Look
from lawdiff.resources import templates

LAWS = st.sampled_from(
    [
        "Use is banned.",
        "See § 5 and § 12 a.",
        "a < b & c",
        "“",
        "“Quoted”",
        "Ends in a space ",
        "  ",
        "",
        "1 000 kr",
    ]
)
HEADINGS = st.sampled_from(["", "", "", "Use", "In general.—", "See § 5"])
NUMBERS = st.sampled_from(["(1)", "a)", "", "§ 3", "1."])
KINDS = st.sampled_from(["subsection", "point", "list", "p", "intro", "paragraph", "note", "table", "quoted"])


def ref(num: str, kind: str, heading: str = "") -> Ref:
    return Ref("x", num, heading, kind)


def leaf(num: str, kind: str, text: str, heading: str = "") -> Node:
    return Node(kind, ref(num, kind, heading), ref(num, kind, heading), text)


def branch(num: str, kind: str, children: list[Node], heading: str = "") -> Node:
    return Node(kind, ref(num, kind, heading), ref(num, kind, heading), children=tuple(children))


NODES = st.recursive(
    st.builds(leaf, NUMBERS, KINDS, LAWS, HEADINGS),
    lambda inner: st.builds(branch, NUMBERS, KINDS, st.lists(inner, min_size=1, max_size=3), HEADINGS),
    max_leaves=8,
)


def bare(markup: str) -> str:
    """Leave out what only keeps words together."""
    return re.sub(r'<span class="nb">([^<]*)</span>', r"\1", markup)


def laid_out(node: Node) -> list[Block]:
    section = Node("section", ref("§ 1", "section", "Head"), ref("§ 1", "section", "Head"), children=(node,))
    redline = shown(section)
    (passage,) = running_order(redline, load_labels("en"))
    return list(passage.blocks)


def shown(section: Node) -> Redline:
    same = Ref("sec_1", "§ 1", "Head", "section")
    item = Item("unchanged", run=(Unchanged(same, same, "f"),), nodes=(section,))
    return replace(made_redline(), changes=(), items=(item,), relations=(), reports=())


@given(NODES)
def test_the_lines_are_those_of_the_layout(node: Node) -> None:
    lines = quiet_lines(node, 0)
    if lines is not None:
        wanted = [(block.depth, bare(mark_up(block.runs))) for block in laid_out(node)]
        assert [(depth, bare(text)) for depth, text in lines] == wanted


def test_a_list_runs_in_and_is_set_in() -> None:
    points = [leaf("a)", "point", "hash;"), leaf("b)", "point", "resin.")]
    node = branch("(1)", "subsection", [leaf("", "intro", "Banned are:"), *points])
    assert quiet_lines(node, 0) == (
        (0, '<span class="num">(1)</span> Banned are:'),
        (1, '<span class="num">a)</span> hash;'),
        (1, '<span class="num">b)</span> resin.'),
    )


@pytest.mark.parametrize(
    "node",
    [
        leaf("(1)", "subsection", "a\x07b"),
        leaf("(1)", "subsection", "a\u202eb"),
        leaf("(1)", "subsection", "a\ue001b"),
        leaf("(1)", "subsection", "סעיף"),
        leaf("", "note", "A note."),
        replace(leaf("(1)", "subsection", "strong"), spans=(Span("strong", 0, 6),)),
        replace(leaf("(1)", "subsection", "changed"), change="c"),
        replace(leaf("(2)", "subsection", "renumbered"), old=ref("(1)", "subsection")),
        branch("", "table", [branch("", "row", [leaf("", "cell", "5")])]),
    ],
)
def test_what_is_not_simple_is_left_to_the_layout(node: Node) -> None:
    assert quiet_lines(node, 0) is None
    head = ref("§ 1", "section", "Head")
    assert quiet_section(Node("section", head, head, children=(node,))) is None


def test_the_page_is_the_same_without_it(tmp_path: Path) -> None:
    """A person's own template gets headings and blocks, as there have always been."""
    text = [leaf("(1)", "subsection", "Use is banned."), leaf("(2)", "subsection", 'a < b & "c"')]
    head = ref("§ 1", "section", "Head <b>")
    redline = shown(Node("section", head, head, children=tuple(text)))
    (tmp_path / "html").mkdir()
    shutil.copy(templates() / "html" / "redline.html", tmp_path / "html")
    quick, whole = render(redline, "html"), render(redline, "html", look=Look(templates=tmp_path))
    assert b"Use is banned." in quick
    assert bare(whole.decode()) == bare(quick.decode())
