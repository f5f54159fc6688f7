"""Several replicas behind one address: each chat is answered by one of them, whichever its updates arrive at.

So order, conversation and the pace of a chat are kept as with a single one, and what may be sent in all is shared out.
A chat that moves because a replica comes or goes is answered on by the new one when the old one has answered what it
had in hand, see `bot.telegram.state.inbox`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.telegram.errors import StateError
from bot.telegram.pacing import Pacer
from bot.telegram.state.replicas import Replicas
from bot.telegram.update_queue import DurableQueue

logger = logging.getLogger(__name__)

BEAT_SECONDS = 2.0
COLLECT_SECONDS = 0.2
"""How long an update may lie that arrived at another replica."""


class Sharing:
    """This replica's part in it; nothing where there is one alone."""

    def __init__(self, replicas: Replicas, queue: DurableQueue, pacer: Pacer) -> None:
        self._replicas = replicas
        self._queue = queue
        self._pacer = pacer
        self._withdrawn = asyncio.Event()
        self._collecting: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def joined(self) -> AsyncIterator[None]:
        """Take part for the length of the block, at whose end everything has been answered."""
        if not self._replicas.is_shared:
            yield
            return
        await self._beat()
        beating = asyncio.create_task(self._keep_beating())
        self._collecting = asyncio.create_task(self._keep_collecting())
        try:
            yield
        finally:
            await self._stop_collecting()
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
            await self._leave()

    async def withdraw(self) -> None:
        """Leave new updates to the others."""
        await self._beat(leaving=True)
        await self._stop_collecting()

    async def _stop_collecting(self) -> None:
        """Pass on nothing more: the application would wait for it, and no longer handle it."""
        self._withdrawn.set()
        if self._collecting is not None:
            await asyncio.gather(self._collecting, return_exceptions=True)

    async def _keep_beating(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self._beat()

    async def _keep_collecting(self) -> None:
        while not self._withdrawn.is_set():
            await self._queue.collect()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._withdrawn.wait(), COLLECT_SECONDS)

    async def _beat(self, *, leaving: bool = False) -> None:
        try:
            await self._replicas.beat(leaving=leaving)
        except StateError as error:
            logger.error("the other replicas are not known: %s", error)
        self._pacer.share(self._replicas.count)

    async def _leave(self) -> None:
        try:
            await self._replicas.leave()
        except StateError as error:
            logger.error("the other replicas were not told of the stop and find out by themselves: %s", error)
