"""Rankings are fused and scored as the scorer of the statute questions does."""

from __future__ import annotations

import numpy as np

from training.articles import LawArticle
from training.evaluation import Question, fuse, law_name, score


def _article(law: str, number: str) -> LawArticle:
    return LawArticle(f"{law}.md", law, (number,), f"{number} 文字")


ARTICLES = [_article("集市条例", "第一条"), _article("集市条例", "第二条"), _article("总则", "第一条")]


def test_versions_and_books_of_the_code_are_one_law() -> None:
    assert law_name("中华人民共和国集市条例（2020修正）") == "集市条例"
    assert law_name("婚姻家庭") == law_name("民法典") == "民法典"


def test_a_ranking_is_scored_by_the_places_of_its_golds() -> None:
    question = Question("q", "？", frozenset({("集市条例", "第二条"), ("民法典", "第一条")}))
    figures = score([question], [np.array([1, 0, 2])], ARTICLES)
    assert figures["hit@1"] == 1
    assert figures["recall@5"] == 1
    figures = score([question], [np.array([0, 1])], ARTICLES)
    assert (figures["hit@1"], figures["recall@5"], figures["MRR@10"]) == (0, 0.5, 0.5)


def test_what_both_ways_hold_comes_first() -> None:
    dense = np.array([0.1, 0.5, 0.2, 0.55], dtype=np.float32)
    keyword = np.array([0.0, 9.0, 0.0, 1.0], dtype=np.float32)
    assert fuse(dense, keyword).tolist() == [1, 3, 2, 0]


def test_only_the_best_of_either_way_are_fused() -> None:
    dense = np.array([0.9, 0.8, 0.7, 0.6], dtype=np.float32)
    keyword = np.array([0.0, 0.0, 0.0, 5.0], dtype=np.float32)
    assert set(fuse(dense, keyword, depth=1).tolist()) == {0, 3}
