"""Fixtures and settings that all tests share."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

from real_law import REAL_LAW, WHY_NOT

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60)
settings.register_profile("fuzz", deadline=None, max_examples=5000)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def real_law() -> Path:
    """Folder of the real law; the test is skipped, and says why, where there is none."""
    if REAL_LAW is None:
        pytest.skip(WHY_NOT)
    return REAL_LAW


def pytest_report_header() -> str:
    """Say at the top of a run whether the real law takes part."""
    return f"real law: {'found' if REAL_LAW else WHY_NOT}"
