from __future__ import annotations

import pytest

from retrieval.conversation import Conversations
from retrieval.followup import Standalone, complete, topic

FORMER = Standalone("青海的河道巡查报告几天内报、报给谁？")


@pytest.mark.parametrize(
    ("question", "text", "context"),
    [
        ("那抄送谁？", "抄送谁？", "青海的河道巡查报告"),
        ("甘肃呢？", "甘肃的河道巡查报告几天内报、报给谁？", ""),
        ("为什么？", "为什么？", "青海的河道巡查报告"),
        ("还有呢？", FORMER.text, ""),
        ("社区食堂的账目多久公布一次？", "社区食堂的账目多久公布一次？", ""),
    ],
)
def test_a_follow_up_leans_on_the_question_before(question: str, text: str, context: str) -> None:
    assert complete(question, FORMER) == Standalone(text, context)


def test_an_article_takes_the_place_of_an_article() -> None:
    assert complete("第三条呢？", Standalone("《河道办法》第二条讲什么？")).text == "《河道办法》第三条讲什么？"


def test_a_word_takes_the_place_of_its_like() -> None:
    assert complete("那巡察呢？", Standalone("巡视的期限是多久？")).text == "巡察的期限是多久？"


def test_the_topic_is_what_stands_before_the_question_word() -> None:
    assert topic(Standalone("河道巡查报告由谁审核？")) == "河道巡查报告"


def test_a_conversation_is_its_own_bounded_and_forgotten() -> None:
    conversations = Conversations(most=2)
    conversations.remember("a", FORMER)
    assert conversations.complete("b", "那抄送谁？") == Standalone("那抄送谁？")
    assert conversations.complete("a", "那抄送谁？").context
    conversations.forget("a")
    assert not conversations.complete("a", "那抄送谁？").context
    for key in ("c", "d", "e"):
        conversations.remember(key, FORMER)
    assert not conversations.complete("c", "那抄送谁？").context
    assert conversations.complete("e", "那抄送谁？").context
