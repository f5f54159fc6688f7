"""Questions made from sentences of the kinds that statutes are written in."""

from __future__ import annotations

import re

import pytest

from training.articles import LawArticle
from training.made_questions import make_questions


def _article(text: str) -> LawArticle:
    return LawArticle("集市管理条例.md", "集市管理条例", ("第一条",), f"第一条 {text}")


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("本条例所称流动摊位，是指没有固定地点的摊位。", "流动摊位"),
        ("摊主违反本条例规定出售变质食品的，由管理机构处五百元罚款。", "处罚|责任|罚款|坐牢|犯法"),
        ("摊主遗失凭证的，凭身份证明补领。", "怎么|如何|后果|由谁"),
        ("管理机构收到申请后，在五个工作日内告知结果。", "多长时间|几天|多久|什么期限"),
        ("摊主可以转让剩余租期。", "可以|能不能|谁"),
    ],
)
def test_each_form_asks_for_what_the_sentence_says(sentence: str, asked: str) -> None:
    questions = {q.text for seed in range(30) for q in make_questions([_article(sentence)], count=1, seed=seed)}
    assert questions
    assert any(re.search(asked, question) for question in questions)
    assert all(question.endswith("？") for question in questions)


def test_the_same_seed_makes_the_same_questions_one_an_article() -> None:
    articles = [_article(f"摊主第{n}次迟到的，由管理机构给予警告。") for n in range(20)]
    made = make_questions(articles, count=10, seed=3)
    assert made == make_questions(articles, count=10, seed=3)
    assert len({question.place for question in made}) == 10


def test_a_sentence_that_only_points_elsewhere_makes_none() -> None:
    assert make_questions([_article("有下列情形之一的，依照第三十条处理：")], count=5, seed=1) == []
