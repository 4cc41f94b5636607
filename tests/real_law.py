"""Where real law to test on is found: `LAWDIFF_REAL_LAW`, else `../shared/data` beside the checkout."""

import os
from pathlib import Path


def _find() -> Path | None:
    stated = os.environ.get("LAWDIFF_REAL_LAW")
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(stated) if stated else beside
    return folder if folder.is_dir() else None


REAL_LAW: Path | None = _find()
WHY_NOT = "no real law here: set LAWDIFF_REAL_LAW to a folder that holds it"
