"""The wheel has all that lawdiff needs, and runs where there is no checkout."""

import os
import shlex
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from lawdiff.cli.demo import EXAMPLES

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built as `pip wheel .` builds it, but without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    line = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(line, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def lawdiff(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, installed from the wheel in an environment of its own.

    lawdiff comes from the wheel; what it depends on from the environment of the tests, by a path file, so
    that no network is needed. A path file inside *that* folder (an editable install's) is not read.
    """
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    options = ["--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check", "--quiet"]
    line = [sys.executable, "-m", "pip", "--python", str(python), "install", *options, str(wheel)]
    subprocess.run(line, check=True, capture_output=True)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([str(python), "-c", code], check=True, capture_output=True, text=True)
    ours = sysconfig.get_path("purelib")
    (Path(found.stdout.strip()) / "packages_of_the_tests.pth").write_text(f"{ours}\n", encoding="utf-8")
    return scripts / ("lawdiff.exe" if os.name == "nt" else "lawdiff")


def run(program: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        [str(program), *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_the_wheel_holds_templates_samples_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "lawdiff/py.typed" in names
    for folder, in_wheel in (("templates", "_templates"), ("statutes", "_statutes")):
        missing = [
            name
            for path in (ROOT / folder).rglob("*")
            if path.is_file()
            and (name := f"lawdiff/{in_wheel}/{path.relative_to(ROOT / folder)}") not in names
        ]
        assert not missing
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert not [
        name for name in names if name.startswith(("tests", "docs", "benchmarks")) or "__pycache__" in name
    ]


def test_the_demo_runs_from_the_wheel_in_an_empty_folder(lawdiff: Path, tmp_path: Path) -> None:
    (example,) = EXAMPLES
    _, *arguments = shlex.split(example)
    done = run(lawdiff, *arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (folder,) = tmp_path.iterdir()
    written = {path.suffix: path for path in folder.iterdir()}
    assert written.keys() == {".html", ".pdf", ".json", ".md"}
    assert written[".pdf"].read_bytes().startswith(b"%PDF")
    assert all(path.stat().st_size > 1000 for path in written.values())
    for path in written.values():
        assert str(path.relative_to(tmp_path)) in done.stdout


def test_it_is_the_wheel_that_ran(lawdiff: Path, tmp_path: Path) -> None:
    done = run(lawdiff, "doctor", cwd=tmp_path)
    assert str(ROOT / "templates") not in done.stdout
    assert "_templates" in done.stdout
