"""The rooms of the package and who may import whom. Any other arrow fails here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "lawdiff"
OPEN_TO_ALL = {"errors", "memory", "resources"}

# A room imports from itself, from the rooms in its row, and (but for `model`) from what is open to all.
ROOMS: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "memory": set(),
    "resources": set(),
    "read": {"model"},
    "cite": {"model"},
    "quantities": {"model"},
    "diff": {"model", "cite", "quantities"},
    "amend": {"model", "cite", "diff"},
    "link": {"model", "cite", "quantities"},
    "notes": {"model", "diff"},
    "check": {"model", "cite", "quantities"},
    "history": {"model", "read", "cite", "diff"},
    "render": {"model"},
    "run": {
        "model",
        "read",
        "cite",
        "quantities",
        "diff",
        "amend",
        "link",
        "notes",
        "check",
        "history",
        "render",
    },
    "cli": {"lawdiff", "run"},  # "lawdiff" is the API: names of the package itself
}
API = {"model", "read", "diff", "amend", "link", "check", "render", "errors"}
DISK_AND_GIT = {"read", "history", "notes", "resources", "cli"}
"""Who may touch files and programs; all else is a pure function."""
WORKERS = PACKAGE / "render/pdf/workers.py"
"""Starts lawdiff itself, in processes that lay out parts of a PDF: pure functions run in them too."""


def modules() -> Iterator[tuple[str, Path]]:
    """Each module with the room that it is in; the package's own `__init__` is the room "lawdiff"."""
    for path in sorted(PACKAGE.rglob("*.py")):
        first = path.relative_to(PACKAGE).parts[0]
        yield ("lawdiff" if first == "__init__.py" else first.removesuffix(".py")), path


def imported(path: Path) -> Iterator[tuple[int, str, str]]:
    """Each import of a module, wherever it stands in it: line, module, name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield from ((node.lineno, node.module or "", alias.name) for alias in node.names)


def room_of(module: str, name: str) -> str | None:
    """The room that an import reaches into; `None` for what is not ours."""
    match module.split("."):
        case ["lawdiff"]:
            return name if (PACKAGE / name).is_dir() and name not in API else "lawdiff"
        case ["lawdiff", room, *_]:
            return room
        case _:
            return None


@pytest.mark.parametrize(("room", "path"), list(modules()), ids=lambda value: getattr(value, "stem", value))
def test_imports_go_down(room: str, path: Path) -> None:
    allowed = {room} | (API if room == "lawdiff" else ROOMS[room])
    allowed |= set() if room == "model" else OPEN_TO_ALL
    for line, module, name in imported(path):
        reached = room_of(module, name)
        assert reached is None or reached in allowed, (
            f"{path.relative_to(PACKAGE.parent)}:{line}: {room}/ may not import from {reached}/"
        )


def test_every_room_is_in_the_table() -> None:
    assert {room for room, _ in modules()} <= ROOMS.keys() | {"lawdiff"}


def test_the_table_has_no_circle() -> None:
    floors: dict[str, int] = {}

    def floor(room: str, above: tuple[str, ...] = ()) -> int:
        assert room not in above, f"a circle: {' → '.join((*above, room))}"
        if room not in floors:
            below = ROOMS.get(room, set()) - {"lawdiff"}
            floors[room] = 1 + max((floor(other, (*above, room)) for other in below), default=0)
        return floors[room]

    assert max(floor(room) for room in ROOMS) <= 8


def test_no_element_of_lxml_leaves_the_reader() -> None:
    for room, path in modules():
        if room not in ("read", "render"):  # render/akn/document.py will write XML
            assert not any(module.startswith("lxml") for _, module, _ in imported(path)), path


def test_only_some_rooms_touch_files_and_programs() -> None:
    for room, path in modules():
        if room not in DISK_AND_GIT and path != WORKERS:
            reached = {module for _, module, _ in imported(path)}
            assert not reached & {"subprocess", "shutil", "tempfile", "socket", "urllib.request"}, path


def test_what_is_open_to_all_stands_alone() -> None:
    for name in OPEN_TO_ALL:
        assert not [m for _, m, _ in imported(PACKAGE / f"{name}.py") if m.startswith("lawdiff")]


def test_the_table_is_not_blind() -> None:
    """Were the walk over imports broken, every test above would pass."""
    found = {room_of(module, name) for _, path in modules() for _, module, name in imported(path)}
    assert {"model", "read", "render", "run", "errors", "lawdiff"} <= found
