"""Laws with changes seeded into them, so that the truth of the alignment is known.

A law is read, stripped of every id (so that none gives a hint), taken apart into its sections, changed, and
assembled again. What is done, each at a rate of the sections, no section twice:

- *move*: to another chapter, or past at least two sections of its own;
- *split*: in two, between two of its parts, each of at least 200 characters;
- *join*: with the next section of its chapter, each of at least 200 characters;
- *repeal* and *insert*: taken out; put in, of words of the law in an order of their own.

Besides, sections are edited: one to five words replaced, struck or put in, or a quarter of all words. Numbers
are all given anew (each number then names another text, as in US title 14), or kept, with a letter for what
is new at its place.

What counts as a move: a section in another chapter, or one that the fewest moves which explain the new order
must have moved. Where there are several such explanations (two neighbours that changed places: either moved)
a section that moved by one and stayed by another is neither right nor wrong.
"""

import random  # noqa: TID251  (a benchmark's dice, seeded: every run throws the same)
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from msgspec.structs import replace

from lawdiff.model.expression import Expression, Origin, Work, assemble
from lawdiff.model.provision import CONTAINERS, Provision, bare_num
from lawdiff.model.text import Text

PART_LENGTH = 200
"""Characters that each half of a split, and each section of a join, has at least."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is done to a law: shares (0 to 1) of its sections.

    `structure` is the rate of moves, of splits and of joins; a quarter of it are repealed and inserted.
    """

    numbers: Literal["anew", "kept"] = "anew"
    structure: float = 0.0
    edited: float = 0.0
    quarter: bool = False

    @property
    def name(self) -> str:
        """How the table calls it."""
        how = ", a quarter of the words" if self.quarter else ""
        return f"{self.numbers}, {self.structure:.0%} each, {self.edited:.0%} edited{how}"


@dataclass(slots=True, eq=False)
class _Unit:
    """A section: what it holds now, and which old sections (by place) it is made of."""

    provision: Provision
    of: tuple[int, ...]
    moved: bool = False
    new: bool = False


@dataclass(slots=True, eq=False)
class _Branch:
    """A container with its sections and containers; the law itself has no provision."""

    provision: Provision | None
    children: list["_Branch | _Unit"] = field(default_factory=list)
    at: str = ""


@dataclass(frozen=True, slots=True)
class Seeded:
    """Two versions and the truth, by keys: which old section is which new one, and what was done.

    `texts` gives the text of each old section; sections of one text are interchangeable. `doubtful` are new
    keys that may or may not have moved.
    """

    old: Expression
    new: Expression
    links: frozenset[tuple[str, str]]
    moves: frozenset[str]
    doubtful: frozenset[str]
    splits: frozenset[tuple[str, str]]
    joins: frozenset[tuple[str, str]]
    texts: dict[str, str]


def is_section(kind: str, num: str) -> bool:
    """Whether a unit is one that people cite; loose text between sections is not."""
    return kind in ("section", "article") or (kind not in CONTAINERS and kind != "block" and bool(num))


def seed(law: Expression, setting: Setting, dice: random.Random) -> Seeded:
    """Change a law as the setting says."""
    old_tree = _take_apart(law)
    tree = _take_apart(law)  # a tree of its own, which is changed
    vocabulary = [word for unit in _units(tree) for word in _content(unit.provision).split()]
    _restructure(tree, setting.structure, vocabulary, dice)
    for unit in _units(tree):
        if not unit.new and dice.random() < setting.edited:
            unit.provision = _edited(unit.provision, setting, vocabulary, dice)
    numbers = [u.provision.num for u in _units(old_tree)]
    (_number_anew if setting.numbers == "anew" else _number_beside)(tree, numbers)
    return _with_truth(law, old_tree, tree)


# --- taking apart and putting together


def _take_apart(law: Expression) -> _Branch:
    top = _Branch(None)
    at: dict[str, _Branch] = {"": top}
    sections = 0
    for entry in law.outline:
        if entry.is_unit:
            here = is_section(entry.kind, entry.num)
            unit = _Unit(_bare(law.section(entry.key)), (sections,) if here else ())
            sections += here
            at[entry.parent].children.append(unit)
        else:
            heading = Text(entry.heading) if entry.heading else None
            branch = _Branch(Provision(entry.kind, num=entry.num, heading=heading))  # type: ignore[arg-type]
            branch.at = entry.key
            at[entry.key] = branch
            at[entry.parent].children.append(branch)
    return top


