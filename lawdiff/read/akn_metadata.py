"""What an Akoma Ntoso file says of itself: dialect, work, date, language, title.

A dialect is recognised by the content of the file, never by its name:

| dialect | sign |
|---|---|
| `de` | the root's namespace is LegalDocML.de's |
| `za` | the root's namespace is Akoma Ntoso 2.0 |
| `fi` | Finlex' namespace is declared (`http://data.finlex.fi/schema/finlex`) |
| `eu` | LEOS' namespace is declared (`urn:eu:europa:ec:leos`) |
| `ch` | Fedlex' namespace is declared (`http://fedlex.admin.ch/`) |
| `uk` | a namespace of legislation.gov.uk is declared |
| `plain` | none of these |

The date is the expression's: `validFrom` in the UK, `jolux:dateApplicability` in Switzerland,
`dateConsolidated` (else `dateIssued`) in Finland, elsewhere the first. Placeholders (1980-01-01, 9999-…) are
no dates. Language codes of three letters become BCP 47.
"""

import re
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from lawdiff.model.expression import Work
from lawdiff.read.mixed import local

Dialect = Literal["de", "za", "fi", "eu", "ch", "uk", "plain"]

_SIGNS: tuple[tuple[str, Dialect], ...] = (
    ("http://Inhaltsdaten.LegalDocML.de/", "de"),
    ("http://www.akomantoso.org/2.0", "za"),
    ("http://data.finlex.fi/schema/finlex", "fi"),
    ("urn:eu:europa:ec:leos", "eu"),
    ("http://fedlex.admin.ch/", "ch"),
)
_UK = re.compile(r"https?://(www\.)?legislation\.gov\.uk/")

_DATES: dict[Dialect, tuple[str, ...]] = {
    "uk": ("validFrom", "enacted", "made"),
    "ch": ("jolux:dateApplicability", "jolux:dateEntryInForce"),
    "fi": ("dateConsolidated", "dateIssued"),
}
_LANGUAGES = dict(
    pair.split(":")
    for pair in (
        "eng:en fin:fi swe:sv deu:de ger:de fra:fr fre:fr ita:it roh:rm nob:nb nno:nn nor:no dan:da isl:is "
        "spa:es esp:es por:pt nld:nl dut:nl cym:cy wel:cy gle:ga gla:gd pol:pl est:et lav:lv lit:lt afr:af "
        "zul:zu xho:xh sme:se hun:hu ces:cs slk:sk slv:sl hrv:hr ron:ro bul:bg ell:el mlt:mt "
        "ara:ar heb:he fas:fa per:fa urd:ur yid:yi"
    ).split()
)


def short_language(code: str) -> str:
    """Give a language by the shortest code that it has, as RFC 5646 § 4.5 wants it; another as it stands.

    >>> short_language("nob"), short_language("fr"), short_language("sot")
    ('nb', 'fr', 'sot')
    """
    return _LANGUAGES.get(code.lower(), code)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself; `title` is the first of its title elements, settled by the reader."""

    work: Work
    date: str
    language: str


def recognise_dialect(root: etree._Element) -> Dialect:
    """Say which publisher's habits a file has, by the namespaces that it declares."""
    declared = {etree.QName(root).namespace or ""}
    for element in _head(root):
        declared.update(uri for uri in element.nsmap.values() if uri)
    for sign, dialect in _SIGNS:
        if any(uri.startswith(sign) for uri in declared):
            return dialect
    return "uk" if any(_UK.match(uri) for uri in declared) else "plain"


def read_metadata(document: etree._Element, dialect: Dialect, title: str) -> Metadata:
    """Read the identification of a document (an act, a bill …). `title` is what its preface says."""
    work = _first(document, "FRBRWork")
    expression = _first(document, "FRBRExpression")
    uri = _value(work, "FRBRuri") or _value(work, "FRBRthis")
    if uri.startswith("#"):  # a drafting tool's variable
        uri = ""
    language = _attribute(expression, "FRBRlanguage", "language") or _xml_lang(document)
    named = title or _short_name(work) or (_value(work, "FRBRalias") if dialect == "za" else "")
    named = named or _dublin_core(document)
    return Metadata(
        Work(uri=uri, title=named, country=_value(work, "FRBRcountry").lower()),
        date=_date(expression, dialect) or _date(work, dialect),
        language=short_language(language),
    )


def _head(root: etree._Element) -> list[etree._Element]:
    """The elements on which publishers declare their namespaces: the root, the document, its metadata."""
    head = [root]
    for document in root.iterchildren("{*}*"):
        head.append(document)
        for part in document.iterchildren("{*}*"):
            head.append(part)
            if local(part.tag) == "meta":
                head += part.iterchildren("{*}*")
                head += [own for held in part.iterchildren("{*}proprietary") for own in held if own.nsmap]
    return head


def _first(parent: etree._Element | None, name: str) -> etree._Element | None:
    if parent is None:
        return None
    return next(parent.iter(f"{{*}}{name}"), None)


def _attribute(parent: etree._Element | None, name: str, attribute: str) -> str:
    found = _first(parent, name)
    return "" if found is None else (found.get(attribute) or "").strip()


def _value(parent: etree._Element | None, name: str) -> str:
    return _attribute(parent, name, "value")


def _short_name(work: etree._Element | None) -> str:
    """A name that is a title and not an abbreviation: it holds a space and no digit before it."""
    name = _value(work, "FRBRname")
    return name if " " in name and not name[:1].isdigit() else ""


def _dublin_core(document: etree._Element) -> str:
    """The title in a publisher's own metadata, for an extract that has no preface: one section of an act."""
    found = next(document.iterfind("{*}meta/{*}proprietary/{http://purl.org/dc/elements/1.1/}title"), None)
    return "" if found is None else " ".join((found.text or "").split())


def _date(level: etree._Element | None, dialect: Dialect) -> str:
    if level is None:
        return ""
    dated = [(each.get("name") or "", each.get("date") or "") for each in level.iter("{*}FRBRdate")]
    dated = [(name, date[:10]) for name, date in dated if not date.startswith(("1980-01-01", "9999"))]
    for wanted in _DATES.get(dialect, ()):
        for name, date in dated:
            if name == wanted:
                return date
    return dated[0][1] if dated else ""


def _xml_lang(document: etree._Element) -> str:
    for element in (document, *document.iterancestors()):
        stated = element.get("{http://www.w3.org/XML/1998/namespace}lang")
        if stated:
            return stated
    return ""
