"""The summary of a redline as one page: PDF, HTML, Markdown and the terminal (`summary` says what is on it).

On paper the page is filled: the longest that is one sheet is taken. Elsewhere a sheet is `_LINES` lines of
`_WIDTH` characters, so that the others hold about the same. The PDF and the page for the browser carry the
redline as data, as those of the whole do, and can be checked.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator

from babel import Locale, UnknownLocaleError
from markupsafe import Markup

from lawdiff.model.redline import Redline
from lawdiff.render import terminal
from lawdiff.render.attached import AttachedFile
from lawdiff.render.excerpt import Piece
from lawdiff.render.html.embedding import embed
from lawdiff.render.labels import Labels
from lawdiff.render.layout.runs import Runs
from lawdiff.render.looks import PLAIN, Look
from lawdiff.render.markdown import escape, marked
from lawdiff.render.summary.contents import Entry, Summary, summarise
from lawdiff.render.summary.figures import Figure
from lawdiff.render.summary.voices import Voice
from lawdiff.render.templating import blaming, environment, verbatim

_LINES, _WIDTH = 66, 110
"""A sheet of A4 in small print."""


def write_pdf(
    redline: Redline, labels: Labels, *, files: Iterable[AttachedFile] | None = (), look: Look = PLAIN
) -> bytes:
    """Write the page as PDF/A-3a and PDF/UA-1, with the redline as JSON and `files` attached."""
    from lawdiff.render.pdf.document import write_page
    from lawdiff.render.pdf.matter import day_of
    from lawdiff.render.pdf.pages import font_faces

    page = summarise(redline, labels)
    names = ["summary/paper.css", *(["summary/letter.css"] if look.paper == "letter" else [])]
    style = font_faces() + _style(names, look)
    day = day_of(redline).strftime("%Y-%m-%dT%H:%M:%SZ")
    sources = [_filled(length, redline, labels, look, style, day) for length in page.lengths()]
    return write_page(sources, redline, labels, files)


def write_html(redline: Redline, labels: Labels, *, look: Look = PLAIN) -> bytes:
    """Write the page for the browser: no script, no request, the redline in it as data."""
    page = _sheet(summarise(redline, labels), labels)
    filled = _filled(page, redline, labels, look, _style(["summary/page.css"], look))
    return embed(filled.encode("utf-8", errors="xmlcharrefreplace"), redline)


def write_markdown(redline: Redline, labels: Labels) -> bytes:
    """Write the page as Markdown for a pull request; the law's text is escaped."""
    page = _sheet(summarise(redline, labels), labels)
    blocks = [
        f"# {escape(page.title)}",
        f"**{labels.say('summary')}** · *{labels.say('not_official')}*",
        escape(" ".join(page.sentences)),
        *(f"> **{labels.say('warnings')}** {escape(warning)}" for warning in page.warnings),
        "\n".join(f"- **{escape(fact.name)}** {escape(fact.text)}" for fact in page.facts),
    ]
    if page.voices_said:
        blocks += [f"## {labels.say('summary_who')}", *_parties(page, labels)]
        blocks += [f"*{escape(said)}*" for said in _said(page, labels)]
        blocks += [f"**{labels.say('summary_votes')}** {escape(vote)}" for vote in page.votes]
    if page.entries:
        blocks += [f"## {labels.say('contents')}", f"*{labels.say('summary_order')}*"]
    for entry in page.entries:
        blocks.append(f"### {' · '.join([escape(_name(entry)), *_kinds(entry, labels)])}")
        items = [f"- {escape(_figure(figure))}" for figure in entry.figures]
        items += [f"- *{labels.count('more_items', entry.more_figures)}*"] if entry.more_figures else []
        gist = f"{escape(entry.place)} {marked(_pieces(entry.gist))}".strip() if entry.gist else ""
        items += [f"- {gist}"] if gist else []
        for voice in entry.voices:
            who = f"**{escape(_who(voice, labels))}**"
            items.append(f"- {who} {escape(labels.say('quoted_name', name=voice.quote))}")
        items += [f"- *{_no_reason(labels)}*"] if _is_bare(entry, page) else []
        blocks.append("\n".join(items))
    briefly = []
    for entry in page.briefly:
        quoted = f"{escape(entry.place)} {marked(_pieces(entry.short))}".strip() if entry.short else ""
        said = map(escape, _brief(entry, page, labels))
        lead = f"**{escape(_name(entry))}** · {entry.kinds}"
        briefly.append(f"- {' · '.join(filter(None, (lead, quoted, *said)))}")
    blocks.append("\n".join(briefly))
    blocks += [f"**{line}**" for line in _rest(page, labels)]
    return ("\n\n".join(filter(None, blocks)) + "\n").encode()


