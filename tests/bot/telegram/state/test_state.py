from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.telegram.errors import StateError, StateUnavailableError
from bot.telegram.inbound import Inbound, Target
from bot.telegram.state import audit_log
from bot.telegram.state import database as database_module
from bot.telegram.state import inbox as inbox_module
from bot.telegram.state import replicas as replicas_module
from bot.telegram.state.access_list import AccessList
from bot.telegram.state.audit_log import AuditLog
from bot.telegram.state.clause_links import ClauseLinks
from bot.telegram.state.database import SQLITE_FILE, Database, open_database
from bot.telegram.state.feedback import Feedback
from bot.telegram.state.inbox import Inbox
from bot.telegram.state.replicas import Replicas
from bot.telegram.state.tables import Table
from tests.bot.telegram.standin import CLAUSES, StandInAssistant

BIG_ID = -1_001_234_567_890_123


def inbound(text: str, user_id: int = 1) -> Inbound:
    return Inbound(Target(BIG_ID, 7), 1, user_id, is_group=True, text=text, user_name="小李")


def test_replicas_that_start_together_all_open_it(postgresql_url: str, tmp_path: Path) -> None:
    drop = open_database(postgresql_url, tmp_path)
    drop.run_now(lambda session: Table.metadata.drop_all(session.connection()))
    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(lambda _: open_database(postgresql_url, tmp_path), range(6)))
    drop.run_now(lambda session: Table.metadata.drop_all(session.connection()))
    for database in (drop, *opened):
        database.close()


async def test_access_is_remembered_and_changed(database: Database) -> None:
    access = AccessList(database)
    await access.set(BIG_ID, allowed=True, changed_by=1)
    await access.set(5, allowed=True, changed_by=1)
    await access.set(5, allowed=False, changed_by=1)

    assert await access.read() == {BIG_ID: True, 5: False}


async def test_an_update_is_received_once_and_waits_until_it_is_handled(database: Database) -> None:
    inbox, other = Inbox(database, bot_id="7", owner="a"), Inbox(database, bot_id="7", owner="b")

    assert await inbox.receive("7:k1", '{"a": 1}')
    assert await inbox.receive("7:k2", '{"a": 2}')
    assert not await other.receive("7:k1", '{"a": 1}')
    await inbox.handled("7:k1")

    assert await other.take_up() == []
    assert await inbox.take_up() == ['{"a": 2}']
    await inbox.handled("7:k2")
    assert await inbox.take_up() == []
    assert not await inbox.receive("7:k1", '{"a": 1}')


async def test_replicas_that_receive_the_same_update_at_once_share_it_out(database: Database) -> None:
    inboxes = [Inbox(database, bot_id="7", owner=str(number)) for number in range(8)]

    taken = await asyncio.gather(*(inbox.receive("7:k", "{}") for inbox in inboxes))

    assert sorted(taken) == [False] * 7 + [True]


