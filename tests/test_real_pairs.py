"""Every pair of real law that is at hand gives a redline whose proof holds; where no words differ, no change.

The pairs are those of the data's own index. A redline is made of each, so that a reader or a step of the
comparison that fails on real law fails here.
"""

import tarfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from real_law import REAL_LAW, WHY_NOT

from lawdiff.diff.compare import compare
from lawdiff.read import read_expression

BILLS = {
    "us-bills-dtd": [
        "116-hr1500-ih → 116-hr1500-rh",
        "116-hr1500-rh → 116-hr1500-eh",
        "116-hr1500-ih → 116-hr1500-eh",
        "116-hr1500-eh → 116-hr1500-rfs",
        "118-hr8752-rh → 118-hr8752-eh",
        "118-hr6614-ih → 118-hr6614-eh",
        "118-s2247-is → 118-s2247-rs",
    ],
    "us-bills-uslm": [
        "116-hr2157-ih → 116-hr2157-enr",
        "116-hr1058-rds → 116-hr1058-enr",
        "hjres107-eh → hjres107-rds",
        "hjres107-rds → hjres107-enr",
        "hconres105-eh → hconres105-rds",
        "hconres105-rds → hconres105-enr",
        "116-hr1037-eh → 116-hr1037-rfs",
        "s2731-ips → s2731-rcs",
        "sconres13-es → sconres13-ats",
        "sconres13-ats → sconres13-rfh",
    ],
    "us-usc": [
        "usc03@115-164not141 → usc03@119-36",
        "usc09@113-31 → usc09@119-36",
        "usc09@115-164not141 → usc09@119-36",
    ],
    "us-plaw": ["115hr255enr-uslm → 115publ6-uslm", "114hr636enr-uslm → 114publ190-uslm"],
}
QUIET = {
    "akn-uk/mwa-2011-7-s1/2012-11-16.xml",
    "akn-fi/2024-224/2024-05-03.xml",
    "akn-de/estg-no-difference/2023-12-23.xml",
    "akn-de/vereinsgesetz/2017-03-16_after.xml",
    "no-lovdata/2026-06/nl-20050520-028.xml",
    "no-lovdata/2025-11/nl-20050520-028.xml to its twin",
    "us-bills-dtd/116-hr1500-eh.xml",
    "us-bills-uslm/116-hr1037-eh.xml",
    "us-bills-uslm/s2731-ips.xml",
    "us-bills-uslm/sconres13-es.xml",
    "us-bills-uslm/sconres13-ats.xml",
}
"""Pairs in which no words differ, by their old side."""


def _pairs() -> Iterator[tuple[str, Path, Path]]:
    root = REAL_LAW
    if root is None:
        return
    folders = ["akn-za", "akn-uk", "akn-fi", "akn-eu"]
    for folder in folders:
        for law in sorted(p for p in (root / folder).iterdir() if p.is_dir() and not p.name.startswith("_")):
            for old, new in pairwise(sorted(law.glob("*.xml"))):
                yield f"{folder}/{law.name}/{old.name}", old, new
    de = root / "akn-de"
    yield (
        "akn-de/estg-no-difference/2023-12-23.xml",
        de / "estg-no-difference" / "2023-12-23.xml",
        de / "estg-no-difference" / "2024-03-27.xml",
    )
    law = de / "vereinsgesetz"
    yield ("akn-de/vereinsgesetz/before", law / "2017-03-15_before.xml", law / "2017-03-16_after.xml")
    yield (
        "akn-de/vereinsgesetz/2017-03-16_after.xml",
        law / "2017-03-16_after.xml",
        law / "2017-03-16_after-metadata-removed.xml",
    )
    for section in sorted(p for p in (root / "dc-sections").iterdir() if p.is_dir()):
        yield f"dc-sections/{section.name}", section / "before.xml", section / "after.xml"
    for act in sorted((root / "dc-acts").iterdir()):
        for old in sorted((act / "before").glob("*.xml")) if act.is_dir() else ():
            if (act / "after" / old.name).is_file():
                yield f"dc-acts/{act.name}/{old.name}", old, act / "after" / old.name
    for chain in sorted((root / "dc-chains").iterdir()):
        for old, new in pairwise(sorted(chain.glob("*.xml")) if chain.is_dir() else ()):
            yield f"dc-chains/{chain.name}/{old.name}", old, new
    for folder, names in BILLS.items():
        for name in names:
            old_name, new_name = name.split(" → ")
            place = root / folder
            yield f"{folder}/{old_name}.xml", place / f"{old_name}.xml", place / f"{new_name}.xml"
    for old in sorted((root / "us-bills-uslm").glob("schema-2.0.11-*")):
        yield f"us-bills-uslm/{old.name}", old, old.with_name(old.name.replace("2.0.11", "2.1"))
    no = root / "no-lovdata"
    for old in sorted((no / "enacted").glob("*.xml")):
        yield f"no-lovdata/enacted/{old.name}", old, no / "2025-11" / old.name
    for new in sorted((no / "2026-06").glob("nl-*[0-9].xml")):
        yield f"no-lovdata/2025-11/{new.name}", no / "2025-11" / new.name, new
    penal = "nl-20050520-028"
    yield (
        f"no-lovdata/2026-06/{penal}.xml",
        no / "2026-06" / f"{penal}.xml",
        no / "2026-06" / f"{penal}.pretty.xml",
    )
    yield (
        f"no-lovdata/2025-11/{penal}.xml to its twin",
        no / "2025-11" / f"{penal}.xml",
        no / "2025-11" / f"{penal}.xmllint.xml",
    )


