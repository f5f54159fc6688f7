"""An answer that grows in a direct message while it is written; the message with the whole answer takes its place.

1. The thread that writes says what there is so far; only the last of it matters.
2. A task on the event loop shows it, with a pause in between.
3. A draft that Telegram does not take is no loss: no further one is tried for this answer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from telegram.error import TelegramError

from bot.telegram.inbound import Inbound
from bot.telegram.outbox import Outbox

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 0.6
GRACE_SECONDS = 1.0
"""How long the last draft may hold up the answer itself."""

OnText = Callable[[str], None]


@asynccontextmanager
async def growing_draft(outbox: Outbox, inbound: Inbound) -> AsyncIterator[OnText | None]:
    """Give the callback, for any thread, that shows the answer so far; None in groups, which have no drafts."""
    if inbound.is_group:
        yield None
        return
    loop = asyncio.get_running_loop()
    draft = _Draft(outbox, inbound)
    task = asyncio.create_task(draft.show())
    try:
        yield lambda text: _tell(loop, draft, text)
    finally:
        draft.end()
        with suppress(TimeoutError):
            await asyncio.wait_for(task, GRACE_SECONDS)


def _tell(loop: asyncio.AbstractEventLoop, draft: _Draft, text: str) -> None:
    # The loop is closed where the bot was stopped meanwhile.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(draft.grow, text)


class _Draft:
    """What there is so far of one answer."""

    def __init__(self, outbox: Outbox, inbound: Inbound) -> None:
        self._outbox = outbox
        self._inbound = inbound
        self._text = ""
        self._changed = asyncio.Event()
        self._ended = asyncio.Event()

    def grow(self, text: str) -> None:
        self._text = text
        self._changed.set()

    def end(self) -> None:
        self._ended.set()
        self._changed.set()

    async def show(self) -> None:
        while True:
            await self._changed.wait()
            if self._ended.is_set():
                return
            self._changed.clear()
            try:
                # The message's own number names its draft: changes of one draft are animated.
                await self._outbox.draft(self._inbound.target, self._inbound.message_id, self._text)
            except TelegramError as error:
                logger.info("a draft was not shown in chat %s: %s", self._inbound.target.chat_id, error.message)
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), PAUSE_SECONDS)
