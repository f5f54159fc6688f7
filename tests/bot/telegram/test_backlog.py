"""What could not be sent is sent later: in order, once, without being asked again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Update

import bot.telegram.app as app
import bot.telegram.backlog as backlog_module
import bot.telegram.outbox as outbox
from bot.telegram.backlog import Backlog
from retrieval.values import IndexReport
from tests.bot.telegram.conftest import ADMIN, MEMBER, Scene, running, settings_for
from tests.bot.telegram.kinds import KINDS, Place, place_of
from tests.bot.telegram.standin import StandInAssistant
from tests.bot.telegram.test_chat_kinds import ALLOWED
from tests.botapi.server import BotApiServer, Fault


def update(number: int, chat_id: int = 5) -> Update:
    message = {"message_id": number, "date": 1, "chat": {"id": chat_id, "type": "private"}}
    made = Update.de_json({"update_id": number, "message": message})
    assert made is not None
    return made


def numbers(updates: list[Update]) -> list[int]:
    return [update.update_id for update in updates]


def test_later_updates_of_a_chat_wait_for_the_one_that_is_kept() -> None:
    backlog = Backlog()
    backlog.keep(update(2))

    assert backlog.holds_back(update(3))
    assert backlog.holds_back(update(4))
    assert not backlog.holds_back(update(5, chat_id=6))
    assert numbers(backlog.due()) == [2, 3, 4]
    # What is on its way is not passed on twice, however long it takes.
    assert backlog.due() == []
    assert not backlog.holds_back(update(2))
    assert not backlog.holds(update(2))
    assert not backlog.holds_back(update(3))
    # The second one fails again: the third waits for another round.
    backlog.keep(update(3))
    assert backlog.holds_back(update(4))
    assert numbers(backlog.due()) == [3, 4]


def test_one_that_arrives_between_two_rounds_does_not_overtake() -> None:
    backlog = Backlog()
    backlog.keep(update(2))
    assert numbers(backlog.due()) == [2]

    assert backlog.holds_back(update(7))
    assert not backlog.holds_back(update(2))
    assert numbers(backlog.due()) == [7]


def test_after_a_day_an_update_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    backlog = Backlog()
    backlog.keep(update(2))
    assert not backlog.holds_back(update(2))
    monkeypatch.setattr(backlog_module, "KEPT_AT_MOST_SECONDS", -1.0)
    backlog.keep(update(2))

    assert not backlog.holds(update(2))
    assert backlog.due() == []
    assert not backlog.holds_back(update(3))


@pytest.fixture
async def scene(server: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    monkeypatch.setattr(outbox, "RETRY_DELAYS_SECONDS", ())
    monkeypatch.setattr(app, "KEPT_SECONDS", 0.15)
    scene = Scene(server, StandInAssistant())
    async with running(scene.assistant, server, settings_for(server, tmp_path, allowed_chats=ALLOWED)):
        yield scene


@pytest.fixture
def place(scene: Scene, kind: str) -> Place:
    return place_of(scene, kind)


AWAY = {
    "502": Fault(status=502, body=b"<html>"),
    "garbage": Fault(status=200, body=b"<html>"),
    "dropped": Fault(drop_connection=True),
}


@pytest.mark.parametrize(
    ("kind", "fault"), [*((kind, "502") for kind in KINDS), ("private", "garbage"), ("topic", "dropped")]
)
async def test_an_outage_costs_neither_order_nor_answers_nor_questions(scene: Scene, place: Place, fault: str) -> None:
    scene.server.fail_next("sendMessage", Fault(**vars(AWAY[fault]) | {"times": 3}))
    for number in range(4):
        await place.ask(f"期限{number}？")
    answers = [(await place.next())["text"] for _ in range(4)]
    await place.ask("最后的期限？")
    await place.next()

    assert all(f"期限{number}？" in text for number, text in enumerate(answers))
    # Not asked again, nor noted in the audit log again, for being sent again.
    assert [asked for asked, _, _ in scene.assistant.asked] == [*(f"期限{n}？" for n in range(4)), "最后的期限？"]
    await scene.admin.say(ADMIN, "/stats")
    assert "提问 5 次" in (await scene.admin.next())["text"]
    assert len(place.room.from_bot) == 5


async def test_other_chats_do_not_wait_for_one_that_is_held_back(scene: Scene) -> None:
    body = b'{"ok": false, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 400}}'
    scene.server.fail_next("sendMessage", Fault(status=429, body=body))
    await scene.member.say(MEMBER, "期限一？")
    await scene.server.wait_until(lambda: scene.server.calls_of("sendMessage"))
    await scene.member.say(MEMBER, "期限二？")
    for number in range(3):
        await scene.admin.say(ADMIN, f"期限{number}？")
        assert f"期限{number}" in (await scene.admin.next())["text"]
    await asyncio.sleep(0.4)

    # Nothing was sent before the time that Telegram named, and no error told of.
    assert scene.member.from_bot == []
    assert len([call for call in scene.server.calls_of("sendMessage") if call.params["chat_id"] == "1002"]) == 1
    assert len(scene.admin.from_bot) == 3


async def test_a_command_in_the_background_that_telegram_did_not_take_is_done_again(scene: Scene) -> None:
    scene.server.fail_next("sendMessage", Fault(status=502, body=b"<html>"))
    await scene.admin.say(ADMIN, "/reload")

    assert "正在读取" in (await scene.admin.next())["text"]
    assert "更新完成" in (await scene.admin.next())["text"]
    assert scene.assistant.reloads == 1


async def test_a_command_in_the_background_is_handled_when_it_has_ended(
    server: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot stops being able to send in the middle of a reload; the next start does it again and reports."""
    monkeypatch.setattr(outbox, "RETRY_DELAYS_SECONDS", ())
    scene = Scene(server, StandInAssistant(reload_seconds=0.3))
    scene.assistant.report = IndexReport(added=("a.md",), clauses=1)
    async with running(scene.assistant, server, settings_for(server, tmp_path)):
        await scene.admin.say(ADMIN, "/reload")
        await scene.admin.next()
        server.fail_next("sendMessage", Fault(status=502, body=b"<html>"))
        await server.wait_until(lambda: len(server.calls_of("sendMessage")) == 2)
    assert len(scene.admin.from_bot) == 1
    for _ in range(2):
        async with running(scene.assistant, server, settings_for(server, tmp_path)):
            await scene.member.say(MEMBER, "期限？")
            await scene.member.next()

    assert [message["text"].splitlines()[0][:4] for message in scene.admin.from_bot] == [
        "正在读取",
        "正在读取",
        "更新完成",
    ]
    assert scene.assistant.reloads == 2
