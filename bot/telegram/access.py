"""Who may ask, and who may administrate. Nobody may, except those whom the settings name."""

from __future__ import annotations

from bot.telegram.inbound import Inbound


class AccessPolicy:
    """Answers the two questions of access.

    A group has to be allowed itself, whoever writes in it: what the bot says there is read by everybody in it.
    Being in an allowed group gives no admin power.
    """

    def __init__(self, *, admin_ids: frozenset[int], allowed_chats: frozenset[int]) -> None:
        self._admin_ids = admin_ids
        self._allowed_chats = allowed_chats

    def may_ask(self, inbound: Inbound) -> bool:
        """Whether the message is answered at all."""
        if inbound.target.chat_id in self._allowed_chats:
            return True
        return not inbound.is_group and self.is_admin(inbound.user_id)

    def is_admin(self, user_id: int) -> bool:
        """Whether the person may use admin commands, in a direct message."""
        return user_id in self._admin_ids
