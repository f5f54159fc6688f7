"""Which document is in force: told by 废止 clauses and by versions of one title, never by age alone.

1. A title that a later document repeals is superseded by it (repealed, where that document only repeals).
2. Of several versions of one title the newest is in force, the older ones are superseded by it.
3. What `catalogue.yaml` or front matter says of a document's status stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from knowledge.catalogue.titles import title_key
from knowledge.values import Document, Kind, ParsedDocument, Status

_VERSIONED = frozenset({Kind.REGULATION, Kind.PLAN, Kind.NOTICE})


def settle_statuses(documents: Sequence[ParsedDocument]) -> list[Document]:
    """Give each document, in the same order, with the status that the others give it."""
    of_key: dict[str, list[int]] = defaultdict(list)
    for place, parsed in enumerate(documents):
        of_key[title_key(parsed.document.title)].append(place)
    settled = [parsed.document for parsed in documents]
    for places in of_key.values():
        for place, document in _versions([(place, settled[place]) for place in places]):
            settled[place] = document
    for parsed in documents:
        for title in parsed.repeals:
            for place in of_key.get(title_key(title), ()):
                settled[place] = _repealed(settled[place], parsed.document)
    return settled


def _versions(members: Sequence[tuple[int, Document]]) -> Iterable[tuple[int, Document]]:
    dated = [(place, document) for place, document in members if document.published and document.kind in _VERSIONED]
    newest = max((document.published for _, document in dated if document.published), default=None)
    if len({document.published for _, document in dated}) < 2:
        return
    for place, document in dated:
        if document.status is not Status.UNKNOWN:
            continue
        if document.published == newest:
            yield place, document.model_copy(update={"status": Status.IN_FORCE})
        else:
            yield (
                place,
                document.model_copy(
                    update={"status": Status.SUPERSEDED, "superseded_by": document.superseded_by or document.title}
                ),
            )


def _repealed(document: Document, by: Document) -> Document:
    if document.id == by.id or document.status is not Status.UNKNOWN or document.kind not in _VERSIONED:
        return document
    if document.published and by.published and document.published >= by.published:
        return document
    return document.model_copy(update={"status": Status.SUPERSEDED, "superseded_by": by.title})
