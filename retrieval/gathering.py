"""The sentences of the clauses found, scored for each part of a question.

1. Leave out clauses that cannot be about the question, and cut the others into sentences.
2. Score every sentence by its words.
3. Compare the best few with the question by the embedder, and order them by all that speaks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.calibration import Calibration
from retrieval.evidence import Evidence, PartScorer, Scored, Sentence, Surroundings, Weigher, cut, surroundings
from retrieval.passages import PassageVectors
from retrieval.question import Question
from retrieval.records import context
from retrieval.refusal import Judge
from retrieval.snapshot import Snapshot
from retrieval.statements import only_names
from retrieval.values import SearchResult

COMPARED = 8
"""Sentences a part that the embedder reads, 5 ms each: the right one is among them in 19 of 20 questions."""
READ_FIRST = 4
"""Sentences that are read in any case; the others only where they could still lead."""
_NEARER, _NEARLY_BEST = 0.06, 0.05
_IN_REACH = 0.3
"""How far behind the first, by words alone, a sentence may be and still come first."""
_LONGEST_HEAD, _LONGEST_COMPARED = 60, 200
"""Characters of heading and of sentence that are compared."""


def gather(
    question: Question, results: Sequence[SearchResult], snapshot: Snapshot, judge: Judge, passages: PassageVectors
) -> Evidence | None:
    """Score the sentences of the clauses found that can be about the question; None where nothing is left."""
    near = of_named_articles(surroundings(results, snapshot), judge)
    about = [sentence for around in near if judge.is_about(around) for sentence in cut(around)]
    # 黑龙江呢 with nothing before it asks nothing.
    if not about or all(term.word in question.places for term in question.terms):
        return None
    weigher = Weigher(snapshot)
    scored = []
    for part in question.parts:
        scorer = PartScorer(part, weigher)
        telling = [
            sentence for sentence in about if not only_names(part, sentence.normalized, sentence.beside)
        ] or about
        ranked = sorted((scorer.score(sentence) for sentence in telling), key=lambda s: -s.score)
        asked = f"{question.context} {question.text if len(question.parts) == 1 else part.text}".strip()
        scored.append((part, reordered(asked, ranked, judge.calibration, passages)))
    return Evidence(question, tuple(near), tuple(scored), weigher)


def sentences_of(
    question: Question, results: Sequence[SearchResult], snapshot: Snapshot, judge: Judge, passages: PassageVectors
) -> tuple[Scored, ...]:
    """The sentences of the clauses found, scored for the question's first part, whatever document it names."""
    part = question.parts[0]
    scorer = PartScorer(part, Weigher(snapshot))
    found = [scorer.score(sentence) for around in surroundings(results, snapshot) for sentence in cut(around)]
    return reordered(question.text, sorted(found, key=lambda one: -one.score), judge.calibration, passages)


def of_named_articles(near: list[Surroundings], judge: Judge) -> list[Surroundings]:
    """Only the articles that the question names by number, where they were found."""
    return [around for around in near if judge.is_named(around)][:1] or near


def reordered(
    asked: str, ranked: Sequence[Scored], calibration: Calibration, passages: PassageVectors
) -> tuple[Scored, ...]:
    """Order sentences by the embedder's calibration; only the first few are compared, the others stay behind them."""
    compared = [one for one in ranked[:COMPARED] if one.score >= ranked[0].score - _IN_REACH]
    if not calibration.reads_similarity:
        return (*_weighed(compared, calibration), *ranked[len(compared) :])
    first, others = _in_two(compared, calibration)
    first = _compared(asked, first, passages)
    near = [one for one in others if _may_lead(one, _weighed(first, calibration)[0], first, calibration)]
    weighed = _weighed([*first, *_compared(asked, near, passages)], calibration)
    return (*weighed, *(one for one in others if one not in near), *ranked[len(compared) :])


def _in_two(compared: list[Scored], calibration: Calibration) -> tuple[list[Scored], list[Scored]]:
    """Those that are read in any case, by all that is known without reading, and the others."""
    known = sorted(compared, key=lambda one: -calibration.ranking.score(one.features))
    return known[:READ_FIRST], known[READ_FIRST:]


def _may_lead(one: Scored, leader: Scored, read: Sequence[Scored], calibration: Calibration) -> bool:
    """Tell whether a sentence could come near the leader, if it were somewhat nearer to the question than any read."""
    nearest = max(other.features.similarity for other in read) + _NEARER
    hoped = calibration.ranking.score(replace(one.features, similarity=min(1.0, nearest)))
    return hoped >= leader.score - _NEARLY_BEST


def _compared(asked: str, sentences: Sequence[Scored], passages: PassageVectors) -> list[Scored]:
    cosines = passages.similarities(asked, [compared_text(one.sentence) for one in sentences])
    return [
        replace(one, features=replace(one.features, similarity=cosine))
        for one, cosine in zip(sentences, cosines, strict=True)
    ]


def _weighed(sentences: Sequence[Scored], calibration: Calibration) -> list[Scored]:
    weighed = [replace(one, score=calibration.ranking.score(one.features)) for one in sentences]
    return sorted(weighed, key=lambda one: -one.score)


def compared_text(sentence: Sentence) -> str:
    """What the embedder reads of a sentence: the end of where it stands, then its words."""
    return f"{context(sentence.clause)[-_LONGEST_HEAD:]}\n{sentence.text[:_LONGEST_COMPARED]}"
