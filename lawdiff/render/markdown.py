"""A redline as Markdown for a pull request or the summary of a CI job (GitHub Flavored Markdown 0.29).

Deleted words are struck, inserted ones bold; each change stands in its sentence, its reasons in a quotation
below. Text of the law is escaped whole: it can make no mark-up, link, mention or formula. GitHub takes one
mebibyte of summary and rejects more, so the output is cut at a change and says so.
"""

import re
import unicodedata
from collections.abc import Sequence

from lawdiff.errors import printable
from lawdiff.model.provision import CONTAINERS, UNITS
from lawdiff.model.redline import Change, Node, Rationale, Redline
from lawdiff.render import wording
from lawdiff.render.excerpt import Line, Piece, Shown, excerpts, title
from lawdiff.render.labels import Labels
from lawdiff.render.mapping import mapped
from lawdiff.render.presented import presented

LIMIT = 1_000_000
"""Bytes; GitHub rejects a step summary above 1,024 KiB, and a job may put more into it than this."""
_PLAIN = ("keep", "cut", "remark")
LONG = 1500
"""Characters of a change from which on it is folded: about a screen."""

_SPECIAL = re.compile(r"[\\`*_\[\]~|$]")
_LINE_START = re.compile(r"^(\d*)([-+=#.)])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def write(redline: Redline, labels: Labels, *, limit: int = LIMIT) -> bytes:
    """Write the whole page, at most `limit` bytes of UTF-8."""
    redline = presented(redline, labels)
    shown = list(excerpts(redline, labels))
    head = _head(redline, labels)
    foot = _foot(redline, labels)
    room = limit - _size(head) - _size(foot) - 600  # for the words that say what was cut
    mapping = _mapping(redline, labels, room // 5)
    room -= _size(mapping)
    rows, hidden = _fit([_row(s, labels) for s in shown], room * 2 // 5, gap=1)
    table = ["\n".join([*_table_head(labels), *rows])] if rows else []
    if hidden:
        table.append(f"*{labels.count('md_rows_cut', hidden)}*")
    sections = [None, *(s.section for s in shown)]
    written = [_change(s, labels, redline, above) for s, above in zip(shown, sections, strict=False)]
    bodies, hidden = _fit(written, room - _size(table))
    if hidden:
        bodies.append(f"**{labels.count('md_changes_cut', hidden)}**")
    return ("\n\n".join([*head, *table, *bodies, *mapping, *foot]) + "\n").encode()


def escape(text: str) -> str:
    r"""Make text of a law that Markdown, HTML and GitHub leave alone.

    >>> print(escape("2*3 <b> [x](y) | $a$"))
    2\*3 &lt;b&gt; \[x\](y) \| \$a\$
    >>> print(escape("@name and #12"))
    @<!-- -->name and #<!-- -->12
    """
    plain = re.sub(r"\s", lambda found: " " if found[0] in "\r\n\t" else found[0], printable(text))
    plain = _SPECIAL.sub(r"\\\g<0>", plain)
    plain = re.sub(r"[&<>]", lambda found: _ENTITIES[found[0]], plain)
    # A backslash does not keep GitHub from telling a user or linking an issue; an empty comment does.
    return re.sub(r"@(?=\w)|#(?=\d)", r"\g<0><!-- -->", plain)


def begin(line: str) -> str:
    r"""Keep a line of escaped text from beginning a list or a heading.

    >>> print(begin("1. Whoever"), begin("- or"), begin("# 3"), begin("15 grams"))
    1\. Whoever \- or \# 3 15 grams
    """
    return _LINE_START.sub(r"\1\\\2", line)


def _size(blocks: Sequence[str]) -> int:
    return sum(len(block.encode()) + 2 for block in blocks)


def _fit(blocks: Sequence[str], room: int, gap: int = 2) -> tuple[list[str], int]:
    """Take blocks while they fit; give them and the number of those that do not."""
    taken: list[str] = []
    for block in blocks:
        room -= len(block.encode()) + gap
        if room < 0:
            break
        taken.append(block)
    return taken, len(blocks) - len(taken)


def _head(redline: Redline, labels: Labels) -> list[str]:
    old, new = (escape(wording.version(side, labels)) for side in (redline.old, redline.new))
    return [
        f"# {escape(wording.title_of(redline, labels))}",
        f"{old} → {new} · *{labels.say('not_official')}*",
        *(f"> **{labels.say('warnings')}:** {escape(warning)}" for warning in redline.warnings),
        f"**{escape(wording.counts(redline, labels))}**",
        *(f"*{escape(said)}*" for said in wording.left_out(redline, labels)),
    ]


def _table_head(labels: Labels) -> list[str]:
    names = ("number", "provision", "kind", "count", "reasons")
    return [f"| {' | '.join(labels.say(f'column_{name}') for name in names)} |", "|--:|---|---|--:|---|"]


def _mapping(redline: Redline, labels: Labels, room: int) -> list[str]:
    """Write the concordance, folded: what it says of most provisions, the changes above say too."""
    lines = mapped(redline, {}, labels)
    cells = ((line.old, line.new, line.relation, line.heading) for line in lines)
    rows, hidden = _fit([f"| {' | '.join(map(escape, row))} |" for row in cells], room, gap=1)
    if not rows:
        return []
    names = ("concordance_old", "concordance_new", "column_kind", "column_heading")
    head = [f"| {' | '.join(labels.say(name) for name in names)} |", "|---|---|---|---|"]
    cut = [f"*{labels.count('md_rows_cut', hidden)}*"] if hidden else []
    summary = f"<details><summary>{labels.say('concordance')} ({len(lines)})</summary>"
    return [summary, "\n".join([*head, *rows]), *cut, "</details>"]


def _row(shown: Shown, labels: Labels) -> str:
    change = shown.change
    cells = (
        shown.fold.numbers,
        f"{_name(shown, labels)} {escape(shown.fold.was or wording.was_before(change, labels))}".rstrip(),
        wording.kinds(change, labels),
        _words(change, labels),
        "; ".join(dict.fromkeys(escape(reason.heading or reason.passage) for reason in change.rationale)),
    )
    return f"| {' | '.join(cells)} |"


def _words(change: Change, labels: Labels) -> str:
    if not (change.words_deleted or change.words_inserted):
        return ""
    return f"+{labels.number(change.words_inserted)} / −{labels.number(change.words_deleted)}"


def _name(shown: Shown, labels: Labels) -> str:
    name = (
        shown.fold.label
        or shown.change.label
        or title(shown.section, labels)
        or wording.label_of(shown.change, labels)
    )
    return escape(name)


def _change(shown: Shown, labels: Labels, redline: Redline, above: Node | None) -> str:
    """Write one change: its heading, its lines, its reasons; folded where that is long.

    The section is named where it is not the one of the change above.
    """
    change = shown.change
    section = title(shown.section, labels)
    stands_for_all = not shown.fold.label and _is_whole(shown)
    unit = shown.fold.label and change.new[0].kind in UNITS | CONTAINERS
    name = escape(section) if section and stands_for_all else _name(shown, labels)
    name += f" {escape(shown.fold.was)}" if shown.fold.was else ""
    heading = f"### {shown.fold.numbers} · {name} · {wording.kinds(change, labels)}"
    said = not section or stands_for_all or unit or shown.section is above
    where = "" if said else f"*{escape(section)}*"
    text = [_line(line, labels) for line in shown.lines]
    if not shown.fold.label:
        text += [f"*{escape(remark)}*" for remark in wording.remarks(change, labels)]
    body = "\n\n".join([*text, *(_reason(reason, labels, redline) for reason in change.rationale)])
    if len(body) > LONG:
        body = f"<details><summary>{labels.say('md_show')}</summary>\n\n{body}\n\n</details>"
    return "\n\n".join(filter(None, (heading, where, body)))


def _is_whole(shown: Shown) -> bool:
    """Whether the change is one of the section itself: "§ 5 Fines" says it, no need of "§ 5" besides."""
    refs = shown.change.new or shown.change.old
    node = shown.section
    at = (node.new or node.old) if node else None
    return len(refs) == 1 and at is not None and refs[0].eid == at.eid


def _line(line: Line, labels: Labels) -> str:
    lead = [f"*{labels.say('md_heading')}*"] if line.part == "heading" else []
    lead += [escape(line.num)] if line.num else []
    return begin(" ".join([*lead, marked(line.pieces)]))


def _reason(reason: Rationale, labels: Labels, redline: Redline) -> str:
    who = wording.speaker(reason, labels)
    where = f"*{escape(wording.source(reason, redline.reports, labels))}*"
    head = f"**{escape(who)}** · {where}" if who else where
    quoted = (begin(escape(paragraph.strip())) for paragraph in reason.quote.split("\n"))
    return "\n>\n".join(f"> {line}" for line in (head, *quoted))


def _foot(redline: Redline, labels: Labels) -> list[str]:
    proof = redline.proof
    holds = proof.reject_all_is_old and proof.accept_all_is_new
    sources = [(side.source_name, side.source_sha256) for side in (redline.old, redline.new)]
    sources += [(report.source_name, report.source_sha256) for report in redline.reports]
    names = (f"{escape(name)} {sha256[:16]}…" for name, sha256 in sources)
    return ["---", f"{labels.say('proof_holds' if holds else 'proof_fails')} SHA-256: {', '.join(names)}"]


def marked(pieces: Sequence[Piece]) -> str:
    """Write a line of text with its marks; words that moved stand in ⟨ ⟩ with an arrow.

    >>> print(marked([Piece("keep", "not more than "), Piece("delete", "15"), Piece("insert", "10"),
    ...               Piece("keep", " grams")]))
    not more than ~~15~~ **10** grams
    """
    joined = _join(pieces)
    written = ""
    for i, piece in enumerate(joined):
        if piece.op in _PLAIN:
            written += escape(piece.text)
            continue
        text = re.sub(r"[\r\n\t]", " ", piece.text)
        core = text.strip()
        if not core:  # a space beside other marks
            written += text if piece.op in ("insert", "move_to") else ""
            continue
        before = text[: len(text) - len(text.lstrip())]
        behind = text[len(text.rstrip()) :]
        if i and joined[i - 1].op not in _PLAIN and not written.endswith(" "):
            before = before or " "  # so that two marks do not run together
        following = joined[i + 1] if i + 1 < len(joined) else None
        after = behind or (following.text if following and following.op in _PLAIN else " ")
        written += before
        written += _mark(piece, core, written[-1:] or " ", after[:1] or " ") + behind
    return written.strip(" ")


def _join(pieces: Sequence[Piece]) -> list[Piece]:
    """Put neighbours of the same kind together, and drop what is empty."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and (joined[-1].op, joined[-1].move) == (piece.op, piece.move):
            joined[-1] = Piece(piece.op, joined[-1].text + piece.text, piece.move)
        elif piece.text:
            joined.append(piece)
    return joined


def _mark(piece: Piece, core: str, before: str, after: str) -> str:
    """Mark one stretch. `before` and `after` are the characters next to it."""
    match piece.op:
        case "move_to":
            return f"⟨{escape(core)}⟩↙"
        case "move_from":
            return f"⟨{escape(core)}⟩↗"
        case "delete":
            sign, tag = "~~", "del"
        case _:
            sign, tag = "**", "strong"
    # GFM 6.2: beside a letter a sign opens or closes only if the inside does not begin or end with
    # punctuation; the HTML element does in every place.
    opens = not _is_punctuation(core[0]) or before.isspace() or _is_punctuation(before)
    closes = not _is_punctuation(core[-1]) or after.isspace() or _is_punctuation(after)
    plain = opens and closes and not core[0].isspace() and not core[-1].isspace()
    return f"{sign}{escape(core)}{sign}" if plain else f"<{tag}>{escape(core)}</{tag}>"


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"
