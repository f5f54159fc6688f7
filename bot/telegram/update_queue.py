"""The queue between Telegram and the handlers: an update is stored before it is confirmed.

The library confirms updates when it asks for the next ones, before they are answered; a process that is killed in
between would lose them. So `put`, which the library awaits for each update, stores it first, and it counts as handled
only when its answer was sent and what it started has ended.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging

from telegram import Bot, Update

from bot.telegram.backlog import Backlog
from bot.telegram.errors import StateError
from bot.telegram.metrics import Metrics
from bot.telegram.state.inbox import Inbox
from bot.telegram.state.replicas import Replicas

logger = logging.getLogger(__name__)


def update_key(bot_id: int, update: Update) -> str:
    """Names an update; by its content too, because update ids start anew on another server."""
    digest = hashlib.sha256(update.to_json().encode()).hexdigest()[:16]
    return f"{bot_id}:{update.update_id}:{digest}"


class DurableQueue(asyncio.Queue[object]):
    """Passes on each update once; those that were not handled before a restart come first."""

    def __init__(self, inbox: Inbox, replicas: Replicas, metrics: Metrics) -> None:
        super().__init__()
        self._inbox = inbox
        self._replicas = replicas
        self._collecting = asyncio.Lock()
        self._metrics = metrics
        self._bot: Bot | None = None
        self._backlog = Backlog()
        self._under_way: set[int] = set()
        self._not_noted: set[str] = set()
        """Keys of handled updates that the database does not know of yet."""

    async def open(self, bot: Bot) -> int:
        """Take up what was not handled, once the bot knows who it is; gives how many updates that are."""
        self._bot = bot
        updates = [Update.de_json(json.loads(payload), bot) for payload in await self._inbox.take_up()]
        for update in updates:
            await super().put(update)
        return len(updates)

    async def put(self, item: object) -> None:
        """Store an update and pass it on; one that came before is passed over."""
        if isinstance(item, Update) and self._bot is not None:
            try:
                new = await self._receive(item, self._bot)
                self._metrics.updates.labels(kind="new" if new else "repeated").inc()
                if new and self._replicas.is_shared:
                    await self.collect()
                elif new:
                    await super().put(item)
                return
            except StateError as error:
                # An answer now is worth more than one that survives a crash.
                logger.error("update %s could not be stored and is handled all the same: %s", item.update_id, error)
        self._metrics.updates.labels(kind="new").inc()
        await super().put(item)

    async def _receive(self, update: Update, bot: Bot) -> bool:
        """Store an update for the replica that answers its chat; False where it came before."""
        chat_id = update.effective_chat.id if update.effective_chat else 0
        waits_for = self._replicas.owner_of(chat_id) if self._replicas.is_shared else None
        key, payload = update_key(bot.id, update), update.to_json()
        return await self._inbox.receive(key, payload, chat_id=chat_id, update_id=update.update_id, waits_for=waits_for)

    async def collect(self) -> None:
        """Pass on what other replicas received for this one, with what it received itself, in Telegram's order."""
        if self._bot is None:
            return
        async with self._collecting:
            try:
                payloads = await self._inbox.collect(self._replicas)
            except StateError as error:
                logger.error("updates that wait in the database are collected later: %s", error)
                return
            updates = [Update.de_json(json.loads(payload), self._bot) for payload in payloads]
            for update in sorted(updates, key=lambda update: update.update_id):
                await super().put(update)

    def keep(self, update: object) -> None:
        """Try an update again later, because Telegram could not be reached with its answer."""
        if isinstance(update, Update):
            self._backlog.keep(update)

    def holds_back(self, update: object) -> bool:
        """Whether an update has to wait, because an earlier one of its chat is kept; it is kept as well then."""
        return isinstance(update, Update) and self._backlog.holds_back(update)

    async def try_kept_again(self) -> None:
        """Pass on the updates that were kept, and note what could not be noted."""
        for update in self._backlog.due():
            await super().put(update)
        for key in tuple(self._not_noted):
            await self._note(key)

    def begin(self, update: Update) -> None:
        """Let an update count as unhandled until `finish`, although its handler has ended."""
        self._under_way.add(update.update_id)

    async def finish(self, update: Update) -> None:
        """End what `begin` began."""
        self._under_way.discard(update.update_id)
        await self.handled(update)

    async def handled(self, update: object) -> None:
        """Note that an update was answered, unless it is to be tried again or is still under way."""
        if not isinstance(update, Update) or self._bot is None:
            return
        if update.update_id not in self._under_way and not self._backlog.holds(update):
            await self._note(update_key(self._bot.id, update))

    async def _note(self, key: str) -> None:
        try:
            await self._inbox.handled(key)
        except StateError as error:
            # Else it would be answered once more after a restart.
            self._not_noted.add(key)
            logger.error("update %s is noted as handled later: %s", key, error)
        else:
            self._not_noted.discard(key)
