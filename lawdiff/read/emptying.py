"""What a reader leaves out anyway, taken out of a section before it is parsed.

In the Code of the District of Columbia two fifths of the bytes are annotations. A comparison reads none of
them, yet their elements would be built, and elements are most of the memory that reading takes. The aside
itself stays, with its line breaks and nothing else in it, so that all behind it stands where it stood.

XML that is not well-formed is found in them none the less: in the old version every byte has been checked,
and in the new one a parser that builds nothing goes over what is taken out.
"""

from dataclasses import dataclass, field

from lxml import etree

from lawdiff.read.cuts import NAMESPACE, CutFile
from lawdiff.read.well_formed import Checker, NotWellFormedError


@dataclass(slots=True)
class Emptier:
    """Empties sections of one version. With `is_checked` nobody has to look at what is taken out.

    A checker goes on over all sections with the same namespaces.
    """

    is_checked: bool
    checkers: dict[tuple[bytes, ...], Checker] = field(default_factory=dict)

    def emptied(self, section: bytes, file: CutFile) -> bytes:
        """Give a section without what is in its asides; as it is, where that cannot be told from the bytes.

        Raises `XMLSyntaxError` for an aside that is no XML, perhaps at one of the next.
        """
        opening, closing = file.patterns.aside
        count = section.count(opening) if opening else 0
        if not count or b"<!" in section or b"<?" in section or b"ascii" in file.gaps[0][:_PROLOG].lower():
            return section
        parts = section.split(opening)
        kept = [parts[0]]
        taken: list[bytes] = []
        for part in parts[1:]:
            inside, end, behind = part.partition(closing)
            if not end or closing in behind or opening[:-1] in inside:
                return section
            taken.append(inside)
            kept += (opening, b"\n" * inside.count(b"\n"), closing, behind)
        if not self.is_checked:
            checker = self._checker(section, file)
            checker.feed(b"".join([b"<a>%s</a>" % inside for inside in taken]), aside=False)
        return b"".join(kept)

    def _checker(self, section: bytes, file: CutFile) -> Checker:
        tag = section[: section.find(b">")]
        own = tuple(found[1] for found in NAMESPACE.finditer(tag)) if b"xmlns" in tag else ()
        names = {said.partition(b"=")[0] for said in own}
        said = (*own, *(s for s in sorted(file.said or ()) if s.partition(b"=")[0] not in names))
        if said not in self.checkers:
            checker = self.checkers[said] = Checker()
            checker.feed(b"<a %s>" % b" ".join(said), aside=False)
        return self.checkers[said]

    def close(self) -> None:
        """Say that this was all. Raises `XMLSyntaxError` or `NotWellFormedError`."""
        for checker in self.checkers.values():
            checker.feed(b"</a>", aside=False)
            checker.close()


NOT_XML = (etree.XMLSyntaxError, NotWellFormedError)
"""What an `Emptier` raises: then the parser has to see everything, and says what is wrong and where."""
_PROLOG = 1 << 10
"""Bytes in which an encoding is declared."""
