"""Every sentence of the starter documents supports itself, and hardly a changed one passes."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest

from config.settings import STARTER_DOCUMENTS
from knowledge.library import read_library
from knowledge.values import Clause
from retrieval.checking import Source, Verdict, check_sentence
from retrieval.tokenization import sentences
from tests.evaluation.mutations import mutated

SHORTEST = 12
MOST_LOST = 0.02
"""Of a clause's own sentences: one that is an item of 不得有下列行为 does not stand alone."""
MOST_PASSED = {"number": 0.02, "mood": 0.05, "organ": 0.08, "limit": 0.05, "added": 0.02}
"""By kind: two organs of one clause may change places in a way that only its sense forbids."""
SEEDS = 4


@pytest.fixture(scope="module")
def own() -> list[tuple[Clause, str]]:
    clauses = [clause for parsed in read_library(STARTER_DOCUMENTS).documents for clause in parsed.clauses]
    said = [(clause, sentence.strip()) for clause in clauses for sentence in sentences(clause.text)]
    return [(clause, sentence) for clause, sentence in said if len(sentence) >= SHORTEST]


def verdict(sentence: str, clause: Clause) -> Verdict:
    source = Source("k1", clause.title, clause.path, clause.text, "in_force")
    return check_sentence(f"{sentence}[k1]", [source]).verdict


def test_a_clause_supports_its_own_sentences(own: list[tuple[Clause, str]]) -> None:
    refused = [sentence for clause, sentence in own if verdict(sentence, clause) is Verdict.UNSUPPORTED]
    assert len(own) > 100
    assert len(refused) <= MOST_LOST * len(own), refused


def test_changed_sentences_are_caught(own: list[tuple[Clause, str]]) -> None:
    made: dict[str, int] = defaultdict(int)
    passed: dict[str, list[str]] = defaultdict(list)
    for seed in range(SEEDS):
        chance = random.Random(seed)
        for clause, sentence in own:
            for kind, other in mutated(sentence, clause.text, chance):
                made[kind] += 1
                if verdict(other, clause) is Verdict.SUPPORTED:
                    passed[kind].append(other)
    assert made.keys() == MOST_PASSED.keys()
    for kind, most in MOST_PASSED.items():
        assert len(passed[kind]) <= most * made[kind], (kind, made[kind], passed[kind])
