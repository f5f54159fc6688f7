"""Telegram's limits on sending: short bursts to a chat, 20 a minute to a group, 30 a second to all."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.errors import too_many_requests

COUNTED = {"sendmessage", "senddocument", "editmessagetext", "editmessagereplymarkup"}


@dataclass
class SendingLimits:
    """Each limit is messages and seconds; a bot that goes over it gets 429 and is noted in `refused`."""

    overall: tuple[int, float] = (30, 1.0)
    chat: tuple[int, float] = (3, 3.0)
    group: tuple[int, float] = (20, 60.0)
    refused: list[tuple[str, float]] = field(default_factory=list)
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._sent: dict[str, deque[float]] = defaultdict(deque)

    def check(self, method: str, params: dict[str, Any]) -> None:
        if method.lower() not in COUNTED:
            return
        chat = str(params.get("chat_id"))
        windows = [("overall", self.overall), (f"chat {chat}", self.chat)]
        if chat.startswith("-"):
            windows.append((f"group {chat}", self.group))
        now = self.clock()
        for name, (count, seconds) in windows:
            sent = self._sent[name]
            while sent and now - sent[0] > seconds:
                sent.popleft()
            if len(sent) >= count:
                self.refused.append((name, now))
                raise too_many_requests(max(1, round(seconds - (now - sent[0]) + 0.5)))
        for name, _ in windows:
            self._sent[name].append(now)
