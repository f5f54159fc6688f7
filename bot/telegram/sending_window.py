"""A sliding window that holds on the server's side, whatever the network and the scheduler do.

The server counts a request at some moment between its start and its end; nothing tells the sender which. So

1. a request takes a place before it starts, and
2. gives the place back only when a whole window has passed since it ended.

The request that takes the place next starts, and is counted, at least a window after the one before it. An event loop
that was held up, or a line that delays some requests and not others, makes sending slower and never faster. What
cannot be known is a request that was given up and reaches the server afterwards.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class SendingWindow:
    """Lets the server count at most `count` requests within any `seconds`; those who wait go in order of arrival."""

    def __init__(self, count: int, seconds: float) -> None:
        self._places = asyncio.Semaphore(count)
        self._seconds = seconds
        self._taken = 0

    @property
    def is_idle(self) -> bool:
        """Whether forgetting the window forgets nothing."""
        return not self._taken

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold a place for the length of the block, which makes one request, and for a window after it."""
        self._taken += 1
        try:
            await self._places.acquire()
        except asyncio.CancelledError:
            self._taken -= 1
            raise
        try:
            yield
        finally:
            asyncio.get_running_loop().call_later(self._seconds, self._give_back)

    def _give_back(self) -> None:
        self._taken -= 1
        self._places.release()
