import json
import subprocess
import sys

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_redline import made_redline, unchanged_redline
from msgspec.structs import replace

from lawdiff.errors import LawdiffError
from lawdiff.model.redline import Edit, Item, Node, Proof, Rationale, Redline, Ref, Side, Unchanged
from lawdiff.render.json_file import RedlineFile, read_redline, schema, write_redline

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
EDITS = st.builds(
    Edit, st.sampled_from(["num", "heading", "text"]), st.sampled_from(["keep", "insert"]), TEXT
)
SIDES = st.builds(Side, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, st.just("0" * 64))


def test_there_and_back() -> None:
    for redline in (made_redline(), unchanged_redline()):
        assert read_redline(write_redline(redline)) == redline


@given(SIDES, SIDES, st.lists(TEXT), st.dictionaries(TEXT, st.integers(0, 99)))
def test_there_and_back_with_any_text(
    old: Side, new: Side, warnings: list[str], summary: dict[str, int]
) -> None:
    redline = Redline(old, new, summary, Proof("a", "b", True, False), (), (), (), warnings=tuple(warnings))
    assert read_redline(write_redline(redline)) == redline


@pytest.mark.parametrize("count", [1, 200, 201, 450])
def test_long_lists_in_pieces_are_as_if_written_at_once(count: int) -> None:
    ref = Ref("sec_1", "1", "", "section")
    run = Item("unchanged", run=tuple(Unchanged(ref, ref, f"{n}") for n in range(count)))
    changes = made_redline().changes[:1] * count
    short = Item("section", node=Node("section", ref, ref))
    redline = replace(made_redline(), changes=changes, items=(short, run, run, short))
    at_once = msgspec.json.format(msgspec.json.encode(redline, order="deterministic"), indent=1) + b"\n"
    assert write_redline(redline) == at_once
    assert max(map(len, RedlineFile(redline))) < 400_000


def test_what_is_written_fits_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema()))
    for redline in (made_redline(), unchanged_redline()):
        validator.validate(json.loads(write_redline(redline)))


def test_the_schema_refuses_what_is_missing_or_unknown() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema()))
    written = json.loads(write_redline(made_redline()))
    assert not validator.is_valid({key: value for key, value in written.items() if key != "proof"})
    assert not validator.is_valid(written | {"more": 1})
    assert not validator.is_valid(written | {"format": "lawdiff-redline-0"})


def test_members_that_others_rely_on() -> None:
    written = json.loads(write_redline(made_redline()))
    assert {"work", "date", "language", "schema", "source_sha256"} <= written["old"].keys()
    assert written["proof"].keys() == {"old_sha256", "new_sha256", "reject_all_is_old", "accept_all_is_new"}
    change = written["changes"][0]
    assert change["old"][0]["eid"] == "sec_4__subsec_1"
    assert [edit["op"] for edit in change["edits"]] == ["keep", "delete", "insert", "keep"]
    assert change["rationale"][0]["speaker"] == "The majority, the members from A and B"
    assert written["changes"][1]["new"] == []


def test_same_bytes_for_any_hash_seed() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests'); from made_redline import made_redline;"
        "from lawdiff.render.json_file import schema, write_redline;"
        "sys.stdout.buffer.write(write_redline(made_redline()) + schema())"
    )
    written = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert written == {write_redline(made_redline()) + schema()}


def test_ends_with_a_line_break_and_keeps_letters() -> None:
    written = write_redline(made_redline())
    assert written.endswith(b"}\n")
    assert "§ 4".encode() in written


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "Input data was truncated"),
        (b"{", "Input data was truncated"),
        (b"\xff", "malformed"),
        (b'{"old": 1}', r"Expected `object`, got `int` - at `\$.old`"),
        (write_redline(unchanged_redline()).replace(b"redline-1", b"redline-9"), 'not "lawdiff-redline-1"'),
    ],
)
def test_says_what_is_wrong_with_a_file(content: bytes, what: str) -> None:
    with pytest.raises(LawdiffError, match=what):
        read_redline(content, where="x.json")


def test_a_rationale_keeps_its_words() -> None:
    reason = made_redline().changes[0].rationale[0]
    assert isinstance(reason, Rationale)
    assert read_redline(write_redline(made_redline())).changes[0].rationale == (reason,)
