"""What a question names, and which clauses that speaks for: a document, a region, a year, an article.

A name in 《》 may be a whole title, a part of one, or the short name a document gives itself (《意见》).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from knowledge.numerals import NUMERAL, parse_numeral
from knowledge.values import Clause, Document, Level
from retrieval.tokenization import normalize

_QUOTED_TITLE = re.compile(r"《([^《》]+)》")
_ARTICLE = re.compile(rf"第\s*({NUMERAL})\s*条(之{NUMERAL})?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")

_KINDS = "法典|法|条例|办法|细则|规定|意见|规划|方案|通知|决定|准则|要点"
_BEFORE_ARTICLE = re.compile(rf"([\u4e00-\u9fff]{{0,20}}(?:{_KINDS}))的?第\s*{NUMERAL}\s*条")
_BARE_LAW = re.compile(
    r"(?:^|[，,。、]|按照?|根据|依据|依照)(?!这|那|该|本|新|老|旧|现行)([\u4e00-\u9fff]{2,16}(?:法典|(?<!办)(?<!方)(?<!做)(?<!用)(?<!执)(?<!违)(?<!依)(?<!合)(?<!非)法|条例|细则))(?=规定|要求|对|里|中|第|的|怎么|有)"
)
_NAMED = 3.0
"""Weight of a clause of a document that is named: ahead of all that are not, unless those are far nearer."""
_ARTICLE_NAMED = 4.0
_PLACE_NAMED = 2.5
_OTHER_PLACE = 0.4
LOCAL_LEVELS = frozenset({Level.PROVINCIAL, Level.MUNICIPAL, Level.COUNTY, Level.UNIT})
_NO_PLACE_NAMED = 0.85
"""Where no place is named, what holds everywhere comes before what one place says of the same."""
_YEAR_NAMED = 1.3


@dataclass(frozen=True)
class Steering:
    """The names in one question, matched against the documents of one snapshot."""

    documents: frozenset[str]
    """Ids of the documents named; empty where none is."""
    unknown_titles: tuple[str, ...]
    """Titles in 《》 that belong to no document."""
    articles: frozenset[str]
    """Article numbers as digits, 之一 kept: "10", "120之一"."""
    years: frozenset[str]
    regions: frozenset[str]
    """Regions of the documents that are named, such as 黑龙江."""

    def weight(self, clause: Clause, document: Document) -> float:
        """Factor for a clause's score: above 1 where the question speaks of it, below where of another place."""
        factor = 1.0
        if self.documents:
            factor *= _NAMED if document.id in self.documents else 1.0
        if self.articles and any(self.articles & article_numbers(step) for step in clause.path):
            factor *= _ARTICLE_NAMED
        if self.regions:
            factor *= _PLACE_NAMED if document.region in self.regions else _OTHER_PLACE
        elif document.level in LOCAL_LEVELS:
            factor *= _NO_PLACE_NAMED
        if self.years and any(year in document.title or _of_year(document, year) for year in self.years):
            factor *= _YEAR_NAMED
        return factor


def steer(
    question: str, documents: Iterable[Document], own_names: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> Steering:
    """Match the names in `question` against `documents`.

    Args:
        question: As it was asked.
        documents: Those that may be found.
        own_names: Document id to what the document calls what it is about, besides its title.
    """
    documents = tuple(documents)
    named: set[str] = set()
    unknown: list[str] = []
    for title in _QUOTED_TITLE.findall(question):
        matches = [document.id for document in documents if names(title, document, own_names.get(document.id, ()))]
        named.update(matches)
        if not matches:
            unknown.append(title)
    bare = bare_name(question)
    if bare:
        matches = [document.id for document in _named_bare(bare, documents)]
        named.update(matches)
        if not matches:
            unknown.append(bare)
    regions = {document.region for document in documents if document.region and document.region in question}
    return Steering(
        documents=frozenset(named),
        unknown_titles=tuple(unknown),
        articles=article_numbers(question),
        years=frozenset(_YEAR.findall(normalize(question))),
        regions=frozenset(regions),
    )


def bare_name(question: str) -> str | None:
    """A document that a question names without 《》: before an article's number, or a law before 规定, 对, 要求."""
    found = _BEFORE_ARTICLE.search(question) or _BARE_LAW.search(question)
    return found.group(1) if found else None


def _named_bare(name: str, documents: Iterable[Document]) -> list[Document]:
    """The documents whose title holds the name, else those whose title holds its characters in order."""
    wanted = _squeeze(name)
    titles = [(document, _squeeze(document.title)) for document in documents]
    whole = [document for document, title in titles if wanted in title]
    return whole or [document for document, title in titles if _in_order(wanted, title)]


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def article_numbers(text: str) -> frozenset[str]:
    """Articles that `text` names, in digits, 之一 kept: 第一百二十条之一 is "120之一"."""
    return frozenset(f"{parse_numeral(number)}{suffix}" for number, suffix in _ARTICLE.findall(text))


def names(title: str, document: Document, own_names: Sequence[str] = ()) -> bool:
    """Tell whether `title`, as a question writes it in 《》, means `document`.

    It does where it is the document's title or stands in it, or where it is a short name (意见, 巡视工作条例) that ends
    a title inside the document's.
    """
    wanted = _squeeze(title)
    whole = _squeeze(document.title)
    inner = [_squeeze(part) for part in _QUOTED_TITLE.findall(document.title)]
    own = [_squeeze(name) for name in own_names]
    return wanted == whole or any(name.endswith(wanted) or wanted in name for name in (*(inner or [whole]), *own))


def _of_year(document: Document, year: str) -> bool:
    return document.published is not None and str(document.published.year) == year


def _squeeze(title: str) -> str:
    return re.sub(r"[\s《》（）()]|中华人民共和国", "", normalize(title))
