"""Citations: the clause an answer rests on, quoted word for word."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.labels import locate
from knowledge.values import Clause, Document
from retrieval.tokenization import sentences
from retrieval.values import Citation

LONGEST_QUOTE = 500
"""Characters; a longer clause is quoted around the sentences that answer, cut at sentence ends."""


def cite(number: int, clause: Clause, document: Document, spans: Sequence[tuple[int, int]] = ()) -> Citation:
    """Cite a clause.

    Args:
        number: Place of the citation in the answer, from 1.
        clause: What is cited.
        document: Where it stands.
        spans: Offsets in the clause's text of the sentences that answer; empty for the clause as a whole.
    """
    start, end = quote_span(clause.text, spans)
    place = locate(clause.text, *spans[0]) if spans else ""
    return Citation(
        marker=f"[{number}]",
        label=clause.label + place,
        title=clause.title,
        path=clause.path,
        quote=clause.text[start:end].strip(),
        source=document.source,
        clause_id=clause.id,
        status=document.status,
        number=document.number,
        date=document.published.isoformat() if document.published else None,
    )


def quote_span(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Choose what to quote of a clause: all of it, or the sentences that answer with as many around as fit.

    Returns:
        Offsets in `text`, at sentence ends; the spans are inside, however long they are.
    """
    if len(text) <= LONGEST_QUOTE:
        return 0, len(text)
    start, end = (min(a for a, _ in spans), max(b for _, b in spans)) if spans else (0, 0)
    bounds = [0]
    for sentence in sentences(text):
        bounds.append(bounds[-1] + len(sentence))
    first = max(i for i, bound in enumerate(bounds) if bound <= start)
    last = min(i for i, bound in enumerate(bounds) if bound >= end and i > first)
    grown = True
    while grown:
        grown = False
        if last + 1 < len(bounds) and bounds[last + 1] - bounds[first] <= LONGEST_QUOTE:
            last, grown = last + 1, True
        if first > 0 and bounds[last] - bounds[first - 1] <= LONGEST_QUOTE:
            first, grown = first - 1, True
    return bounds[first], bounds[last]
