"""Reasons as Word's comments: one for each passage of the report, by the one who speaks in it.

Word gives each author a colour, so that a majority and a minority are told apart at sight. What no marked
word shows (where a provision moved from and to, a link that leads elsewhere, another emphasis) is said in a
comment of ours. Word's own marks of a move do not name the other place, and a row of a table has none at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lawdiff.model.redline import Change, Redline
from lawdiff.render.docx.words import Author, Element, element, legible, paragraph, plain, value
from lawdiff.render.labels import Labels
from lawdiff.render.layout.reasons import Note, Saying, notes_for
from lawdiff.render.wording import kinds, label_of, remarks

_US = "lawdiff"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: who speaks, what it is on, the paragraphs, and where they stand."""

    author: str
    head: str
    paragraphs: tuple[str, ...]
    source: str = ""


def comments_of(redline: Redline, labels: Labels) -> dict[str, list[Comment]]:
    """Give the comments of each change, by its id. `redline` is the one presented, with its numbers."""
    changes = redline.by_id()
    shown: dict[tuple[int, str], int] = {}
    given: set[str] = set()
    found: dict[str, list[Comment]] = {}
    for item in redline.items:
        nodes = item.node.walk() if item.node else ()
        ids = dict.fromkeys(name for node in nodes for name in (*node.here, node.change) if name in changes)
        here = [changes[name] for name in ids if name not in given]
        given.update(ids)
        notes = notes_for(here, redline.reports, labels, shown)
        for change in here:
            made = [*_remarks(change, labels)]
            for note in notes.get(change.id, ()):
                made += _said(note, change, labels)
            if made:
                found[change.id] = made
            if "move" in change.kinds and change.label:
                said = _plainly(labels.say("remark_moved_to", place=change.label))
                if change.label == change.old_label:
                    said = _plainly(_slid_to(change, labels))
                found[left(change.id)] = [Comment(_US, _head((change.number,), change, labels), (said,))]
    return found


def left(change: str) -> str:
    """Name the place that the provision of a change left: a second place for comments on it."""
    return f"left {change}"


def _slid_to(change: Change, labels: Labels) -> str:
    """Say where went what is cited as before: a row by its key, a paragraph without a number."""
    below = bool(change.old and change.new) and change.new[0].pos > change.old[0].pos
    return labels.say("remark_to_below" if below else "remark_to_above")


def _plainly(remark: str) -> str:
    """Take a remark out of the brackets that it has in a text."""
    return remark[1:-1] if remark.startswith("(") and remark.endswith(")") else remark


def _remarks(change: Change, labels: Labels) -> Iterable[Comment]:
    """Say of a change what no marked word shows."""
    marked = any(edit.op != "keep" for edit in change.edits)
    if "move" in change.kinds or change.link_target or (change.emphasis and not marked):
        said = tuple(map(_plainly, remarks(change, labels)))
        yield Comment(_US, _head((change.number,), change, labels), said)


def _said(note: Note, change: Change, labels: Labels) -> Iterable[Comment]:
    head = _head(note.numbers, change, labels)
    if note.same_as:
        yield Comment(_US, head, (labels.say("note_same", number=note.same_as),))
    for saying in note.sayings:
        quote = tuple(line.strip() for line in saying.quote.split("\n") if line.strip())
        yield Comment(_speaker(saying, labels), head, quote, saying.source)


def _head(numbers: Iterable[int], change: Change, labels: Labels) -> str:
    which = ", ".join(map(str, numbers))
    return f"{labels.say('column_number')} {which} · {label_of(change, labels)} · {kinds(change, labels)}"


def _speaker(saying: Saying, labels: Labels) -> str:
    """Name who speaks; where the passage does itself, by the role."""
    role = f"role_{saying.role}"
    return saying.speaker or (labels.say(role) if saying.role and labels.has(role) else labels.say("reasons"))


def write_comments(comments: Iterable[Comment], date: str) -> Element:
    """Write the part that holds the comments, numbered from 0 in this order."""
    return element("comments", *(_written(n, comment, date) for n, comment in enumerate(comments)))


def _written(n: int, comment: Comment, date: str) -> Element:
    author = Author(legible(comment.author), date)
    properties = element("rPr", value("rStyle", "CommentReference"))
    sign = element("r", properties, element("annotationRef"))
    blocks = [paragraph("CommentHead", sign, *plain(comment.head))]
    blocks += [paragraph("CommentText", *plain(text)) for text in comment.paragraphs]
    if comment.source:
        blocks.append(paragraph("CommentSource", *plain(comment.source)))
    made = author.marked("comment", *blocks, initials=_initials(author.name))
    made.set(f"{made.tag[: made.tag.index('}') + 1]}id", str(n))
    return made


def _initials(name: str) -> str:
    r"""Give the first letters of the first words.

    >>> _initials("A minority, the members from A and B")
    'AMT'
    """
    return "".join(word[0] for word in name.split()[:3] if word[0].isalnum()).upper() or "L"
