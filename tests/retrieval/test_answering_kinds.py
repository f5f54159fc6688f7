"""Kinds of questions over made-up documents, answered from end to end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.assistant import Assistant, AssistantOptions
from retrieval.embedders import Embedder
from retrieval.values import AnswerStatus
from tests.conftest import WriteFolder

TOWN = """---
title: 沙柳县河湖专项检查方案
issuer: 沙柳县水务局
published: 2024-03-01
---

# 沙柳县河湖专项检查方案

第一条 要通过4年努力，使河湖管护更加规范。方案提出“三个更加”的目标，水质更加清澈、岸线更加整洁、责任更加明确。

第二条 县水务局负责巡视河道，集中整改期限为20日。

第三条 乡镇负责巡察村级沟渠，集中整改期限由乡镇结合实际确定，方案没有统一规定。

第四条 县水务局每年检查河湖2次，检查情况向县人民政府报告。
"""


@pytest.fixture
def ask(embedder: Embedder, write_folder: WriteFolder, tmp_path: Path) -> Callable[[str], tuple[AnswerStatus, str]]:
    assistant = Assistant(AssistantOptions(write_folder({"town.md": TOWN}), tmp_path / "data"), embedder=embedder)
    assistant.open()

    def asked(question: str) -> tuple[AnswerStatus, str]:
        found = assistant.ask(question)
        return found.status, found.text

    return asked


def test_a_value_beside_the_sentence_that_names_the_set(ask: Callable[[str], tuple[AnswerStatus, str]]) -> None:
    status, text = ask("“三个更加”的目标要用几年实现？")
    assert status is AnswerStatus.ANSWERED
    assert "4年" in text


def test_a_rule_on_the_one_does_not_answer_for_its_sibling(ask: Callable[[str], tuple[AnswerStatus, str]]) -> None:
    assert "没有统一规定" in ask("巡察村级沟渠的集中整改期限是多久？")[1]
    assert "20日" in ask("巡视河道的集中整改期限是多久？")[1]


def test_the_part_that_is_told_leads(ask: Callable[[str], tuple[AnswerStatus, str]]) -> None:
    status, text = ask("食堂补贴发几元，每年检查河湖几次？")
    assert status is AnswerStatus.ANSWERED
    assert "2次" in text


@pytest.mark.parametrize(
    "question",
    [
        "集中整改期限能不能申请延长？",
        "方案的第五项目标是什么？",
        "检查情况会要开多少天？",
        "集中整改名单有吗？",
        "对检查情况不服怎么申诉？",
        "检查情况用什么字体？",
    ],
)
def test_what_is_not_spoken_of_is_refused(question: str, ask: Callable[[str], tuple[AnswerStatus, str]]) -> None:
    assert ask(question)[0] is AnswerStatus.REFUSED
