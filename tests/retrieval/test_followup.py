from __future__ import annotations

import pytest

from retrieval.conversation import Conversations
from retrieval.followup import Standalone, complete, readings, topic

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


def test_the_topic_holds_what_is_counted() -> None:
    assert topic(Standalone("青禾县有多少家单位实行联合巡查？")) == "青禾县单位实行联合巡查"


@pytest.mark.parametrize(
    ("question", "former", "text"),
    [
        ("下一条呢？", "《河道办法》第六条讲什么？", "《河道办法》第7条讲什么？"),
        ("上一条讲什么？", "《河道办法》第六条讲什么？", "《河道办法》第5条讲什么？"),
        ("以哪个为准？", "《河道办法》规定保存几年？", "保存几年？"),
        ("换个话题，食堂几点开门？", "《河道办法》规定保存几年？", "食堂几点开门？"),
        ("全县规划的目标呢？", "镇里规划的目标是什么？", "全县规划的目标是什么？"),
        ("其他单位想开展巡查呢？", "食堂由谁管理？", "其他单位想开展巡查怎么办？"),
    ],
)
def test_other_ways_to_go_on(question: str, former: str, text: str) -> None:
    assert complete(question, Standalone(former)).text == text


@pytest.mark.parametrize("question", ["该报告由谁审核？", "上述报告由谁审核？", "它由谁审核？"])
def test_a_pronoun_leans_on_the_question_before(question: str) -> None:
    assert complete(question, FORMER).context == "青海的河道巡查报告"


def test_a_short_question_that_names_nothing_is_understood_both_ways() -> None:
    question = "哪些部门参与审核？"
    assert readings(question, FORMER) == (Standalone(question, topic(FORMER)), Standalone(question))
    assert readings("《食堂办法》哪些部门参与？", FORMER) == (Standalone("《食堂办法》哪些部门参与？"),)


def test_a_conversation_is_its_own_bounded_and_forgotten() -> None:
    conversations = Conversations(most=2)
    conversations.remember("a", FORMER)
    assert conversations.readings("b", "那抄送谁？") == (Standalone("那抄送谁？"),)
    assert conversations.readings("a", "那抄送谁？")[0].context
    conversations.forget("a")
    assert not conversations.readings("a", "那抄送谁？")[0].context
    for key in ("c", "d", "e"):
        conversations.remember(key, FORMER)
    assert not conversations.readings("c", "那抄送谁？")[0].context
    assert conversations.readings("e", "那抄送谁？")[0].context
