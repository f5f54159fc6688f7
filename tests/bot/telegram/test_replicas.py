"""Two bots behind one address, with their state in one PostgreSQL database."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

import bot.telegram.access as access
import bot.telegram.app as app
import bot.telegram.sharing as sharing
from bot.telegram.state.database import open_database
from bot.telegram.state.replicas import owner_among
from bot.telegram.state.tables import Table
from retrieval.values import Answer
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


class Gated(StandInAssistant):
    """Answers nothing before the gate is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def ask(self, question: str, **about: Any) -> Answer:
        assert self.gate.wait(30)
        return super().ask(question, **about)


def _chat_of(ports: list[int], *places: int) -> Person:
    """Somebody whose chat belongs to these replicas: while the first two run, all three, and the last two."""
    names = [f"{socket.gethostname()}:{port}" for port in ports]
    wanted = tuple(names[place] for place in places)
    for number in range(30_001, 40_000):
        if tuple(owner_among(some, number) for some in (names[:2], names, names[1:])) == wanted:
            return Person(number, "甲")
    raise AssertionError("no such chat")


async def test_order_holds_while_replicas_come_and_go(
    server: BotApiServer, tmp_path: Path, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A third one joins and the first one leaves, while both of the old ones have questions of every chat in hand."""
    monkeypatch.setattr(sharing, "BEAT_SECONDS", 0.1)
    # As if each were a process of its own: those that wait must not take the newcomer's threads.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(32))
    scene, newcomer = Scene(server, StandInAssistant()), StandInAssistant()
    assistants: dict[int, StandInAssistant] = {free_port(): Gated(), free_port(): Gated(), free_port(): newcomer}
    ports = list(assistants)
    # One chat of each of the old ones that moves to the newcomer, one that moves when the first leaves, one that stays.
    people = [_chat_of(ports, *places) for places in ((0, 2, 2), (1, 2, 2), (0, 0, 1), (1, 1, 1))]
    rooms = [private(server, person) for person in people]

    async def ask(*numbers: int) -> None:
        for number in numbers:
            for person, room in zip(people, rooms, strict=True):
                await room.say(person, f"期限{number}？")
        await server.wait_until(lambda: server.pending == 0, seconds=30)

    async with AsyncExitStack() as stack, AsyncExitStack() as first:
        address, _ = await stack.enter_async_context(round_robin(ports))
        changes: dict[str, Any] = {"webhook_url": f"{address}/telegram"}
        changes["allowed_chats"] = frozenset(person.id for person in people)

        def one(port: int) -> AbstractAsyncContextManager[None]:
            return replica(scene, port, empty_database, tmp_path / str(port), assistants[port], **changes)

        await first.enter_async_context(one(ports[0]))
        await stack.enter_async_context(one(ports[1]))
        await asyncio.sleep(0.3)
        await ask(0, 1)
        await stack.enter_async_context(one(ports[2]))
        await asyncio.sleep(0.3)
        await ask(2)
        leaving = asyncio.create_task(first.aclose())
        await asyncio.sleep(0.3)
        await ask(3)
        await asyncio.sleep(0.3)
        answered_before = list(newcomer.asked)
        for assistant in assistants.values():
            if isinstance(assistant, Gated):
                assistant.gate.set()
        replies = [[(await room.next(seconds=30))["text"] for _ in range(4)] for room in rooms]
        await leaving

    assert answered_before == []
    for room, texts in zip(rooms, replies, strict=True):
        assert [text.partition("（期限")[2].partition("？")[0] for text in texts] == ["0", "1", "2", "3"]
        assert room.unread == []
    assert len(newcomer.asked) == 4
