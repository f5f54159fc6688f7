"""The limits hold at the server: simulated with lines that delay and an event loop that is held up, both at random."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter, TimedOut

from bot.telegram.pacing import Pacer
from bot.telegram.sending_window import SendingWindow
from bot.telegram.settings import Pace
from tests.bot.telegram.virtual_time import VirtualLoop, run_virtually
from tests.botapi.errors import ApiError
from tests.botapi.limits import SendingLimits

ENDPOINTS = ("sendMessage", "sendDocument", "editMessageText", "editMessageReplyMarkup")


@pytest.fixture(autouse=True, scope="module")
def _time_spans() -> Iterator[None]:
    """As the application sets it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PTB_TIMEDELTA", "true")
        yield


@dataclass
class Weather:
    """How bad a day it is."""

    seed: int
    there_seconds: float
    """Longest time from the sender to the server's count."""
    back_seconds: float
    stall_seconds: float
    """Longest time for which the event loop is held up."""


class Line:
    """A server at the other end of a line; it counts as Telegram does, at the moment when a request arrives."""

    def __init__(self, weather: Weather, loop: VirtualLoop) -> None:
        self.limits = SendingLimits(chat=(1, 1.0), clock=loop.time)
        self.arrived: list[tuple[int, int]] = []
        self._weather = weather
        self._random = random.Random(weather.seed)
        self._loop = loop

    async def request(self, endpoint: str, chat: int, number: int) -> bool:
        await asyncio.sleep(self._random.uniform(0, self._weather.there_seconds))
        self.arrived.append((chat, number))
        try:
            self.limits.check(endpoint, {"chat_id": chat})
        except ApiError as error:
            raise RetryAfter(error.parameters["retry_after"]) from error
        await asyncio.sleep(self._random.uniform(0, self._weather.back_seconds))
        if self._random.random() < 0.02:
            raise TimedOut
        return True

    async def hold_up(self) -> None:
        """Other work on the loop: indexing, a full processor, a suspended machine."""
        while True:
            await asyncio.sleep(self._random.uniform(0.01, 0.5))
            self._loop.advance(self._random.uniform(0, self._weather.stall_seconds))


async def _day(weather: Weather, pace: Pace, chats: list[int], each: int) -> Line:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    line, pacer = Line(weather, loop), Pacer(pace)

    async def send(chat: int, number: int) -> None:
        endpoint = ENDPOINTS[number % len(ENDPOINTS)]

        async def callback() -> Any:
            return await line.request(endpoint, chat, number)

        try:
            await pacer.process_request(callback, (), {}, endpoint, {"chat_id": chat}, None)
        except TimedOut:
            return

    stalls = asyncio.create_task(line.hold_up())
    await asyncio.gather(*(send(chat, number) for number in range(each) for chat in chats))
    stalls.cancel()
    return line


def _ordered(line: Line, chats: list[int]) -> bool:
    by_chat = [[number for name, number in line.arrived if name == chat] for chat in chats]
    return all(numbers == sorted(numbers) for numbers in by_chat)


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    there=st.sampled_from([0.0, 0.02, 0.4, 3.0]),
    back=st.sampled_from([0.0, 0.02, 0.4, 3.0]),
    stall=st.sampled_from([0.0, 0.3, 2.0, 20.0]),
)
def test_no_weather_makes_the_bot_exceed_telegrams_limits(seed: int, there: float, back: float, stall: float) -> None:
    chats = [*range(1, 41), *range(-5, 0)]

    line = run_virtually(_day(Weather(seed, there, back, stall), Pace(), chats, 8))

    assert line.limits.refused == []
    assert len(line.arrived) == len(chats) * 8
    assert _ordered(line, chats)


def test_a_group_gets_its_twenty_a_minute_and_no_more() -> None:
    line = run_virtually(_day(Weather(1, 0.5, 0.5, 2.0), Pace(), [-1, 1], 60))

    assert line.limits.refused == []
    assert _ordered(line, [-1, 1])


def test_the_simulated_server_refuses_what_is_too_fast() -> None:
    """The simulation can fail: with the spacing a little too close, or all chats together a little too many."""
    weather = Weather(1, 0.02, 0.02, 0.3)
    for pace in (Pace(chat_seconds=0.9), Pace(per_second=31), Pace(group_per_minute=21)):
        chats = [*range(1, 41), -1]
        assert run_virtually(_day(weather, pace, chats, 25)).limits.refused != []


def test_a_good_line_is_used_nearly_to_the_full() -> None:
    async def seconds() -> float:
        started = asyncio.get_running_loop().time()
        await _day(Weather(1, 0.02, 0.02, 0.0), Pace(), list(range(1, 51)), 10)
        return asyncio.get_running_loop().time() - started

    assert 500 / 28 - 2 < run_virtually(seconds()) < 500 / 25


def test_a_place_is_given_back_a_window_after_the_end_also_where_the_request_failed() -> None:
    async def times() -> list[float]:
        loop, window = asyncio.get_running_loop(), SendingWindow(1, 5.0)
        started, starts = loop.time(), []
        for _ in range(3):
            with suppress(TimedOut):
                async with window.place():
                    starts.append(loop.time() - started)
                    await asyncio.sleep(2.0)
                    raise TimedOut
        assert not window.is_idle
        await asyncio.sleep(5.1)
        assert window.is_idle
        return starts

    assert run_virtually(times()) == pytest.approx([0.0, 7.0, 14.0])


def test_one_that_stopped_waiting_takes_no_place() -> None:
    async def waited() -> float:
        loop, window = asyncio.get_running_loop(), SendingWindow(1, 1.0)
        async with window.place():
            waiting = asyncio.create_task(_enter(window))
            await asyncio.sleep(0.1)
            waiting.cancel()
        ended = loop.time()
        await _enter(window)
        return loop.time() - ended

    assert run_virtually(waited()) == pytest.approx(1.0)


async def _enter(window: SendingWindow) -> None:
    async with window.place():
        pass
