"""The answer to a question, in the documents' words, or an honest refusal.

1. Understand the question and what it names.
2. Search, and score the sentences of the clauses found for each part of the question.
3. Choose: a list whole and in order, or the few sentences that together meet the question.
4. Refuse where the evidence does not suffice, and offer the nearest clauses as leads.
5. Cite each clause the answer is taken from.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.choosing import best_of, choose, subject_of
from retrieval.citations import cite
from retrieval.earlier import has_values, settle
from retrieval.evidence import Evidence, Evidence, PartScorer, Sentence, Surroundings, Weigher, cut, surroundings
from retrieval.followup import Standalone
from retrieval.gathering import gather, of_named_articles, sentences_of
from retrieval.intent import is_foreign, is_task, rule_in_force
from retrieval.list_choice import best_list
from retrieval.lists import ItemList
from retrieval.question import Part, Question, understand
from retrieval.refusal import Judge
from retrieval.search import HybridSearch, Visible
from retrieval.snapshot import Snapshot
from retrieval.steering import steer
from retrieval.tokenization import normalize
from retrieval.values import Answer, AnswerStatus, SearchResult

CLAUSES = 16
"""Clauses whose sentences are looked at: the right one is among them where search finds it at all."""

_LEADS = 3

_SAYS = frozenset(["讲", "条讲", "说", "写", "条说", "条写", "内容", "原文", "全文", "条文", "讲的", "条是", "条怎么"])
"""What a question says of an article when it wants the article itself."""

REFUSAL = "现有文件中没有找到这个问题的答案。"
IN_CHINESE = "请用中文提问，例如：集中整改的期限是多久？"


def answer(standalone: Standalone, snapshot: Snapshot, search: HybridSearch, *, visible: Visible) -> Answer:
    """Answer one question that stands alone.

    Args:
        standalone: The question, and what its conversation is about.
        snapshot: The state of the index to answer from.
        search: Finds clauses.
        visible: Which documents may be used.

    Raises:
        IndexUnavailableError: Chroma does not answer.
    """
    text = f"{standalone.context} {standalone.text}".strip()
    if is_foreign(text):
        return Answer(question=text, status=AnswerStatus.REFUSED, text=f"{REFUSAL}{IN_CHINESE}")
    asked = rule_in_force(standalone.text) or standalone.text
    question = understand(asked, standalone.context)
    steering = steer(text if asked == standalone.text else asked, (d for d in snapshot.documents.values() if visible(d)))
    results = search.search(snapshot, f"{standalone.context} {asked}".strip(), count=CLAUSES, steering=steering, visible=visible)
    judge = Judge(question, steering, search.embedder.calibration)
    if is_task(standalone.text):
        return _refuse(text, results)
    if steering.articles and not asks_beyond(question, results):
        named = [a for a in of_named_articles(surroundings(results, snapshot), judge) if judge.is_about(a)]
        return _answer_article(text, named[0]) if named and judge.is_named(named[0]) else _refuse(text, results)
    evidence = gather(question, results, snapshot, judge, search.passages)
    if evidence is None:
        return _refuse(text, results)
    part, ranked = evidence.scored[0]
    best = best_of(part, ranked)
    found = best_list(evidence, best, snapshot, judge)
    if found is not None:
        return _answer_list(text, found, snapshot)
    elsewhere: Sequence[Scored] = ()
    if steering.documents and has_values(part):
        everywhere = search.search(snapshot, asked, count=CLAUSES, visible=visible)
        elsewhere = sentences_of(question, everywhere, snapshot, judge, search.passages)
    settled = settle(evidence, best, judge, elsewhere)
    if not judge.suffices(part, settled.best):
        return _refuse(text, results)
    answered = _answer_sentences(text, choose(settled.evidence.scored, evidence.weigher), part, snapshot)
    return answered.model_copy(update={"notes": settled.notes})


def asks_beyond(question: Question, results: Sequence[SearchResult]) -> bool:
    """Tell whether a question that names an article asks for something in it, not for the article itself."""
    titles = normalize(" ".join(result.document.title for result in results))
    return any(term.word not in titles and term.word not in _SAYS for term in question.terms)


def _answer_article(text: str, around: Surroundings) -> Answer:
    """The article itself, where nothing more is asked of it than what it says."""
    found = cut(around)
    whole = "".join(sentence.text for sentence in found) if found else around.clause.text
    return Answer(
        question=text,
        status=AnswerStatus.ANSWERED,
        text=whole.strip(),
        citations=(cite(1, around.clause, around.document),),
    )


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
