"""What the encoder is tuned on, laid out step by step."""

from __future__ import annotations

import numpy as np

from training.articles import LawArticle
from training.evaluation import Question, question_of
from training.examples import Example, asked_examples, batches, gold_places, made_examples
from training.made_questions import MadeQuestion

ARTICLES = [LawArticle("甲.md", "甲", (f"第{n}条",), f"第{n}条 文字") for n in "一二三四五六七八九"]


def test_golds_are_of_the_version_that_stands_first_and_articles_that_say_the_same() -> None:
    twin = LawArticle("乙.md", "乙", ("第四十条",), "第四十条 文字")
    older = LawArticle("甲(旧).md", "甲", ("第二条",), "第二条 旧的文字")
    question = Question("q", "？", frozenset({("甲", "第二条")}))
    articles = [*ARTICLES[:2], twin, older, LawArticle("乙.md", "乙", ("第一条",), "第一条 别的")]
    assert gold_places([question], articles) == [(0, 1, 2)]


def test_an_interpretation_is_not_taken_for_the_code_it_interprets() -> None:
    code = LawArticle("民法典/合同编.md", "合同编", ("第二条",), "第二条 法典")
    first, second = (
        LawArticle(f"{part}.md", f"关于适用《民法典》的解释（{part}）", ("第二条",), f"第二条 解释{part}")
        for part in "一二"
    )
    asked = [
        question_of("code", "？", [("民法典", "第二条")]),
        question_of("second", "？", [("关于适用《中华人民共和国民法典》的解释（二）", "第二条")]),
        question_of("neither", "？", [("关于适用《民法典》的解释", "第二条")]),
    ]
    assert len({question.gold for question in asked}) == 1
    assert gold_places(asked, [first, code, second]) == [(1,), (2,), (0, 1, 2)]


def test_a_question_whose_gold_is_not_there_has_none() -> None:
    question = Question("q", "？", frozenset({("丙", "第一条")}))
    assert gold_places([question], ARTICLES) == [()]
    assert asked_examples([question], [()], {"q": np.arange(2)}) == [Example("？", (), (0, 1))]


def test_made_questions_take_the_rest_of_their_law_as_negatives() -> None:
    [example] = made_examples([MadeQuestion("？", 4)], ARTICLES)
    assert (example.gold, len(example.negatives)) == ((4,), 8)


def test_a_shorter_run_begins_like_a_longer_one_and_epochs_are_whole() -> None:
    real = [Example(f"真{n}", (n,)) for n in range(12)]
    made = [Example(f"造{n}", (n,)) for n in range(5)]
    parts = ((real, 0.75), (made, 0.25))
    plan = batches(parts, steps=6, batch=8, seed=1)
    assert plan[:3] == batches(parts, steps=3, batch=8, seed=1)
    assert [sum(example in made for example in step) for step in plan] == [2] * 6
    assert {example.question for step in plan[:2] for example in step if example in real} == {e.question for e in real}


def test_the_share_of_a_kind_that_holds_nothing_goes_to_the_first() -> None:
    real = [Example(f"真{n}", (n,)) for n in range(12)]
    assert [len(step) for step in batches(((real, 0.5), ([], 0.5)), steps=2, batch=8, seed=1)] == [8, 8]
