"""What a file may include: files in its own folder, with links followed."""

from pathlib import Path

import pytest

from lawdiff.errors import LawdiffError
from lawdiff.read.source import SourceFile, open_source, sibling


@pytest.fixture
def index(tmp_path: Path) -> SourceFile:
    inside = tmp_path / "code"
    (inside / "sections").mkdir(parents=True)
    (inside / "index.xml").write_text("<index/>", encoding="utf-8")
    (inside / "sections" / "1.xml").write_text("<section/>", encoding="utf-8")
    (inside / "other.xml").write_text("<other/>", encoding="utf-8")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.xml").write_text("<secret/>", encoding="utf-8")
    try:
        (inside / "sections" / "link.xml").symlink_to(inside / "other.xml")
        (inside / "sections" / "secret.xml").symlink_to(tmp_path / "outside" / "secret.xml")
        (inside / "away").symlink_to(tmp_path / "outside", target_is_directory=True)
    except OSError as error:
        pytest.skip(f"no symbolic links here: {error}")
    return open_source(inside)


@pytest.mark.parametrize(
    ("href", "data"),
    [
        ("sections/1.xml", b"<section/>"),
        ("./sections/1.xml", b"<section/>"),
        ("sections/../other.xml", b"<other/>"),
        ("sections/link.xml", b"<other/>"),
    ],
)
def test_what_is_inside_is_read(href: str, data: bytes, index: SourceFile) -> None:
    assert sibling(index, href).data == data


@pytest.mark.parametrize(
    ("href", "why"),
    [
        ("sections/secret.xml", "is not there"),
        ("away/secret.xml", "is not there"),
        ("sections/2.xml", "is not there"),
        ("../outside/secret.xml", "leaves the folder"),
        ("sections/../../outside/secret.xml", "leaves the folder"),
        ("/etc/hosts", "refused"),
        ("file:///etc/hosts", "refused"),
    ],
)
def test_what_is_outside_is_not(href: str, why: str, index: SourceFile) -> None:
    sibling(index, "sections/1.xml")  # a folder that was found to be inside says nothing of a link in it
    with pytest.raises(LawdiffError, match=why):
        sibling(index, href)
