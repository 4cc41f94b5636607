import pytest

from lawdiff.errors import LawdiffError
from lawdiff.read.identity_map import read_identity


def test_reads_pairs_in_order() -> None:
    text = b'[[same]]\nold = "\xc2\xa7 5"\nnew = "sec_7"\n[[same]]\nold = "sec_1"\nnew = "sec_2"\n'
    assert read_identity(text) == (("§ 5", "sec_7"), ("sec_1", "sec_2"))


def test_an_empty_map_says_nothing() -> None:
    assert read_identity(b"# none yet\n") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"[[same", "not TOML"),
        (b"\xff", "not TOML"),
        (b"[[others]]\nold = 'a'\nnew = 'b'\n", "others"),
        (b"same = 3\n", "same"),
        (b"[[same]]\nold = 'a'\n", "entry 1"),
        (b"[[same]]\nold = 'a'\nnew = 'b'\nwhy = 'c'\n", "nothing else"),
        (b"[[same]]\nold = 5\nnew = 'b'\n", "are texts"),
        (b"[[same]]\nold = 'a'\nnew = 'b'\n[[same]]\nold = 'a'\nnew = 'c'\n", "entry 2.*two entries"),
    ],
)
def test_what_it_cannot_mean_is_an_error(text: bytes, message: str) -> None:
    with pytest.raises(LawdiffError, match=message):
        read_identity(text)
