"""Two rules on one matter: the one in force answers and the other is noted; two matters are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.assistant import Assistant, AssistantOptions
from retrieval.earlier import short_title
from retrieval.embedders import Embedder
from retrieval.values import Answer, AnswerStatus
from tests.conftest import WriteFolder

_HEAD = "---\ntitle: {title}\nissuer: 青禾县水务局\npublished: {published}\n---\n\n# {title}\n\n"


def document(title: str, published: str, *articles: str) -> str:
    numbers = "一二三四五六"
    body = "\n\n".join(f"第{number}条 {article}" for number, article in zip(numbers, articles, strict=False))
    return _HEAD.format(title=title, published=published) + body + "\n"


OLD_VERSION = document(
    "青禾县河道巡查办法", "2019-03-01", "为规范河道巡查，制定本办法。", "巡查记录应当保存3年。", "巡查人员每月巡查2次。"
)
NEW_VERSION = document(
    "青禾县河道巡查办法", "2024-03-01", "为规范河道巡查，制定本办法。", "巡查记录应当保存5年。", "巡查人员每月巡查2次。"
)
OPINION = document(
    "关于加强水库整治的意见",
    "2021-05-01",
    "水库整治工作应当在收到整治通知之日起3个月内完成。",
    "水库管理单位应当每季度报告安全情况。",
)
REGULATION = document(
    "青禾县水库管理条例",
    "2024-06-01",
    "水库整治工作的期限，由原《条例》规定的2个月调整为6个月。",
    "水库大坝检查报告应当在检查结束后10日内报送水务局。",
)


@pytest.fixture
def ask(write_folder: WriteFolder, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    monkeypatch.setattr("retrieval.assistant.load_embedder", lambda _name: embedder)
    files = {"old.md": OLD_VERSION, "new.md": NEW_VERSION, "opinion.md": OPINION, "regulation.md": REGULATION}
    return Assistant(AssistantOptions(write_folder(files), tmp_path / "data"))


def answered(answer: Answer) -> Answer:
    assert answer.status is AnswerStatus.ANSWERED
    return answer


def test_of_two_versions_the_one_in_force_answers_and_the_other_is_noted(ask: Assistant) -> None:
    answer = answered(ask.ask("河道巡查记录要保存几年？"))
    assert "5年" in answer.text
    assert "3年" not in answer.text
    assert answer.notes == ("2019年《青禾县河道巡查办法》曾规定3年。",)
    assert answer.citations[0].source == "new.md"


def test_what_both_versions_say_alike_needs_no_note(ask: Assistant) -> None:
    answer = answered(ask.ask("河道巡查人员每月巡查几次？"))
    assert "2次" in answer.text
    assert answer.notes == ()


def test_a_later_rule_that_changes_the_value_is_the_one_in_force(ask: Assistant) -> None:
    answer = answered(ask.ask("水库整治工作应当在多长时间内完成？"))
    assert "6个月" in answer.text
    assert answer.citations[0].source == "regulation.md"
    assert answer.notes == ("2021年《关于加强水库整治的意见》曾规定3个月。", "原《条例》规定为2个月。")


@pytest.mark.parametrize(
    "question",
    ["水库整治期限到底是3个月还是6个月，以哪个为准？", "《意见》写的水库整治3个月还作数吗？"],
)
def test_which_of_two_values_holds(ask: Assistant, question: str) -> None:
    answer = answered(ask.ask(question))
    assert "6个月" in answer.text
    assert any("2021年" in note and "3个月" in note for note in answer.notes)


def test_a_document_that_is_named_answers_itself_and_the_later_one_is_noted(ask: Assistant) -> None:
    answer = answered(ask.ask("《关于加强水库整治的意见》要求水库整治工作几个月内完成？"))
    assert "3个月" in answer.text
    assert answer.citations[0].source == "opinion.md"
    assert answer.notes == ("2024年《青禾县水库管理条例》后来规定为6个月。",)


def test_what_was_before_is_asked_for_and_answered(ask: Assistant) -> None:
    answer = answered(ask.ask("修订前水库整治工作的期限是几个月？"))
    assert "2个月" in answer.text
    assert answer.notes == ()


def test_a_period_of_another_matter_is_not_the_earlier_rule(ask: Assistant) -> None:
    answer = answered(ask.ask("水库大坝检查报告几日内报送？"))
    assert "10日" in answer.text
    assert answer.notes == ()


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("水务局就《关于加强水库整治的意见》答记者问", "关于加强水库整治的意见"),
        ("青禾县河道巡查办法（2024年修订）", "青禾县河道巡查办法"),
        ("青禾县河道巡查办法", "青禾县河道巡查办法"),
    ],
)
def test_a_document_is_noted_by_its_own_name(title: str, short: str) -> None:
    assert short_title(title) == short
