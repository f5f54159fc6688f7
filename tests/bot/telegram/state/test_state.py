from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.telegram.errors import StateError, StateUnavailableError
from bot.telegram.inbound import Inbound, Target
from bot.telegram.state import audit_log
from bot.telegram.state import database as database_module
from bot.telegram.state.access_list import AccessList
from bot.telegram.state.audit_log import AuditLog
from bot.telegram.state.clause_links import ClauseLinks
from bot.telegram.state.database import SQLITE_FILE, Database, open_database
from bot.telegram.state.feedback import Feedback
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
