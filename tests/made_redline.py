"""A redline made by hand: its words are known to the letter, whatever reader and aligner do."""

from lawdiff.model.redline import (
    Change,
    Edit,
    Item,
    LinkTarget,
    Node,
    Proof,
    Rationale,
    Redline,
    Ref,
    Relation,
    ReportSide,
    Side,
    Unchanged,
)

_OLD = Side("/akn/no/act/x", "Drugs Act", "2020-01-01", "en", "akn", "in force", "old.xml", "0" * 64, 4)
_NEW = Side("/akn/no/act/x", "Drugs Act", "2021-02-19", "en", "akn", "bill", "new.xml", "1" * 64, 4)


def made_redline() -> Redline:
    """A changed sum with a reason, a repealed section, a changed link, a moved section, an unchanged one."""
    sum_changed = Change(
        "sec_4__subsec_1",
        1,
        ("substitution",),
        (Ref("sec_4__subsec_1", "(1)", "", "subsection", 1, 1),),
        (Ref("sec_4__subsec_1", "(1)", "", "subsection", 1, 1),),
        (
            _kept("Whoever acquires, possesses or stores not more than ", 0, 0),
            Edit("text", "delete", "15", "sec_4__subsec_1", None, 52, None),
            Edit("text", "insert", "10", None, "sec_4__subsec_1", None, 52),
            _kept(" grams of cannabis is not punished.", 54, 54),
        ),
        "same number and similar text",
        0.95,
        label="§ 4 (1)",
        words_deleted=1,
        words_inserted=1,
        rationale=(
            Rationale(
                1,
                "p7",
                "To § 4",
                "The majority lowers the limit to 10 grams.",
                "heading",
                1.0,
                "The majority, the members from A and B",
                "majority",
            ),
        ),
    )
    repealed = Change(
        "sec_5",
        2,
        ("repeal",),
        (Ref("sec_5", "§ 5", "Fines", "section", 2, 0),),
        (),
        (
            Edit("num", "delete", "§ 5", "sec_5", None, 0, None),
            Edit("heading", "delete", "Fines", "sec_5", None, 0, None),
            Edit("text", "delete", "A fine is 100 <b>kroner</b> | *each*.", "sec_5", None, 0, None),
        ),
        "nothing like it",
        0.9,
        label="§ 5",
        words_deleted=6,
    )
    linked = Change(
        "sec_6",
        3,
        ("substitution",),
        (Ref("sec_6", "§ 6", "Scope", "section", 3, 0),),
        (Ref("sec_6", "§ 6", "Scope", "section", 2, 0),),
        (),
        "same number and text",
        1.0,
        label="§ 6",
        link_target=(LinkTarget("the Act", "/akn/old", "/akn/new", "sec_6"),),
    )
    moved = Change(
        "sec_9",
        4,
        ("move", "renumbering"),
        (Ref("sec_9", "§ 9", "Commencement", "section", 5, 0),),
        (Ref("sec_7", "§ 7", "Commencement", "section", 3, 0),),
        (
            Edit("num", "delete", "§ 9", "sec_9", None, 0, None),
            Edit("num", "insert", "§ 7", None, "sec_7", None, 0),
        ),
        "identical text",
        1.0,
        label="§ 7",
    )
    changes = (sum_changed, repealed, linked, moved)
    limit = Node(
        "subsection",
        sum_changed.old[0],
        sum_changed.new[0],
        change=sum_changed.id,
        first=0,
        last=4,
        here=(sum_changed.id,),
    )
    four = Ref("sec_4", "§ 4", "Limits", "section", 1, 0)
    same = Ref("sec_1", "§ 1", "Purpose", "section", 0, 0)
    items = (
        Item("unchanged", run=(Unchanged(same, same, "ab" * 16),)),
        Item("section", Node("section", four, four, children=(limit,))),
        Item("section", _whole(repealed, 3)),
        Item(
            "section", Node("section", linked.old[0], linked.new[0], text="See the Act.", here=(linked.id,))
        ),
        Item("section", _whole(moved, 2)),
        Item("gone", Node("section", moved.old[0], None, gone_to=moved.id)),
    )
    relations = tuple(
        Relation(c.old[0] if c.old else None, c.new[0] if c.new else None, c.kinds, c.basis, c.score)
        for c in changes
    )
    return Redline(
        _OLD,
        _NEW,
        {"substitution": 2, "repeal": 1, "move": 1, "renumbering": 1},
        Proof("a" * 64, "b" * 64, True, True),
        changes,
        relations,
        items,
        reports=(ReportSide("Report on drugs", "report.xml", "2" * 64, 12, 1),),
        warnings=("The two versions are dated the same day",),
    )


def unchanged_redline() -> Redline:
    """Two versions that say the same."""
    same = Ref("sec_1", "§ 1", "Purpose", "section", 0, 0)
    items = (Item("unchanged", run=(Unchanged(same, same, "ab" * 16),)),)
    return Redline(_OLD, _NEW, {}, Proof("a" * 64, "a" * 64, True, True), (), (), items)


def _kept(text: str, old: int, new: int) -> Edit:
    return Edit("text", "keep", text, "sec_4__subsec_1", "sec_4__subsec_1", old, new)


def _whole(change: Change, last: int) -> Node:
    return Node(
        "section",
        change.old[0] if change.old else None,
        change.new[0] if change.new else None,
        change=change.id,
        first=0,
        last=last,
        here=(change.id,),
    )
