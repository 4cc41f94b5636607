"""Appropriations of USLM: headings that govern what follows them, whether the file nests it or not.

    heading = major | intermediate | small | section under the last heading

- A heading holds those of lower rank that follow it. One without text is a crossheading; one with text is a
  block that people cite by its heading.
- A section goes under a heading only where it is the first thing there, or follows one that is; under a
  heading in brackets, "(transfer of funds)", only the first.
- Brackets behind a heading without text, "(including transfer of funds)", are its second heading, and text
  without a heading behind a heading without text is its text.
- Two headings of one rank, of which the first has nothing below ("RELATED AGENCIES"), stay side by side: the
  file does not say how far the first one reaches.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from lawdiff.model.provision import Provision
from lawdiff.model.text import Span, Text

RANKS = {"major": 1, "intermediate": 2, "small": 3}


def add_appropriation(pieces: list[Provision], ranks: list[int], new: Provision, rank: int) -> None:
    """Put an appropriation under the last one of a higher rank, if it follows one.

    `ranks` are those that the next one may stand under, outermost first: the last of `pieces`, its last
    child, and so on.
    """
    above = _last(pieces, len(ranks)) if ranks and ranks[-1] == rank else None
    if above and _is_bare(above) and (goes_on := _continued(above, new)):
        _drop_last(pieces, len(ranks))
        new = goes_on
    while ranks and ranks[-1] >= rank:
        ranks.pop()
    _put_under(pieces, len(ranks), new)
    ranks.append(rank)


def add_section(pieces: list[Provision], ranks: list[int], section: Provision) -> None:
    """Put a section under the heading that governs it, if one does, else behind them all."""
    while ranks and not _takes_section(_last(pieces, len(ranks))):
        ranks.pop()
    _put_under(pieces, len(ranks), section)


def _continued(above: Provision, new: Provision) -> Provision | None:
    """A heading without text and its second heading, or its text; None where the new one stands alone."""
    own = (Provision("p", text=new.text, line=new.line),) if new.text else new.children
    if new.heading is None:
        return replace(above, kind="block", children=(*above.children, *own)) if own else None
    if not _is_bracket(new):
        return None
    second = Provision("subheading", text=new.heading, line=new.line)
    return replace(above, kind="block", children=(*above.children, second, *own))


def _is_bare(p: Provision) -> bool:
    """Whether nothing but headings is here yet."""
    return not p.text and all(child.kind == "subheading" for child in p.children)


def _is_bracket(p: Provision) -> bool:
    return p.heading is not None and p.heading.content.startswith("(")


def _takes_section(p: Provision) -> bool:
    if _is_bare(p):
        return True
    if p.kind != "crossheading" or _is_bracket(p):
        return False
    last = p.children[-1]
    return last.kind == "section" or (last.kind == "crossheading" and _is_bracket(last))


def _as_crossheading(p: Provision) -> Provision:
    """A heading of one or more lines that governs what follows: the second ones stand behind breaks."""
    if not p.children:
        return replace(p, kind="crossheading", text=None)
    content, spans = "", list[Span]()
    for text in (p.heading, *(child.text for child in p.children)):
        if text:
            if content:
                spans.append(Span("break", len(content), len(content) + 1))
                content += " "
            by = len(content)
            spans += [Span(s.kind, s.start + by, s.end + by, s.target) for s in text.spans]
            content += text.content
    return replace(p, kind="crossheading", heading=Text(content, tuple(spans)), text=None, children=())


def _last(pieces: Sequence[Provision], depth: int) -> Provision:
    return pieces[-1] if depth == 1 else _last(pieces[-1].children, depth - 1)


def _drop_last(pieces: list[Provision], depth: int) -> None:
    if depth == 1:
        pieces.pop()
        return
    below = list(pieces[-1].children)
    _drop_last(below, depth - 1)
    pieces[-1] = replace(pieces[-1], children=tuple(below))


def _put_under(pieces: list[Provision], depth: int, new: Provision) -> None:
    if depth == 0:
        pieces.append(new)
        return
    above = _as_crossheading(pieces[-1]) if _is_bare(pieces[-1]) else pieces[-1]
    below = [Provision("p", text=above.text, line=above.line)] if above.text else list(above.children)
    _put_under(below, depth - 1, new)
    pieces[-1] = replace(above, kind="crossheading", text=None, children=tuple(below))