def write_text(
    redline: Redline, labels: Labels, *, colour: bool = False, width: int = terminal.WIDTH
) -> bytes:
    """Write the page for a terminal of `width` columns if `colour`, else as plain text."""
    page = _sheet(summarise(redline, labels), labels)
    return terminal.put(_rows(page, labels, colour=colour), colour=colour, width=width)


def _rows(page: Summary, labels: Labels, *, colour: bool) -> Iterator[terminal.Row]:
    row = terminal.row
    yield row(0, page.title, "bold")
    yield row(0, f"{labels.say('summary')} · {labels.say('not_official')}", "dim")
    yield row(0, " ".join(page.sentences))
    for warning in page.warnings:
        yield row(0, f"{labels.say('warnings')} · {warning}", "yellow")
    for fact in page.facts:
        yield row(0, f"{fact.name} · {fact.text}", "dim")
    if page.voices_said:
        yield terminal.Row(0)
        yield row(0, labels.say("summary_who"), "bold")
        for party in page.parties:
            yield row(2, party.who)
            for stance, places in (("for", party.favours), ("against", party.opposes)):
                if places:
                    yield row(4, f"{labels.say(f'stance_{stance}')} – {places}", "magenta")
        for said in _said(page, labels):
            yield row(2, said, "dim")
        for vote in page.votes:
            yield row(2, f"{labels.say('summary_votes')} · {vote}")
    if page.entries:
        yield terminal.Row(0)
        yield row(0, labels.say("contents"), "bold")
        yield row(2, labels.say("summary_order"), "dim")
    for entry in page.entries:
        yield row(2, " · ".join([_name(entry), *_kinds(entry, labels)]), "blue")
        for figure in entry.figures:
            yield row(6, _figure(figure))
        if entry.more_figures:
            yield row(6, labels.count("more_items", entry.more_figures), "dim")
        if entry.gist:
            lead = [Piece("keep", f"{entry.place} ")] if entry.place else []
            yield terminal.Row(6, tuple(terminal.stretches([*lead, *_pieces(entry.gist)], colour=colour)))
        for voice in entry.voices:
            yield row(8, f"{_who(voice, labels)} {labels.say('quoted_name', name=voice.quote)}", "magenta")
        if _is_bare(entry, page):
            yield row(8, _no_reason(labels), "dim")
    for entry in page.briefly:
        pieces = [Piece("keep", f"{_name(entry)} · {entry.kinds}")]
        if entry.short:
            place = f" · {entry.place} " if entry.place else " · "
            pieces += [Piece("keep", place), *_pieces(entry.short)]
        pieces += [Piece("keep", f" · {said}") for said in _brief(entry, page, labels)]
        yield terminal.Row(2, tuple(terminal.stretches(pieces, colour=colour)))
    for line in _rest(page, labels):
        yield row(0, line, "bold")


def _filled(page: Summary, redline: Redline, labels: Labels, look: Look, style: Markup, day: str = "") -> str:
    """Fill the template; `day` is given for paper."""
    language = redline.new.language or redline.old.language or labels.language
    with blaming(look.templates):
        return (
            environment(look.templates)
            .get_template("summary/page.html")
            .render(
                page=page,
                t=labels,
                look=look,
                paper=bool(day),
                day=day,
                style=style,
                style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
                no_reason=_no_reason(labels),
                briefly=[(entry, _brief(entry, page, labels)) for entry in page.briefly],
                language=language,
                report_language=_tag(next((side.language for side in redline.reports), "") or language),
            )
        )


def _tag(language: str) -> str:
    """Give a language as BCP 47 has it; empty for one that is not known.

    >>> _tag("nob"), _tag("en"), _tag("?")
    ('nb', 'en', '')
    """
    try:
        return str(Locale.parse(language, sep="-").language)
    except (ValueError, UnknownLocaleError):
        return ""


