"""References → the clauses they mean, where the document is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.labels import paragraph_at
from knowledge.numerals import format_numeral
from knowledge.parser.markers import Style, read_marker
from knowledge.references.finding import Reference, find_aliases, find_references, relative_distance
from knowledge.values import Clause, ParsedDocument, Status

LONGEST_RANGE = 30
"""Articles of a range that are all resolved; of a longer one only the ends are."""

SHORTEST_TITLE = 2
"""Characters of the shortest name of a law: 刑法."""

_IGNORED = re.compile(
    r"[《》〈〉\s]|中华人民共和国|[（(](?:[12]\d{3}年?)?(?:修订|修正|试行|草案|\d{4}-\d\d-\d\d)[^（）()]*[）)]"
)
_STATUS_ORDER = {Status.IN_FORCE: 0, Status.UNKNOWN: 1, Status.SUPERSEDED: 2, Status.REPEALED: 3}


@dataclass(frozen=True, slots=True)
class ResolvedReference:
    """A reference with the clauses it means."""

    reference: Reference
    clause_ids: tuple[str, ...]
    """In the order of the document; several for a range, for the parts of a long article, or for 前两款."""
    place: str = ""
    """款 and 项 within the clause, such as 第二款第（三）项; empty: the whole clause."""


class ReferenceIndex:
    """The articles of all documents by title and number."""

    def __init__(self, documents: Sequence[ParsedDocument]) -> None:
        self._titles: dict[str, list[str]] = {}
        self._articles: dict[str, dict[tuple[int, ...], list[Clause]]] = {}
        self._aliases = {parsed.document.id: find_aliases(parsed.text) for parsed in documents}
        ordered = sorted(
            documents,
            key=lambda parsed: (
                _STATUS_ORDER[parsed.document.status],
                -(parsed.document.published.toordinal() if parsed.document.published else 0),
            ),
        )
        for parsed in ordered:
            # The books of a code are documents of their own: 民法典 means 民法典 物权编 too.
            for key in dict.fromkeys(
                (_title_key(parsed.document.title), _title_key(parsed.document.title.split(" ")[0]))
            ):
                self._titles.setdefault(key, []).append(parsed.document.id)
            articles = self._articles.setdefault(parsed.document.id, {})
            for clause in parsed.clauses:
                number = _article_number(clause)
                if number is not None:
                    articles.setdefault(number, []).append(clause)

    def resolve(self, clause: Clause) -> tuple[ResolvedReference, ...]:
        """Find the references in a clause that lead to a clause of some document, in the order of its text."""
        found = find_references(clause.text, self._aliases.get(clause.document_id, {}))
        resolved = []
        for place, reference in enumerate(found):
            previous = found[place - 1] if place else None
            targets, where = self._targets(clause, reference, previous)
            if targets:
                resolved.append(ResolvedReference(reference, tuple(target.id for target in targets), where))
        return tuple(resolved)

    def _targets(self, clause: Clause, reference: Reference, previous: Reference | None) -> tuple[list[Clause], str]:
        own = _article_number(clause)
        where = _place(reference)
        if reference.article is None:
            return self._relative(clause, reference, own, where)
        articles = self._articles_of(clause, reference)
        if reference.continues_range and previous and previous.article:
            first, last = previous.article[0] + 1, reference.article[0]
            if 0 <= last - first <= LONGEST_RANGE:
                between = [one for number in range(first, last) for one in articles.get((number,), [])]
                return between + articles.get(reference.article, []), where
        return articles.get(reference.article, []), where

    def _articles_of(self, clause: Clause, reference: Reference) -> dict[tuple[int, ...], list[Clause]]:
        if reference.title is None or reference.article is None:
            return self._articles.get(clause.document_id, {})
        wanted = _title_key(reference.title)
        for start in range(len(wanted) - SHORTEST_TITLE + 1):
            # Words that only stand before a name without 《》 fall away one by one: 单位犯刑法, 犯刑法, 刑法.
            for document_id in self._titles.get(wanted[start:], ()):
                if reference.article in self._articles[document_id]:
                    return self._articles[document_id]
        return {}

    def _relative(
        self, clause: Clause, reference: Reference, own: tuple[int, ...] | None, where: str
    ) -> tuple[list[Clause], str]:
        articles = self._articles.get(clause.document_id, {})
        if own is None:
            return [], ""
        relative = reference.relative
        if relative is None or relative.startswith("本"):
            return articles.get(own, []), where
        distance = relative_distance(relative)
        if relative.endswith("条"):
            numbers = sorted(articles)
            place = numbers.index(own) if own in articles else 0
            before = numbers[max(0, place - distance) : place]
            return [one for number in before for one in articles[number]], where
        if relative.endswith("款"):
            paragraph = paragraph_at(clause.text, reference.start) - 1
            return articles.get(own, []), _place(reference, paragraph if paragraph > 0 and distance == 1 else None)
        return articles.get(own, []), where


def _place(reference: Reference, paragraph: int | None = None) -> str:
    paragraph = reference.paragraph or paragraph
    named = f"第{format_numeral(paragraph)}款" if paragraph else ""
    return named + (f"第（{format_numeral(reference.item)}）项" if reference.item else "")


def _article_number(clause: Clause) -> tuple[int, ...] | None:
    marker = read_marker(clause.path[-1]) if clause.path else None
    return marker.number if marker is not None and marker.style is Style.ARTICLE else None


def _title_key(title: str) -> str:
    return _IGNORED.sub("", title)
