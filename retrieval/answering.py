"""The answer to a question, in the documents' words, or an honest refusal.

1. Understand the question and what it names.
2. Search, and score the sentences of the clauses found for each part of the question.
3. Choose: a list whole and in order, or the few sentences that together meet the question.
4. Refuse where the evidence does not suffice, and offer the nearest clauses as leads.
5. Cite each clause the answer is taken from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.values import Clause
from retrieval.choosing import best_of, choose, subject_of
from retrieval.citations import cite
from retrieval.evidence import PartScorer, Scored, Sentence, Weigher, cut, surroundings
from retrieval.lists import ItemList, asked_count, lists_near
from retrieval.matching import match
from retrieval.question import Part, Question, Want, understand
from retrieval.refusal import Judge
from retrieval.search import HybridSearch, Visible
from retrieval.snapshot import Snapshot
from retrieval.steering import steer
from retrieval.tokenization import normalize
from retrieval.values import Answer, AnswerStatus, SearchResult

THRESHOLD = 0.45
_CLAUSES = 16
"""Clauses whose sentences are looked at: the right one is among them where search finds it at all."""
_LISTS_FROM = 6
"""Best clauses whose lists are considered."""
_LEADS = 3
_AS_GOOD = 0.06
"""A list may meet this much less of the question than the best sentence: it says more."""
_RIGHT_COUNT = 0.2
"""What it is worth that a list has as many items as the question says."""
_EARLIER = 0.02
"""What it is worth to stand one place earlier in the ranking."""

REFUSAL = "现有文件中没有找到这个问题的答案。"


@dataclass(frozen=True)
class Evidence:
    """What was found for one question."""

    question: Question
    results: tuple[SearchResult, ...]
    scored: tuple[tuple[Part, tuple[Scored, ...]], ...]
    """For each part of the question its sentences, best first."""
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
    judge = Judge(question, steering, THRESHOLD)
    evidence = gather(question, results, snapshot, judge)
    if evidence is None:
        return _refuse(text, results)
    part, ranked = evidence.scored[0]
    best = best_of(part, ranked)
    found = _best_list(evidence, best, snapshot)
    if found is not None and judge.suffices_list(best):
        return _answer_list(text, found, snapshot)
    if not judge.suffices(part, best):
        return _refuse(text, results)
    return _answer_sentences(text, choose(evidence.scored, evidence.weigher), part, snapshot)


def gather(question: Question, results: Sequence[SearchResult], snapshot: Snapshot, judge: Judge) -> Evidence | None:
    """Score the sentences of the clauses found that can be about the question; None where nothing is left."""
    found = [sentence for around in surroundings(results, snapshot) for sentence in cut(around)]
    about = [sentence for sentence in found if judge.is_about(sentence)]
    if not about or not question.terms:
        return None
    weigher = Weigher(snapshot)
    scored = []
    for part in question.parts:
        scorer = PartScorer(part, weigher)
        ranked = sorted((scorer.score(sentence) for sentence in about), key=lambda s: -s.score)
        scored.append((part, tuple(ranked)))
    return Evidence(question, tuple(results), tuple(scored), weigher)


def _best_list(evidence: Evidence, best: Scored, snapshot: Snapshot) -> ItemList | None:
    """The list that answers, where a list is asked for and one meets the question as well as the best sentence."""
    part, ranked = evidence.scored[0]
    if Want.LIST not in evidence.question.wants:
        return None
    clauses: list[Clause] = []
    for scored in ranked:
        if scored.sentence.clause not in clauses and len(clauses) < _LISTS_FROM:
            clauses.append(scored.sentence.clause)
    weights = evidence.weigher.weights(part.terms)
    total = sum(weights) or 1.0
    count = asked_count(evidence.question.text)
    rated: list[tuple[float, float, ItemList]] = []
    for place, found in enumerate(lists_near(clauses, snapshot)):
        text = normalize(" ".join((found.clause.title, *found.clause.path, found.lead)))
        met = sum(weight * match(term.word, text) for term, weight in zip(part.terms, weights, strict=True)) / total
        right_count = _RIGHT_COUNT if count == len(found.items) else 0.0
        rated.append((met + right_count - _EARLIER * place, met + right_count, found))
    if not rated:
        return None
    _, met, found = max(rated, key=lambda row: row[0])
    return found if met >= best.own - _AS_GOOD else None


def _answer_sentences(text: str, chosen: Sequence[Sentence], part: Part, snapshot: Snapshot) -> Answer:
    by_clause: dict[str, list[Sentence]] = {}
    for sentence in chosen:
        by_clause.setdefault(sentence.clause.id, []).append(sentence)
    citations = [
        cite(number, group[0].clause, group[0].around.document, [(s.start, s.end) for s in group])
        for number, group in enumerate(by_clause.values(), 1)
    ]
    clause = chosen[0].clause
    parent = snapshot.clause(clause.parent) if clause.parent else None
    subject = subject_of(chosen, part, parent.text) if parent else ""
    if parent and subject:
        citations.append(cite(len(citations) + 1, parent, snapshot.document(parent)))
    return Answer(
        question=text,
        status=AnswerStatus.ANSWERED,
        text="\n".join(filter(None, (subject, "".join(sentence.text.strip() for sentence in chosen)))),
        citations=tuple(citations),
    )


def _answer_list(text: str, found: ItemList, snapshot: Snapshot) -> Answer:
    clauses = (found.clause, *found.members)
    return Answer(
        question=text,
        status=AnswerStatus.ANSWERED,
        text=found.render(),
        citations=tuple(cite(number, clause, snapshot.document(clause)) for number, clause in enumerate(clauses, 1)),
    )


def _refuse(text: str, results: Sequence[SearchResult]) -> Answer:
    leads = tuple(cite(number, r.clause, r.document) for number, r in enumerate(results[:_LEADS], 1))
    return Answer(question=text, status=AnswerStatus.REFUSED, text=REFUSAL, leads=leads)
