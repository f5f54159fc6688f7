"""Hybrid search: dense and keyword rankings of one snapshot, fused, then steered by what the question names.

1. Embed the question and ask Chroma for the nearest vectors, live ones only, until enough clauses are found.
2. Score every clause by keywords.
3. Fuse both scores, each as a share of its best; what is found passes a part of its score on to what it refers to.
4. A reranker, where there is one, reads the best of them again.
5. Steer: documents, regions and articles that the question names come first; what is no longer in force comes last.
6. Show near-identical clauses once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.values import Clause, Document, Status
from retrieval.embedders import Embedder
from retrieval.fusion import DENSE_WEIGHT, KEYWORD_WEIGHT, Scores, relative_score_fusion
from retrieval.references import pass_on
from retrieval.rerankers.base import Reranker
from retrieval.reranking import handed_out, rerank
from retrieval.snapshot import Snapshot
from retrieval.steering import Steering
from retrieval.tokenization import normalize
from retrieval.values import Ranks, SearchResult
from retrieval.vector_store import VectorStore

_DEPTH = 60
"""Clauses taken from each ranking: fusion finds next to nothing below."""
_NOT_IN_FORCE = 0.5
"""A superseded clause keeps half its score: found when it is asked for, never before the one in force."""

Visible = Callable[[Document], bool]


@dataclass(frozen=True)
class HybridSearch:
    """Finds clauses in a snapshot. Safe to use from several threads."""

    embedder: Embedder
    store: VectorStore
    reranker: Reranker | None = None

    def search(
        self,
        snapshot: Snapshot,
        question: str,
        *,
        count: int,
        steering: Steering | None = None,
        visible: Visible | None = None,
    ) -> list[SearchResult]:
        """Find the clauses nearest to `question`.

        Args:
            snapshot: The state of the index to search, the same from start to end.
            question: As it was asked.
            count: Most results wanted.
            steering: What the question names; nothing where None.
            visible: Which documents may be found; all of them where None.

        Returns:
            At most `count` results, best first, no two with the same words.

        Raises:
            IndexUnavailableError: Chroma does not answer.
        """
        allowed = {id_ for id_, document in snapshot.documents.items() if visible is None or visible(document)}
        depth = max(_DEPTH, 2 * count)
        similar = self._dense(snapshot, question, depth, allowed)
        dense = {clause_id: rank for rank, clause_id in enumerate(similar, 1)}
        scores = _keyword_scores(snapshot, question, allowed)
        keyword = _best(snapshot, scores, depth)
        words = {clause_id: float(scores[snapshot.places[clause_id]]) for clause_id in {**dense, **keyword}}
        fused = relative_score_fusion(
            [
                Scores(DENSE_WEIGHT, similar, lowest=min(similar.values(), default=0.0)),
                Scores(KEYWORD_WEIGHT, words, lowest=0.0),
            ]
        )
        fused = pass_on(fused, snapshot.references, lambda clause_id: _document_id(snapshot, clause_id) in allowed)
        reranked = rerank(self.reranker, question, fused, snapshot) if self.reranker else {}
        scored: list[tuple[float, Clause]] = []
        for clause_id, score in handed_out(fused, reranked).items():
            clause = snapshot.clauses[snapshot.places[clause_id]]
            document = snapshot.document(clause)
            if steering is not None:
                score *= steering.weight(clause, document)
            if document.status in (Status.SUPERSEDED, Status.REPEALED):
                score *= _NOT_IN_FORCE
            scored.append((score, clause))
        scored.sort(key=lambda pair: (-pair[0], snapshot.places[pair[1].id]))
        return [
            SearchResult(
                clause=clause,
                document=snapshot.document(clause),
                score=score,
                ranks=Ranks(
                    dense=dense.get(clause.id), keyword=keyword.get(clause.id), reranked=reranked.get(clause.id)
                ),
                similarity=similar.get(clause.id),
            )
            for score, clause in _distinct(scored)
        ][:count]

    def _dense(self, snapshot: Snapshot, question: str, depth: int, allowed: set[str]) -> dict[str, float]:
        """Clauses and the cosine of their nearest vector, nearest first; only live and visible ones."""
        vector = self.embedder.embed_query(question)
        wanted = depth
        while True:
            found = self.store.nearest(vector, wanted)
            ranking: dict[str, float] = {}
            for record_id, similarity in found:
                clause_id = snapshot.clause_of_record.get(record_id)
                clause = snapshot.clause(clause_id) if clause_id else None
                if clause is not None and clause.document_id in allowed:
                    ranking.setdefault(clause.id, similarity)
            if len(ranking) >= depth or len(found) < wanted:
                return ranking
            wanted *= 2


def _keyword_scores(snapshot: Snapshot, question: str, allowed: set[str]) -> NDArray[np.float32]:
    """Score every clause by keywords, float32, shape (clauses,): 0 for what may not be seen."""
    scores = snapshot.keywords.scores(question)
    if len(allowed) < len(snapshot.documents):
        hidden = [place for place, clause in enumerate(snapshot.clauses) if clause.document_id not in allowed]
        scores[hidden] = 0.0
    return scores


def _document_id(snapshot: Snapshot, clause_id: str) -> str | None:
    clause = snapshot.clause(clause_id)
    return clause.document_id if clause else None


def _best(snapshot: Snapshot, scores: NDArray[np.float32], depth: int) -> dict[str, int]:
    order = np.argsort(-scores, kind="stable")[:depth]
    return {snapshot.clauses[place].id: rank for rank, place in enumerate(order, 1) if scores[place] > 0}


def _distinct(scored: list[tuple[float, Clause]]) -> list[tuple[float, Clause]]:
    """Keep the best of the clauses that say the same, numbers and punctuation of the heading aside."""
    seen: set[str] = set()
    kept: list[tuple[float, Clause]] = []
    for score, clause in scored:
        own = clause.text
        if clause.path and own.startswith(clause.path[-1]):
            own = own[len(clause.path[-1]) :]
        words = re.sub(r"\W", "", normalize(own)) or clause.id
        if words not in seen:
            seen.add(words)
            kept.append((score, clause))
    return kept