def _bare(p: Provision) -> Provision:
    return replace(p, eid="", wid="", guid="", children=tuple(map(_bare, p.children)))


def _assemble(law: Expression, tree: _Branch, name: str) -> Expression:
    def built(branch: "_Branch | _Unit") -> Provision:
        if isinstance(branch, _Unit):
            return branch.provision
        own = branch.provision or Provision("body")
        return replace(own, children=tuple(map(built, branch.children)))

    work = Work(law.work.uri, law.work.title, law.work.country)
    roots = [built(child) for child in tree.children]
    return assemble(
        roots, work=work, schema=law.schema, origin=Origin(name, "0" * 64, 0), language=law.language
    )


def _all(branch: _Branch) -> Iterator[tuple[_Branch, _Unit]]:
    for child in branch.children:
        if isinstance(child, _Unit):
            yield branch, child
        else:
            yield from _all(child)


def _units(tree: _Branch) -> list[_Unit]:
    """The sections in order; loose text is left alone."""
    return [u for _, u in _all(tree) if u.of or u.new]


def _content(p: Provision) -> str:
    return p.content


# --- what is done


def _restructure(tree: _Branch, rate: float, vocabulary: Sequence[str], dice: random.Random) -> None:
    units = _units(tree)
    # Shares that are no whole number are rounded by the dice, so that small laws get their part of them.
    shares = {"split": rate, "join": rate, "move": rate, "go": rate / 4, "come": rate / 4}
    times = {deed: int(len(units) * share + dice.random()) for deed, share in shares.items()}
    if not rate:
        return
    free = list(units)
    dice.shuffle(free)
    parent = {id(u): b for b, u in _all(tree)}
    used: set[int] = set()

    def choose(deed: str, can: Callable[[_Unit], bool]) -> list[_Unit]:
        chosen: list[_Unit] = []
        for unit in free:
            if len(chosen) == times[deed]:
                break
            if id(unit) not in used and can(unit):
                used.add(id(unit))
                chosen.append(unit)
        return chosen

    for unit in choose("split", lambda u: bool(_cuts(u.provision))):
        _split(parent[id(unit)], unit, dice)
    joined: list[tuple[_Unit, _Unit]] = []

    def next_to(unit: _Unit) -> bool:
        other = _behind(parent[id(unit)], unit)
        if other is None or id(other) in used or not other.of:
            return False
        if min(len(_content(u.provision)) for u in (unit, other)) < PART_LENGTH:
            return False
        used.add(id(other))
        joined.append((unit, other))
        return True

    choose("join", next_to)
    for one, other in joined:
        _join(parent[id(one)], one, other)
    for unit in choose("go", lambda _: True):
        parent[id(unit)].children.remove(unit)
    holders = [b for b in _branches(tree) if any(isinstance(c, _Unit) and c.of for c in b.children)]
    # Nobody moves what only says that it is gone, and nothing could tell where it went.
    for unit in choose("move", lambda u: len(_content(u.provision)) >= 40):
        _move(parent[id(unit)], unit, holders, dice)
    for _ in range(times["come"]):
        like = dice.choice(units).provision
        words = [dice.choice(vocabulary) for _ in range(max(12, min(200, len(_content(like).split()))))]
        leaf = Provision("p", text=Text(" ".join(words).capitalize() + "."))
        heading = Text(" ".join(words[:3]).capitalize()) if like.heading else None
        made = Provision(like.kind, num="new", heading=heading, children=(leaf,))
        branch = dice.choice(holders)
        branch.children.insert(dice.randrange(len(branch.children) + 1), _Unit(made, (), new=True))


def _branches(branch: _Branch) -> Iterator[_Branch]:
    yield branch
    for child in branch.children:
        if isinstance(child, _Branch):
            yield from _branches(child)


def _behind(branch: _Branch, unit: _Unit) -> _Unit | None:
    at = branch.children.index(unit) + 1
    other = branch.children[at] if at < len(branch.children) else None
    return other if isinstance(other, _Unit) else None


