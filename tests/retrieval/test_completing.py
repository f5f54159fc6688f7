"""Whole answers where a sentence needs another beside it: headings, items, graver cases, exceptions, sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.assistant import Assistant, AssistantOptions
from retrieval.embedders import Embedder
from tests.conftest import WriteFolder
from tests.retrieval.small_library import CANTEENS

RULES = """---
title: 青禾县公园管理办法
published: 2023-05-01
---

# 青禾县公园管理办法

第一条 公园实行免费开放。

第二条 公园内一般不得驾驶机动车。确有必要驾驶机动车的，可以凭通行证进入。

第三条 擅自砍伐公园树木的，由园林部门责令停止，予以警告；情节严重的，处500元以上2000元以下罚款。

第四条 有下列情形之一的，由园林部门责令改正，并处200元以下罚款：

（一）在草坪上烧烤；

（二）携带犬只进入游乐区。

第五条 公园养护要做到“三个及时”。及时浇水，及时修剪，及时补种。
"""
REPORT = """青禾县公园建设情况

问：公园建设下一步有哪些安排？

答：下一步要做好两方面工作。一是加强步道建设。新建林间步道，连接三个社区。二是加强照明改造。更换节能路灯，延长照明时间。
"""


@pytest.fixture
def assistant(
    write_folder: WriteFolder, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> Assistant:
    monkeypatch.setattr("retrieval.assistant.load_embedder", lambda _name: embedder)
    files = {"rules.md": RULES, "report.txt": REPORT, "canteens.md": CANTEENS}
    return Assistant(AssistantOptions(write_folder(files), tmp_path / "data"))


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("公园里能不能驾驶机动车？", ["一般不得驾驶", "凭通行证"]),
        ("擅自砍伐公园树木怎么处罚？", ["警告", "2000元以下"]),
        ("在公园草坪上烧烤怎么处罚？", ["草坪上烧烤", "200元以下罚款"]),
        ("公园养护的“三个及时”是什么？", ["及时浇水", "及时补种"]),
        ("公园步道建设怎么搞？", ["林间步道"]),
    ],
)
def test_the_answer_is_whole(assistant: Assistant, question: str, parts: list[str]) -> None:
    text = assistant.ask(question).text
    assert all(part in text for part in parts), text


def test_one_item_of_a_list_is_asked_for_by_its_place(assistant: Assistant) -> None:
    text = assistant.ask("公园建设下一步安排的第二项是什么？").text
    assert "照明改造" in text
    assert "步道" not in text
