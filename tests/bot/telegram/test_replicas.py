"""Two bots behind one address, with their state in one PostgreSQL database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

import bot.telegram.access as access
import bot.telegram.app as app
from bot.telegram.state.database import open_database
from bot.telegram.state.tables import Table
from tests.bot.telegram.conftest import ADMIN, MEMBER, STRANGER, Scene, settings_for
from tests.bot.telegram.standin import StandInAssistant
from tests.bot.telegram.test_receiving import free_port
from tests.botapi.server import BotApiServer
from tests.botapi.world import Json


@asynccontextmanager
async def replica(scene: Scene, port: int, database_url: str, folder: Path) -> AsyncIterator[None]:
    before = len(scene.server.calls_of("setWebhook"))
    settings = settings_for(
        scene.server,
        folder,
        database_url=database_url,
        webhook_url=f"http://127.0.0.1:{port}/telegram",
        listen_port=port,
    )
    stop = asyncio.Event()
    task = asyncio.create_task(app.serve(scene.assistant, settings, stop=stop))
    await scene.server.wait_until(lambda: len([c for c in scene.server.calls_of("setWebhook") if c.status]) > before)
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


@pytest.fixture
async def ports(
    server: BotApiServer, tmp_path: Path, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Scene, list[int]]]:
    monkeypatch.setattr(access, "REFRESH_SECONDS", 0.0)
    scene = Scene(server, StandInAssistant())
    ports = [free_port(), free_port()]
    async with AsyncExitStack() as stack:
        for port in ports:
            await stack.enter_async_context(replica(scene, port, postgresql_url, tmp_path / str(port)))
        yield scene, ports
    database = open_database(postgresql_url, tmp_path)
    database.run_now(lambda session: Table.metadata.drop_all(session.connection()))
    database.close()


async def post(scene: Scene, port: int, update: Json) -> int:
    assert scene.server.webhook is not None
    headers = {"X-Telegram-Bot-Api-Secret-Token": scene.server.webhook.secret or ""}
    url = f"http://127.0.0.1:{port}/telegram"
    async with aiohttp.ClientSession() as session, session.post(url, json=update, headers=headers) as response:
        return response.status


async def test_an_update_that_reaches_both_is_answered_once(ports: tuple[Scene, list[int]]) -> None:
    scene, addresses = ports
    message = scene.member.chat.add(**{"from": MEMBER.json()}, text="期限？")
    update = {"update_id": 9000, "message": message}

    statuses = await asyncio.gather(*(post(scene, port, update) for port in addresses * 2))
    await scene.member.next()
    await scene.admin.say(ADMIN, "期限？")
    await scene.admin.next()

    assert statuses == [200] * 4
    assert len(scene.member.from_bot) == 1
    assert len(scene.assistant.asked) == 2


async def test_what_one_allows_the_other_knows_and_buttons_work_on_both(ports: tuple[Scene, list[int]]) -> None:
    scene, addresses = ports
    allow = scene.admin.chat.add(
        **{"from": ADMIN.json()},
        text=f"/allow {STRANGER.id}",
        entities=[{"type": "bot_command", "offset": 0, "length": 6}],
    )
    await post(scene, addresses[0], {"update_id": 9001, "message": allow})
    await scene.admin.next()
    question = scene.stranger.chat.add(**{"from": STRANGER.json()}, text="期限？")
    await post(scene, addresses[1], {"update_id": 9002, "message": question})
    answer = await scene.stranger.next()

    assert "6个月" in answer["text"]
    data = scene.stranger.button(answer, "[1]")["callback_data"]
    scene.server.world.callbacks["q"] = False
    query = {
        "id": "q",
        "from": STRANGER.json(),
        "chat_instance": "1",
        "message": answer,
        "data": data,
    }
    await post(scene, addresses[0], {"update_id": 9003, "callback_query": query})
    assert "第二条" in (await scene.stranger.next())["text"]