PAIRS = list(_pairs())


@pytest.mark.skipif(not PAIRS, reason=WHY_NOT)
@pytest.mark.parametrize(("old", "new"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_nothing_is_lost(old: Path, new: Path, request: pytest.FixtureRequest) -> None:
    redline = compare(read_expression(old), read_expression(new))
    assert redline.proof.reject_all_is_old
    assert redline.proof.accept_all_is_new
    name = request.node.callspec.id
    if name in QUIET:
        assert redline.changes == ()


@pytest.mark.parametrize(
    ("title", "old", "new"),
    [
        ("usc13", "113-31", "119-36"),
        ("usc14", "115-164not141", "117-80"),
        ("usc24", "113-31", "119-36"),
        ("usc27", "113-31", "119-36"),
        ("usc35", "113-31", "119-36"),
        ("usc41", "113-31", "119-36"),
        ("usc44", "113-31", "119-36"),
        ("usc51", "115-164not141", "119-36"),
        ("usc52", "115-164not141", "119-36"),
    ],
)
def test_titles_of_the_us_code(title: str, old: str, new: str, real_law: Path, tmp_path: Path) -> None:
    with tarfile.open(real_law / "us-usc" / "usc-titles.tar.xz") as archive:
        for release in (old, new):
            member = archive.extractfile(f"titles/{title}@{release}.xml")
            assert member is not None
            (tmp_path / f"{release}.xml").write_bytes(member.read())
    redline = compare(read_expression(tmp_path / f"{old}.xml"), read_expression(tmp_path / f"{new}.xml"))
    assert redline.proof.reject_all_is_old
    assert redline.proof.accept_all_is_new


def _holds(old: Path, new: Path) -> bool:
    proof = compare(read_expression(old), read_expression(new)).proof
    return proof.reject_all_is_old and proof.accept_all_is_new


def test_large_acts(real_law: Path, tmp_path: Path) -> None:
    with tarfile.open(real_law / "akn-large.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    laws = [p for root in ("akn-uk", "akn-za", "akn-de") for p in sorted((tmp_path / root).iterdir())]
    laws = [law for law in laws if law.is_dir() and not law.name.startswith("_")]
    pairs = [pair for law in laws for pair in pairwise(sorted(law.glob("*.xml")))]
    assert len(pairs) == 5
    assert all(_holds(old, new) for old, new in pairs)


def test_sections_that_acts_of_dc_changed(real_law: Path, tmp_path: Path) -> None:
    with tarfile.open(real_law / "dc-acts" / "dc-acts-more.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    olds = sorted(tmp_path.rglob("before/*.xml"))
    news = [old.parents[1] / "after" / old.name for old in olds]
    pairs = [(old, new) for old, new in zip(olds, news, strict=True) if new.is_file()]
    assert len(pairs) > 700
    assert [old.name for old, new in pairs if not _holds(old, new)] == []


def test_cases_of_over_marking(real_law: Path) -> None:
    cases = sorted(p for p in (real_law / "overmarking").iterdir() if p.is_dir())
    assert len(cases) == 60
    assert all(_holds(case / "before.xml", case / "after.xml") for case in cases)
