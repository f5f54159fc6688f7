"""Webhook, health, metrics and the watchdog of polling."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

import bot.telegram.app as app
import bot.telegram.outbox as outbox
import bot.telegram.receiving as receiving
from bot.telegram.errors import TelegramStartError, TelegramUnreachableError
from bot.telegram.settings import TelegramSettings
from tests.bot.telegram.conftest import MEMBER, Scene, running, settings_for
from tests.bot.telegram.standin import StandInAssistant
from tests.botapi.server import BotApiServer, Fault
from tests.botapi.world import Json


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
async def hooked(server: BotApiServer, tmp_path: Path, port: int) -> AsyncIterator[Scene]:
    """A bot that is reached through a webhook."""
    scene = Scene(server, StandInAssistant())
    settings = settings_for(server, tmp_path, webhook_url=f"http://127.0.0.1:{port}/telegram", listen_port=port)
    async with served(scene, settings):
        yield scene


@asynccontextmanager
async def served(scene: Scene, settings: TelegramSettings) -> AsyncIterator[None]:
    """Run a bot with a webhook for the length of the block."""
    stop = asyncio.Event()
    task = asyncio.create_task(app.serve(scene.assistant, settings, stop=stop))
    await scene.server.wait_until(lambda: any(call.status for call in scene.server.calls_of("setWebhook")))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def post_update(scene: Scene, update: Json) -> int:
    """Post an update to the webhook, also one that was not asked for; gives the status."""
    assert scene.server.webhook is not None
    secret = {"X-Telegram-Bot-Api-Secret-Token": scene.server.webhook.secret or ""}
    return (await request("POST", scene.server.webhook.url, json=update, headers=secret))[0]


async def request(method: str, url: str, **options: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.request(method, url, **options) as response:
        return response.status, await response.text()


async def test_a_webhook_brings_questions(hooked: Scene) -> None:
    await hooked.member.say(MEMBER, "期限？")
    await hooked.group.say(MEMBER, "/ask 期限？")

    assert "6个月" in (await hooked.member.next())["text"]
    assert "6个月" in (await hooked.group.next())["text"]
    await hooked.server.wait_until(lambda: hooked.server.pending == 0)
    assert hooked.server.webhook_statuses == [200, 200]
    assert hooked.server.calls_of("getUpdates") == []


async def test_a_request_without_the_secret_is_refused(hooked: Scene, port: int) -> None:
    url = f"http://127.0.0.1:{port}/telegram"
    update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": hooked.member.chat.json(), "text": "x"}}
    assert hooked.server.webhook is not None
    secret = {"X-Telegram-Bot-Api-Secret-Token": hooked.server.webhook.secret or ""}

    assert (await request("POST", url, json=update))[0] == 403
    assert (await request("POST", url, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": "x"}))[0] == 403
    assert (await request("POST", url, data=b"garbage", headers=secret))[0] == 400
    assert (await request("POST", url, data=b"[]", headers=secret))[0] == 400
    assert (await request("POST", url, data=b"x" * 1_000_001, headers=secret))[0] == 413
    assert (await request("GET", url))[0] == 404
    assert (await request("POST", f"{url}/other", json=update, headers=secret))[0] == 404
    assert len(hooked.server.token) > 20
    assert hooked.server.token not in (hooked.server.webhook.secret or "")


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "edited_channel_post", "business_message"])
async def test_updates_that_were_not_asked_for_get_nothing(hooked: Scene, port: int, kind: str) -> None:
    assert hooked.server.webhook is not None
    secret = {"X-Telegram-Bot-Api-Secret-Token": hooked.server.webhook.secret or ""}
    question = await hooked.group.say(MEMBER, "/ask 期限一？", kind="not_sent")
    status, _ = await request(
        "POST", f"http://127.0.0.1:{port}/telegram", json={"update_id": 9000, kind: question}, headers=secret
    )
    await hooked.group.say(MEMBER, "/ask 期限二？")

    assert status == 200
    assert "期限二" in (await hooked.group.next())["text"]
    assert [asked for asked, _, _ in hooked.assistant.asked] == ["期限二？"]


async def test_the_same_update_twice_is_answered_once(hooked: Scene) -> None:
    said = await hooked.member.say(MEMBER, "期限？")
    first = hooked.server.calls_of("sendMessage")
    await hooked.member.next()
    update_id = 500
    await hooked.server.push_raw({"update_id": update_id, "message": said})
    await hooked.member.say(MEMBER, "后来的期限？")

    assert "后来的期限" in (await hooked.member.next())["text"]
    assert len(hooked.assistant.asked) == 2
    assert first == []


async def test_health_and_metrics(hooked: Scene, port: int) -> None:
    await hooked.member.say(MEMBER, "期限？")
    await hooked.member.next()
    await hooked.member.say(MEMBER, "崩溃")
    await hooked.member.next()

    assert await request("GET", f"http://127.0.0.1:{port}/healthz") == (200, '{"healthy": true}')
    status, text = await request("GET", f"http://127.0.0.1:{port}/metrics")
    assert status == 200
    assert 'zhengwen_answers_total{status="answered"} 1.0' in text
    assert 'zhengwen_updates_total{kind="new"} 2.0' in text
    assert "zhengwen_errors_total 1.0" in text
    assert "zhengwen_answer_seconds_count 2.0" in text


async def test_questions_in_flight_are_answered_before_a_webhook_bot_stops(
    server: BotApiServer, tmp_path: Path, port: int
) -> None:
    scene = Scene(server, StandInAssistant(seconds=0.4))
    settings = settings_for(server, tmp_path, webhook_url=f"http://127.0.0.1:{port}/", listen_port=port)
    stop = asyncio.Event()
    task = asyncio.create_task(app.serve(scene.assistant, settings, stop=stop))
    await scene.member.say(MEMBER, "期限？")
    await server.wait_until(lambda: server.calls_of("sendChatAction"))
    stop.set()
    await asyncio.wait_for(task, 10)

    assert len(scene.member.from_bot) == 1


async def test_a_port_that_is_taken_is_named(server: BotApiServer, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = settings_for(server, tmp_path, listen_port=taken.getsockname()[1])

        with pytest.raises(TelegramStartError, match="ZHENGWEN_LISTEN_PORT"):
            await app.serve(StandInAssistant(), settings, stop=asyncio.Event())


async def test_a_webhook_address_that_telegram_refuses_is_named(
    server: BotApiServer, tmp_path: Path, port: int
) -> None:
    settings = settings_for(server, tmp_path, webhook_url="http://example.org/", listen_port=port)

    with pytest.raises(TelegramStartError, match="ZHENGWEN_WEBHOOK_URL"):
        await app.serve(StandInAssistant(), settings, stop=asyncio.Event())


async def test_a_webhook_that_cannot_be_announced_is_told_from_one_that_is_wrong(
    server: BotApiServer, tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "RETRY_DELAYS_SECONDS", ())
    server.fail_next("setWebhook", Fault(status=502, body=b"<html>"))
    settings = settings_for(server, tmp_path, webhook_url=f"http://127.0.0.1:{port}/", listen_port=port)

    with pytest.raises(TelegramUnreachableError):
        await app.serve(StandInAssistant(), settings, stop=asyncio.Event())


async def test_polling_that_has_stalled_starts_anew(
    server: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(receiving, "WATCH_SECONDS", 0.05)
    monkeypatch.setattr(receiving, "STALLED_SECONDS", 0.3)
    scene = Scene(server, StandInAssistant())
    server.fail_next("getUpdates", Fault(hang_seconds=30))
    async with running(scene.assistant, server, settings_for(server, tmp_path)):
        await scene.member.say(MEMBER, "期限？")
        assert "6个月" in (await scene.member.next())["text"]

    assert "polling starts anew" in caplog.text


async def test_a_bot_whose_polling_is_silent_is_not_healthy(
    server: BotApiServer, tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "STALLED_SECONDS", 0.3)
    server.fail_next("getUpdates", Fault(hang_seconds=30))
    async with running(StandInAssistant(), server, settings_for(server, tmp_path, listen_port=port)):
        await asyncio.sleep(0.4)
        assert await request("GET", f"http://127.0.0.1:{port}/healthz") == (503, '{"healthy": false}')


async def test_a_token_that_is_refused_later_ends_the_bot(
    server: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "WATCH_SECONDS", 0.05)
    monkeypatch.setattr(receiving, "STALLED_SECONDS", 0.2)
    task = asyncio.create_task(app.serve(StandInAssistant(), settings_for(server, tmp_path), stop=asyncio.Event()))
    await server.wait_until(lambda: server.calls_of("getUpdates"))
    old, server.token = server.token, "7000000001:" + "n" * 35

    with pytest.raises(TelegramStartError, match="不认这个机器人令牌"):
        await asyncio.wait_for(task, 30)
    assert old != server.token
