import json
import tarfile
from pathlib import Path

import pytest

from lawdiff.read.reports import read_report

REPORT = """\
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><doc name="report"><meta><identification>
<FRBRExpression><FRBRdate date="2021-06-03" name="x"/><FRBRlanguage language="eng"/></FRBRExpression>
</identification></meta>
<preface><p><docTitle>Report on the Act</docTitle></p></preface>
<mainBody><chapter eId="chp_3"><num>3</num><heading>Remarks</heading>
<section eId="sec_1"><num>3.1</num><heading>Section 4</heading><content>
<p eId="sec_1__p_1">The majority agrees, see <ref href="#chp_2">chapter 2</ref>.<authorialNote><p>No.</p>
</authorialNote></p>
<blockList eId="list"><item><num>(a)</num><p>one;</p></item></blockList>
<table><tr><td><p>Heroin</p></td><td>2 g</td></tr></table>
</content></section></chapter></mainBody></doc></akomaNtoso>
"""


def test_headings_passages_ids_and_refs() -> None:
    report = read_report(REPORT.encode())
    assert (report.title, report.date, report.language) == ("Report on the Act", "2021-06-03", "en")
    assert [(p.id, p.heading, p.text) for p in report.passages[1:]] == [
        ("sec_1__p_1", "3.1 Section 4", "The majority agrees, see chapter 2."),
        ("list", "3.1 Section 4", "(a) one;"),
        ("sec_1", "3.1 Section 4", "Heroin | 2 g"),
    ]
    assert report.passages[1].trail == ("3 Remarks", "3.1 Section 4")
    assert report.passages[1].refs == ("#chp_2",)
    assert report.passages[1].line == 7


NOTES = """\
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><doc name="ExplanatoryNotes"><mainBody>
<section eId="section_5"><heading><b>Commentary</b></heading>
<level><content><p><span style="color:#0070C0">Section 1: </span><b>Dog abduction</b></p></content></level>
<paragraph><num>15 </num><content>
<p><span style="color:#000000">It is an offence.</span></p></content></paragraph>
<level><content><p><span style="color:#000000"><b>Powers of entry</b></span></p></content></level>
<paragraph><num>16 </num><intro><p>These are:</p></intro>
<subparagraph><num>a.</num><content><p>one.</p></content>
</subparagraph></paragraph>
<level><content><p><span style="color:#0070C0">Section 2</span></p></content></level>
<paragraph><num>17 </num><content><p>Section 1</p></content></paragraph>
</section></mainBody></doc></akomaNtoso>
"""


def test_british_notes_have_headings_in_colour() -> None:
    assert [(p.trail, p.text) for p in read_report(NOTES.encode()).passages] == [
        (("Commentary", "Section 1: Dog abduction"), "It is an offence."),
        (("Commentary", "Section 1: Dog abduction", "Powers of entry"), "These are:"),
        (("Commentary", "Section 1: Dog abduction", "Powers of entry"), "a. one."),
        (("Commentary", "Section 2"), "Section 1"),
    ]


@pytest.mark.parametrize(
    ("act", "share"), [("ukpga-2024-16", 1.0), ("ukpga-2023-50", 0.9), ("ukpga-2024-25", 0.94)]
)
def test_real_british_notes(real_law: Path, act: str, share: float) -> None:
    gold_file = real_law / "reports-uk" / act / "passages.jsonl"
    gold = [json.loads(line) for line in gold_file.read_text(encoding="utf-8").splitlines()]
    with tarfile.open(real_law / "reports-uk" / "notes-akn.tar.xz") as archive:
        member = next(m for m in archive.getmembers() if m.name.endswith(f"{act}.akn.xml"))
        extracted = archive.extractfile(member)
        assert extracted
        report = read_report(extracted.read())
    trails = {" ".join(p.text.split()): [" ".join(h.split()) for h in p.trail] for p in report.passages}
    right = sum(
        " ".join(row["heading"].split()) in trails.get(" ".join(row["text"].split()), []) for row in gold
    )
    assert right / len(gold) >= share
