"""Limits on asking: so many questions a minute for a person, and for a chat."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from enum import Enum

WINDOW_SECONDS = 60.0
REMEMBERED = 10_000


class Verdict(Enum):
    """What becomes of a question."""

    TAKEN = "taken"
    FIRST_TOO_MANY = "first too many"
    """Refused, with a word."""
    TOO_MANY = "too many"
    """Refused in silence: the word was said."""


class QuestionLimits:
    """Counts questions in the last minute."""

    def __init__(self, *, per_person: int, per_chat: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = {"person": per_person, "chat": per_chat}
        self._clock = clock
        self._asked: dict[tuple[str, int], deque[float]] = {}
        self._told: dict[tuple[str, int], float] = {}

    def take(self, *, user_id: int, chat_id: int) -> Verdict:
        """Count a question, unless the person or the chat has asked too many."""
        now = self._clock()
        if len(self._asked) > REMEMBERED:
            self._forget(now)
        keys = (("person", user_id), ("chat", chat_id))
        for key in keys:
            asked = self._recent(key, now)
            if len(asked) >= self._limits[key[0]]:
                told = self._told.get(key, -WINDOW_SECONDS)
                if now - told < WINDOW_SECONDS:
                    return Verdict.TOO_MANY
                self._told[key] = now
                return Verdict.FIRST_TOO_MANY
        for key in keys:
            self._asked[key].append(now)
        return Verdict.TAKEN

    def _recent(self, key: tuple[str, int], now: float) -> deque[float]:
        asked = self._asked.setdefault(key, deque())
        while asked and now - asked[0] >= WINDOW_SECONDS:
            asked.popleft()
        return asked

    def _forget(self, now: float) -> None:
        """Drop those who have not asked lately."""
        oldest = now - WINDOW_SECONDS
        self._asked = {key: times for key, times in self._asked.items() if times and times[-1] > oldest}
        self._told = {key: told for key, told in self._told.items() if told > oldest}
