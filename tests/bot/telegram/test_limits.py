from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot import texts
from bot.telegram.settings import Pace
from bot.telegram.state import database as database_module
from bot.telegram.state.database import SQLITE_FILE
from tests.bot.telegram.conftest import ADMIN, MEMBER, STRANGER, Scene, running, settings_for
from tests.bot.telegram.standin import StandInAssistant
from tests.botapi.limits import SendingLimits
from tests.botapi.server import BotApiServer, Fault

TOO_MANY = b'{"ok": false, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}'


async def test_somebody_who_asks_too_much_gets_a_friendly_word_once(server: BotApiServer, tmp_path: Path) -> None:
    scene = Scene(server, StandInAssistant())
    async with running(scene.assistant, server, settings_for(server, tmp_path, questions_per_minute=2)):
        for number in range(5):
            await scene.group.say(MEMBER, f"/ask 期限{number}？")
        await scene.group.say(STRANGER, "/ask 期限？")
        replies = [(await scene.group.next())["text"] for _ in range(4)]
        for _ in range(3):
            await scene.admin.say(ADMIN, "期限？")
            assert "6个月" in (await scene.admin.next())["text"]

    assert replies[2] == texts.TOO_MANY_QUESTIONS
    assert all("6个月" in replies[place] for place in (0, 1, 3))
    assert scene.group.unread == []


async def test_buttons_that_send_messages_count_too(server: BotApiServer, tmp_path: Path) -> None:
    scene = Scene(server, StandInAssistant())
    async with running(scene.assistant, server, settings_for(server, tmp_path, questions_per_minute=2)):
        await scene.member.say(MEMBER, "期限？")
        answer = await scene.member.next()
        for _ in range(3):
            await scene.member.press(MEMBER, answer, "[1]")
        await scene.member.press(MEMBER, answer, "有用")
        await server.wait_until(lambda: len(server.calls_of("answerCallbackQuery")) == 4)

    told = [call.params.get("text") for call in server.calls_of("answerCallbackQuery")]
    assert told == [None, texts.TOO_MANY_QUESTIONS, texts.TOO_MANY_QUESTIONS, texts.THANKS]
    assert len(scene.member.from_bot) == 2


async def test_a_stranger_is_told_their_id_only_so_often(server: BotApiServer, tmp_path: Path) -> None:
    scene = Scene(server, StandInAssistant())
    async with running(scene.assistant, server, settings_for(server, tmp_path, questions_per_minute=2)):
        for _ in range(5):
            await scene.stranger.say(STRANGER, "/start")
        await server.wait_until(lambda: server.pending == 0)

    assert len(scene.stranger.from_bot) == 2


async def test_a_wait_that_telegram_asks_for_is_kept(scene: Scene) -> None:
    scene.server.fail_next("sendMessage", Fault(status=429, body=TOO_MANY))
    await scene.member.say(MEMBER, "期限？")
    await scene.server.wait_until(lambda: scene.server.calls_of("sendMessage"))
    await scene.admin.say(ADMIN, "期限？")

    assert "6个月" in (await scene.admin.next())["text"]
    assert "6个月" in (await scene.member.next())["text"]
    sent = [(call.params["chat_id"], call.at) for call in scene.server.calls_of("sendMessage")]
    first, second = (at for chat, at in sent if chat == "1002")
    (other,) = (at for chat, at in sent if chat == "1001")
    assert second - first >= 1
    assert other < second


async def test_the_servers_limits_are_never_exceeded(server: BotApiServer, tmp_path: Path) -> None:
    scene = Scene(server, StandInAssistant())
    server.limits = SendingLimits(overall=(30, 1.0), chat=(1, 1.0), group=(20, 60.0))
    async with running(scene.assistant, server, settings_for(server, tmp_path, pace=Pace())):
        await scene.member.say(MEMBER, "很长的期限？")
        for _ in range(3):
            await scene.member.next()

    assert server.limits.refused == []


async def test_a_locked_database_does_not_keep_answers_back(
    server: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_SECONDS", 0.01)
    monkeypatch.setattr(database_module, "RETRY_DELAYS_SECONDS", (0.01,))
    monkeypatch.setattr(database_module, "AWAY_SECONDS", 0.1)
    scene = Scene(server, StandInAssistant())
    async with running(scene.assistant, server, settings_for(server, tmp_path)):
        holder = sqlite3.connect(tmp_path / SQLITE_FILE, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        await scene.member.say(MEMBER, "期限？")
        answer = await scene.member.next()
        holder.execute("ROLLBACK")
        holder.close()
        await asyncio.sleep(database_module.AWAY_SECONDS)
        await scene.member.say(MEMBER, "后来的期限？")
        later = await scene.member.next()

    assert "6个月" in answer["text"]
    assert "reply_markup" not in answer
    assert "reply_markup" in later
