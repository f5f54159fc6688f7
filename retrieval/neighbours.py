"""A sentence that names what is asked about, and the one beside it that holds the value.

要通过5年努力，使…。 具体来讲，有“五个进一步”的目标： the set is named in one, its period stands in the other.
"""

from __future__ import annotations

from dataclasses import replace

from retrieval.amounts import number, period
from retrieval.answer_kinds import holds_answer
from retrieval.choosing import best_of
from retrieval.evidence import Evidence, Scored
from retrieval.question import Part, Want
from retrieval.refusal import Judge

_LOOKED_AT = 6
_VERY_SURE = 0.85
_FOLLOWS = 0.9
"""How much of the naming sentence's signs the one beside it is given."""


def with_neighbours(evidence: Evidence) -> Evidence:
    """Put a sentence that holds the value in front where only the one beside it names what is asked about."""
    return replace(evidence, scored=tuple((part, _joined(part, ranked)) for part, ranked in evidence.scored))


def with_holders(evidence: Evidence, judge: Judge) -> Evidence:
    """Where what must be there is in none of the first sentences, take one further down that is very sure by itself."""

    def led(part: Part, ranked: tuple[Scored, ...]) -> tuple[Scored, ...]:
        if holds_answer(part, best_of(part, ranked).sentence.normalized):
            return ranked
        sure = [
            one
            for one in ranked[:_LOOKED_AT]
            if holds_answer(part, one.sentence.normalized) and judge.calibration.probability(one.features) >= _VERY_SURE
        ]
        if not sure:
            return ranked
        return (replace(sure[0], score=ranked[0].score), *(one for one in ranked if one is not sure[0]))

    return replace(evidence, scored=tuple((part, led(part, ranked)) for part, ranked in evidence.scored))


def _joined(part: Part, ranked: tuple[Scored, ...]) -> tuple[Scored, ...]:
    first = ranked[0]
    if holds_answer(part, first.sentence.normalized) or not part.wants <= {Want.DURATION, Want.NUMBER}:
        return ranked
    beside = [one for one in ranked[:_LOOKED_AT] if _is_beside(first, one) and _value(part, one) >= 1.0]
    if len(beside) != 1:
        return ranked
    (told,) = beside
    lent = {
        name: max(getattr(told.features, name), _FOLLOWS * getattr(first.features, name))
        for name in ("covered", "own", "phrase", "similarity")
    }
    features = replace(told.features, **lent, unmet=max(first.features.unmet, 1 - lent["covered"]))
    joined = replace(told, score=first.score, features=features)
    return (joined, *(one for one in ranked if one is not told))


def _is_beside(first: Scored, other: Scored) -> bool:
    """Tell whether two sentences of one clause follow each other."""
    one, two = sorted((first.sentence, other.sentence), key=lambda sentence: sentence.start)
    return one.clause.id == two.clause.id and one is not two and not one.clause.text[one.end : two.start].strip()


def _value(part: Part, one: Scored) -> float:
    """How well the sentence holds the period or the number itself; one of anything does not count."""
    if part.counter is None:
        return 0.0
    tests = {Want.DURATION: period, Want.NUMBER: number}
    return min(tests[want](part, one.sentence.normalized) for want in part.wants)
