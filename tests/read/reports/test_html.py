import pytest

from lawdiff.read.reports import read_report

PAGE = """\
<!DOCTYPE html>
<html lang="nb"><head><title>Innst. 1 L</title><style>p { color: red }</style></head>
<body><nav><p>Meny</p></nav>
<h1>Innstilling</h1>
<h2>Merknader</h2>
<h3>Til § 24</h3>
<p id="a1">Komiteens flertall, medlemmene fra <b>A</b> og B,
 viser til <a href="#x">punkt 2</a>.</p>
<script>alert("p")</script>
<p><strong>Til ny § 24 a</strong></p>
<div>Løs tekst<br>her. <p>Mer.</p></div>
<table><tr><th>Stoff</th><td><p>2 g</p></td></tr></table>
</body></html>
"""


def test_headings_passages_ids_and_links() -> None:
    report = read_report(PAGE.encode())
    assert (report.title, report.language) == ("Innst. 1 L", "nb")
    assert [(p.id, p.line, p.heading, p.text) for p in report.passages] == [
        ("a1", 7, "Til § 24", "Komiteens flertall, medlemmene fra A og B, viser til punkt 2."),
        ("p2", 11, "Til ny § 24 a", "Løs tekst her."),
        ("p3", 11, "Til ny § 24 a", "Mer."),
        ("p4", 12, "Til ny § 24 a", "Stoff | 2 g"),
    ]
    assert report.passages[0].refs == ("#x",)
    assert report.passages[0].trail == ("Innstilling", "Merknader", "Til § 24")
    assert report.passages[0].role == "majority"


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_stated_encoding_is_believed(encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><p>Første ledd.</p></body></html>'
    assert read_report(page.encode(encoding)).passages[0].text == "Første ledd."


def test_a_page_of_plain_text() -> None:
    page = b"<html><title>T</title><body><pre>\nSection 4\n\nA note &amp; more.\n</pre></body></html>"
    (passage,) = read_report(page).passages
    assert (passage.heading, passage.text) == ("Section 4", "A note & more.")


def test_titles_stated_in_rdfa() -> None:
    page = (
        "<html><body><div class='section' property='dcterms:title' content='Kommentar'>"
        "<div><span property='rdfs:label' content='Till 6 § rättegångsbalken'/><p>Paragrafen är ny.</p></div>"
        "</div></body></html>"
    )
    (passage,) = read_report(page.encode()).passages
    assert passage.trail == ("Kommentar", "Till 6 § rättegångsbalken")


def test_bad_markup_is_mended_and_entities_of_a_dtd_are_not_read() -> None:
    page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><p>One &x; <b>two<p>Three'
    texts = [p.text for p in read_report(page).passages]
    assert "root:" not in " ".join(texts)
    assert texts[-1] == "Three"
