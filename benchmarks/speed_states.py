"""States of a law for the speed benchmark, made from real ones as bytes: layout and markup stay real.

A law is a file, or a folder with an `index.xml` whose `xi:include` are followed. Its sections are the
outermost elements `section`, or `article` where these are more, whatever the prefix; one that quotes another
is one. Nothing is parsed: an edit touches words in text alone, a new number the text (and `value`) of `num`
alone. Annotations, notes, numbers and headings are not edited.

Known limits: ids that hold a number (`sec_24`) keep it when the section is renumbered, and so do references;
CDATA and comments are stepped over. A file without line breaks between tags has no layout to change.
"""

import random  # noqa: TID251  (a benchmark's dice, seeded: every run throws the same)
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_INCLUDE = re.compile(rb"<xi:include\s[^<>]*?href=[\"']([^\"']+)[\"'][^<>]*?/>")
_PROLOG = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*")
_TAG = re.compile(
    rb"<(?:!--.*?-->|!\[CDATA\[.*?\]\]>|[?!][^>]*>|(/?)([A-Za-z_][\w:.-]*)[^<>]*?(/?)>)", re.DOTALL
)
_TEXT = re.compile(
    r"<(?:!--.*?-->|!\[CDATA\[.*?\]\]>|[?!][^>]*>|(/?)([A-Za-z_][\w:.-]*)[^<>]*?(/?)>)([^<]*)", re.DOTALL
)
_NUM = re.compile(rb"<((?:[\w.-]+:)?num)(?=[\s>])([^<>]*)(?<!/)>(.*?)</\1>", re.DOTALL)
_WORD = re.compile(r"(?<![\w&#])[^\W\d_]{3,}(?![\w;])")
_LAYOUT = re.compile(rb"(?<=>)\s*\n([ \t]*)(?=<)")
_IDS = re.compile(rb"\s(?:id|eId|wId|GUID|identifier|temporalId)=(?:\"[^\"]*\"|'[^']*')")
_NOT_LAW = frozenset(
    "annotations annotation note notes sourceCredit meta num heading prefix reason authorialNote".split()
)
_CHAPTER = 100
"""Sections in a chapter of the law that is made of units."""


@dataclass(frozen=True, slots=True)
class State:
    """A law as files, by paths below a folder, in the order they are included; the first is the top."""

    files: dict[str, bytes]
    tag: bytes

    @property
    def sections(self) -> int:
        """How many sections it has."""
        return sum(len(spans(content, self.tag)) for content in self.files.values())


def load(path: Path) -> State:
    """Read a law from a file or a folder."""
    top = path / "index.xml" if path.is_dir() else path
    files: dict[str, bytes] = {}
    todo = [PurePosixPath(top.name)]
    while todo:
        name = todo.pop()
        if str(name) not in files:
            content = (top.parent / name).read_bytes()
            files[str(name)] = content
            todo += reversed([_sibling(name, found[1]) for found in _INCLUDE.finditer(content)])
    counts = {
        tag: sum(len(re.findall(rb"<(?:[\w.-]+:)?" + tag + rb"[\s>]", c)) for c in files.values())
        for tag in (b"section", b"article")
    }
    return State(files, max(counts, key=lambda tag: counts[tag]))


def _sibling(name: PurePosixPath, href: bytes) -> PurePosixPath:
    return name.parent / href.decode().replace("&amp;", "&")


def one_file(state: State) -> State:
    """Put the included files in the place of what includes them; the rest stays as it is."""
    top = next(iter(state.files))

    def whole(name: PurePosixPath) -> bytes:
        def included(found: re.Match[bytes]) -> bytes:
            return _PROLOG.sub(b"", whole(_sibling(name, found[1]))).rstrip()

        return _INCLUDE.sub(included, state.files[str(name)])

    return State({top: whole(PurePosixPath(top))}, state.tag)


def spans(content: bytes, tag: bytes) -> list[tuple[int, int]]:
    """Where the outermost sections begin and end."""
    found: list[tuple[int, int]] = []
    depth = start = 0
    pattern = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(/?)(?:[\w.-]+:)?" + tag + rb"(?=[\s/>])[^<>]*?(/?)>"
    for token in re.finditer(pattern, content, re.DOTALL):
        close, empty = token[1], token[2]
        if close is None or empty:
            continue
        if close:
            depth -= 1
            if depth == 0:
                found.append((start, token.end()))
        else:
            start = start if depth else token.start()
            depth += 1
    return found


def number(section: bytes) -> str:
    """The text of a section's number."""
    found = _NUM.search(section)
    return found[3].decode() if found else ""


