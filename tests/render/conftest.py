"""A small redline made by hand: each kind of change once, with reasons, in the order of a real one."""

from dataclasses import dataclass, field

import pytest

from lawdiff.model.redline import (
    Change,
    ChangeKind,
    Edit,
    Item,
    Node,
    Part,
    Proof,
    Rationale,
    Redline,
    Ref,
    Relation,
    ReportSide,
    Side,
    Unchanged,
)

MAJORITY = (
    "The majority lowers the limits so that the exemption follows what one person uses. No more was meant."
)
HOSTILE = '"><script>alert(1)</script>{{7*7}}&<img src=x onerror=alert(1)>'


@dataclass
class Pen:
    """Writes changes and the nodes that show them."""

    changes: list[Change] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    def mark(
        self, old: str | None, new: str | None, part: Part, *strokes: tuple[str, str]
    ) -> tuple[int, int]:
        first = len(self.edits)
        for op, text in strokes:
            self.edits.append(
                Edit(
                    part,
                    op,  # type: ignore[arg-type] # the tests write them out
                    text,
                    old if op in ("keep", "delete", "move_from") else None,
                    new if op in ("keep", "insert", "move_to") else None,
                )
            )
        return first, len(self.edits)

    def close(
        self,
        id_: str,
        kinds: tuple[ChangeKind, ...],
        old: Ref | None,
        new: Ref | None,
        label: str,
        rationale: tuple[Rationale, ...] = (),
    ) -> None:
        words = {
            op: sum(len(e.text.split()) for e in self.edits if e.op == op) for op in ("delete", "insert")
        }
        self.changes.append(
            Change(
                id_,
                len(self.changes) + 1,
                kinds,
                (old,) if old else (),
                (new,) if new else (),
                tuple(self.edits),
                "same number",
                1.0,
                label,
                words_deleted=words["delete"],
                words_inserted=words["insert"],
                rationale=rationale,
            )
        )
        self.edits = []


def ref(eid: str, num: str = "", heading: str = "", kind: str = "section") -> Ref:
    return Ref(eid, num, heading, kind)


def leaf(eid: str, text: str) -> Node:
    return Node("p", ref(eid, kind="p"), ref(eid, kind="p"), text)


