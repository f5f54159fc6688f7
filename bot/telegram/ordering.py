"""Order: the updates of one chat one after another, as they came; chats side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

WAITING_UPDATES = 10_000
"""Updates that may wait at a time. High, because those of one busy chat must not hold up the others."""


@dataclass(slots=True)
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class ChatOrder(BaseUpdateProcessor):
    """Gives each chat a lane of its own; locks are fair, so that a lane keeps the order of arrival.

    An error in a handler has been told to the person when its coroutine ends, so that the update counts as handled.
    What `holds_back` says is not run: an earlier update of the chat is to be tried again first.
    """

    def __init__(
        self, on_handled: Callable[[object], Awaitable[None]], *, holds_back: Callable[[object], bool]
    ) -> None:
        super().__init__(max_concurrent_updates=WAITING_UPDATES)
        self._on_handled = on_handled
        self._holds_back = holds_back
        self._lanes: dict[int, _Lane] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run `coroutine` when everything that came before it in its chat is done."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await coroutine
            await self._on_handled(update)
            return
        lane = self._lanes.setdefault(chat.id, _Lane())
        lane.waiting += 1
        try:
            async with lane.lock:
                if not self._holds_back(update):
                    await coroutine
                elif isinstance(coroutine, Coroutine):
                    coroutine.close()
            await self._on_handled(update)
        finally:
            lane.waiting -= 1
            if not lane.waiting:
                del self._lanes[chat.id]

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""
