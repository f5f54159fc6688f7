"""Updates whose answers Telegram could not be given: tried again later, each chat in its order.

1. An update whose answer could not be sent is kept.
2. Later ones of its chat are kept too, behind it: they would be answered first otherwise.
3. At each round all are passed on again, in order; the first one that cannot be sent holds back those behind it.
4. After a day an update is given up: nobody waits for its answer any more.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from telegram import Update

logger = logging.getLogger(__name__)

KEPT_AT_MOST_SECONDS = 24 * 3600.0


@dataclass(slots=True)
class _Kept:
    update: Update
    since: float
    """By `time.monotonic`."""
    passed_on: bool = False
    """Whether it is on its way to the handlers again."""


class Backlog:
    """What is to be tried again."""

    def __init__(self) -> None:
        self._chats: dict[int, dict[int, _Kept]] = {}
        self._since: dict[int, float] = {}

    def keep(self, update: Update) -> None:
        """Keep an update, unless it was tried for a day."""
        now = time.monotonic()
        since = self._since.setdefault(update.update_id, now)
        if now - since > KEPT_AT_MOST_SECONDS:
            logger.error("update %s could not be answered for a day and is given up", update.update_id)
            del self._since[update.update_id]
            return
        self._chats.setdefault(_chat_id(update), {})[update.update_id] = _Kept(update, since)

    def holds_back(self, update: Update) -> bool:
        """Say whether an update whose turn has come has to wait for an earlier one; the first of its chat is let go."""
        kept = self._chats.get(_chat_id(update), {})
        if any(earlier < update.update_id for earlier in kept):
            self.keep(update)
            return True
        kept.pop(update.update_id, None)
        if not kept:
            self._chats.pop(_chat_id(update), None)
        return False

    def holds(self, update: Update) -> bool:
        """Whether an update is kept; one that is not will not come again."""
        held = update.update_id in self._chats.get(_chat_id(update), {})
        if not held:
            self._since.pop(update.update_id, None)
        return held

    def due(self) -> list[Update]:
        """Give what is to be passed on now, in order; what still is on its way is not given twice."""
        waiting = [kept for chat in self._chats.values() for kept in chat.values() if not kept.passed_on]
        for kept in waiting:
            kept.passed_on = True
        return sorted((kept.update for kept in waiting), key=lambda update: update.update_id)


def _chat_id(update: Update) -> int:
    return update.effective_chat.id if update.effective_chat else 0
