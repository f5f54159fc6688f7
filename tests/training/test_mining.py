"""Hard negatives: what ranks high without answering."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval.embedders.onnx_e5 import QUERY
from training.evaluation import Floats, Question
from training.mining import Rule, mine

TEXTS = ["苹果 价格", "苹果 产地", "苹果 运输", "梨 价格", "梨 产地"]
# The question lies on the first axis; the texts lie at falling cosines to it.
COSINES = [0.9, 0.89, 0.6, 0.5, 0.4]
QUESTION = Question("q", "苹果 价格", frozenset())


def _embed(_texts: Sequence[str], side: str) -> Floats:
    if side == QUERY:
        return np.array([[1.0, 0.0]], dtype=np.float32)
    return np.array([[c, (1 - c * c) ** 0.5] for c in COSINES], dtype=np.float32)


def test_golds_are_no_negatives() -> None:
    found = mine([QUESTION], [(0,)], TEXTS, _embed, Rule(first=0))["q"]
    assert 0 not in found
    assert set(found) == {1, 2, 3, 4}


def test_first_ranks_are_passed_over_and_late_ones_left_out() -> None:
    found = mine([QUESTION], [()], TEXTS, _embed, Rule(first=1, last=3))["q"]
    assert len(found) == 2
    assert 0 not in found


def test_what_is_nearly_as_near_as_the_gold_is_taken_for_an_answer() -> None:
    found = mine([QUESTION], [(0,)], TEXTS, _embed, Rule(first=0, nearest_share=0.97))["q"]
    assert 1 not in found
    assert 2 in found


def test_a_gold_beyond_the_texts_is_passed_over() -> None:
    assert set(mine([QUESTION], [(7,)], TEXTS, _embed, Rule(first=0, nearest_share=0.97))["q"]) == set(range(5))