def _style(names: Iterable[str], look: Look) -> Markup:
    own = Markup(look.style)  # noqa: S704 - checked (`style_sheet`)
    return Markup().join(verbatim(name, look.templates) for name in names) + own


def _sheet(page: Summary, labels: Labels) -> Summary:
    """Leave as much as one sheet of paper holds, by the count of lines."""
    room = _LINES - sum(map(_lines, (*page.sentences, *page.warnings, page.unreasoned, *page.votes)))
    room -= 8 + len(page.facts) + 2 * len(page.parties)
    fitting = page
    for n, length in enumerate(page.lengths()):
        used = sum(_height(entry, labels) for entry in length.entries) + 2 * len(length.briefly)
        if n > 1 and used > room:
            return fitting
        fitting = length
    return fitting


def _height(entry: Entry, labels: Labels) -> int:
    """Count the lines of an entry."""
    figures = "    ".join(_figure(figure) for figure in entry.figures)
    quotes = [f"{_who(voice, labels)} {voice.quote}" for voice in entry.voices]
    return 1 + sum(map(_lines, (figures, "".join(run.text for run in entry.gist), *quotes)))


def _lines(text: str) -> int:
    return -(-len(text) // _WIDTH)


def _parties(page: Summary, labels: Labels) -> list[str]:
    if not page.stated:
        return [escape(" · ".join(party.who for party in page.parties))]
    names = (labels.say(key) for key in ("summary_who_column", "stance_for", "stance_against"))
    rows = [f"| {' | '.join(names)} |", "|---|---|---|"]
    for party in page.parties:
        cells = (party.who, party.favours or "–", party.opposes or "–")
        rows.append(f"| {' | '.join(map(escape, cells))} |")
    return ["\n".join(rows)]


def _said(page: Summary, labels: Labels) -> list[str]:
    """Say what is not known: where stances come from, that there are no votes, what has no reason."""
    no_votes = labels.say("summary_no_votes") if page.reported and not page.votes else ""
    return [said for said in (page.voices_said, no_votes, page.unreasoned) if said]


def _rest(page: Summary, labels: Labels) -> list[str]:
    """Count what is not on the page."""
    counted = (("summary_more", page.more), ("summary_light", page.light))
    return [labels.count(key, n) for key, n in counted if n]


def _name(entry: Entry) -> str:
    return f"{entry.name} {entry.was}".rstrip()


def _kinds(entry: Entry, labels: Labels) -> list[str]:
    words = f"+{labels.number(entry.inserted)} −{labels.number(entry.deleted)}"
    said = [entry.kinds, labels.count("changes", entry.changes)]
    return [*said, words] if entry.inserted or entry.deleted else said


def _who(voice: Voice, labels: Labels) -> str:
    who = voice.who or labels.say("stance_report")
    return f"{labels.say(f'stance_{voice.stance}')} · {who}" if voice.stance else who


def _brief(entry: Entry, page: Summary, labels: Labels) -> list[str]:
    """Tell an entry in a line, besides what became of it: its figures, who is for it and who against."""
    told = [_figure(figure) for figure in entry.figures[:2]]
    for stance in ("for", "against"):
        who = [voice.who for voice in entry.voices if voice.stance == stance]
        told += [f"{labels.say(f'stance_{stance}')} – {', '.join(who)}"] if who else []
    told += [_no_reason(labels)] if _is_bare(entry, page) else []
    return told


def _no_reason(labels: Labels) -> str:
    # No colon: French puts a space before it, English none.
    return f"{labels.say('reasons')} – {labels.say('no_reason')}"


def _is_bare(entry: Entry, page: Summary) -> bool:
    return page.reported and not entry.voices


def _figure(figure: Figure) -> str:
    """Write a figure in a line: "Heroin 5 → 2 grams"."""
    change = f"{figure.old} → {figure.new}"
    return " ".join(filter(None, (figure.place, figure.before, change, figure.after)))


def _pieces(runs: Runs) -> list[Piece]:
    """Give runs as the pieces that Markdown and the terminal mark."""
    marks = {"delete", "insert", "move_from", "move_to"}
    return [Piece(run.op if run.op in marks else "keep", run.text) for run in runs]  # type: ignore[arg-type] # as narrowed
