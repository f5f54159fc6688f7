"""Two bots as processes of their own, with data folders of their own, that share PostgreSQL and a Chroma server."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.telegram.sharing import BEAT_SECONDS
from bot.telegram.state.database import open_database
from bot.telegram.state.tables import Table
from tests.bot.telegram.conftest import ADMIN
from tests.bot.telegram.round_robin import round_robin
from tests.bot.telegram.test_process import DOCUMENT, FACT, QUESTION, Process, bot, documents
from tests.bot.telegram.test_receiving import free_port, request
from tests.botapi.people import Room, private
from tests.botapi.server import BotApiServer
from tests.botapi.world import Person
from tests.retrieval.chroma_server import server_url
from tests.retrieval.small_library import query

__all__ = ["documents", "server_url"]

PEOPLE = [Person(number, "甲") for number in range(40_001, 40_012)]


@pytest.fixture
def empty_database(postgresql_url: str, tmp_path: Path) -> str:
    query(postgresql_url, "DROP TABLE IF EXISTS index_state, index_generations")
    database = open_database(postgresql_url, tmp_path)
    database.run_now(lambda session: Table.metadata.drop_all(session.connection()))
    database.close()
    return postgresql_url


@dataclass
class Pair:
    """Two replicas behind one address, and the people who ask them."""

    processes: list[Process]
    rooms: list[Room]
    ports: list[int]
    requests: dict[int, int]
    """What each port got from the balancer."""

    async def ask(self, text: str) -> list[str]:
        """Let everybody ask; gives the answers."""
        for person, room in zip(PEOPLE, self.rooms, strict=True):
            await room.say(person, text)
        return [(await room.next(seconds=60))["text"] for room in self.rooms]

    async def answered(self) -> list[bool]:
        """Whether each replica has answered anybody."""
        pages = [(await request("GET", f"http://127.0.0.1:{port}/metrics"))[1] for port in self.ports]
        return ['zhengwen_answers_total{status="answered"}' in page for page in pages]


@pytest.fixture
async def pair(
    server: BotApiServer, documents: Path, empty_database: str, server_url: str, tmp_path: Path
) -> AsyncIterator[Pair]:
    ports = [free_port(), free_port()]
    async with AsyncExitStack() as stack:
        address, requests = await stack.enter_async_context(round_robin(ports))
        shared = {
            "ZHENGWEN_ALLOWED_CHATS": ",".join(str(person.id) for person in PEOPLE),
            "ZHENGWEN_DATABASE_URL": empty_database,
            "ZHENGWEN_CHROMA_URL": server_url,
            "ZHENGWEN_WEBHOOK_URL": f"{address}/hook",
        }
        processes = [
            await stack.enter_async_context(
                bot(
                    server,
                    documents,
                    ZHENGWEN_DATA_DIR=str(tmp_path / str(port)),
                    ZHENGWEN_LISTEN_PORT=str(port),
                    **shared,
                )
            )
            for port in ports
        ]
        await server.wait_until(lambda: len([c for c in server.calls_of("setWebhook") if c.status]) == 2, seconds=90)
        # Each has to have seen the other.
        await asyncio.sleep(BEAT_SECONDS + 1)
        yield Pair(processes, [private(server, person) for person in PEOPLE], ports, requests)


async def test_a_reload_by_one_replica_is_seen_by_the_other(pair: Pair, server: BotApiServer, documents: Path) -> None:
    admin = private(server, ADMIN)
    assert all(FACT in text for text in await pair.ask(QUESTION))

    (documents / "rivers.md").write_text(DOCUMENT.replace("三年", "五年"), encoding="utf-8")
    await admin.say(ADMIN, "/reload")
    await admin.next(seconds=30)
    assert "有变化（1）" in (await admin.next(seconds=60))["text"]
    # The other one looks once a second.
    await asyncio.sleep(1.5)
    assert all("五年" in text for text in await pair.ask(QUESTION))
    assert await pair.answered() == [True, True]
    assert min(pair.requests.values()) >= 10

    ends = await asyncio.gather(*(process.end(signal.SIGTERM) for process in pair.processes))
    assert [code for code, _ in ends] == [0, 0]
    assert not any("Traceback" in log for _, log in ends)


async def test_a_replica_that_is_killed_loses_no_question(pair: Pair, server: BotApiServer) -> None:
    assert all(FACT in text for text in await pair.ask(QUESTION))
    for person, room in zip(PEOPLE, pair.rooms, strict=True):
        await room.say(person, "多久报告一次？")
    await server.wait_until(lambda: server.pending == 0, seconds=30)
    await pair.processes[0].end(signal.SIGKILL)
    # The other takes up what was left when it has heard nothing for twenty seconds.
    for person, room in zip(PEOPLE, pair.rooms, strict=True):
        await room.next(seconds=60)
        await room.say(person, QUESTION)
    # One that was sent, and the replica killed before it could note that, comes once more.
    await server.wait_until(lambda: all(FACT in room.from_bot[-1]["text"] for room in pair.rooms), seconds=60)
    code, log = await pair.processes[1].end(signal.SIGTERM)

    assert code == 0
    assert "Traceback" not in log
    assert all(3 <= len(room.from_bot) <= 4 for room in pair.rooms)