async def test_what_another_replica_left_behind_is_taken_up_after_a_while(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await Inbox(database, bot_id="7", owner="gone").receive("7:k", "{}")
    monkeypatch.setattr(inbox_module, "ORPHANED_SECONDS", 0.0)

    assert await Inbox(database, bot_id="8", owner="new").take_up() == []
    assert await Inbox(database, bot_id="7", owner="new").take_up() == ["{}"]


@pytest.fixture
async def replicas(postgresql_url: str, tmp_path: Path) -> AsyncIterator[dict[str, tuple[Replicas, Inbox]]]:
    """Three replicas of bot 7 on one PostgreSQL server, each having seen the others."""
    database = open_database(postgresql_url, tmp_path)
    made = {
        name: (Replicas(database, bot_id="7", name=name), Inbox(database, bot_id="7", owner=name)) for name in "abc"
    }
    for _ in range(2):
        for replica, _ in made.values():
            await replica.beat()
    yield made
    database.run_now(lambda session: Table.metadata.drop_all(session.connection()))
    database.close()


AllReplicas = dict[str, tuple[Replicas, Inbox]]


async def test_replicas_agree_on_who_answers_a_chat_and_share_them_out(replicas: AllReplicas) -> None:
    owners = [[replica.owner_of(chat) for chat in range(300)] for replica, _ in replicas.values()]

    assert owners[0] == owners[1] == owners[2]
    assert all(60 < owners[0].count(name) < 140 for name in replicas)
    await replicas["c"][0].beat(leaving=True)
    await replicas["a"][0].beat()
    after = [replicas["a"][0].owner_of(chat) for chat in range(300)]
    assert "c" not in after
    assert all(new == old for new, old in zip(after, owners[0], strict=True) if old != "c")
    assert replicas["a"][0].present == {"a", "b", "c"}


async def test_one_database_file_is_shared_with_nobody(tmp_path: Path) -> None:
    database = open_database(None, tmp_path)
    replica = Replicas(database, bot_id="7", name="a")
    await replica.beat()
    await replica.leave()
    database.close()

    assert not replica.is_shared
    assert replica.owner_of(1) == "a"


async def test_an_update_is_collected_once_by_the_one_it_waits_for(replicas: AllReplicas) -> None:
    await replicas["a"][1].receive("7:1", "1", chat_id=1, waits_for="b")
    await replicas["b"][1].receive("7:2", "2", chat_id=1, waits_for="b")
    await replicas["a"][1].receive("8:1", "another bot's", chat_id=1, waits_for="b")

    assert [await replicas[name][1].collect(replicas[name][0]) for name in "ac"] == [[], []]
    assert sorted(await replicas["b"][1].collect(replicas["b"][0])) == ["1", "2"]
    assert await replicas["b"][1].collect(replicas["b"][0]) == []


async def test_one_that_has_just_come_is_not_taken_for_gone(
    replicas: AllReplicas, postgresql_url: str, tmp_path: Path
) -> None:
    database = open_database(postgresql_url, tmp_path)
    for number in range(8):
        name = f"new{number}"
        await Replicas(database, bot_id="7", name=name).beat()
        await Inbox(database, bot_id="7", owner=name).receive(f"7:{number}", "{}", chat_id=number)
    database.close()

    assert [await inbox.collect(replica) for replica, inbox in replicas.values()] == [[], [], []]


async def test_what_a_replica_leaves_is_shared_out_also_when_it_died(
    replicas: AllReplicas, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b, c = (replicas[name][1] for name in "abc")
    for number in range(40):
        await a.receive(f"7:{number}", str(number), chat_id=number, waits_for="c")
    await c.receive("7:taken", "taken", chat_id=3)
    await replicas["c"][0].beat(leaving=True)
    collected = []
    for name, inbox in (("a", a), ("b", b)):
        await replicas[name][0].beat()
        collected.append(await inbox.collect(replicas[name][0]))

    # It still answers what it has in hand, as long as it is there.
    assert sorted(int(text) for text in collected[0] + collected[1]) == list(range(40))
    assert all(collected)
    await asyncio.sleep(0.5)
    for name in "ab":
        await replicas[name][0].beat()
    monkeypatch.setattr(replicas_module, "GONE_SECONDS", 0.4)
    for name in "ab":
        await replicas[name][0].beat()
    assert [text for name in "ab" for text in await replicas[name][1].collect(replicas[name][0])] == ["taken"]


async def test_keys_are_dropped_when_they_cannot_come_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = Inbox(database, bot_id="7", owner="a")
    await inbox.receive("7:k", "{}")
    await inbox.handled("7:k")
    monkeypatch.setattr(inbox_module, "KEPT_SECONDS", -1.0)
    await inbox.take_up()

    assert await inbox.receive("7:k", "{}")


async def test_the_audit_log_gives_answers_back(database: Database) -> None:
    log = AuditLog(database, retention_days=30)
    answer = StandInAssistant().ask("期限？")
    number = await log.add(inbound("期限？"), answer)
    await log.add(inbound("另一个人的期限？", user_id=2), answer)

    found = await log.find(number)

    assert found is not None
    assert found.answer == answer
    assert found == await log.last(inbound("").conversation_key)
    assert await log.find(number + 99) is None


async def test_votes_replace_each_other_and_count(database: Database) -> None:
    log, feedback = AuditLog(database, retention_days=30), Feedback(database)
    number = await log.add(inbound("期限？"), StandInAssistant().ask("期限？"))
    await log.add(inbound("食堂？"), StandInAssistant().ask("食堂？"))
    await feedback.vote(number, 1, useful=False, reason="内容过时")
    await feedback.vote(number, 2, useful=True)
    await feedback.vote(number, 1, useful=True)

    stats = await log.stats(1)

    assert (stats.questions, stats.refused, stats.people, stats.useful, stats.useless) == (2, 1, 1, 2, 0)
    assert [line.split(",")[1] for line in (await log.unanswered()).splitlines()[1:]] == ["食堂？"]


async def test_what_is_older_than_the_retention_time_is_dropped(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, feedback = AuditLog(database, retention_days=1), Feedback(database)
    number = await log.add(inbound("期限？"), StandInAssistant().ask("期限？"))
    await feedback.vote(number, 1, useful=False)
    await log.add_action(1, "reload", "")

    assert await log.drop_old() == 0
    monkeypatch.setattr(audit_log, "DAY_SECONDS", 0.0)
    assert await AuditLog(database, retention_days=1).drop_old() == 1
    assert (await log.export()).count("\n") == 1


async def test_links_are_short_and_stay_the_same(database: Database) -> None:
    links = ClauseLinks(database)
    ids = [clause.id for clause in CLAUSES]

    first = await links.numbers(ids)

    assert len(set(first)) == 3
    assert await links.numbers([ids[2], ids[0]]) == [first[2], first[0]]
    assert await links.clause_id(first[1]) == ids[1]
    assert await links.clause_id(10**15) is None


async def test_state_outlives_the_process(url: str | None, database: Database, tmp_path: Path) -> None:
    await AccessList(database).set(5, allowed=True, changed_by=1)
    other = open_database(url, tmp_path)

    assert await AccessList(other).read() == {5: True}
    other.close()


async def test_a_locked_database_is_tried_again_and_then_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_SECONDS", 0.01)
    monkeypatch.setattr(database_module, "RETRY_DELAYS_SECONDS", (0.05, 0.3))
    database = open_database(None, tmp_path)
    holder = sqlite3.connect(tmp_path / SQLITE_FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    waiting = asyncio.create_task(AccessList(database).set(5, allowed=True, changed_by=1))
    await asyncio.sleep(0.1)
    holder.execute("ROLLBACK")
    await waiting
    assert await AccessList(database).read() == {5: True}

    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StateUnavailableError, match="ZHENGWEN_DATABASE_URL"):
        await AccessList(database).set(6, allowed=True, changed_by=1)
    # It is left alone for a moment, so that answers do not queue up behind it.
    started = time.monotonic()
    with pytest.raises(StateUnavailableError, match="locked"):
        await AccessList(database).set(6, allowed=True, changed_by=1)
    assert time.monotonic() - started < 0.3
    holder.close()
    await asyncio.sleep(1)
    await AccessList(database).set(6, allowed=True, changed_by=1)
    database.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("not a url", "postgresql://用户"),
        ("postgresql+pg8000://h/x", "缺少数据库驱动 pg8000"),
        ("sqlite:////nowhere/at/all/x.sqlite3", "打不开数据库"),
        ("postgresql://zhengwen@127.0.0.1:1/x", "打不开数据库"),
    ],
)
def test_a_database_that_cannot_be_opened_is_one_clear_line(
    tmp_path: Path, url: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "OPEN_DELAYS_SECONDS", (0.01,))

    with pytest.raises(StateError, match=words) as caught:
        open_database(url, tmp_path)

    assert "\n" not in str(caught.value)


def test_a_database_that_is_locked_at_the_start_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_SECONDS", 0.01)
    monkeypatch.setattr(database_module, "OPEN_DELAYS_SECONDS", (0.1, 0.5))
    holder = sqlite3.connect(tmp_path / SQLITE_FILE, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(0.3, lambda: holder.execute("ROLLBACK"))
    release.start()

    database = open_database(None, tmp_path)

    assert database.run_now(lambda session: session.query(Table.metadata.tables["access"]).count()) == 0
    release.join()
    holder.close()
    database.close()
