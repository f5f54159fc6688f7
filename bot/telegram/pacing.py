"""The rate limiter: messages go out no faster than Telegram takes them, each chat waiting for itself alone.

1. Requests to one chat go one after another, in order.
2. Between two messages to a chat some time passes; a group gets so many a minute; all chats together so many a second.
   Each of these is a window that holds on the server's side, see `bot.telegram.sending_window`.
3. Chat actions and answers to buttons do not count and do not wait.
4. Where Telegram still says to wait, that chat waits the whole time; other requests do not cut it short. A wait of
   more than five minutes is not waited out here: who sent is told, and nothing goes to that chat until it is over.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.sending_window import SendingWindow
from bot.telegram.settings import Pace

logger = logging.getLogger(__name__)

MESSAGES = ("sendMessage", "sendDocument", "editMessageText", "editMessageReplyMarkup")
GROUP_WINDOW_SECONDS = 61.0
LONGEST_WAIT_SECONDS = 300.0
TRIES = 5
IDLE_CHATS = 1000
"""Chats whose last messages are remembered before the idle ones are dropped."""

Request = Callable[..., Coroutine[Any, Any, Any]]


@dataclass(slots=True)
class _Chat:
    windows: tuple[SendingWindow, ...]
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    resumes_at: float = 0.0
    """By the event loop's clock."""

    @property
    def is_idle(self) -> bool:
        waits = self.lock.locked() or self.resumes_at > asyncio.get_running_loop().time()
        return not waits and all(window.is_idle for window in self.windows)


class Pacer(BaseRateLimiter[None]):
    """Waits before sending, by chat."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._chats: dict[str, _Chat] = {}
        self._replicas = 1
        self._overall = self._window_of_all()

    def share(self, replicas: int) -> None:
        """Leave the others, who send for the same bot, their part of what may be sent in all."""
        if replicas != self._replicas:
            self._replicas = replicas
            self._overall = self._window_of_all()

    def _window_of_all(self) -> SendingWindow:
        count = max(1, self._pace.at_once // self._replicas)
        seconds = count * self._replicas / self._pace.per_second
        return SendingWindow(count, max(seconds, self._pace.window_seconds))

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def process_request(
        self,
        callback: Request,
        args: Any,  # noqa: ANN401
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:  # noqa: ANN401
        """Make the request when its turn has come; tried again where Telegram says when."""
        if endpoint not in MESSAGES or "chat_id" not in data:
            return await callback(*args, **kwargs)
        name = str(data["chat_id"])
        chat = self._chat(name)
        async with chat.lock:
            rest = chat.resumes_at - asyncio.get_running_loop().time()
            if rest > LONGEST_WAIT_SECONDS:
                raise RetryAfter(math.ceil(rest))
            for tries_left in reversed(range(TRIES)):
                try:
                    async with AsyncExitStack() as places:
                        await self._wait(chat, places)
                        return await callback(*args, **kwargs)
                except RetryAfter as error:
                    seconds = _seconds(error)
                    logger.warning("Telegram asks for %s s of rest for chat %s", seconds, name)
                    chat.resumes_at = asyncio.get_running_loop().time() + seconds
                    if not tries_left or seconds > LONGEST_WAIT_SECONDS:
                        raise
        raise AssertionError("unreachable: the last try gives a result or raises")

    async def _wait(self, chat: _Chat, places: AsyncExitStack) -> None:
        await asyncio.sleep(chat.resumes_at - asyncio.get_running_loop().time())
        # The chat's own places first: one that all chats share is not held while a single chat waits.
        for window in (*chat.windows, self._overall):
            await places.enter_async_context(window.place())

    def _chat(self, name: str) -> _Chat:
        if name not in self._chats:
            if len(self._chats) >= IDLE_CHATS:
                self._chats = {key: chat for key, chat in self._chats.items() if not chat.is_idle}
            self._chats[name] = _Chat(self._windows(is_group=name.startswith("-")))
        return self._chats[name]

    def _windows(self, *, is_group: bool) -> tuple[SendingWindow, ...]:
        spacing = SendingWindow(1, self._pace.chat_seconds)
        return (spacing, SendingWindow(self._pace.group_per_minute, GROUP_WINDOW_SECONDS)) if is_group else (spacing,)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
