r"""How the sections of a schema look as bytes, and that as regular expressions.

section = start tag, head, body, end tag
head    = (num | heading | other child that may stand between these)*, with white space
plain   = num, heading: text alone, without marks, references or other children before the body
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lawdiff.model.provision import Provision
from lawdiff.model.text import Text

SEAL = "lawdiff-sealed"
"""The attribute of a stub. A file that has it already is read whole."""
RUN = "lawdiff-sealed-run"
"""The attribute of an element that stands for several units: their place in `SourceFile.runs`."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How a schema's sections look as bytes.

    `tags` are the elements that people cite. `num` and `heading` are the children with number and heading,
    `beside` others that may stand between these at the beginning. White space beside the tag of one of
    `blocks` is layout; without `blocks` all of it is text. A section with one of `telling` in it is read, for
    the law's title is taken from it. `includes` says that files may include others. What is in an `aside` is
    left out wherever it stands in a section, and nothing else is told by it.

    With `unit` the reader's module knows runs: the function says which provision a section with a plain head
    is, from number, heading, the attribute `status` of its start tag and the text of its child `reason`
    (empty where they are not there). Other attributes than namespaces and the `mute` ones forbid that.
    """

    tags: tuple[str, ...]
    num: str
    heading: str
    beside: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    includes: bool = False
    aside: str = ""
    unit: Callable[[str, Text | None, str, str], Provision] | None = None
    status: str = ""
    reason: str = ""
    mute: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Patterns:
    """A `Cut` as regular expressions, for a file whose elements have one prefix.

    `opening` and `closing` are the beginnings of the tags of a section, where it has one name only; `aside`
    are the tags of an aside, or empty.
    """

    token: re.Pattern[bytes]
    head: re.Pattern[bytes]
    plain: re.Pattern[bytes]
    num: re.Pattern[bytes]
    num_tag: re.Pattern[bytes]
    heading_tag: re.Pattern[bytes]
    telling: re.Pattern[bytes] | None
    word_gap: re.Pattern[bytes]
    mute: re.Pattern[bytes]
    opening: bytes
    closing: bytes
    aside: tuple[bytes, bytes]
    num_opening: bytes
    num_closing: bytes


def patterns_of(rule: Cut, prefix: str) -> Patterns:
    """Give the patterns of a schema, for a prefix such as "akn:" or none."""
    p = re.escape(prefix)
    num, heading = f"{p}{rule.num}", f"{p}{rule.heading}"
    reason = rf"(?:{_text(p + rule.reason)}\s*)?" if rule.reason else "()"
    children = f"{p}(?:{'|'.join((rule.num, rule.heading, *rule.beside))})"
    aside = r"!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>"
    no_block = rf"</?(?!{p}(?:{'|'.join(rule.blocks)})[\s/>])[\w:.-]+"
    one = len(rule.tags) == 1
    return Patterns(
        token=re.compile(
            # One literal "<" in front of all: with one in a group the search is twenty times slower.
            rf"<(?:(/?){p}({'|'.join(rule.tags)})(?=[\s/>])|{aside}|(!--|!\[|\?))".encode(),
            re.DOTALL,
        ),
        head=re.compile(
            rf"\s*(?:<({children})(?=[\s/>])[^<>]*(?:(?<=/)>|(?<!/)>.*?</\1>)\s*)*".encode(), re.DOTALL
        ),
        plain=re.compile(
            rf"\s*{reason}{_text(num)}\s*{reason}(?:{_text(heading)}\s*{reason})?"
            rf"(?!\s|<{children}[\s/>])".encode("latin-1")
        ),
        num=re.compile(rf"<{num}(?=[\s>])[^<>]*(?<!/)>.*?</{num}>".encode(), re.DOTALL),
        num_tag=re.compile(rf"<{num}[\s/>]".encode()),
        heading_tag=re.compile(rf"<{heading}[\s/>]".encode()),
        telling=re.compile(rf"<{p}(?:{'|'.join(rule.telling)})[\s/>]".encode()) if rule.telling else None,
        word_gap=re.compile(rf"{no_block}[^<>]*>\s+{no_block}".encode()),
        mute=re.compile(
            rf"<[\w:.-]+(?:\s+(?:(?:{'|'.join(rule.mute)})=\"[^\"]*\"|{rule.status}=\"([^\"<&]*)\"))*\s*>".encode()
        ),
        opening=f"<{prefix}{rule.tags[0]}".encode() if one else b"",
        closing=f"</{prefix}{rule.tags[0]}>".encode() if one else b"",
        aside=(f"<{prefix}{rule.aside}>".encode(), f"</{prefix}{rule.aside}>".encode())
        if rule.aside
        else (b"", b""),
        num_opening=f"<{prefix}{rule.num}".encode(),
        num_closing=f"</{prefix}{rule.num}>".encode(),
    )


def _text(name: str) -> str:
    """A child that is text alone.

    No parser sees it, so it has only characters that are surely good: no control characters, and not U+FFFE,
    which begins with EF in UTF-8.
    """
    return rf"<{name}>([^<>&\x00-\x08\x0b-\x1f\xef]+)</{name}>"
