"""Updates in the database: stored once, given out once, in order, whatever becomes of the replicas."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.telegram.state import inbox as inbox_module
from bot.telegram.state import replicas as replicas_module
from bot.telegram.state.database import Database, open_database
from bot.telegram.state.inbox import Inbox
from bot.telegram.state.replicas import Replicas
from bot.telegram.state.tables import Table


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


async def test_an_update_waits_for_an_earlier_one_of_its_chat_that_another_replica_has(replicas: AllReplicas) -> None:
    (a, inbox), (_, other) = replicas["a"], replicas["b"]
    # The chat was b's when the first two came, and is a's since.
    await other.receive("7:10", "10", chat_id=1, update_id=10)
    await inbox.receive("7:11", "11", chat_id=1, update_id=11, waits_for="b")
    await inbox.receive("7:12", "12", chat_id=1, update_id=12, waits_for="a")
    await inbox.receive("7:9", "9", chat_id=2, update_id=9, waits_for="a")

    assert await inbox.collect(a) == ["9"]
    await other.handled("7:10")
    assert await inbox.collect(a) == []
    assert await other.collect(replicas["b"][0]) == ["11"]
    assert await inbox.collect(a) == []
    await other.handled("7:11")
    assert await inbox.collect(a) == ["12"]


async def test_an_update_is_not_waited_for_forever(replicas: AllReplicas, monkeypatch: pytest.MonkeyPatch) -> None:
    (a, inbox), (_, other) = replicas["a"], replicas["b"]
    await other.receive("7:10", "10", chat_id=1, update_id=10)
    await inbox.receive("7:11", "11", chat_id=1, update_id=11, waits_for="a")

    assert await inbox.collect(a) == []
    monkeypatch.setattr(inbox_module, "WAITED_FOR_SECONDS", 0.0)
    assert await inbox.collect(a) == ["11"]


async def test_what_a_dead_replica_left_comes_in_order_and_before_what_came_later(replicas: AllReplicas) -> None:
    (a, inbox), (b, _), (_, dead) = (replicas[name] for name in "abc")
    # The text's order of the keys is not that of the numbers.
    for number in (9, 10, 11):
        await dead.receive(f"7:{number}", str(number), chat_id=1, update_id=number)
    await inbox.receive("7:100", "100", chat_id=1, update_id=100, waits_for="a")
    assert await inbox.collect(a) == []
    await replicas["c"][0].leave()
    for replica in (a, b):
        await replica.beat()
    taker = "a" if a.owner_of(1) == "a" else "b"
    first = await replicas[taker][1].collect(replicas[taker][0])
    rest = [await replicas[name][1].collect(replicas[name][0]) for name in "ab"]

    assert sorted(first, key=int) == (["9", "10", "11", "100"] if taker == "a" else ["9", "10", "11"])
    assert rest == [[], []]


async def test_a_replica_that_starts_leaves_alone_what_another_one_is_long_at(
    replicas: AllReplicas, monkeypatch: pytest.MonkeyPatch
) -> None:
    await replicas["b"][1].receive("7:1", "1", chat_id=1)
    monkeypatch.setattr(inbox_module, "ORPHANED_SECONDS", 0.0)

    assert await replicas["a"][1].take_up() == []
    await replicas["b"][0].leave()
    assert await replicas["a"][1].take_up() == ["1"]


async def test_an_update_that_no_process_survives_is_given_up(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox(database, bot_id="7", owner="a")
    await inbox.receive("7:bad", "bad", update_id=1)
    for number in range(inbox_module.MOST_TIMES_LEFT):
        await inbox.receive(f"7:{number}", "good", update_id=2 + number)
        assert await inbox.take_up() == ["bad", "good"]
        await inbox.handled(f"7:{number}")

    assert await inbox.take_up() == []
    assert "7:bad was left" in caplog.text
    assert not await inbox.receive("7:bad", "bad", update_id=1)


async def test_keys_are_dropped_when_they_cannot_come_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = Inbox(database, bot_id="7", owner="a")
    await inbox.receive("7:k", "{}")
    await inbox.handled("7:k")
    monkeypatch.setattr(inbox_module, "KEPT_SECONDS", -1.0)
    await inbox.take_up()

    assert await inbox.receive("7:k", "{}")
