"""Two bots as processes of their own, with data folders of their own, that share PostgreSQL and a Chroma server."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from bot.telegram.state.database import open_database
from bot.telegram.state.tables import Table
from tests.bot.telegram.conftest import ADMIN, MEMBER
from tests.bot.telegram.round_robin import round_robin
from tests.bot.telegram.test_process import DOCUMENT, FACT, QUESTION, bot, documents
from tests.bot.telegram.test_receiving import free_port
from tests.botapi.people import private
from tests.botapi.server import BotApiServer
from tests.botapi.world import Json, Person
from tests.retrieval.chroma_server import server_url
from tests.retrieval.small_library import query

__all__ = ["documents", "server_url"]


async def post(server: BotApiServer, port: int, update: Json) -> None:
    assert server.webhook is not None
    headers = {"X-Telegram-Bot-Api-Secret-Token": server.webhook.secret or ""}
    url = f"http://127.0.0.1:{port}/hook"
    async with aiohttp.ClientSession() as session, session.post(url, json=update, headers=headers) as response:
        assert response.status == 200


@pytest.fixture
def empty_database(postgresql_url: str, tmp_path: Path) -> str:
    query(postgresql_url, "DROP TABLE IF EXISTS index_state, index_generations")
    database = open_database(postgresql_url, tmp_path)
    database.run_now(lambda session: Table.metadata.drop_all(session.connection()))
    database.close()
    return postgresql_url


async def test_a_reload_by_one_replica_is_seen_by_the_other(
    server: BotApiServer, documents: Path, empty_database: str, server_url: str, tmp_path: Path
) -> None:
    member, admin = private(server, MEMBER), private(server, ADMIN)
    ports = [free_port(), free_port()]
    async with AsyncExitStack() as stack:
        replicas = [
            await stack.enter_async_context(
                bot(
                    server,
                    documents,
                    ZHENGWEN_DATA_DIR=str(tmp_path / str(port)),
                    ZHENGWEN_DATABASE_URL=empty_database,
                    ZHENGWEN_CHROMA_URL=server_url,
                    ZHENGWEN_WEBHOOK_URL=f"http://127.0.0.1:{port}/hook",
                    ZHENGWEN_LISTEN_PORT=str(port),
                )
            )
            for port in ports
        ]
        await server.wait_until(lambda: len([c for c in server.calls_of("setWebhook") if c.status]) == 2, seconds=90)

        async def ask(port: int, number: int) -> str:
            message = member.chat.add(**{"from": MEMBER.json()}, text=QUESTION)
            await post(server, port, {"update_id": number, "message": message})
            return str((await member.next(seconds=30))["text"])

        for number, port in enumerate(ports):
            assert FACT in await ask(port, 9000 + number)

        (documents / "rivers.md").write_text(DOCUMENT.replace("三年", "五年"), encoding="utf-8")
        entity = {"type": "bot_command", "offset": 0, "length": 7}
        reload = admin.chat.add(**{"from": ADMIN.json()}, text="/reload", entities=[entity])
        await post(server, ports[0], {"update_id": 9010, "message": reload})
        await admin.next(seconds=30)
        assert "有变化（1）" in (await admin.next(seconds=60))["text"]
        for number, port in enumerate(ports):
            assert "五年" in await ask(port, 9020 + number)

        ends = await asyncio.gather(*(replica.end(signal.SIGTERM) for replica in replicas))
    assert [code for code, _ in ends] == [0, 0]
    assert not any("Traceback" in log for _, log in ends)


async def test_behind_one_address_a_replica_that_is_killed_loses_no_question(
    server: BotApiServer, documents: Path, empty_database: str, server_url: str, tmp_path: Path
) -> None:
    people = [Person(number, "甲") for number in range(40_001, 40_008)]
    rooms = [private(server, person) for person in people]
    ports = [free_port(), free_port()]
    async with AsyncExitStack() as stack:
        address, answered = await stack.enter_async_context(round_robin(ports))
        replicas = [
            await stack.enter_async_context(
                bot(
                    server,
                    documents,
                    ZHENGWEN_ALLOWED_CHATS=",".join(str(person.id) for person in people),
                    ZHENGWEN_DATA_DIR=str(tmp_path / str(port)),
                    ZHENGWEN_DATABASE_URL=empty_database,
                    ZHENGWEN_CHROMA_URL=server_url,
                    ZHENGWEN_WEBHOOK_URL=f"{address}/hook",
                    ZHENGWEN_LISTEN_PORT=str(port),
                )
            )
            for port in ports
        ]
        await server.wait_until(lambda: len([c for c in server.calls_of("setWebhook") if c.status]) == 2, seconds=90)
        # Each has to have seen the other.
        await asyncio.sleep(3)
        for person, room in zip(people, rooms, strict=True):
            await room.say(person, QUESTION)
        for room in rooms:
            assert FACT in (await room.next(seconds=30))["text"]
        for person, room in zip(people, rooms, strict=True):
            await room.say(person, "多久报告一次？")
        await server.wait_until(lambda: server.pending == 0, seconds=30)
        await replicas[0].end(signal.SIGKILL)
        # The other takes up what was left when it has heard nothing for twenty seconds.
        for person, room in zip(people, rooms, strict=True):
            await room.next(seconds=60)
            await room.say(person, QUESTION)
        # One that was sent, and the replica killed before it could note that, comes once more.
        await server.wait_until(lambda: all(FACT in room.from_bot[-1]["text"] for room in rooms), seconds=60)
        code, log = await replicas[1].end(signal.SIGTERM)

    assert code == 0
    assert "Traceback" not in log
    assert min(answered.values()) >= 3
    assert all(len(room.from_bot) <= 4 for room in rooms)
