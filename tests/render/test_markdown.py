import html
import re

from hypothesis import given
from hypothesis import strategies as st
from made_redline import made_redline, unchanged_redline
from markdown_it import MarkdownIt
from msgspec.structs import replace

from lawdiff.model.redline import Redline
from lawdiff.render.excerpt import Piece
from lawdiff.render.labels import load_labels
from lawdiff.render.markdown import begin, escape, marked, write

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"])
LETTERS = st.text(alphabet="ab1 .,§(*_~`<>&[]|$#@\\-+=!", min_size=1, max_size=8)
PIECES = st.lists(
    st.builds(Piece, st.sampled_from(["keep", "delete", "insert", "move_from", "move_to"]), LETTERS),
    max_size=6,
)


def page(redline: Redline, lang: str = "en") -> str:
    return write(redline, load_labels(lang)).decode()


def read_back(markdown: str) -> tuple[str, str]:
    """Text of a line as a reader of the page has it: without what is struck, and without what is bold."""
    rendered = PARSER.render(begin(markdown))
    accepted = re.sub(r"(?s)<(s|del)>.*?</\1>|⟨[^⟩]*⟩↗", "", rendered)
    rejected = re.sub(r"(?s)<strong>.*?</strong>|⟨[^⟩]*⟩↙", "", rendered)
    return plain(accepted), plain(rejected)


def plain(rendered: str) -> str:
    letters = html.unescape(re.sub(r"(?s)<!--.*?-->|</?(p|s|del|strong)>|[⟨⟩↗↙␣]", "", rendered))
    return "".join(letters.split())


def text_of(pieces: list[Piece], *ops: str) -> str:
    return "".join("".join(piece.text.split()) for piece in pieces if piece.op in ops)


def test_a_changed_sum_is_one_change_in_its_sentence() -> None:
    line = "possesses or stores not more than ~~15~~ **10** grams of cannabis is not punished."
    assert f"(1) Whoever acquires, {line}" in page(made_redline()).splitlines()


def test_counts_and_table() -> None:
    lines = page(made_redline()).splitlines()
    assert "**4 changes. Words deleted: 7. Words inserted: 1.**" in lines
    assert "| 1 | § 4 (1) | amended | +1 / −1 | To § 4 |" in lines
    assert "| 4 | § 7 (was § 9) | moved and renumbered |  |  |" in lines


def test_a_reason_is_quoted_with_its_speaker() -> None:
    assert (
        "> **The majority, the members from A and B** · *To § 4 · named in the heading*\n>\n"
        "> The majority lowers the limit to 10 grams.\n"
    ) in page(made_redline())


def test_a_repealed_section_is_struck_whole() -> None:
    body = page(made_redline()).split("### 2 ")[1].split("### 3 ")[0]
    assert "~~A fine is 100 &lt;b&gt;kroner&lt;/b&gt; \\| \\*each\\*.~~" in body
    assert "Fines" not in re.sub(r"~~.*?~~|^ · § 5.*", "", body, flags=re.MULTILINE).split("\n", 1)[1]


def test_no_changes_is_said() -> None:
    assert "The two texts say the same" in page(unchanged_redline())
    assert "|" not in page(unchanged_redline())


def test_the_warning_and_the_proof_are_said() -> None:
    assert "> **Note:** The two versions are dated the same day" in page(made_redline())
    assert "Rejecting all changes gives the old text" in page(made_redline())
    failed = replace(made_redline(), proof=replace(made_redline().proof, accept_all_is_new=False))
    assert "do not rely on it" in page(failed)


def test_languages() -> None:
    assert "| 2 | § 5 | opphevet |" in page(made_redline(), "nb")
    assert "| 2 | § 5 | oppheva |" in page(made_redline(), "nn")


def test_a_long_change_is_folded() -> None:
    redline = made_redline()
    change = redline.changes[0]
    long = replace(change, rationale=(replace(change.rationale[0], quote="A reason. " * 300),))
    body = page(replace(redline, changes=(long, *redline.changes[1:])))
    assert "<details><summary>Show the change and its reasons</summary>\n\n(1) Whoever" in body
    body = body.partition("<details><summary>Concordance")[0]
    assert body.count("<details>") == body.count("\n\n</details>") == 1


def test_a_page_that_is_too_large_is_cut_at_a_change_and_says_so() -> None:
    redline = made_redline()
    many = tuple(replace(redline.changes[1], id=f"x{i}", number=i + 5) for i in range(300))
    whole = replace(redline, changes=(*redline.changes, *many))
    cut = write(whole, load_labels("en"), limit=8_000)
    assert len(cut) <= 8_000
    text = cut.decode()
    shown = text.count("\n### ")
    assert 0 < shown < 304
    assert f"**{304 - shown} more changes are not shown" in text
    assert "more changes are not in this table" in text
    assert text.rstrip().splitlines()[-1].startswith("Rejecting all changes")


def test_escaped_text_makes_no_mark_up() -> None:
    hostile = (
        "<script>a(1)</script> [x](javascript:y) ![i](u) `c` $m$ | **b** _i_ ~~s~~ @org/team #12 &lt;\n# h"
    )
    tokens = PARSER.parseInline(escape(hostile))[0].children or []
    kinds = {token.type for token in tokens if token.content != "<!-- -->"}
    assert kinds <= {"text", "text_special"}
    assert "".join(t.content for t in tokens if t.type != "html_inline") == hostile.replace("\n", " ")


def test_a_line_of_law_makes_no_list_or_heading() -> None:
    for line in ("1. Whoever", "1) Whoever", "- a", "+ a", "# a", "> a", "=== a", "    code", "| a | b |"):
        block = [token.type for token in PARSER.parse(begin(escape(line.strip())))]
        assert block == ["paragraph_open", "inline", "paragraph_close"], line


def test_controls_and_overrides_are_made_visible() -> None:
    assert escape("a\x1b[2J\u202eb") == "a\\\\x1b\\[2J\\\\x202eb"


@given(PIECES)
def test_accept_is_new_and_reject_is_old_for_a_reader_of_the_page(pieces: list[Piece]) -> None:
    accepted, rejected = read_back(marked(pieces))
    assert accepted == text_of(pieces, "keep", "insert", "move_to")
    assert rejected == text_of(pieces, "keep", "delete", "move_from")


@given(PIECES)
def test_marks_never_touch(pieces: list[Piece]) -> None:
    assert "****" not in marked(pieces)
    assert "~~~~" not in marked(pieces)
