"""What everybody who has access may do: ask, and read how to."""

from __future__ import annotations

import asyncio

from bot import texts
from bot.ports import PolicyAssistant
from bot.telegram.access import AccessPolicy
from bot.telegram.inbound import Inbound
from bot.telegram.markup import plain
from bot.telegram.outbox import Outbox
from bot.telegram.replies import answer_spans
from retrieval.errors import QuestionError


class PublicCommands:
    """Handlers of questions and of the commands that are open to everybody."""

    def __init__(self, assistant: PolicyAssistant, outbox: Outbox, access: AccessPolicy, *, bot_name: str) -> None:
        self._assistant = assistant
        self._outbox = outbox
        self._access = access
        self._bot_name = bot_name

    async def start(self, inbound: Inbound) -> None:
        """Say what the bot is for."""
        await self._say(inbound, texts.START_IN_GROUP if inbound.is_group else texts.START)

    async def help(self, inbound: Inbound) -> None:
        """Say how it is used; admins are told their commands in a direct message."""
        for_admin = not inbound.is_group and self._access.is_admin(inbound.user_id)
        await self._say(inbound, f"{texts.HELP}\n\n{texts.HELP_ADMIN}" if for_admin else texts.HELP)

    async def ask(self, inbound: Inbound) -> None:
        """Answer a question, from the documents that the chat may see."""
        if not inbound.text:
            await self._say(inbound, self._hint(inbound))
            return
        async with self._outbox.typing(inbound.target):
            try:
                # The work is the processor's: on the event loop it would hold up everybody.
                answer = await asyncio.to_thread(
                    self._assistant.ask,
                    inbound.text,
                    conversation_key=inbound.conversation_key,
                    audience=inbound.audience,
                )
            except QuestionError:
                await self._say(inbound, texts.QUESTION_NOT_TAKEN)
                return
        await self._outbox.send(inbound.target, answer_spans(answer), reply_to=inbound.message_id)

    def _hint(self, inbound: Inbound) -> str:
        if inbound.command == "ask":
            return texts.ASK_HINT
        return texts.ASK_HINT_MENTION.format(name=self._bot_name) if inbound.is_group else texts.TEXT_ONLY

    async def _say(self, inbound: Inbound, text: str) -> None:
        await self._outbox.send(inbound.target, (plain(text),), reply_to=inbound.message_id)