def _cuts(p: Provision) -> list[int]:
    """Places between children where both halves are long enough; never inside a list."""
    sizes = [len(child.content) for child in p.children]
    return [
        at
        for at in range(1, len(sizes))
        if sum(sizes[:at]) >= PART_LENGTH <= sum(sizes[at:])
        and all(c.kind not in ("intro", "wrap_up", "row") for c in p.children)
    ]


def _split(branch: _Branch, unit: _Unit, dice: random.Random) -> None:
    p = unit.provision
    at = dice.choice(_cuts(p))
    unit.provision = replace(p, children=p.children[:at])
    words = " ".join(c.content for c in p.children[at:]).split()[:4]
    heading = Text(" ".join(words)) if p.heading else None
    half = replace(p, num="new", heading=heading, children=p.children[at:])
    branch.children.insert(branch.children.index(unit) + 1, _Unit(half, unit.of))


def _join(branch: _Branch, one: _Unit, other: _Unit) -> None:
    def parts(p: Provision) -> tuple[Provision, ...]:
        return p.children or (Provision("p", text=p.text),)

    a, b = one.provision, other.provision
    one.provision = replace(a, text=None, children=(*parts(a), *parts(b)))
    one.of += other.of
    branch.children.remove(other)


def _move(branch: _Branch, unit: _Unit, holders: Sequence[_Branch], dice: random.Random) -> None:
    others = [b for b in holders if b is not branch]
    target = dice.choice(others) if others and dice.random() < 0.5 else branch
    before = branch.children.index(unit)
    branch.children.remove(unit)
    places = list(range(len(target.children) + 1))
    if target is branch:
        places = [n for n in places if abs(n - before) > 2] or places
    at = dice.choice(places)
    target.children.insert(at, unit)
    unit.moved = True


