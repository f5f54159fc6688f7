"""The commands that are open to everybody who has access."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot import texts
from bot.telegram.buttons import neighbour_row
from bot.telegram.inbound import Inbound
from bot.telegram.markup import Spans, plain
from bot.telegram.replies import clause_spans, documents_spans, evidence
from bot.telegram.services import Services
from retrieval.values import ClauseView

DOCUMENTS_LISTED = 40


class PublicCommands:
    """/start, /help, /documents, /source, /reset, /feedback."""

    def __init__(self, services: Services, greet_admin: Callable[[int], Awaitable[None]]) -> None:
        """`greet_admin` sets the menu of an admin, which Telegram refuses before they have written to the bot."""
        self._services = services
        self._greet_admin = greet_admin

    async def start(self, inbound: Inbound) -> None:
        """Say what the bot is for."""
        await self._say(inbound, texts.START_IN_GROUP if inbound.is_group else texts.START)
        if not inbound.is_group and self._services.access.is_admin(inbound.user_id):
            await self._greet_admin(inbound.user_id)

    async def help(self, inbound: Inbound) -> None:
        """Say how it is used; admins are told their commands in a direct message."""
        for_admin = not inbound.is_group and self._services.access.is_admin(inbound.user_id)
        await self._say(inbound, f"{texts.HELP}\n\n{texts.HELP_ADMIN}" if for_admin else texts.HELP)

    async def documents(self, inbound: Inbound) -> None:
        """List the documents that the chat may see, or those whose title holds the words given."""
        seen = await asyncio.to_thread(self._services.assistant.documents, audience=inbound.audience)
        words = inbound.text.split()
        found = [summary for summary in seen if all(word in summary.document.title for word in words)]
        if not found:
            missing = texts.NO_DOCUMENTS_FOUND.format(words=inbound.text) if words else texts.NO_DOCUMENTS
            await self._say(inbound, missing)
        else:
            await self._send(inbound, documents_spans(found[:DOCUMENTS_LISTED], count=len(found)))

    async def source(self, inbound: Inbound) -> None:
        """Open a clause that the last answer rests on; the argument is its place in the list."""
        last = await self._services.audit.last(inbound.conversation_key)
        listed = evidence(last.answer) if last else ()
        if not listed:
            await self._say(inbound, texts.NO_SOURCES if last else texts.NO_ANSWER_YET)
            return
        wanted = inbound.text.strip("[] ") or ("1" if len(listed) == 1 else "")
        if not (wanted.isdecimal() and 1 <= int(wanted) <= len(listed)):
            await self._say(inbound, texts.SOURCE_RANGE.format(count=len(listed)))
            return
        clause_id = listed[int(wanted) - 1].clause_id
        view = await asyncio.to_thread(self._services.assistant.open_clause, clause_id, audience=inbound.audience)
        if view is None:
            await self._say(inbound, texts.CLAUSE_GONE)
        else:
            await send_clause(self._services, inbound, view)

    async def reset(self, inbound: Inbound) -> None:
        """Forget the conversation."""
        await asyncio.to_thread(self._services.assistant.forget, inbound.conversation_key)
        await self._say(inbound, texts.RESET)

    async def feedback(self, inbound: Inbound) -> None:
        """Note what somebody thinks of the last answer, in their own words."""
        last = await self._services.audit.last(inbound.conversation_key)
        if not inbound.text or last is None:
            await self._say(inbound, texts.NO_ANSWER_YET if inbound.text else texts.FEEDBACK_HINT)
            return
        await self._services.feedback.comment(last.id, inbound.user_id, inbound.text)
        await self._say(inbound, texts.FEEDBACK_TAKEN)

    async def _say(self, inbound: Inbound, text: str) -> None:
        await self._send(inbound, (plain(text),))

    async def _send(self, inbound: Inbound, spans: Spans) -> None:
        await self._services.outbox.send(inbound.target, spans, reply_to=inbound.message_id)


async def send_clause(services: Services, inbound: Inbound, view: ClauseView) -> None:
    """Send a clause with its neighbours and the buttons that turn to them."""
    keyboard = neighbour_row(*await neighbour_links(services, view))
    await services.outbox.send(inbound.target, clause_spans(view), reply_to=inbound.message_id, keyboard=keyboard)


async def neighbour_links(services: Services, view: ClauseView) -> tuple[int | None, int | None]:
    """Numbers of the clause before and of the clause after; None where there is none."""
    neighbours = (view.previous, view.next)
    numbers = iter(await services.links.numbers([clause.id for clause in neighbours if clause is not None]))
    before, after = (None if clause is None else next(numbers) for clause in neighbours)
    return before, after
