"""The bot with the real assistant and a chat model behind it, all over HTTP: what people see is checked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from retrieval.assistant import Assistant, AssistantOptions
from retrieval.chat.options import ChatOptions
from retrieval.embedders import Embedder
from tests.bot.telegram.conftest import ADMIN, MEMBER, Scene, running, settings_for
from tests.bot.telegram.standin import StandInAssistant
from tests.botapi.server import BotApiServer
from tests.chatapi.prompt import Request
from tests.chatapi.server import KEY, MODEL, ChatApiServer, Reply
from tests.conftest import WriteFolder
from tests.retrieval.chat.library import DEADLINE, FILES

WRITTEN = "集中整改的期限为六个月[1]。期限自通知送达之日起计算[1]。"


def half_true(request: Request) -> Reply:
    key = request.key_of("六个月")
    text = f"集中整改的期限为六个月。[{key}]期限自通知送达之日起计算。[{key}]逾期处五千元罚款。[{key}]"
    return Reply(text, pause_seconds=0.02)


@pytest.fixture
async def scene(
    server: BotApiServer,
    write_folder: WriteFolder,
    embedder: Embedder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Scene]:
    monkeypatch.setattr("retrieval.assistant.load_embedder", lambda _name: embedder)
    monkeypatch.setattr("bot.telegram.drafts.PAUSE_SECONDS", 0.01)
    with ChatApiServer(half_true) as model:
        chat = ChatOptions(MODEL, model.url, KEY, timeout_seconds=5.0, person_daily_tokens=20_000)
        assistant = Assistant(AssistantOptions(write_folder(FILES), tmp_path, chat=chat))
        assistant.open()
        async with running(assistant, server, settings_for(server, tmp_path, chat_model=MODEL)):
            yield Scene(server, StandInAssistant())
        assistant.close()


async def test_a_direct_message_sees_only_checked_sentences(scene: Scene) -> None:
    await scene.member.say(MEMBER, DEADLINE)
    answer = await scene.member.next()
    assert answer["text"].startswith(WRITTEN)
    shown = [text for _, text in scene.member.chat.drafts]
    assert shown
    assert all(WRITTEN.startswith(text) for text in shown)


async def test_a_group_gets_one_message_and_no_draft(scene: Scene) -> None:
    await scene.group.say(MEMBER, f"/ask {DEADLINE}")
    answer = await scene.group.next()
    assert answer["text"].startswith(WRITTEN)
    assert len(scene.group.from_bot) == 1
    assert not scene.server.calls_of("sendMessageDraft")


async def test_the_log_counts_what_the_model_took(scene: Scene) -> None:
    await scene.member.say(MEMBER, DEADLINE)
    await scene.member.next()
    await scene.admin.say(ADMIN, "/status")
    assert f"大模型：{MODEL}" in (await scene.admin.next())["text"]
    await scene.admin.say(ADMIN, "/stats")
    assert "大模型撰写 1 次，词元读入 100、" in (await scene.admin.next())["text"]
