"""What the encoder is tuned on, laid out step by step."""

from __future__ import annotations

import numpy as np

from training.articles import LawArticle
from training.evaluation import Question
from training.examples import FIRST_NEGATIVE, Example, batches, made_examples, real_examples
from training.made_questions import MadeQuestion

ARTICLES = [LawArticle("甲.md", "甲", (f"第{n}条",), f"第{n}条 文字") for n in "一二三四五六七八九"]


def test_golds_never_stand_among_the_negatives() -> None:
    question = Question("q", "？", frozenset({("甲", "第二条")}))
    [example] = real_examples([question], ARTICLES, {"q": np.arange(9)})
    assert example.gold == (1,)
    assert example.negatives == (0, 2, 3, 4, 5, 6, 7, 8)[FIRST_NEGATIVE:]


def test_a_question_whose_gold_is_not_there_is_passed_over() -> None:
    assert real_examples([Question("q", "？", frozenset({("乙", "第一条")}))], ARTICLES, {}) == []


def test_made_questions_take_the_rest_of_their_law_as_negatives() -> None:
    [example] = made_examples([MadeQuestion("？", 4)], ARTICLES)
    assert (example.gold, len(example.negatives)) == ((4,), 8)


def test_a_shorter_run_begins_like_a_longer_one_and_epochs_are_whole() -> None:
    real = [Example(f"真{n}", (n,)) for n in range(12)]
    made = [Example(f"造{n}", (n,)) for n in range(5)]
    plan = batches(real, made, steps=6, batch=8, made_share=0.25, seed=1)
    assert plan[:3] == batches(real, made, steps=3, batch=8, made_share=0.25, seed=1)
    assert [sum(example in made for example in step) for step in plan] == [2] * 6
    assert {example.question for step in plan[:2] for example in step if example in real} == {e.question for e in real}