def prefix_pair(old: State, new: State, size: float) -> tuple[State, State]:
    """Cut both versions (of one file each) after whole sections, where the old one has `size` bytes."""
    numbers = set()
    name, content = next(iter(old.files.items()))
    end = 0
    for begin, end in spans(content, old.tag):
        numbers.add(number(content[begin:end]))
        if end >= size:
            break
    olds = State({name: content[:end] + _closing(content[:end])}, old.tag)
    name, content = next(iter(new.files.items()))
    end = max(e for b, e in spans(content, new.tag) if number(content[b:e]) in numbers)
    return olds, State({name: content[:end] + _closing(content[:end])}, new.tag)


def half(state: State) -> State:
    """Cut a law of one file after half of its sections."""
    name, content = next(iter(state.files.items()))
    found = spans(content, state.tag)
    end = found[len(found) // 2][1]
    return State({name: content[:end] + _closing(content[:end])}, state.tag)


def _open(content: bytes) -> list[tuple[bytes, int]]:
    """Elements that are open at the end, with their offsets."""
    stack: list[tuple[bytes, int]] = []
    for token in _TAG.finditer(content):
        if token[2] and not token[3]:
            if token[1]:
                stack.pop()
            else:
                stack.append((token[2], token.start()))
    return stack


def _closing(content: bytes) -> bytes:
    return b"".join(b"\n</" + name + b">" for name, _ in reversed(_open(content)))


def mapped(state: State, change: Callable[[int, bytes], bytes]) -> State:
    """Change sections one by one, given their place in the law from 0."""
    files = {}
    n = 0
    for name, content in state.files.items():
        pieces = []
        done = 0
        for begin, end in spans(content, state.tag):
            pieces += [content[done:begin], change(n, content[begin:end])]
            done = end
            n += 1
        files[name] = b"".join((*pieces, content[done:]))
    return State(files, state.tag)


def edited(state: State, share: float, seed: int) -> State:
    """Edit a share (0 to 1) of the sections: 1 to 5 words of each replaced, struck, or put in."""
    dice = random.Random(f"{seed} edited {share}")  # noqa: S311
    sections = [c[b:e] for c in state.files.values() for b, e in spans(c, state.tag)]
    vocabulary = _vocabulary(sections)
    order = list(range(len(sections)))
    dice.shuffle(order)
    changed: dict[int, bytes] = {}
    for n in order:
        if len(changed) >= round(share * len(sections)):
            break
        if new := _edit(sections[n].decode(), vocabulary, dice):
            changed[n] = new.encode()
    return mapped(state, lambda n, section: changed.get(n, section))


def _vocabulary(sections: Sequence[bytes]) -> list[str]:
    """Words of one section in twenty, as often as they stand there."""
    texts = [section.decode() for section in sections[::20]]
    words = [_WORD.findall(text, begin, end) for text in texts for begin, end in _leaves(text)]
    return [word for found in words for word in found] or ["word"]


def _edit(section: str, vocabulary: Sequence[str], dice: random.Random) -> str:
    """Edit some words of the law's own text; empty where it has none."""
    words = [
        (w.start(), w.end()) for begin, text in _leaves(section) for w in _WORD.finditer(section, begin, text)
    ]
    for begin, end in sorted(dice.sample(words, min(dice.randint(1, 5), len(words))), reverse=True):
        word = dice.choice(vocabulary)
        match dice.randrange(3):
            case 0:
                # Never the same word again.
                section = (
                    section[:begin] + (word if word != section[begin:end] else word + "s") + section[end:]
                )
            case 1 if section[begin - 1] == " " and len(words) > 1:
                section = section[: begin - 1] + section[end:]
            case _:
                section = section[:begin] + word + " " + section[begin:]
    return section if words else ""


def _leaves(section: str) -> Iterator[tuple[int, int]]:
    """Where text stands that is the law's own: offsets of begin and end."""
    outside: list[str] = []
    for token in _TEXT.finditer(section):
        name = token[2].rpartition(":")[2] if token[2] else ""
        if name in _NOT_LAW and not token[3]:
            if token[1]:
                outside.pop()
            else:
                outside.append(name)
        if not outside and token[4].strip():
            yield token.start(4), token.end(4)


def renumbered(state: State, *, shifted: bool = False) -> State:
    """Give each section another number: a new one, or (`shifted`) that of the seventh section after it."""
    numbers = [number(c[b:e]) for c in state.files.values() for b, e in spans(c, state.tag)]

    def renumber(n: int, section: bytes) -> bytes:
        old = numbers[n]
        if shifted:
            new = numbers[(n + 7) % len(numbers)]
        else:
            # "1-301.86b" becomes "1-301.100012": the last digits, with their letter.
            new, found = re.subn(r"\d+[^\W\d]?(?=\D*$)", str(100_000 + n), old, count=1)
            new = new if found else f"{old} {100_000 + n}"

        def put(num: re.Match[bytes]) -> bytes:
            bare = new.strip(" §.").encode()
            attributes = re.sub(
                rb"(\svalue=)(\"[^\"]*\"|'[^']*')", rb'\1"' + bare.replace(b"\\", b"") + b'"', num[2]
            )
            return b"<" + num[1] + attributes + b">" + new.encode() + b"</" + num[1] + b">"

        return _NUM.sub(put, section, count=1) if old else section

    return mapped(state, renumber)


def pretty(state: State) -> State:
    """Lay it out anew: line breaks stay where they are, tags behind them stand twice as far in."""
    return State(
        {
            name: _LAYOUT.sub(lambda gap: b"\n" + b" " * (2 * len(gap[1]) + 1), content)
            for name, content in state.files.items()
        },
        state.tag,
    )


def of_units(state: State, count: int, size: int, seed: int) -> State:
    """Make a law of `count` sections and about `size` bytes: the law's sections, long ones cut to pieces.

    Where pieces are too few they stand again, with one word in ten replaced by another of the law.
    """
    name, content = next(iter(one_file(state).files.items()))
    found = spans(content, state.tag)
    start = found[0][0]
    chapter, at = _open(content[:start])[-1]
    first = _TAG.match(content, start)
    assert first is not None  # noqa: S101 - `spans` found it
    tag, kind = _IDS.sub(b"", first[0]), first[2]
    prefix = kind[: -len(state.tag)]
    dice = random.Random(f"{seed} units")  # noqa: S311
    bodies = _bodies([content[b:e] for b, e in found], count, size / count - len(tag) - 40, dice)
    pieces = [content[:at]]
    for n, body in enumerate(bodies):
        if n % _CHAPTER == 0:
            pieces.append(b"</" + chapter + b">\n" if n else b"")
            head = _NUM.sub(rb"<\1>%d</\1>" % (n // _CHAPTER + 1), content[at:start], count=1)
            pieces.append(_IDS.sub(b"", head))
        num = b"%snum>%d</%snum>" % (prefix, n + 1, prefix)
        pieces.append(tag + b"\n  <" + num + b"\n  " + body + b"\n</" + kind + b">\n")
    pieces.append(b"</" + chapter + b">\n" + _closing(content[:at]))
    return State({name: b"".join(pieces)}, state.tag)


def _bodies(sections: Sequence[bytes], count: int, mean: float, dice: random.Random) -> list[bytes]:
    """Give as many pieces of sections, of about `mean` bytes."""
    bodies: list[bytes] = []
    goal = mean
    for _ in range(3):  # pieces end at whole provisions, so their mean is known only afterwards
        bodies = [body for section in sections for body in _pieces(section, goal)]
        goal *= mean * min(len(bodies), count) / sum(map(len, bodies[:count]))
    vocabulary = _vocabulary(bodies)

    def other(word: re.Match[str]) -> str:
        return dice.choice(vocabulary) if dice.random() < 0.1 else word[0]

    pieces = len(bodies)
    for n in range(count - pieces):
        bodies.append(_in_text(bodies[n % pieces].decode(), lambda text: _WORD.sub(other, text)).encode())
    return bodies[:count]


def _in_text(section: str, change: Callable[[str], str]) -> str:
    return _TEXT.sub(lambda token: token[0][: len(token[0]) - len(token[4])] + change(token[4]), section)


def _pieces(section: bytes, goal: float) -> Iterator[bytes]:
    """Cut what a section holds to runs of whole provisions, of `goal` bytes or more."""
    run: list[bytes] = []
    for child in _children(section, goal):
        run.append(child)
        if sum(map(len, run)) >= goal:
            yield _IDS.sub(b"", b"\n  ".join(run))
            run = []
    if run:
        yield _IDS.sub(b"", b"\n  ".join(run))


def _children(element: bytes, goal: float) -> Iterator[bytes]:
    """What an element holds but number, heading and notes; what is long gives its own children."""
    depth = start = 0
    for token in _TAG.finditer(element):
        if not token[2] or (token[3] and depth != 1):
            continue
        if not token[1] and depth == 1:
            start = token.start()
        depth += 0 if token[3] else -1 if token[1] else 1
        if depth == 1 and (token[1] or token[3]):
            child = element[start : token.end()]
            if token[2].rpartition(b":")[2].decode() in _NOT_LAW:
                continue
            if len(child) > 2 * goal and b"<" in child[1:-1] and not _mixed(child):
                yield from _children(child, goal)
            else:
                yield child


def _mixed(element: bytes) -> bool:
    """Whether words stand beside the elements that it holds: then it cannot be cut between these."""
    depth = 0
    done = 0
    for token in _TAG.finditer(element):
        if depth == 1 and element[done : token.start()].strip():
            return True
        done = token.end()
        if token[2] and not token[3]:
            depth += -1 if token[1] else 1
    return False
