"""From an update to the handler that answers it: read, check access, pick."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from telegram import Update, User
from telegram.ext import ContextTypes

from bot import texts
from bot.telegram.access import AccessPolicy
from bot.telegram.addressing import read_update
from bot.telegram.inbound import Inbound
from bot.telegram.markup import plain
from bot.telegram.outbox import Outbox

Handler = Callable[[Inbound], Awaitable[None]]
AdminHandler = Callable[[Inbound], Coroutine[Any, Any, None]]


class Dispatcher:
    """Knows the commands, and who may use which."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        access: AccessPolicy,
        ask: Handler,
        commands: Mapping[str, Handler],
        admin_commands: Mapping[str, AdminHandler],
    ) -> None:
        self._outbox = outbox
        self._access = access
        self._ask = ask
        self._commands = commands
        self._admin_commands = admin_commands

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Handle a new message; one that is not meant for the bot gets nothing."""
        me: User = context.bot.bot
        inbound = read_update(update, me)
        if inbound is None or not self._is_known(inbound):
            return
        if not self._access.may_ask(inbound):
            await self._say(inbound, texts.NOT_ALLOWED.format(chat_id=inbound.target.chat_id))
        elif inbound.command is None:
            await self._ask(inbound)
        elif inbound.command in self._commands:
            await self._commands[inbound.command](inbound)
        elif inbound.command in self._admin_commands:
            await self._administrate(inbound, inbound.command, update, context)
        else:
            await self._say(inbound, texts.UNKNOWN_COMMAND.format(command=inbound.command))

    def _is_known(self, inbound: Inbound) -> bool:
        """Whether the bot has the command; in a group an unknown one is another bot's."""
        known = inbound.command is None or inbound.command in {*self._commands, *self._admin_commands}
        return known or not inbound.is_group

    async def _administrate(
        self, inbound: Inbound, command: str, update: Update, context: ContextTypes.DEFAULT_TYPE
    ) -> None:
        if inbound.is_group:
            await self._say(inbound, texts.DIRECT_MESSAGE_ONLY)
        elif not self._access.is_admin(inbound.user_id):
            await self._say(inbound, texts.ADMINS_ONLY)
        else:
            # In the background, so that the admin can ask while a reload runs; a stop waits for it.
            context.application.create_task(self._admin_commands[command](inbound), update=update)

    async def _say(self, inbound: Inbound, text: str) -> None:
        await self._outbox.send(inbound.target, (plain(text),), reply_to=inbound.message_id)
