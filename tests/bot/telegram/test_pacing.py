from __future__ import annotations

import asyncio
import time
from itertools import pairwise
from typing import Any

import pytest
from telegram.error import RetryAfter

import bot.telegram.pacing as pacing
from bot.telegram.limits import MessageLimits, Verdict
from bot.telegram.pacing import Pacer
from bot.telegram.settings import Pace

FAST = Pace(per_second=10_000, chat_seconds=0, group_per_minute=60)


@pytest.fixture(autouse=True)
def _time_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the application sets it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


class Requests:
    """Notes when requests are made."""

    def __init__(self, pacer: Pacer) -> None:
        self.pacer = pacer
        self.made: list[tuple[str, int, float]] = []
        self.refusals: dict[int, float] = {}

    async def make(self, chat: int, number: int = 0, endpoint: str = "sendMessage") -> Any:
        async def callback() -> bool:
            self.made.append((f"{chat}", number, time.monotonic()))
            if number in self.refusals:
                raise RetryAfter(self.refusals.pop(number))
            return True

        return await self.pacer.process_request(callback, (), {}, endpoint, {"chat_id": chat}, None)

    def times(self, chat: int) -> list[float]:
        return [at for name, _, at in self.made if name == str(chat)]

    def gaps(self, chat: int) -> list[float]:
        times = self.times(chat)
        return [later - earlier for earlier, later in pairwise(times)]


async def test_one_chat_waits_between_messages_and_keeps_their_order() -> None:
    requests = Requests(Pacer(Pace(per_second=10_000, chat_seconds=0.05, group_per_minute=60)))

    await asyncio.gather(*(requests.make(1, number) for number in range(4)), requests.make(2))

    assert min(requests.gaps(1)) >= 0.05
    assert [number for name, number, _ in requests.made if name == "1"] == [0, 1, 2, 3]
    assert requests.times(2)[0] < requests.times(1)[1]


async def test_all_chats_together_keep_to_the_rate() -> None:
    requests = Requests(Pacer(Pace(per_second=100, window_seconds=0.05, chat_seconds=0, group_per_minute=60)))

    await asyncio.gather(*(requests.make(chat) for chat in range(1, 21)))

    times = sorted(at for _, _, at in requests.made)
    assert times[-1] - times[0] >= 0.15
    assert all(later - earlier >= 0.05 for earlier, later in zip(times, times[5:], strict=False))


async def test_a_group_gets_so_many_a_minute_and_a_person_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "GROUP_WINDOW_SECONDS", 0.3)
    requests = Requests(Pacer(Pace(per_second=10_000, chat_seconds=0, group_per_minute=3)))

    await asyncio.gather(*(requests.make(chat, number) for number in range(4) for chat in (-1, 1)))

    assert requests.times(-1)[3] - requests.times(-1)[0] >= 0.3
    assert requests.times(1)[3] < requests.times(-1)[3]


async def test_actions_and_answers_to_buttons_do_not_wait() -> None:
    requests = Requests(Pacer(Pace(per_second=10_000, chat_seconds=5, group_per_minute=60)))
    await requests.make(1)

    async with asyncio.timeout(1):
        await requests.make(1, endpoint="sendChatAction")
        await requests.make(1, endpoint="answerCallbackQuery")


async def test_a_chat_that_was_told_to_wait_waits_the_whole_time_and_others_do_not() -> None:
    requests = Requests(Pacer(FAST))
    requests.refusals[1] = 0.3
    waiting = asyncio.create_task(requests.make(1, 1))
    await asyncio.sleep(0.05)
    # Another request to the same chat does not end the wait early.
    second = asyncio.create_task(requests.make(1, 2))
    await requests.make(2)

    assert await waiting is True
    assert await second is True
    assert [number for name, number, _ in requests.made if name == "1"] == [1, 1, 2]
    assert requests.gaps(1)[0] >= 0.3
    assert requests.times(2)[0] < requests.times(1)[1]


async def test_a_wait_that_is_too_long_is_not_waited_for() -> None:
    requests = Requests(Pacer(FAST))
    requests.refusals[1] = 3600

    with pytest.raises(RetryAfter):
        await requests.make(1, 1)


async def test_idle_chats_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "IDLE_CHATS", 5)
    monkeypatch.setattr(pacing, "GROUP_WINDOW_SECONDS", 0.0)
    requests = Requests(Pacer(FAST))
    for chat in range(1, 30):
        await requests.make(chat)
        await asyncio.sleep(0.001)

    assert len(requests.pacer._chats) <= 7


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_person_has_a_limit_and_is_told_once() -> None:
    clock = Clock()
    limits = MessageLimits(per_person=2, per_chat=10, clock=clock)

    def ask(user_id: int = 1) -> Verdict:
        return limits.take(user_id=user_id, chat_id=9)

    assert [ask(), ask(), ask(), ask()] == [
        Verdict.TAKEN,
        Verdict.TAKEN,
        Verdict.FIRST_TOO_MANY,
        Verdict.TOO_MANY,
    ]
    assert ask(user_id=2) is Verdict.TAKEN
    clock.now += 60
    assert ask() is Verdict.TAKEN


def test_a_chat_has_a_limit_over_all_people() -> None:
    limits = MessageLimits(per_person=10, per_chat=3, clock=Clock())

    verdicts = [limits.take(user_id=user, chat_id=9) for user in range(5)]

    assert verdicts == [Verdict.TAKEN] * 3 + [Verdict.FIRST_TOO_MANY, Verdict.TOO_MANY]
    assert limits.take(user_id=0, chat_id=8) is Verdict.TAKEN


def test_people_of_long_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    import bot.telegram.limits as limits_module

    monkeypatch.setattr(limits_module, "REMEMBERED", 10)
    clock = Clock()
    limits = MessageLimits(per_person=1, per_chat=1, clock=clock)
    for user in range(100):
        clock.now += 30
        limits.take(user_id=user, chat_id=user)

    assert len(limits._asked) <= 14
