"""Who may ask, and who may administrate. Nobody may, except those whom the settings and their admins name.

1. Admins are named in the settings and nowhere else; being in an allowed group gives no admin power.
2. A group has to be allowed itself, whoever writes in it: what the bot says there is read by everybody in it.
3. What an admin allowed or denied goes before the settings.
4. A person whom an admin denied is denied in groups too.
"""

from __future__ import annotations

import asyncio
import logging
import time

from bot.telegram.errors import StateError
from bot.telegram.state.access_list import AccessList

logger = logging.getLogger(__name__)

REFRESH_SECONDS = 5.0
"""Another replica may have changed the list."""


class AccessPolicy:
    """Answers the questions of access, from a copy of the list that is read anew every few seconds."""

    def __init__(self, access_list: AccessList, *, admin_ids: frozenset[int], allowed_chats: frozenset[int]) -> None:
        self._list = access_list
        self.admin_ids = admin_ids
        self._allowed_chats = allowed_chats
        self._changed: dict[int, bool] = {}
        self._read_at = -REFRESH_SECONDS
        self._moving = asyncio.Lock()

    async def refresh(self) -> None:
        """Read the list where the copy is old; without the database the copy goes on being used."""
        if time.monotonic() - self._read_at < REFRESH_SECONDS:
            return
        try:
            self._changed = await self._list.read()
        except StateError as error:
            logger.error("the list of allowed chats could not be read, the last known one is used: %s", error)
        self._read_at = time.monotonic()

    def may_ask(self, *, chat_id: int, user_id: int, is_group: bool) -> bool:
        """Whether somebody is answered in a chat at all."""
        if self.is_admin(user_id):
            return not is_group or self._is_allowed(chat_id)
        return self._is_allowed(chat_id) and not self.is_denied(user_id)

    def is_denied(self, user_id: int) -> bool:
        """Whether an admin denied the person or chat."""
        return not self._changed.get(user_id, True)

    def _is_allowed(self, chat_id: int) -> bool:
        return self._changed.get(chat_id, chat_id in self._allowed_chats)

    def is_admin(self, user_id: int) -> bool:
        """Whether the person may use admin commands, in a direct message."""
        return user_id in self.admin_ids

    def allowed(self) -> list[int]:
        """List the chats and people that may ask, apart from admins."""
        listed = {chat_id for chat_id, allowed in self._changed.items() if allowed}
        denied = {chat_id for chat_id, allowed in self._changed.items() if not allowed}
        return sorted((self._allowed_chats | listed) - denied)

    async def set(self, chat_id: int, *, allowed: bool, changed_by: int) -> None:
        """Allow or deny a chat or person."""
        await self._list.set(chat_id, allowed=allowed, changed_by=changed_by)
        self._changed[chat_id] = allowed

    async def move(self, old_id: int, new_id: int) -> bool:
        """Let a supergroup have what the group had that it was; gives whether there was anything to move."""
        # Both chats get a message about it, and these are handled side by side.
        async with self._moving:
            await self.refresh()
            if not self._is_allowed(old_id):
                return False
            await self._list.set(new_id, allowed=True, changed_by=old_id)
            await self._list.set(old_id, allowed=False, changed_by=old_id)
            self._changed |= {new_id: True, old_id: False}
            return True
