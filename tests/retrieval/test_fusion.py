from __future__ import annotations

import pytest

from retrieval.fusion import Scores, relative_score_fusion


def test_the_score_is_the_sum_of_weighted_shares() -> None:
    fused = relative_score_fusion(
        [Scores(1.0, {"a": 0.9, "b": 0.7, "c": 0.5}, lowest=0.5), Scores(0.5, {"b": 8.0, "a": 2.0}, lowest=0.0)],
        offset=0.0,
    )
    assert fused == pytest.approx({"a": 1.0 + 0.5 * 0.25, "b": 0.5 + 0.5, "c": 0.0})
    assert list(fused) == ["a", "b", "c"]


def test_what_is_far_ahead_one_way_stays_ahead_of_what_is_middling_both_ways() -> None:
    dense = Scores(1.0, {"far ahead": 0.9, "middling": 0.5, "last": 0.4}, lowest=0.4)
    keyword = Scores(0.5, {"middling": 10.0}, lowest=0.0)
    assert next(iter(relative_score_fusion([dense, keyword]))) == "far ahead"


def test_every_item_found_starts_with_the_offset() -> None:
    fused = relative_score_fusion([Scores(1.0, {"a": 2.0, "b": 1.0}, lowest=1.0)], offset=0.15)
    assert fused == pytest.approx({"a": 1.15, "b": 0.15})


def test_ties_are_in_the_order_of_names_and_nothing_gives_nothing() -> None:
    assert list(relative_score_fusion([Scores(1.0, {"b": 1.0, "a": 1.0}, lowest=1.0)])) == ["a", "b"]
    assert relative_score_fusion([]) == {}
    assert relative_score_fusion([Scores(1.0, {}, lowest=0.0)]) == {}
