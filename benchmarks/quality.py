"""Whether what was found holds what was asked for: the same measure for clauses and for chunks.

Passages hold the answer where those from gold documents together hold at least one alternative of every group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.evaluation import AnswerQuestion, holds, is_from, squeeze


@dataclass(frozen=True)
class Passage:
    """Text that was found, and the file it is from."""

    source: str
    text: str


def hold_the_answer(question: AnswerQuestion, passages: Sequence[Passage]) -> bool:
    """Tell whether the passages from the question's gold documents together hold its gold words."""
    texts = [squeeze(passage.text) for passage in passages if is_from(passage.source, question.documents)]
    # A line feed, which no squeezed text holds, keeps words of two passages apart.
    return bool(texts) and holds(question.answer_must_contain, "\n".join(texts))


def share(outcomes: Sequence[bool]) -> float:
    """Share of outcomes that are true, from 0 to 1."""
    return sum(outcomes) / max(1, len(outcomes))