def _edited(p: Provision, setting: Setting, vocabulary: Sequence[str], dice: random.Random) -> Provision:
    """Edit words anywhere in the text of a section."""
    leaves = [(n, q) for n, (_, q) in enumerate(p.walk()) if q.text is not None and q.text.content.strip()]
    words = [(n, k) for n, q in leaves for k in range(len(q.text.content.split()) if q.text else 0)]
    if not words:
        return p
    count = max(1, len(words) // 4) if setting.quarter else min(dice.randint(1, 5), len(words))
    chosen = set(dice.sample(words, count))
    place = -1

    def walk(q: Provision) -> Provision:
        nonlocal place
        place += 1
        here, text = place, q.text
        if text is not None and any((here, k) in chosen for k in range(len(text.content.split()))):
            pieces = re.split(r"(\s+)", text.content.strip())
            out = [_reworded(w, vocabulary, dice) if (here, k) in chosen else w for k, w in _numbered(pieces)]
            text = Text(re.sub(r"\s+", " ", "".join(out)).strip())
        return replace(q, text=text, children=tuple(map(walk, q.children)))

    return walk(p)


def _numbered(pieces: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Words with their places; the white space between them has none (-1)."""
    for n, piece in enumerate(pieces):
        yield (n // 2 if n % 2 == 0 else -1), piece


def _reworded(word: str, vocabulary: Sequence[str], dice: random.Random) -> str:
    match dice.randrange(3):
        case 0:
            return dice.choice(vocabulary)
        case 1:
            return f"{word} {dice.choice(vocabulary)}"
        case _:
            return ""


# --- numbers


def _number_anew(tree: _Branch, numbers: Sequence[str]) -> None:
    """Give each section the number that stood three places on: it then names another text."""
    numbered = [u for u in _units(tree) if u.provision.num]
    olds = [num for num in numbers if num]
    shift = min(3, len(olds))
    for n, unit in enumerate(numbered):
        at = n + shift
        num = olds[at] if at < len(olds) else _dressed(olds[-1], f"{bare_num(olds[-1])}-{at - len(olds) + 1}")
        unit.provision = replace(unit.provision, num=num)


def _number_beside(tree: _Branch, numbers: Sequence[str]) -> None:
    """Keep the numbers; what is new at its place gets the number before it with a letter."""
    before, letters = next((num for num in numbers if num), "1"), 0
    for unit in _units(tree):
        if not unit.provision.num:
            continue
        if unit.moved or unit.provision.num == "new":
            letters += 1
            bare = f"{bare_num(before)}{chr(96 + min(letters, 26))}"
            unit.provision = replace(unit.provision, num=_dressed(before, bare))
        else:
            before, letters = unit.provision.num, 0


def _dressed(num: str, bare: str) -> str:
    old = bare_num(num)
    return num.replace(old, bare) if old in num else bare


# --- the truth


def _with_truth(law: Expression, old_tree: _Branch, tree: _Branch) -> Seeded:
    old, new = _assemble(law, old_tree, "old.xml"), _assemble(law, tree, "new.xml")
    old_keys = [e.key for e in old.outline if e.is_unit]
    new_keys = [e.key for e in new.outline if e.is_unit]
    olds = [key for key, (_, u) in zip(old_keys, _all(old_tree), strict=True) if u.of]
    key_of = {id(u): key for key, (_, u) in zip(new_keys, _all(tree), strict=True)}
    units = [(b, u) for b, u in _all(tree) if u.of]
    links, splits, joins = set(), set(), set()
    made_of = [unit.of for _, unit in units]
    for _, unit in units:
        own = {(olds[n], key_of[id(unit)]) for n in unit.of}
        links |= own
        if len(unit.of) > 1:
            joins |= own
        elif made_of.count(unit.of) > 1:
            splits |= own
    moves, doubtful = _moves(old_tree, tree)
    texts = {}
    for key in olds:
        p = old.section(key)
        texts[key] = f"{p.heading.content if p.heading else ''}\n{p.content}"
    return Seeded(
        old,
        new,
        frozenset(links),
        frozenset(key_of[n] for n in moves),
        frozenset(key_of[n] for n in doubtful),
        frozenset(splits),
        frozenset(joins),
        texts,
    )


def _moves(old_tree: _Branch, tree: _Branch) -> tuple[set[int], set[int]]:
    """Which units moved, and of which it cannot be said."""
    place_old: dict[object, int] = {}
    parent_old: dict[object, int] = {}
    for parent, branch in enumerate(_branches(old_tree)):
        for child in branch.children:
            for key in _identity(child):
                place_old[key] = len(place_old)
                parent_old[key] = parent
    moves: set[int] = set()
    doubtful: set[int] = set()
    for parent, branch in enumerate(_branches(tree)):
        first: dict[object, _Branch | _Unit] = {}
        for child in branch.children:
            for key in _identity(child)[:1]:
                if parent_old[key] != parent:
                    moves.add(id(child))
                elif key in first:  # the second half of a split: no section that could have stayed by itself
                    doubtful.add(id(child))
                else:
                    first[key] = child
        always, never = _runs([place_old[key] for key in first])
        for n, child in enumerate(first.values()):
            if n not in always:
                (moves if n in never else doubtful).add(id(child))
    sections = {id(u) for u in _units(tree)}
    moves &= sections
    doubtful &= sections
    return moves, doubtful


def _identity(child: "_Branch | _Unit") -> tuple[object, ...]:
    """What a child is known by in both trees; sections, containers and loose text stand in one order."""
    if isinstance(child, _Unit):
        return child.of or (() if child.new else (child.provision,))
    return (child.at,)


def _runs(values: Sequence[int]) -> tuple[set[int], set[int]]:
    """Which places are in every longest rising run of these values, and which in none.

    The fewest moves that explain an order leave a longest rising run as it was (Fredman 1975).
    """
    size = len(values)
    up, down = [1] * size, [1] * size  # longest run that ends, and that begins here
    for n in range(size):
        up[n] += max((up[k] for k in range(n) if values[k] < values[n]), default=0)
    for n in reversed(range(size)):
        down[n] += max((down[k] for k in range(n + 1, size) if values[k] > values[n]), default=0)
    longest = max(up, default=0)
    within = [n for n in range(size) if up[n] + down[n] - 1 == longest]
    at_level = [up[n] for n in within]
    always = {n for n in within if at_level.count(up[n]) == 1}
    return always, set(range(size)) - set(within)
