"""From an update to the handler that answers it: read, check access and limits, pick."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

from telegram import Update, User
from telegram.ext import ContextTypes

from bot import texts
from bot.telegram.addressing import read_press, read_update
from bot.telegram.background import Background
from bot.telegram.buttons import SENDING
from bot.telegram.inbound import Inbound, Press, Target
from bot.telegram.limits import Verdict
from bot.telegram.markup import plain
from bot.telegram.services import Services

ALBUMS_REMEMBERED = 100

Handler = Callable[[Inbound], Awaitable[None]]
SlowHandler = Callable[[Inbound], Coroutine[Any, Any, None]]


class Dispatcher:
    """Knows the commands, and who may use which."""

    def __init__(
        self,
        services: Services,
        *,
        ask: Handler,
        press: Callable[[Press], Awaitable[None]],
        commands: Mapping[str, Handler],
        admin_commands: Mapping[str, Handler],
        slow_admin_commands: Mapping[str, SlowHandler],
        background: Background,
    ) -> None:
        self._services = services
        self._ask = ask
        self._press = press
        self._commands = commands
        self._admin_commands = admin_commands
        self._slow_admin_commands = slow_admin_commands
        self._background = background
        self._for_admins = {*admin_commands, *slow_admin_commands}
        self._albums: deque[str] = deque(maxlen=ALBUMS_REMEMBERED)

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Handle a new message; one that is not meant for the bot gets nothing."""
        me: User = context.bot.bot
        inbound = read_update(update, me)
        if inbound is None or not self._is_known(inbound):
            return
        command = self._command(inbound)
        if command is None and self._is_rest_of_an_album(inbound):
            return
        allowed = await self._may_ask(inbound)
        verdict = self._take(inbound.user_id, inbound.target)
        if verdict is not Verdict.TAKEN:
            if allowed and verdict is Verdict.FIRST_TOO_MANY:
                await self._say(inbound, texts.TOO_MANY_QUESTIONS)
        elif not allowed:
            await self._say(inbound, self._refusal(inbound))
        elif command is None:
            await self._ask(inbound)
        elif command in self._commands:
            await self._commands[command](inbound)
        elif command in self._for_admins:
            await self._administrate(inbound, command, update)
        else:
            await self._say(inbound, texts.UNKNOWN_COMMAND.format(command=command))

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Handle a pressed button; one that was made up, or in a chat without access, does nothing."""
        query = update.callback_query
        if query is None:
            return
        press = read_press(query)
        await self._services.access.refresh()
        if press is None or not self._services.access.may_ask(
            chat_id=press.target.chat_id, user_id=press.user_id, is_group=press.is_group
        ):
            await self._services.outbox.acknowledge(query.id)
        elif press.action in SENDING and self._take(press.user_id, press.target) is not Verdict.TAKEN:
            await self._services.outbox.acknowledge(query.id, texts.TOO_MANY_QUESTIONS)
        else:
            await self._press(press)

    async def on_migration(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let a supergroup have the access of the group that it was."""
        message = update.message
        if message is not None and message.migrate_to_chat_id:
            await self._move(message.chat.id, message.migrate_to_chat_id)
        elif message is not None and message.migrate_from_chat_id:
            await self._move(message.migrate_from_chat_id, message.chat.id)

    async def _move(self, old_id: int, new_id: int) -> None:
        if not await self._services.access.move(old_id, new_id):
            return
        summaries = await asyncio.to_thread(self._services.assistant.documents)
        limited = [summary.document.title for summary in summaries if str(old_id) in summary.document.audience]
        if limited:
            # The catalogue is a file that people keep: the bot does not write into it.
            titles = "\n".join(f"《{title}》" for title in limited)
            text = texts.AUDIENCE_MOVED.format(old_id=old_id, new_id=new_id, titles=titles)
            for admin_id in sorted(self._services.access.admin_ids):
                await self._services.outbox.send(Target(admin_id), (plain(text),))

    async def _may_ask(self, inbound: Inbound) -> bool:
        await self._services.access.refresh()
        return self._services.access.may_ask(
            chat_id=inbound.target.chat_id, user_id=inbound.user_id, is_group=inbound.is_group
        )

    def _refusal(self, inbound: Inbound) -> str:
        """What a refused chat or person is told: the id that an admin needs to let them in, and nothing else."""
        if inbound.is_group and self._services.access.is_denied(inbound.user_id):
            return texts.PERSON_NOT_ALLOWED.format(user_id=inbound.user_id)
        return texts.NOT_ALLOWED.format(chat_id=inbound.target.chat_id)

    def _take(self, user_id: int, target: Target) -> Verdict:
        """Count a message towards the limits; commands and messages of strangers too, because all are replied to."""
        if self._services.access.is_admin(user_id):
            return Verdict.TAKEN
        return self._services.limits.take(user_id=user_id, chat_id=target.chat_id)

    def _command(self, inbound: Inbound) -> str | None:
        """The command; a file that an admin sends directly is an upload, whatever stands under it."""
        if inbound.file is not None and not inbound.is_group and self._services.access.is_admin(inbound.user_id):
            return "upload"
        return inbound.command

    def _is_rest_of_an_album(self, inbound: Inbound) -> bool:
        """Whether it came together with something that is replied to, and says nothing itself."""
        if inbound.album is None:
            return False
        seen = inbound.album in self._albums
        self._albums.append(inbound.album)
        return seen and not inbound.text

    def _is_known(self, inbound: Inbound) -> bool:
        """Whether the bot has the command; in a group an unknown one is another bot's."""
        known = inbound.command is None or inbound.command in self._commands or inbound.command in self._for_admins
        return known or not inbound.is_group

    async def _administrate(self, inbound: Inbound, command: str, update: Update) -> None:
        if inbound.is_group:
            await self._say(inbound, texts.DIRECT_MESSAGE_ONLY)
        elif not self._services.access.is_admin(inbound.user_id):
            await self._say(inbound, texts.ADMINS_ONLY)
        elif command in self._admin_commands:
            await self._admin_commands[command](inbound)
        else:
            # In the background, so that the admin can ask while a reload runs; a stop waits for it.
            self._background.start(self._slow_admin_commands[command](inbound), update)

    async def _say(self, inbound: Inbound, text: str) -> None:
        await self._services.outbox.send(inbound.target, (plain(text),), reply_to=inbound.message_id)
