from __future__ import annotations

import pytest

from retrieval.question import Want, understand


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("巡察报告要在多长时间内提交？", {Want.DURATION}),
        ("台账由谁保管？", {Want.WHO}),
        ("台账由哪一级党委保管？", {Want.WHO}),
        ("检查哪4个方面？", {Want.LIST}),
        ("规划覆盖哪几年？", {Want.DURATION}),
        ("一共有多少家单位？", {Want.NUMBER}),
        ("可以委托他人办理吗？", {Want.YES_NO}),
        ("什么是回头看？", {Want.DEFINITION}),
        ("怎么申请复核？", {Want.HOW}),
        ("讲讲台账。", {Want.OPEN}),
        ("有哪些办法？", {Want.LIST}),
        ("采取哪些组织方式？", {Want.LIST}),
        ("纳入哪“三个体系”？", {Want.LIST}),
    ],
)
def test_what_is_wanted(text: str, wants: set[Want]) -> None:
    assert understand(text).wants == wants


def test_a_compound_question_is_cut_and_its_later_parts_lean_on_the_first() -> None:
    question = understand("河道巡查每月几次，记录保存几年？")
    assert [part.counter for part in question.parts] == ["次", "年"]
    words = {term.word: term.weight for term in question.parts[1].terms}
    assert words["河道"] < understand("河道巡查每月几次").parts[0].terms[0].weight


def test_a_piece_without_a_question_goes_with_the_next() -> None:
    assert len(understand("收到反馈意见后，多久报送报告？").parts) == 1


def test_names_are_not_words() -> None:
    question = understand("《河道巡查办法》第十二条的“三查三看”在青海是哪年开始的？")
    words = {term.word for term in question.terms}
    assert question.quoted == ("三查三看",)
    assert "三查三看" in words
    assert question.places == ("青海",)
    assert not words & {"河道", "巡查", "办法", "12", "条"}


def test_years_and_figures_are_taken_for_granted() -> None:
    question = understand("2019年反馈的883个问题整改了多少？")
    assert question.years == (2019,)
    assert question.figures == ("883",)


@pytest.mark.parametrize(
    ("text", "counted"), [("有多少个单位被巡察？", "单位"), ("巡察对象一共有多少个？", "对象"), ("多久？", None)]
)
def test_what_is_counted(text: str, counted: str | None) -> None:
    assert understand(text).parts[0].counted == counted


def test_the_kind_of_thing_asked_for_weighs_less_than_what_is_asked() -> None:
    weights = {term.word: term.weight for term in understand("日常监督用哪些手段？").terms}
    assert weights["手段"] < weights["监督"]


@pytest.mark.parametrize("text", ["", "？", "123", "abc def", "😀"])
def test_nothing_to_understand_is_no_error(text: str) -> None:
    assert understand(text).parts


def test_named_sets_asked_for_together_are_asked_for_one_by_one() -> None:
    question = understand("规划的“三个更加”和“两个突出”分别是什么？")
    assert [part.text for part in question.parts] == ["规划的“3个更加”是什么?", "规划的“2个突出”是什么?"]


@pytest.mark.parametrize(
    ("text", "word", "absent"), [("报告怎么递上去？", "递", "递上去"), ("县里能管到村里吗？", "村", "能管")]
)
def test_colloquial_words_are_cut_to_what_they_say(text: str, word: str, absent: str) -> None:
    words = {term.word for term in understand(text).terms}
    assert word in words
    assert absent not in words
