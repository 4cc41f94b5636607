"""Statutes for property tests: any that a reader could give, and pairs whose truth is known.

`any_statutes` and `any_pairs` are hostile: repeated numbers and texts, empty headings, lists in tables,
shells. Only laws that hold for all law can be asked of them. `edited` makes well-formed siblings on one of
four levels (sections, subsections, list items, table rows), each of words of its own, and does one thing to
them that a drafter does; what was done is its truth.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from hypothesis import strategies as st
from msgspec import structs

from lawdiff.model.expression import Expression, Origin, Work, assemble
from lawdiff.model.provision import Kind, Provision
from lawdiff.model.redline import ChangeKind
from lawdiff.model.text import Text


def expression(*roots: Provision, name: str = "law.xml", uri: str = "/akn/xx/act/2020/1") -> Expression:
    """Put provisions together as a reader would."""
    return assemble(roots, work=Work(uri, "Act"), schema="akn", origin=Origin(name, "0" * 64, 0))


def section(num: str, heading: str, *paragraphs: str) -> Provision:
    """A section of plain paragraphs."""
    leaves = tuple(Provision("p", text=Text(p)) for p in paragraphs)
    return Provision("section", num=num, heading=Text(heading) if heading else None, children=leaves)


def subsections(num: str, heading: str, *texts: str) -> Provision:
    """A section of subsections (1), (2) …"""
    parts = tuple(
        Provision("subsection", num=f"({n})", children=(Provision("p", text=Text(t)),))
        for n, t in enumerate(texts, start=1)
    )
    return Provision("section", num=num, heading=Text(heading) if heading else None, children=parts)


def listed(intro: str, *items: str) -> Provision:
    """A subsection with an introduction and items a), b) …"""
    points = tuple(
        Provision("point", num=f"{chr(97 + n)})", children=(Provision("p", text=Text(t)),))
        for n, t in enumerate(items)
    )
    return Provision("subsection", num="(1)", children=(Provision("intro", text=Text(intro)), *points))


def table(*rows: Sequence[str]) -> Provision:
    """A table whose first row holds the heads of its columns."""
    kinds: tuple[Kind, Kind] = ("header_cell", "cell")
    return Provision(
        "table",
        children=tuple(
            Provision("row", children=tuple(Provision(kinds[n > 0], text=Text(content)) for content in row))
            for n, row in enumerate(rows)
        ),
    )


# --- any law at all

_SMALL = (
    "the of a shall not may King rules 15 10 grams § section 2(1) fine, tax; law. Part-time 1,000 (a)".split()
)
_STOCK = (
    "", "Repealed.", "(Opphevet)", "The King may make rules.", "The King may make rules. A fine is due.",
    "A fine is due. The King may make rules on storage of goods.", "15\u00a0000 kroner", "Same text here.",
)  # fmt: skip
_NUMS = ("", "§ 1", "§ 2", "§ 2.", "§ 2 a", "SEC. 3.", "(1)", "(2)", "a)", "1", "IV")

texts = st.one_of(
    st.sampled_from(_STOCK),
    st.lists(st.sampled_from(_SMALL), min_size=1, max_size=14).map(" ".join),
    st.lists(st.integers(0, 9).map(lambda n: own_sentence(n)), min_size=1, max_size=3).map(" ".join),
    st.lists(st.sampled_from(("stores", "no more than", "10", "grams", "·", "“so”", "–")), max_size=9).map(
        "\u00a0".join
    ),
)
"""Texts with few words, so that two of them are often alike or the same."""
_headings = st.one_of(st.none(), st.sampled_from(("", "Scope", "Fines", "Scope of fines")).map(Text))
_numbers = st.sampled_from(_NUMS)

_leaf_kinds: st.SearchStrategy[Kind] = st.sampled_from(
    ("p", "note", "caption", "formula", "intro", "wrap_up")
)
_inner_kinds: st.SearchStrategy[Kind] = st.sampled_from(
    ("subsection", "paragraph", "point", "item", "definition", "list", "quoted", "level")
)
_leaves = st.builds(Provision, _leaf_kinds, text=texts.map(Text))
_cells = st.builds(Provision, st.sampled_from(("cell", "header_cell")), text=texts.map(Text)) | st.builds(
    Provision, st.just("cell"), children=st.lists(_leaves, max_size=2).map(tuple)
)
_rows = st.builds(Provision, st.just("row"), children=st.lists(_cells, max_size=3).map(tuple))
_tables = st.builds(Provision, st.just("table"), children=st.lists(_rows, max_size=3).map(tuple))
_inner = st.recursive(
    _leaves | _tables,
    lambda below: st.builds(
        Provision,
        _inner_kinds,
        num=_numbers,
        heading=_headings,
        key=st.sampled_from(("", "", "fine", "tax")),
        children=st.lists(below, max_size=3).map(tuple),
    ),
    max_leaves=5,
)
_units = st.builds(
    Provision,
    st.sampled_from(("section", "section", "article")),
    num=_numbers,
    heading=_headings,
    children=st.lists(_inner, max_size=3).map(tuple),
) | st.builds(Provision, st.just("section"), num=_numbers, heading=_headings, text=texts.map(Text))
_containers = st.builds(
    Provision,
    st.sampled_from(("chapter", "part", "schedule", "body")),
    num=_numbers,
    heading=_headings,
    children=st.lists(_units | _leaves, max_size=3).map(tuple),
)
roots = st.lists(_units | _containers | _leaves, min_size=1, max_size=5).map(tuple)
any_statutes = roots.map(lambda found: expression(*found))
"""Any law, its numbers and texts often the same."""


@st.composite
def _reworded(draw: st.DrawFn, content: str) -> str:
    """A text with a word or a sentence changed, put in, or taken out; or another text."""
    units = content.split(". ") if draw(st.booleans()) else content.split(" ")
    mark = ". " if units == content.split(". ") else " "
    at = draw(st.integers(0, len(units)))
    match draw(st.sampled_from(("put in", "take out", "change", "turn", "anew"))):
        case "put in":
            units.insert(at, draw(texts))
        case "take out":
            del units[at : at + 2]
        case "change":
            units[at : at + 1] = [draw(st.sampled_from(_SMALL))]
        case "turn":
            units = units[at:] + units[:at]
        case "anew":
            return draw(texts)
    return mark.join(units)


@st.composite
def _altered(draw: st.DrawFn, p: Provision) -> Provision:
    """One provision, some of it changed, dropped, doubled, shuffled or put below another."""
    children: list[Provision] = []
    for child in p.children:
        match draw(st.sampled_from(("alter", "alter", "alter", "alter", "keep", "drop", "double"))):
            case "alter":
                children.append(draw(_altered(child)))
            case "double":
                children += (child, child)
            case "keep":
                children.append(child)
    if draw(st.integers(0, 4)) == 0:
        children = draw(st.permutations(children))
    num = draw(st.sampled_from((p.num, p.num, "§ 2", "(3)")))
    heading = draw(st.sampled_from((p.heading, p.heading, Text("Scope"))))
    own = draw(_reworded(p.text.content)) if p.text is not None and draw(st.booleans()) else None
    return structs.replace(
        p,
        num=num,
        heading=heading,
        children=tuple(children),
        text=Text(own) if own is not None else p.text,
    )


@st.composite
def any_pairs(draw: st.DrawFn) -> tuple[Expression, Expression]:
    """Two laws: one made of the other, or two that have nothing to do with each other."""
    before = draw(roots)
    if draw(st.integers(0, 3)) == 0:
        return expression(*before), expression(*draw(roots))
    whole = draw(_altered(Provision("body", children=before)))
    return expression(*before), expression(*whole.children)


# --- pairs whose truth is known

Level = Literal["section", "subsection", "point", "row"]
Deed = Literal["amend", "insert", "repeal", "renumber", "move", "swap", "split", "join"]
LEVELS: tuple[Level, ...] = get_args(Level)
DEEDS: tuple[Deed, ...] = get_args(Deed)

_SYLLABLES = ("ba", "ko", "li", "me", "nu", "ra", "so", "te", "vi", "da", "fo", "gu", "pe", "ja")


def own_word(n: int) -> str:
    """Word number `n` of a language in which no two are the same."""
    a, b = divmod(n, len(_SYLLABLES))
    c, a = divmod(a, len(_SYLLABLES))
    return _SYLLABLES[c % len(_SYLLABLES)] + _SYLLABLES[a] + _SYLLABLES[b] + "n"


def own_sentence(n: int, *, first: int = 0) -> str:
    """Sentence number `n`: a few small words, and six that no other sentence has."""
    v = [own_word(n * 6 + k + first) for k in range(6)]
    return f"The {v[0]} shall {v[1]} the {v[2]} of {v[3]} and {v[4]} by {v[5]}."


@dataclass(frozen=True, slots=True)
class Sibling:
    """One provision of the level that is edited: its sentences, and the number it bears. `wrapped`: its text
    stands in a paragraph of its own, as some schemas have it.
    """

    sentences: tuple[str, ...]
    num: str
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """Two versions, and what was done. `olds` and `news` are the ids of the siblings in order; `deed_old` and
    `deed_new` those that it was done to; `pairs` which old sibling is which new one. `words` are the word
    struck and the word put in by an amendment.
    """

    level: Level
    deed: Deed
    old: Expression
    new: Expression
    olds: tuple[str, ...]
    news: tuple[str, ...]
    deed_old: tuple[str, ...]
    deed_new: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    renumbered: bool
    words: tuple[str, str] = ("", "")

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """What the change at the place of the deed is, whatever else it is."""
        kinds: dict[Deed, ChangeKind] = {
            "amend": "substitution",
            "insert": "insertion",
            "repeal": "repeal",
            "renumber": "renumbering",
            "move": "move",
            "swap": "move",
            "split": "split",
            "join": "join",
        }
        return (kinds[self.deed],)


def _number(level: Level, n: int) -> str:
    match level:
        case "section":
            return f"§ {n + 1}"
        case "subsection":
            return f"({n + 1})"
        case "point":
            return f"{chr(97 + n)})"
        case "row":
            return ""


def _between(level: Level, n: int) -> str:
    """Number of what is put in behind number `n` when nothing is renumbered."""
    match level:
        case "section":
            return f"§ {n + 1} a"
        case "subsection":
            return f"({n + 1}A)"
        case "point":
            return f"{chr(97 + n)}1)"
        case "row":
            return ""


def _provision(level: Level, sibling: Sibling) -> Provision:
    leaves = tuple(Text(sentence) for sentence in sibling.sentences)
    match level:
        case "section":
            parts = tuple(_wrap(Provision("subsection", text=leaf), sibling) for leaf in leaves)
            return Provision("section", num=sibling.num, children=parts)
        case "subsection" | "point":
            own = Text(" ".join(sibling.sentences))
            return _wrap(Provision(level, num=sibling.num, text=own), sibling)
        case "row":
            return Provision("row", children=tuple(Provision("cell", text=leaf) for leaf in leaves))


def _wrap(p: Provision, sibling: Sibling) -> Provision:
    if not sibling.wrapped:
        return p
    return structs.replace(p, text=None, children=(Provision("p", text=p.text),))


_BESIDE = own_sentence(120), own_sentence(121), own_sentence(122)


def _law(level: Level, siblings: Sequence[Sibling], name: str) -> tuple[Expression, tuple[str, ...]]:
    """A law around the siblings, and their ids."""
    made = tuple(_provision(level, s) for s in siblings)
    if level == "section":
        law = expression(
            Provision("chapter", num="Chapter 1", heading=Text("General"), children=made), name=name
        )
        return law, tuple(law.units)[1:]
    if level == "subsection":
        inner = made
    elif level == "point":
        intro = Provision("intro", text=Text("A person who does one of these is fined:"))
        inner = (Provision("subsection", num="(1)", children=(intro, *made)),)
    else:
        head = Provision(
            "row", children=tuple(Provision("header_cell", text=Text(t)) for t in ("Substance", "Rule"))
        )
        inner = (Provision("table", children=(head, *made)),)
    law = expression(
        section("§ 1", "Scope", _BESIDE[0]),
        Provision("section", num="§ 2", heading=Text("Duties"), children=inner),
        section("§ 3", "Costs", _BESIDE[1]),
        name=name,
    )
    at = law.section("sec_2")
    holder = at if level == "subsection" else at.children[0]
    return law, tuple(p.eid for p in holder.children[len(holder.children) - len(made) :])


@st.composite
def edited(
    draw: st.DrawFn,
    levels: Sequence[Level] = LEVELS,
    deeds: Sequence[Deed] = DEEDS,
    *,
    wrapped: bool | None = None,
) -> Edited:
    """One thing done on one level; where it can be, what follows is renumbered or is not, as drawn."""
    level = draw(st.sampled_from(levels))
    is_wrapped = draw(st.booleans()) if wrapped is None else wrapped
    possible = [deed for deed in deeds if level != "row" or deed not in ("renumber", "split", "join", "swap")]
    deed = draw(st.sampled_from(possible))
    count = draw(st.integers(4, 6))
    base = [
        Sibling((own_sentence(2 * n), own_sentence(2 * n + 1)), _number(level, n), is_wrapped)
        for n in range(count)
    ]
    at = draw(st.integers(0, count - 1))
    renumbered = deed in ("renumber", "split", "join") or draw(st.booleans())
    return do(level, deed, base, at, draw, renumbered=renumbered)


def do(
    level: Level, deed: Deed, base: Sequence[Sibling], at: int, draw: st.DrawFn, *, renumbered: bool
) -> Edited:
    """Do it: give each new sibling the indices of the old ones that it is made of."""
    count = len(base)
    order: list[tuple[Sibling, tuple[int, ...]]] = [(s, (n,)) for n, s in enumerate(base)]
    words = ("", "")
    done_old: tuple[int, ...] = (at,)
    match deed:
        case "amend":
            which = draw(st.integers(0, 1))
            nth = draw(st.integers(0, 5))
            sentence = base[at].sentences[which]
            before = [w.strip(".") for w in sentence.split() if w.strip(".").endswith("n") and len(w) > 5][
                nth
            ]
            words = (before, own_word(1200))
            changed = list(base[at].sentences)
            changed[which] = sentence.replace(before, words[1])
            order[at] = (replace(base[at], sentences=tuple(changed)), (at,))
            renumbered = False
        case "insert":
            made = Sibling((own_sentence(60), own_sentence(61)), _between(level, at), base[at].wrapped)
            order.insert(at + 1, (made, ()))
            done_old = ()
        case "repeal":
            del order[at]
        case "renumber":
            order = [(replace(s, num=_number(level, n + 3)), (n,)) for n, s in enumerate(base)]
        case "move":
            # Not to the place beside it: of two neighbours that change places either may be said to move.
            far = [n for n in range(count) if abs(n - at) > 1]
            order.insert(draw(st.sampled_from(far)), order.pop(at))
        case "swap":
            at = min(at, count - 2)
            order[at : at + 2] = [
                (replace(base[at + 1], num=base[at].num), (at + 1,)),
                (replace(base[at], num=base[at + 1].num), (at,)),
            ]
            done_old = (at, at + 1)
            renumbered = False
        case "split":
            parts = [(replace(base[at], sentences=(s,)), (at,)) for s in base[at].sentences]
            order[at : at + 1] = parts
        case "join":
            at = min(at, count - 2)
            whole = replace(base[at], sentences=(*base[at].sentences, *base[at + 1].sentences))
            order[at : at + 2] = [(whole, (at, at + 1))]
            done_old = (at, at + 1)
    if renumbered and deed != "renumber":
        order = [(replace(s, num=_number(level, n)), of) for n, (s, of) in enumerate(order)]
    old, olds = _law(level, base, "old.xml")
    new, news = _law(level, [s for s, _ in order], "new.xml")
    done = set(done_old)
    if deed == "insert":
        done_new = tuple(news[n] for n, (_, of) in enumerate(order) if not of)
    else:
        done_new = tuple(news[n] for n, (_, of) in enumerate(order) if done & set(of))
    return Edited(
        level=level,
        deed=deed,
        old=old,
        new=new,
        olds=olds,
        news=news,
        deed_old=tuple(olds[n] for n in done_old),
        deed_new=done_new,
        pairs=tuple((olds[n], news[k]) for k, (_, of) in enumerate(order) for n in of),
        renumbered=renumbered,
        words=words,
    )
