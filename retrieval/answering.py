"""The answer to a question, in the documents' words, or an honest refusal.

1. Understand the question; refuse at once what names a document or a place that is not there.
2. Search, and score the sentences of the clauses found for each part of the question.
3. Refuse where the best evidence meets too little of the question, or lacks what an answer must hold.
4. Choose: a list whole and in order, or the few sentences that together meet the question.
5. Cite each clause the answer is taken from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer_kinds import holds_answer
from retrieval.citations import cite
from retrieval.evidence import PartScorer, Scored, Sentence, Weigher, cut, surroundings
from retrieval.lists import ItemList, list_of
from retrieval.matching import match
from retrieval.question import Part, Question, Want, understand
from retrieval.search import HybridSearch, Visible
from retrieval.snapshot import Snapshot
from retrieval.steering import Steering, steer
from retrieval.tokenization import normalize
from retrieval.values import Answer, AnswerStatus, Citation, SearchResult

_CLAUSES = 16
"""Clauses whose sentences are looked at: the right one is among them where search finds it at all."""
_LEADS = 3
_MOST_SENTENCES = 4
_WORTHWHILE = 0.2
"""A further sentence has to meet this share of the question's weight that the others left unmet."""
THRESHOLD = 0.5
"""Least share of the question that the evidence has to meet."""

_REFUSAL = "现有文件中没有找到这个问题的答案。"


@dataclass(frozen=True)
class _Evidence:
    """What was found for one question."""

    question: Question
    results: tuple[SearchResult, ...]
    scored: tuple[tuple[Part, tuple[Scored, ...]], ...]
    """For each part its sentences, best first."""
    weigher: Weigher


def answer(text: str, snapshot: Snapshot, search: HybridSearch, *, visible: Visible) -> Answer:
    """Answer one question that stands alone.

    Args:
        text: The question.
        snapshot: The state of the index to answer from.
        search: Finds clauses.
        visible: Which documents may be used.

    Raises:
        IndexUnavailableError: Chroma does not answer.
    """
    question = understand(text)
    steering = steer(text, (d for d in snapshot.documents.values() if visible(d)))
    results = search.search(snapshot, text, count=_CLAUSES, steering=steering, visible=visible)
    evidence = _gather(question, results, snapshot)
    if evidence is None or not _suffices(evidence, steering):
        return _refuse(text, results)
    chosen_list = _best_list(evidence, snapshot)
    if chosen_list is not None:
        return _answer_list(text, chosen_list, snapshot)
    return _answer_sentences(text, _choose(evidence))


def _gather(question: Question, results: Sequence[SearchResult], snapshot: Snapshot) -> _Evidence | None:
    sentences = [sentence for around in surroundings(results, snapshot) for sentence in cut(around)]
    if not sentences or not question.terms:
        return None
    weigher = Weigher(snapshot)
    scored = []
    for part in question.parts:
        scorer = PartScorer(part, weigher)
        ranked = sorted((scorer.score(sentence) for sentence in sentences), key=lambda s: -s.score)
        scored.append((part, tuple(ranked)))
    return _Evidence(question, tuple(results), tuple(scored), weigher)


def _suffices(evidence: _Evidence, steering: Steering) -> bool:
    part, ranked = evidence.scored[0]
    best = ranked[0]
    text = best.sentence.normalized + best.sentence.around.above + best.sentence.around.catalogue
    if any(normalize(title) not in text for title in steering.unknown_titles):
        return False
    if any(term.is_place and not match(term.word, text) for term in part.terms):
        return False
    return best.covered >= THRESHOLD and holds_answer(part, best.sentence.normalized)


def _best_list(evidence: _Evidence, snapshot: Snapshot) -> ItemList | None:
    """The list that answers, where a list is asked for and one meets the question as well as the best sentence."""
    part, ranked = evidence.scored[0]
    if Want.LIST not in evidence.question.wants:
        return None
    best = ranked[0]
    clause = best.sentence.clause
    parent = snapshot.clause(clause.parent) if clause.parent else None
    for candidate in (parent, clause):
        found = list_of(candidate, snapshot) if candidate else None
        if found is None:
            continue
        text = normalize(f"{found.clause.title} {' '.join(found.clause.path)} {found.lead}")
        weights = evidence.weigher.weights(part.terms)
        met = sum(w * match(t.word, text) for t, w in zip(part.terms, weights, strict=True)) / (sum(weights) or 1.0)
        if met >= best.own - 0.1:
            return found
    return None


def _choose(evidence: _Evidence) -> list[Sentence]:
    """The best sentence of each part, then those that meet what is still unmet; in the order they stand."""
    chosen: list[Sentence] = []
    for part, ranked in evidence.scored:
        scorer = PartScorer(part, evidence.weigher)
        if part is evidence.scored[0][0] or holds_answer(part, ranked[0].sentence.normalized):
            _add(chosen, ranked[0].sentence)
        while len(chosen) < _MOST_SENTENCES:
            unmet = scorer.unmet(chosen)
            gains = [
                (sum(weight * match(term.word, s.sentence.normalized) for term, weight in unmet) / scorer.total, s)
                for s in ranked[:12]
                if s.sentence.clause.document_id == chosen[0].clause.document_id
                and all(other.text != s.sentence.text for other in chosen)
            ]
            gain, best = max(gains, key=lambda pair: (pair[0], pair[1].score), default=(0.0, ranked[0]))
            if gain < _WORTHWHILE:
                break
            _add(chosen, best.sentence)
    first = chosen[0].clause.id
    return sorted(chosen, key=lambda s: (s.clause.id != first, s.clause.id, s.start))


def _add(chosen: list[Sentence], sentence: Sentence) -> None:
    if all(other.text != sentence.text for other in chosen):
        chosen.append(sentence)


def _answer_sentences(text: str, chosen: Sequence[Sentence]) -> Answer:
    by_clause: dict[str, list[Sentence]] = {}
    for sentence in chosen:
        by_clause.setdefault(sentence.clause.id, []).append(sentence)
    citations: list[Citation] = []
    for number, group in enumerate(by_clause.values(), 1):
        spans = [(sentence.start, sentence.end) for sentence in group]
        citations.append(cite(number, group[0].clause, group[0].around.document, spans))
    return Answer(
        question=text,
        status=AnswerStatus.ANSWERED,
        text="".join(sentence.text.strip() for sentence in chosen),
        citations=tuple(citations),
    )


def _answer_list(text: str, found: ItemList, snapshot: Snapshot) -> Answer:
    clauses = (found.clause, *found.members)
    citations = tuple(
        cite(number, clause, snapshot.document(clause)) for number, clause in enumerate(clauses, 1) if clause.text
    )
    return Answer(question=text, status=AnswerStatus.ANSWERED, text=found.render(), citations=citations)


def _refuse(text: str, results: Sequence[SearchResult]) -> Answer:
    leads = tuple(cite(number, r.clause, r.document) for number, r in enumerate(results[:_LEADS], 1))
    return Answer(question=text, status=AnswerStatus.REFUSED, text=_REFUSAL, leads=leads)
