"""Which document is in force: told by 废止 clauses and by versions of one title, never by age alone.

1. What front matter or `catalogue.yaml` says of a document's status stays.
2. A title that another document repeals is superseded by it; repealed, where that document does nothing but repeal.
   A clause that names a title without more means the documents of that title dated before its own.
3. Of several versions of one title the newest is in force, the older ones are superseded by it. Versions are rules of
   the same level, region and issuer; acts of one occasion (通知, 决定, 批复) and what tells of a rule (答记者问, 报道)
   have none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from knowledge.catalogue.titles import enclosed_title, folded_title, title_key, without_issuer
from knowledge.values import Document, Kind, Level, ParsedDocument, Status

_RULES = frozenset({Kind.REGULATION, Kind.PLAN, Kind.NOTICE})
_ONE_OCCASION = re.compile(
    r"(?:通知|决定|决议|批复|答复|解答|公告|通告|通报|命令|令|函|修正案|议案|讲话)(?:\([^()]*\))?$"
)
_ONLY_REPEALS = re.compile(r"(?:废止|宣布失效|停止执行|清理)[^《》]*(?:决定|公告|通知|目录)$")


def settle_statuses(documents: Sequence[ParsedDocument]) -> list[Document]:
    """Give each document, in the same order, with the status that the others give it."""
    given = [parsed.document for parsed in documents]
    settled = dict(_versions(given))
    settled.update(_repealed(documents))
    return [settled.get(place, document) for place, document in enumerate(given)]


def _versions(documents: Sequence[Document]) -> Iterable[tuple[int, Document]]:
    """Compare the rules that share a title, each with the newer and older ones it is comparable to."""
    of_title: dict[str, list[int]] = defaultdict(list)
    for place, document in enumerate(documents):
        if document.kind in _RULES and document.published and _has_versions(document.title):
            of_title[title_key(enclosed_title(document.title))].append(place)
    for places in of_title.values():
        if len(places) > 1:
            for place in places:
                yield from _compared(place, [documents[other] for other in places], documents[place])


def _has_versions(title: str) -> bool:
    return enclosed_title(title) != title or not _ONE_OCCASION.search(folded_title(title))


def _compared(place: int, versions: Sequence[Document], document: Document) -> Iterable[tuple[int, Document]]:
    if document.status is not Status.UNKNOWN:
        return
    others = [other for other in versions if _comparable(document, other)]
    newest = max(others, key=lambda other: (_published(other), other.title))
    if _published(newest) > _published(document):
        yield place, _superseded(document, newest)
    elif any(_published(other) < _published(document) for other in others):
        yield place, document.model_copy(update={"status": Status.IN_FORCE})


def _published(document: Document) -> date:
    return document.published or date.min


def _comparable(one: Document, other: Document) -> bool:
    """Tell whether two documents of one title can be versions: not those of two provinces or of two bureaus."""
    if one.level and other.level and one.level is not other.level:
        return False
    if one.region and other.region and one.region != other.region:
        return False
    if one.kind is Kind.REGULATION and one.level is Level.CENTRAL:
        return True
    return _share_issuer(one, other)


def _share_issuer(one: Document, other: Document) -> bool:
    """Tell whether two documents have an issuer in common; one that is not known is not held against them."""
    if not one.issuer or not other.issuer:
        return True
    return not set(one.issuer.split("、")).isdisjoint(other.issuer.split("、"))


def _superseded(document: Document, by: Document) -> Document:
    return document.model_copy(update={"status": Status.SUPERSEDED, "superseded_by": by.title})


def _repealed(documents: Sequence[ParsedDocument]) -> Iterable[tuple[int, Document]]:
    """Let each repealed document be repealed once: by the first that puts something in its place, if there is one."""
    repealers: dict[int, list[Document]] = defaultdict(list)
    for place, by in _repeals(documents):
        repealers[place].append(by)
    for place, several in repealers.items():
        yield place, _without_force(documents[place].document, min(several, key=_precedence))


def _precedence(by: Document) -> tuple[bool, date, str]:
    return _only_repeals(by), by.published or date.max, by.title


def _repeals(documents: Sequence[ParsedDocument]) -> Iterable[tuple[int, Document]]:
    """Pair the place of each repealed document with one that repeals it."""
    titled, keyed, bare = _by_title(documents)
    for parsed in documents:
        by = parsed.document
        for title in parsed.repeals:
            named = titled.get(folded_title(title), [])
            alike = [place for place in keyed.get(title_key(title), []) if place not in named]
            alike += [place for place in bare.get(title_key(title), []) if place not in alike and place not in named]
            for place in (*named, *alike):
                document = documents[place].document
                certain = place in named and title_key(document.title) != title_key(by.title)
                if _may_repeal(by, document, certain=certain):
                    yield place, by


def _by_title(
    documents: Sequence[ParsedDocument],
) -> tuple[Mapping[str, list[int]], Mapping[str, list[int]], Mapping[str, list[int]]]:
    """Place the documents by their title as written, by what its versions share, and by that without the issuer."""
    titled: dict[str, list[int]] = defaultdict(list)
    keyed: dict[str, list[int]] = defaultdict(list)
    bare: dict[str, list[int]] = defaultdict(list)
    for place, parsed in enumerate(documents):
        title = parsed.document.title
        if parsed.document.kind in _RULES:
            titled[folded_title(title)].append(place)
            keyed[title_key(title)].append(place)
            bare[without_issuer(title_key(title))].append(place)
    return titled, keyed, bare


def _may_repeal(by: Document, document: Document, *, certain: bool) -> bool:
    """Tell whether a clause of `by` can mean `document`: not itself, none of a later date, none of another province."""
    if document.id == by.id or document.status is not Status.UNKNOWN:
        return False
    if by.region and document.region and by.region != document.region:
        return False
    if by.published and document.published:
        return document.published < by.published and (certain or _share_issuer(by, document))
    return certain


def _only_repeals(by: Document) -> bool:
    return bool(_ONLY_REPEALS.search(folded_title(by.title)))


def _without_force(document: Document, by: Document) -> Document:
    if _only_repeals(by):
        return document.model_copy(update={"status": Status.REPEALED})
    return _superseded(document, by)
