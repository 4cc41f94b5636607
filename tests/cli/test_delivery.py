from collections.abc import Iterator
from pathlib import Path

import pytest

from lawdiff.cli.delivery import check, check_folder, deliver, make_folder
from lawdiff.errors import LawdiffError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_are_written_and_nothing_else(tmp_path: Path) -> None:
    deliver({tmp_path / "a.md": [b"a"], tmp_path / "b.json": [b"b"]})
    assert names(tmp_path) == ["a.md", "b.json"]
    assert (tmp_path / "b.json").read_bytes() == b"b"


def test_a_file_comes_in_pieces(tmp_path: Path) -> None:
    deliver({tmp_path / "a.json": (piece for piece in (b"[1,", b"", b" 2]"))})
    assert (tmp_path / "a.json").read_bytes() == b"[1, 2]"


def test_what_fails_while_it_is_made_leaves_no_file_and_changes_none(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"[" * 100_000  # more than is held back, so that some of it is on the disk
        raise ValueError("no more")

    (tmp_path / "a.json").write_bytes(b"before")
    with pytest.raises(ValueError, match="no more"):
        deliver({tmp_path / "b.json": [b"b"], tmp_path / "a.json": broken()})
    assert names(tmp_path) == ["a.json"]
    assert (tmp_path / "a.json").read_bytes() == b"before"


def test_a_failure_leaves_no_file_and_changes_none(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"before")
    with pytest.raises(LawdiffError, match=r"b\.json: cannot be written"):
        deliver({tmp_path / "a.md": [b"after"], tmp_path / "none" / "b.json": [b"b"]})
    assert names(tmp_path) == ["a.md"]
    assert (tmp_path / "a.md").read_bytes() == b"before"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_bytes(b"before")
    (tmp_path / "link.md").symlink_to("real.md")
    deliver({tmp_path / "link.md": [b"after"]})
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_bytes() == b"after"


def test_others_may_read_what_is_written(tmp_path: Path) -> None:
    deliver({tmp_path / "a.md": [b"a"]})
    (tmp_path / "plain").touch()
    assert (tmp_path / "a.md").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_check_refuses_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "in.xml").touch()
    check([tmp_path / "a.md"], [str(tmp_path / "in.xml"), "-", "HEAD:law.xml"])
    for outputs, message in (
        ([tmp_path / "none" / "a.md"], "the folder does not exist. Make it first: mkdir -p"),
        ([tmp_path], "this is a folder"),
        ([tmp_path / "x" / ".." / "in.xml"], "folder does not exist|a file that is read"),
        ([tmp_path / "a.md", tmp_path / "a.md"], "given twice"),
    ):
        with pytest.raises(LawdiffError, match=message):
            check(outputs, [str(tmp_path / "in.xml")])


def test_a_folder_is_made_where_one_can_be(tmp_path: Path) -> None:
    check_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "b"):
        with pytest.raises(LawdiffError, match="cannot be written"):
            check_folder(folder)
        with pytest.raises(LawdiffError, match="cannot be written"):
            make_folder(folder)
