"""Two bots behind one address, with their state in one PostgreSQL database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

import bot.telegram.access as access
import bot.telegram.app as app
import bot.telegram.sharing as sharing
from bot.telegram.state.database import open_database
from bot.telegram.state.tables import Table
from tests.bot.telegram.conftest import ADMIN, MEMBER, STRANGER, Scene, settings_for
from tests.bot.telegram.round_robin import round_robin
from tests.bot.telegram.standin import StandInAssistant
from tests.bot.telegram.test_receiving import free_port
from tests.botapi.people import private
from tests.botapi.server import BotApiServer
from tests.botapi.world import Json, Person


@asynccontextmanager
async def replica(
    scene: Scene, port: int, database_url: str, folder: Path, assistant: StandInAssistant | None = None, **changes: Any
) -> AsyncIterator[None]:
    before = len(scene.server.calls_of("setWebhook"))
    settings = settings_for(
        scene.server,
        folder,
        database_url=database_url,
        listen_port=port,
        **({"webhook_url": f"http://127.0.0.1:{port}/telegram"} | changes),
    )
    stop = asyncio.Event()
    task = asyncio.create_task(app.serve(assistant or scene.assistant, settings, stop=stop))
    await scene.server.wait_until(lambda: len([c for c in scene.server.calls_of("setWebhook") if c.status]) > before)
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


@pytest.fixture
def empty_database(postgresql_url: str, tmp_path: Path) -> Iterator[str]:
    yield postgresql_url
    database = open_database(postgresql_url, tmp_path)
    database.run_now(lambda session: Table.metadata.drop_all(session.connection()))
    database.close()


@pytest.fixture
async def ports(
    server: BotApiServer, tmp_path: Path, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Scene, list[int]]]:
    monkeypatch.setattr(access, "REFRESH_SECONDS", 0.0)
    scene = Scene(server, StandInAssistant())
    ports = [free_port(), free_port()]
    async with AsyncExitStack() as stack:
        for port in ports:
            await stack.enter_async_context(replica(scene, port, empty_database, tmp_path / str(port)))
        yield scene, ports


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


async def test_each_chat_is_answered_by_one_replica_in_order_whichever_its_updates_reach(
    server: BotApiServer, tmp_path: Path, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "BEAT_SECONDS", 0.1)
    # An odd number of chats, so that the balancer sends those of one to both.
    scene, people = Scene(server, StandInAssistant()), [Person(number, "甲") for number in range(30_001, 30_012)]
    rooms = [private(server, person) for person in people]
    allowed = frozenset(person.id for person in people)
    assistants = {free_port(): StandInAssistant(seconds=0.02) for _ in range(2)}
    async with AsyncExitStack() as stack:
        address, answered = await stack.enter_async_context(round_robin(list(assistants)))
        for port, assistant in assistants.items():
            changes = {"webhook_url": f"{address}/telegram", "allowed_chats": allowed}
            folder = tmp_path / str(port)
            await stack.enter_async_context(replica(scene, port, empty_database, folder, assistant, **changes))
        # Each has to have seen the other.
        await asyncio.sleep(0.5)
        for number in range(6):
            for person, room in zip(people, rooms, strict=True):
                await room.say(person, f"期限{number}？")
        replies = [[(await room.next(seconds=30))["text"] for _ in range(6)] for room in rooms]

    assert all(f"期限{number}？" in text for texts in replies for number, text in enumerate(texts))
    keys = [{key for _, key, _ in assistant.asked} for assistant in assistants.values()]
    assert all(keys)
    assert not keys[0] & keys[1]
    assert sum(len(assistant.asked) for assistant in assistants.values()) == 66
    assert min(answered.values()) >= 30
