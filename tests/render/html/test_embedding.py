"""The data in a page can be taken out again, and no text can end its block."""

import json

from lxml import html
from made_redline import made_redline
from msgspec.structs import replace

from lawdiff.render import render
from lawdiff.render.html.embedding import embed, embedded
from lawdiff.render.json_file import read_redline, write_redline

HOSTILE = "</script><!--<script>alert(1)</script>\u2028"


def test_there_and_back() -> None:
    page = render(made_redline(), "html")
    found = embedded(page)
    assert found is not None
    assert read_redline(found[0]) == made_redline()
    assert found[1]


def test_a_page_that_was_touched_is_noticed() -> None:
    page = render(made_redline(), "html")
    assert page.count(b">15<") >= 1
    for at in (page.index(b">15<") + 1, 20, len(page) - 3):
        touched = bytearray(page)
        touched[at] ^= 1
        found = embedded(bytes(touched))
        assert found is not None
        assert not found[1]


def test_no_text_ends_the_block() -> None:
    redline = replace(made_redline(), old=replace(made_redline().old, title=HOSTILE))
    page = embed(b'<html><meta charset="utf-8"><body>x</body></html>', redline)
    blocks = list(html.fromstring(page).iter("script"))
    assert len(blocks) == 1
    assert json.loads(blocks[0].text or "")["old"]["title"] == HOSTILE
    found = embedded(page)
    assert found is not None
    assert read_redline(found[0]) == redline


def test_a_page_without_data_says_so() -> None:
    assert embedded(b"<html><body></body></html>") is None


def test_the_data_is_what_json_is() -> None:
    found = embedded(render(made_redline(), "html", lang="nb", layout="side-by-side"))
    assert found is not None
    assert write_redline(read_redline(found[0])) == render(made_redline(), "json")
