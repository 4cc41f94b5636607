"""Giving memory back is a favour: whatever the C library, it never fails."""

import pytest

from lawdiff.memory import give_back


@pytest.mark.parametrize("size", [0, 1 << 30])
def test_it_never_fails(size: int) -> None:
    give_back(size)
