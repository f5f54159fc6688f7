"""The bars: nothing unsupported gets through, and at most one supported sentence in twenty is refused."""

from __future__ import annotations

from collections import Counter

import pytest

from retrieval.checking import Verdict, check_sentence
from tests.evaluation.check_pairs import LabelledPair, read_pairs, wrong

MOST_REFUSED = 0.05
FEWEST_PAIRS = 200
PAIRS = read_pairs()
ROUNDS = sorted({pair.round for pair in PAIRS})
KINDS = sorted({pair.kind for pair in PAIRS if pair.verdict is not Verdict.SUPPORTED})


def test_the_set_is_large_and_covers_every_verdict() -> None:
    counts = Counter(pair.verdict for pair in PAIRS)
    assert len(PAIRS) >= FEWEST_PAIRS
    assert set(counts) == set(Verdict)
    assert len({pair.id for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_unsupported_gets_through(kind: str) -> None:
    of_kind = [pair for pair in PAIRS if pair.kind == kind and pair.verdict is not Verdict.SUPPORTED]
    through = [pair.id for pair in of_kind if verdict_of(pair) is Verdict.SUPPORTED]
    assert through == []


@pytest.mark.parametrize("number", ROUNDS)
def test_few_supported_sentences_are_refused(number: int) -> None:
    supported = [pair for pair in PAIRS if pair.round == number and pair.verdict is Verdict.SUPPORTED]
    refused = wrong(supported)[Verdict.SUPPORTED]
    assert len(refused) <= MOST_REFUSED * len(supported), refused


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.SUPPORTED])
def test_each_verdict_is_told_from_the_others(verdict: Verdict) -> None:
    of_verdict = [pair for pair in PAIRS if pair.verdict is verdict]
    missed = wrong(of_verdict)[verdict]
    assert len(missed) <= MOST_REFUSED * len(of_verdict), missed


def test_a_refusal_says_why() -> None:
    for pair in PAIRS:
        checked = check_sentence(pair.sentence, pair.sources, needs_key=True)
        if checked.verdict not in (Verdict.SUPPORTED, Verdict.NOTHING_TO_CHECK):
            assert checked.reasons, pair.id


def verdict_of(pair: LabelledPair) -> Verdict:
    return check_sentence(pair.sentence, pair.sources, needs_key=True).verdict
