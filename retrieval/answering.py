"""The answer to a question, in the documents' words, or an honest refusal.

1. Understand the question and what it names.
2. Search, and score the sentences of the clauses found for each part of the question.
3. Choose: a list whole and in order, or the few sentences that together meet the question.
4. Refuse where the evidence does not suffice, and offer the nearest clauses as leads.
5. Cite each clause the answer is taken from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.choosing import best_of, choose, subject_of
from retrieval.citations import cite
from retrieval.earlier import Settled, has_values, settle
from retrieval.embedders.remembering import RememberingEmbedder
from retrieval.evidence import Evidence, Scored, Sentence, cut, surroundings
from retrieval.followup import Standalone
from retrieval.gathering import gather, of_named_articles, sentences_of
from retrieval.intent import is_foreign, is_task, is_wordless, rule_in_force
from retrieval.list_choice import best_list
from retrieval.lists import ItemList, asked_place
from retrieval.neighbours import with_holders, with_neighbours
from retrieval.passages import PassageVectors
from retrieval.question import Part, Question, understand
from retrieval.refusal import Judge
from retrieval.search import HybridSearch, Visible
from retrieval.snapshot import Snapshot
from retrieval.steering import Steering, steer
from retrieval.tokenization import normalize
from retrieval.values import Answer, AnswerStatus, Citation, SearchResult

CLAUSES = 16
"""Clauses whose sentences are looked at: the right one is among them where search finds it at all."""

_LEADS = 3

_SAYS = frozenset(["讲", "条讲", "说", "写", "条说", "条写", "内容", "原文", "全文", "条文", "讲的", "条是", "条怎么"])
"""What a question says of an article when it wants the article itself."""

REFUSAL = "现有文件中没有找到这个问题的答案。"
IN_CHINESE = "请用中文提问，例如：集中整改的期限是多久？"


@dataclass(frozen=True)
class _Inquiry:
    """One question, understood, and what was found for it."""

    text: str
    """As it was asked, its conversation in front."""
    plain: str
    """What is searched for: of 甲还是乙，以哪个为准 the plain question."""
    question: Question
    steering: Steering
    judge: Judge
    results: Sequence[SearchResult]
    snapshot: Snapshot
    search: HybridSearch
    passages: PassageVectors
    visible: Visible


def answer(
    standalone: Standalone,
    snapshot: Snapshot,
    search: HybridSearch,
    *,
    visible: Visible,
    passages: PassageVectors | None = None,
) -> Answer:
    """Answer one question that stands alone.

    Args:
        standalone: The question, and what its conversation is about.
        snapshot: The state of the index to answer from.
        search: Finds clauses.
        visible: Which documents may be used.
        passages: Remembers the vectors of sentences from question to question; None: they are made anew.

    Raises:
        IndexUnavailableError: Chroma does not answer.
    """
    text = f"{standalone.context} {standalone.text}".strip()
    if is_foreign(text) or is_wordless(standalone.text):
        return Answer(question=text, status=AnswerStatus.REFUSED, text=f"{REFUSAL}{IN_CHINESE}")
    remembering = RememberingEmbedder(search.embedder)
    known = (passages or PassageVectors(search.embedder)).asked_by(remembering)
    inquiry = _inquire(text, standalone, snapshot, replace(search, embedder=remembering), known, visible)
    if is_task(standalone.text):
        return _refuse(inquiry)
    if inquiry.steering.articles and not asks_beyond(inquiry.question, inquiry.results):
        return _answer_named_article(inquiry)
    evidence = gather(inquiry.question, inquiry.results, snapshot, inquiry.judge, inquiry.passages)
    return _refuse(inquiry) if evidence is None else _answer_from(evidence, inquiry)


def _inquire(
    text: str,
    standalone: Standalone,
    snapshot: Snapshot,
    search: HybridSearch,
    passages: PassageVectors,
    visible: Visible,
) -> _Inquiry:
    plain = rule_in_force(standalone.text)
    asked = f"{standalone.context} {plain}".strip() if plain else text
    question = understand(plain or standalone.text, standalone.context)
    steering = steer(asked, (d for d in snapshot.documents.values() if visible(d)), snapshot.own_names)
    results = search.search(snapshot, asked, count=CLAUSES, steering=steering, visible=visible)
    judge = Judge(question, steering, search.embedder.calibration)
    return _Inquiry(text, asked, question, steering, judge, results, snapshot, search, passages, visible)


def _answer_named_article(inquiry: _Inquiry) -> Answer:
    """The article that is named, where nothing more is asked of it than what it says."""
    near = of_named_articles(surroundings(inquiry.results, inquiry.snapshot), inquiry.judge)
    named = next((around for around in near if inquiry.judge.is_about(around)), None)
    if named is None or not inquiry.judge.is_named(named):
        return _refuse(inquiry)
    found = cut(named)
    whole = "".join(sentence.text for sentence in found) if found else named.clause.text
    return _answered(inquiry, whole.strip(), [cite(1, named.clause, named.document)], confidence=1.0)


def _answer_from(evidence: Evidence, inquiry: _Inquiry) -> Answer:
    part, ranked = evidence.scored[0]
    best = best_of(part, ranked)
    found = best_list(evidence, best, inquiry.snapshot, inquiry.judge)
    if found is not None:
        return _answer_list(inquiry, found, best)
    if asked_place(inquiry.question.text) is not None:
        # 第八项是什么 is answered by a list alone.
        return _refuse(inquiry)
    evidence = _led_by_what_is_met(with_holders(with_neighbours(evidence), inquiry.judge), inquiry.judge)
    part, ranked = evidence.scored[0]
    best = best_of(part, ranked)
    settled = settle(evidence, best, inquiry.judge, _elsewhere(part, inquiry))
    if not inquiry.judge.suffices(part, settled.best):
        return _refuse(inquiry)
    return _answer_sentences(inquiry, settled, choose(settled.evidence.scored, evidence.weigher))


def _led_by_what_is_met(evidence: Evidence, judge: Judge) -> Evidence:
    """Put the first part that is answered in front: of 从哪天起算、几个月内整改 the second may be what is told."""
    met = [judge.suffices(part, best_of(part, ranked)) for part, ranked in evidence.scored]
    if met[0] or not any(met):
        return evidence
    first = met.index(True)
    scored = evidence.scored
    return replace(evidence, scored=(scored[first], *scored[:first], *scored[first + 1 :]))


def _elsewhere(part: Part, inquiry: _Inquiry) -> Sequence[Scored]:
    """Sentences of documents other than the one that is named, where another rule may set another value."""
    if not inquiry.steering.documents or not has_values(part):
        return ()
    everywhere = inquiry.search.search(inquiry.snapshot, inquiry.plain, count=CLAUSES, visible=inquiry.visible)
    return sentences_of(inquiry.question, everywhere, inquiry.snapshot, inquiry.judge, inquiry.passages)


def asks_beyond(question: Question, results: Sequence[SearchResult]) -> bool:
    """Tell whether a question that names an article asks for something in it, not for the article itself."""
    titles = normalize(" ".join(result.document.title for result in results))
    return any(term.word not in titles and term.word not in _SAYS for term in question.terms)


def _answer_sentences(inquiry: _Inquiry, settled: Settled, chosen: Sequence[Sentence]) -> Answer:
    part, snapshot = settled.evidence.scored[0][0], inquiry.snapshot
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
    text = "\n".join(filter(None, (subject, "".join(sentence.text.strip() for sentence in chosen))))
    confidence = inquiry.judge.calibration.probability(settled.best.features)
    return _answered(inquiry, text, citations, confidence=confidence, notes=settled.notes)


def _answer_list(inquiry: _Inquiry, found: ItemList, best: Scored) -> Answer:
    place = asked_place(inquiry.question.text)
    if place is not None:
        if not 1 <= place <= len(found.items):
            return _refuse(inquiry)
        found = found.only(place)
    clauses = (found.clause, *found.members)
    citations = [cite(number, clause, inquiry.snapshot.document(clause)) for number, clause in enumerate(clauses, 1)]
    confidence = inquiry.judge.calibration.probability(best.features)
    return _answered(inquiry, found.render(), citations, confidence=confidence)


def _answered(
    inquiry: _Inquiry, text: str, citations: Sequence[Citation], *, confidence: float, notes: tuple[str, ...] = ()
) -> Answer:
    return Answer(
        question=inquiry.text,
        status=AnswerStatus.ANSWERED,
        text=text,
        notes=notes,
        citations=tuple(citations),
        confidence=confidence,
    )


def _refuse(inquiry: _Inquiry) -> Answer:
    leads = tuple(cite(number, r.clause, r.document) for number, r in enumerate(inquiry.results[:_LEADS], 1))
    return Answer(question=inquiry.text, status=AnswerStatus.REFUSED, text=REFUSAL, leads=leads)
