"""The rate limiter: messages go out no faster than Telegram takes them, each chat waiting for itself alone.

1. Requests to one chat go one after another, in order.
2. Between two messages to a chat some time passes; a group gets so many a minute; all chats together so many a second.
3. Chat actions and answers to buttons do not count and do not wait.
4. Where Telegram still says to wait, that chat waits the whole time; other requests do not cut it short.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

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
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    sent: deque[float] = field(default_factory=lambda: deque(maxlen=64))
    """Times of the last messages."""
    resumes_at: float = 0.0


class Pacer(BaseRateLimiter[None]):
    """Waits before sending, by chat."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._chats: dict[str, _Chat] = {}
        self._next_slot = 0.0

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
            for tries_left in reversed(range(TRIES)):
                await self._wait(chat, is_group=name.startswith("-"))
                try:
                    return await callback(*args, **kwargs)
                except RetryAfter as error:
                    seconds = _seconds(error)
                    if not tries_left or seconds > LONGEST_WAIT_SECONDS:
                        raise
                    logger.warning("Telegram asks for %s s of rest for chat %s", seconds, name)
                    chat.resumes_at = time.monotonic() + seconds
                finally:
                    chat.sent.append(time.monotonic())
        raise AssertionError("unreachable: the last try gives a result or raises")

    async def _wait(self, chat: _Chat, *, is_group: bool) -> None:
        now = time.monotonic()
        starts_at = max(now, chat.resumes_at)
        if chat.sent:
            starts_at = max(starts_at, chat.sent[-1] + self._pace.chat_seconds)
        if is_group and len(chat.sent) >= self._pace.group_per_minute:
            starts_at = max(starts_at, chat.sent[-self._pace.group_per_minute] + GROUP_WINDOW_SECONDS)
        await asyncio.sleep(starts_at - now)
        # Taken without an await in between, so that no two requests get the same slot.
        slot = max(time.monotonic(), self._next_slot)
        self._next_slot = slot + 1 / self._pace.per_second
        await asyncio.sleep(slot - time.monotonic())

    def _chat(self, name: str) -> _Chat:
        if len(self._chats) > IDLE_CHATS:
            oldest = time.monotonic() - GROUP_WINDOW_SECONDS
            self._chats = {
                key: chat
                for key, chat in self._chats.items()
                if chat.lock.locked() or chat.resumes_at > time.monotonic() or (chat.sent and chat.sent[-1] > oldest)
            }
        return self._chats.setdefault(name, _Chat())


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