def make_redline(
    *, quote: str = MAJORITY, heading: str = "Limits", law: str = "Drugs Act (model)"
) -> Redline:
    pen = Pen()
    reason = Rationale(1, "p1", "14.4 On § 6", quote, "heading", 1.0, "The majority", "majority")
    dissent = Rationale(
        1, "p2", "14.4 On § 6", "A dealer will carry just below them.", "citation", 0.9, "", "minority", "§ 6"
    )

    # § 4: words of the heading and of a paragraph
    old4, new4 = ref("sec_4", "§ 4", "Prohibition"), ref("sec_4", "§ 4", "Prohibition and exemption")
    pen.mark("sec_4", "sec_4", "heading", ("keep", "Prohibition"), ("insert", " and exemption"))
    pen.close("sec_4", ("substitution",), old4, new4, "§ 4")
    sub = ref("sec_4__subsec_2", "(2)", kind="subsection")
    text4 = ("sec_4__subsec_2__p", "sec_4__subsec_2__p", "text")
    first, last = pen.mark(
        *text4,  # type: ignore[arg-type] # the part is a plain string here
        ("keep", "A person who uses drugs "),
        ("delete", "shall not be prosecuted"),
        ("insert", "is not liable to punishment"),
        ("keep", "."),
    )
    pen.close("sec_4__subsec_2", ("substitution",), sub, sub, "§ 4 (2)", (reason,))
    p4 = ref("sec_4__subsec_2__p", kind="p")
    section4 = Node(
        "section", old4, new4, change="sec_4", first=0, last=2, here=("sec_4",),
        children=(
            Node("subsection", ref("sec_4__subsec_1", "(1)"), ref("sec_4__subsec_1", "(1)"),
                 children=(leaf("sec_4__subsec_1__p", "The use of drugs is prohibited."),)),
            Node("subsection", sub, sub, here=("sec_4__subsec_2",),
                 children=(Node("p", p4, p4, change="sec_4__subsec_2", first=first, last=last),)),
        ),
    )  # fmt: skip

    # § 5: new
    new5 = ref("sec_5n", "§ 5", "Referral")
    pen.mark(None, "sec_5n", "num", ("insert", "§ 5"))
    pen.mark(None, "sec_5n", "heading", ("insert", "Referral"))
    pen.mark(None, "sec_5n__p", "text", ("insert", "The police shall refer the person to the unit."))
    pen.close("new.sec_5n", ("insertion",), None, new5, "§ 5", (reason,))
    section5 = Node(
        "section", None, new5, change="new.sec_5n", first=0, last=2, here=("new.sec_5n",),
        children=(Node("p", None, ref("sec_5n__p", kind="p"), change="new.sec_5n", first=2, last=3),),
    )  # fmt: skip

    # § 6, was § 5: renumbered, a row of its table
    old6, new6 = ref("sec_5", "§ 5", "Limits"), ref("sec_6", "§ 6", heading)
    pen.mark("sec_5", "sec_6", "num", ("delete", "§ 5"), ("insert", "§ 6"))
    pen.close("sec_5", ("renumbering",), old6, new6, "§ 6", (reason, dissent))
    tr = ref("sec_5__tr_2", kind="row")
    first, last = pen.mark(
        "sec_5__td_2", "sec_6__td_2", "text", ("delete", "15"), ("insert", "10"), ("keep", " gram")
    )
    pen.close("sec_5__tr_2", ("substitution",), tr, tr, "§ 6", (reason,))
    cell = ref("sec_6__td_2", kind="cell")
    head = ref("sec_6__th", kind="header_cell")
    table = Node(
        "table", ref("t"), ref("t"),
        children=(
            Node("row", ref("r1"), ref("r1"), children=(
                Node("header_cell", head, head, "Substance"), Node("header_cell", head, head, "Limit"))),
            Node("row", tr, tr, here=("sec_5__tr_2",), children=(
                Node("cell", cell, cell, "Cannabis"),
                Node("cell", cell, cell, change="sec_5__tr_2", first=first, last=last))),
            Node("row", ref("r3"), ref("r3"), children=(
                Node("cell", cell, cell, "MDMA"), Node("cell", cell, cell, "0.5 gram"))),
        ),
    )  # fmt: skip
    if heading == "Limits":
        section6 = Node(
            "section", old6, new6, change="sec_5", first=0, last=2, here=("sec_5",), children=(table,)
        )
    else:
        section6 = Node("section", old6, new6, here=("sec_5",), children=(table,))

    # § 7: moved from § 10 and amended; § 10 keeps a place
    old7, new7 = ref("sec_10", "§ 10", "Confiscation"), ref("sec_7", "§ 7", "Confiscation")
    pen.mark("sec_10", "sec_7", "num", ("delete", "§ 10"), ("insert", "§ 7"))
    pen.mark(
        "sec_10__p",
        "sec_7__p",
        "text",
        ("keep", "Drugs that are found shall be destroyed"),
        ("insert", ", even where nobody is punished"),
        ("keep", "."),
    )
    pen.close("sec_10", ("move", "substitution"), old7, new7, "§ 7")
    p7 = Node("p", ref("sec_10__p", kind="p"), ref("sec_7__p", kind="p"), change="sec_10", first=2, last=5)
    section7 = Node("section", old7, new7, change="sec_10", first=0, last=2, here=("sec_10",), children=(p7,))
    gone = Node("section", old7, None, gone_to="sec_10")

    # § 11: repealed
    old11 = ref("sec_11", "§ 11", "Repeated possession")
    pen.mark("sec_11", None, "num", ("delete", "§ 11"))
    pen.mark("sec_11", None, "heading", ("delete", "Repeated possession"))
    pen.mark("sec_11__p", None, "text", ("delete", "A person found three times may be fined."))
    pen.close("sec_11", ("repeal",), old11, None, "§ 11")
    section11 = Node(
        "section", old11, None, change="sec_11", first=0, last=2, here=("sec_11",),
        children=(Node("p", ref("sec_11__p", kind="p"), None, change="sec_11", first=2, last=3),),
    )  # fmt: skip

    chapter = ref("chp_2", "Chapter 2.", "Own use", "chapter")
    run = tuple(Unchanged(ref(f"sec_{n}", f"§ {n}"), ref(f"sec_{n}", f"§ {n}"), "f") for n in (1, 2, 3))
    one = (Unchanged(ref("sec_12", "§ 12"), ref("sec_12", "§ 12"), "f"),)
    sides = {
        name: Side("/akn/xx/act", law, date, "en", "akn", label, f"{name}.xml", char * 64, 12)
        for name, date, label, char in (
            ("old", "2019-12-19", "in force", "a"),
            ("new", "2021-02-19", "bill", "b"),
        )
    }
    return Redline(
        sides["old"],
        sides["new"],
        {},
        Proof("c" * 64, "d" * 64, reject_all_is_old=True, accept_all_is_new=True),
        tuple(pen.changes),
        (
            Relation(old4, new4, ("substitution",), "same number", 1.0),
            Relation(None, new5, ("insertion",), "", 0.0),
            Relation(old6, new6, ("renumbering", "substitution"), "same text", 1.0),
            Relation(old7, new7, ("move", "substitution"), "similar text", 0.9),
            Relation(old11, None, ("repeal",), "", 0.0),
        ),
        (
            Item("container", Node("chapter", chapter, chapter)),
            Item("unchanged", run=run),
            Item("section", section4),
            Item("section", section5),
            Item("section", section6),
            Item("section", section7),
            Item("gone", gone),
            Item("section", section11),
            Item("unchanged", run=one),
        ),
        (ReportSide("Report of the committee (model)", "report.xml", "e" * 64, 5, 2, "2021-05-20"),),
        warnings=("The law in force is a draft.",),
    )


@pytest.fixture(scope="session")
def specimen() -> Redline:
    """Each kind of change once."""
    return make_redline()


@pytest.fixture(scope="session")
def hostile() -> Redline:
    """The same, with mark-up and template syntax in headings, quotes and titles."""
    return make_redline(quote=HOSTILE, heading=HOSTILE, law=HOSTILE)
