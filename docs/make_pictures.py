"""Make the pictures of docs/ from the demo: the page in light, dark and on a phone, the paper in its layouts.

Run by `make pictures`. Needs Chromium; the paper needs poppler's `pdftoppm` too and is left out without it. A
page of paper is found by a bookmark, so that the picture stays the same provision's when pages move.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

HERE = Path(__file__).parent / "pictures"
FRAME = """<!DOCTYPE html><body style="margin:0">
<iframe src="{page}#{anchor}" style="border:0;width:100vw;height:100vh"></iframe>
"""
SECTION = "sec_13"  # both parties speak of it, and words, subsections and its heading change
SHOTS = (
    ("page.png", "1400,1000", ()),
    ("page-dark.png", "1400,1000", ("--force-dark-mode", "--blink-settings=preferredColorScheme=0")),
    ("phone.png", "500,1000", ()),
)
SAMPLE = Path(__file__).parents[1] / "statutes" / "norway-drug-reform"
PAPER = (
    ("paper-title", "inline", ""),
    ("paper", "inline", "§ 14"),
    ("side-by-side", "side-by-side", "§ 14"),
    ("synopsis", "synopsis", "§ 14"),
    ("keeling", "keeling", "§ 14"),
    ("ramseyer", "ramseyer", "§ 16"),
)
"""Picture, layout, and how the bookmark begins whose page is shown; the first page without."""


def main() -> int:
    """Write the pictures; 2 where there is no Chromium."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("There is no Chromium here: see lawdiff doctor", file=sys.stderr)
        return 2
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-m", "lawdiff.cli", "demo", "-o", folder]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
        (page,) = Path(folder).glob("*.html")
        found = re.search(rf'id="(s-[^"]*{SECTION})"', page.read_text(encoding="utf-8"))
        # Chromium pictures a page that is scrolled by its address as blank, but not a frame that is.
        frame = Path(folder) / "frame.html"
        frame.write_text(FRAME.format(page=page.name, anchor=found[1] if found else ""), encoding="utf-8")
        for name, size, more in SHOTS:
            options = [
                f"--window-size={size}",
                f"--screenshot={HERE / name}",
                f"--user-data-dir={folder}/c",
                *more,
            ]
            still = [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--virtual-time-budget=4000",
            ]
            line = [chromium, *still, *options, frame.as_uri()]
            subprocess.run(line, check=True, capture_output=True)
            _shrink(HERE / name)
        if shutil.which("pdftoppm"):
            for name, layout, start in PAPER:
                paper = _paper(Path(folder), layout)
                number = str(_page_of(paper, start) if start else 1)
                pages = ["-f", number, "-l", number, "-singlefile"]
                line = ["pdftoppm", "-png", "-r", "80", *pages, str(paper), str(HERE / name)]
                subprocess.run(line, check=True)
                _shrink(HERE / f"{name}.png")
        else:
            print(
                "There is no pdftoppm here: the pictures of the paper are left as they are", file=sys.stderr
            )
    print(*sorted(path.name for path in HERE.glob("*.png")), sep="\n")
    return 0


def _paper(folder: Path, layout: str) -> Path:
    """Write the sample in a layout, once."""
    paper = folder / f"{layout}.pdf"
    if not paper.exists():
        versions = [str(SAMPLE / f"{name}.en.xml") for name in ("law-in-force", "bill", "report")]
        line = [sys.executable, "-m", "lawdiff.cli", "diff", *versions[:2], "--report", versions[2]]
        line += ["--layout", layout, "-o", str(paper)]
        subprocess.run(line, check=True, stderr=subprocess.DEVNULL)
    return paper


def _page_of(paper: Path, start: str) -> int:
    """Give the page (from 1) of the first bookmark that begins so."""
    with pikepdf.open(paper) as file, file.open_outline() as outline:
        names = file.Root.Names.Dests.Names
        places: dict[str, Any] = {str(names[i]): names[i + 1] for i in range(0, len(names), 2)}
        waiting = list(outline.root)
        while waiting:
            mark = waiting.pop(0)
            if mark.title.startswith(start):
                place: Any = mark.destination
                place = place if isinstance(place, pikepdf.Array) else places[str(place)]
                return next(n for n, page in enumerate(file.pages, 1) if page.objgen == place[0].objgen)
            waiting = [*mark.children, *waiting]
    raise SystemExit(f"{paper.name} has no bookmark that begins {start}")


def _shrink(picture: Path) -> None:
    """Keep 64 colours: a page has few, and the repository carries the file."""
    with Image.open(picture) as image:
        small = image.convert("RGB").quantize(64)
    small.save(picture, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
