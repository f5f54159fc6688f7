"""Limits on asking: so many messages a minute for a person in a chat, and for the chat."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from enum import Enum

WINDOW_SECONDS = 60.0
REMEMBERED = 10_000

_Key = tuple[int, int | None]
"""A chat, and the person in it; None for the chat as a whole."""


class Verdict(Enum):
    """What becomes of a message."""

    TAKEN = "taken"
    FIRST_TOO_MANY = "first too many"
    """Refused, with a word."""
    TOO_MANY = "too many"
    """Refused in silence: the word was said."""


class MessageLimits:
    """Counts messages in the last minute."""

    def __init__(self, *, per_person: int, per_chat: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_person = per_person
        self._per_chat = per_chat
        self._clock = clock
        self._asked: dict[_Key, deque[float]] = {}
        self._told: dict[_Key, float] = {}

    def take(self, *, user_id: int, chat_id: int) -> Verdict:
        """Count a message, unless the person or the chat has sent too many."""
        now = self._clock()
        if len(self._asked) > REMEMBERED:
            self._forget(now)
        limits: dict[_Key, int] = {(chat_id, user_id): self._per_person, (chat_id, None): self._per_chat}
        for key, limit in limits.items():
            if len(self._recent(key, now)) >= limit:
                told = self._told.get(key, -WINDOW_SECONDS)
                if now - told < WINDOW_SECONDS:
                    return Verdict.TOO_MANY
                self._told[key] = now
                return Verdict.FIRST_TOO_MANY
        for key in limits:
            self._asked[key].append(now)
        return Verdict.TAKEN

    def _recent(self, key: _Key, now: float) -> deque[float]:
        asked = self._asked.setdefault(key, deque())
        while asked and now - asked[0] >= WINDOW_SECONDS:
            asked.popleft()
        return asked

    def _forget(self, now: float) -> None:
        """Drop those who have not asked lately."""
        oldest = now - WINDOW_SECONDS
        self._asked = {key: times for key, times in self._asked.items() if times and times[-1] > oldest}
        self._told = {key: told for key, told in self._told.items() if told > oldest}
