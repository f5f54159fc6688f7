from __future__ import annotations

import pytest

from retrieval.fusion import reciprocal_rank_fusion


def test_the_score_is_the_sum_of_weighted_reciprocal_ranks() -> None:
    fused = reciprocal_rank_fusion([(2.0, {"a": 1, "b": 2}), (1.0, {"b": 1})], constant=10)
    assert fused == pytest.approx({"a": 2 / 11, "b": 2 / 12 + 1 / 11})
    assert list(fused) == ["b", "a"]


def test_what_both_rank_high_comes_before_what_one_ranks_first() -> None:
    dense = {"both": 2, "dense only": 1}
    keyword = {"both": 2, "keyword only": 1}
    assert next(iter(reciprocal_rank_fusion([(1.0, dense), (1.0, keyword)]))) == "both"


def test_ties_are_in_the_order_of_names_and_nothing_gives_nothing() -> None:
    assert list(reciprocal_rank_fusion([(1.0, {"b": 1}), (1.0, {"a": 1})])) == ["a", "b"]
    assert reciprocal_rank_fusion([]) == {}
    assert reciprocal_rank_fusion([(1.0, {})]) == {}
