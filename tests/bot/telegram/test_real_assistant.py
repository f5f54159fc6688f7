"""The bot with the real assistant behind it, in one process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import texts
from retrieval.assistant import Assistant, AssistantOptions
from tests.bot.telegram.conftest import ADMIN, GROUP_ID, MEMBER, Scene, running, settings_for
from tests.bot.telegram.standin import StandInAssistant
from tests.botapi.server import BotApiServer

STARTER = Path(__file__).resolve().parents[3] / "knowledge" / "starter"
DIGEST = "巡视工作条例修订要点.md"
"""One of them: embedding all takes longer than a test should."""
OPEN_RULES = """---
title: 青禾县值班办法
---

# 青禾县值班办法

第一条 值班人员每班不少于两人。
"""
LIMITED_RULES = f"""---
title: 青禾县应急预案
audience: ["{GROUP_ID}"]
---

# 青禾县应急预案

第一条 防汛物资储备点设在青禾县城东仓库。
"""


@contextmanager
def opened(documents: Path, folder: Path) -> Iterator[Assistant]:
    assistant = Assistant(AssistantOptions(documents_dir=documents, data_dir=folder))
    assistant.open()
    yield assistant


async def test_a_starter_document_answers_in_a_direct_message_and_in_a_group(
    server: BotApiServer, tmp_path: Path
) -> None:
    scene = Scene(server, StandInAssistant())
    documents = tmp_path / "documents"
    documents.mkdir()
    shutil.copy(STARTER / DIGEST, documents)
    with opened(documents, tmp_path) as assistant:
        async with running(assistant, server, settings_for(server, tmp_path)):
            await scene.member.say(MEMBER, "巡视集中整改的期限现在是多久？")
            await scene.group.say(MEMBER, "/ask 巡视集中整改的期限现在是多久？")
            direct, in_group = await scene.member.next(seconds=20), await scene.group.next(seconds=20)
            await scene.member.press(MEMBER, direct, "[1]")
            clause = await scene.member.next()
            await scene.group.press(MEMBER, in_group, "详情")
            whole = await scene.member.next()

    assert whole["text"].startswith("问：巡视集中整改的期限现在是多久？\n\n")
    for reply in (direct, in_group, whole):
        assert "6个月" in reply["text"].removeprefix("问：巡视集中整改的期限现在是多久？\n\n").splitlines()[0]
        assert texts.EVIDENCE in reply["text"]
        assert "《巡视工作条例修订要点（摘编）》" in reply["text"]
    assert clause["text"].startswith("《巡视工作条例修订要点（摘编）》")
    assert texts.CLAUSE_BEFORE in clause["text"]
    assert texts.CLAUSE_AFTER in clause["text"]


async def test_a_limited_document_is_seen_in_its_chat_alone(server: BotApiServer, tmp_path: Path) -> None:
    scene = Scene(server, StandInAssistant())
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "open.md").write_text(OPEN_RULES, encoding="utf-8")
    (documents / "limited.md").write_text(LIMITED_RULES, encoding="utf-8")
    question = "防汛物资储备点设在哪里？"
    with opened(documents, tmp_path) as assistant:
        async with running(assistant, server, settings_for(server, tmp_path, documents_dir=documents)):
            await scene.group.say(MEMBER, f"/ask {question}")
            assert "城东仓库" in (await scene.group.next(seconds=20))["text"]
            await scene.member.say(MEMBER, question)
            await scene.member.say(MEMBER, "/documents")
            refused, listed = [(await scene.member.next())["text"] for _ in range(2)]
            await scene.admin.say(ADMIN, "/status")
            status = (await scene.admin.next())["text"]

    assert "城东仓库" not in refused
    assert "应急预案" not in refused + listed
    assert "共 1 份" in listed
    assert "文件：2 份，2 条" in status
    assert "索引更新于：刚刚" in status


async def test_an_uploaded_file_answers_and_a_removed_one_does_not(server: BotApiServer, tmp_path: Path) -> None:
    scene = Scene(server, StandInAssistant())
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "open.md").write_text(OPEN_RULES, encoding="utf-8")
    uploaded = "# 青禾县图书馆规定\n\n第一条 每位读者最多借阅七本图书。\n".encode()
    with opened(documents, tmp_path) as assistant:
        async with running(assistant, server, settings_for(server, tmp_path, documents_dir=documents)):
            await scene.admin.send_file(ADMIN, "图书馆.md", uploaded)
            await scene.admin.send_file(ADMIN, "坏.pdf", b"%PDF-1.4 not a document")
            replies = [(await scene.admin.next(seconds=20))["text"] for _ in range(4)]
            await scene.member.say(MEMBER, "每位读者最多借阅几本图书？")
            answer = (await scene.member.next())["text"]
            await scene.admin.say(ADMIN, "/remove 图书馆.md")
            removed = [(await scene.admin.next(seconds=20))["text"] for _ in range(2)]
            await scene.member.say(MEMBER, "每位读者最多借阅几本图书？")
            gone = (await scene.member.next())["text"]

    assert "新增（1）" in "".join(replies)
    assert "已撤回" in replies[-1]
    assert "七本" in answer
    assert "已移除（1）" in removed[1]
    assert "七本" not in gone
    assert sorted(path.name for path in documents.iterdir()) == ["open.md"]
