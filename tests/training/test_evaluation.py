"""Rankings are fused and scored as the scorer of the statute questions does."""

from __future__ import annotations

import numpy as np

from training.articles import LawArticle
from training.evaluation import KeywordRanking, Question, fuse, law_name, score


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


def test_what_both_rankings_hold_comes_first() -> None:
    assert fuse(np.array([4, 7, 1]), np.array([7, 9])).tolist()[:2] == [7, 4]


def test_keywords_find_the_text_that_shares_them() -> None:
    ranking = KeywordRanking(["摊位每日开放", "押金三日内退还", "管理机构公布价格"])
    assert ranking.top("押金什么时候退还？", 1).tolist() == [1]
