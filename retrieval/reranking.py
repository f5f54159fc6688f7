"""The best of the fused ranking, read again by a reranker.

It says in which order they come; the scores stay the fusion's, handed out in that order. So what comes after, what the
question names and what is no longer in force, weighs as much as without a reranker.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import islice

from knowledge.values import Clause
from retrieval.records import records
from retrieval.rerankers.base import Reranker
from retrieval.snapshot import Snapshot

CANDIDATES = 20
"""Clauses read again; what is read costs a model's whole pass a clause."""


def rerank(reranker: Reranker, question: str, fused: Mapping[str, float], snapshot: Snapshot) -> dict[str, int]:
    """Rank the first `CANDIDATES` of a fused ranking by how well each clause answers `question`.

    Args:
        reranker: Reads a question and a text together.
        question: As it was asked.
        fused: Clause id to score, best first.
        snapshot: Holds the clauses.

    Returns:
        Clause id to its rank from 1, best first; clauses of the same score in the order of `fused`.
    """
    clauses = [snapshot.clauses[snapshot.places[clause_id]] for clause_id in islice(fused, CANDIDATES)]
    scores = _scores(reranker, question, clauses)
    # A clause that is a heading alone has nothing to be read.
    ordered = sorted((clause.id for clause in clauses), key=lambda clause_id: -scores.get(clause_id, -math.inf))
    return {clause_id: rank for rank, clause_id in enumerate(ordered, 1)}


def handed_out(fused: Mapping[str, float], ranks: Mapping[str, int]) -> dict[str, float]:
    """Hand the scores of a fused ranking out anew: the best of them to the first of `ranks`, and so on.

    Args:
        fused: Item to score, best first.
        ranks: As many of its first items, in another order, best first.

    Returns:
        Item to score, best first; the items that `ranks` does not hold keep theirs.
    """
    first = dict(zip(ranks, fused.values(), strict=False))
    return first | {item: score for item, score in fused.items() if item not in ranks}


def _scores(reranker: Reranker, question: str, clauses: list[Clause]) -> dict[str, float]:
    """Score of each clause: that of its best window, as it is indexed, title and heading path in front."""
    windows = [record for clause in clauses for record in records([clause], reranker.window_characters)]
    scores = reranker.score(question, [window.text for window in windows])
    best: dict[str, float] = {}
    for window, score in zip(windows, scores.tolist(), strict=True):
        best[window.clause_id] = max(score, best.get(window.clause_id, score))
    return best
