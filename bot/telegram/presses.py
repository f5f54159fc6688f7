"""Buttons that were pressed: clauses opened and turned, answers sent whole, votes and their reasons."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot import texts
from bot.telegram.buttons import (
    MORE,
    OPEN,
    REASON,
    TURN,
    VOTE,
    Keyboard,
    more_row,
    neighbour_row,
    reason_rows,
    vote_row,
)
from bot.telegram.inbound import Press, Target
from bot.telegram.markup import Spans, bold, plain
from bot.telegram.public_commands import neighbour_links
from bot.telegram.questions import clause_keyboard
from bot.telegram.replies import answer_spans, clause_spans, evidence
from bot.telegram.services import Services
from bot.telegram.splitting import split
from bot.telegram.state.audit_log import AuditedAnswer
from retrieval.values import Citation


class Presses:
    """One handler for each action of a button."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._handlers: dict[str, Callable[[Press], Awaitable[None]]] = {
            OPEN: self._open,
            TURN: self._turn,
            MORE: self._more,
            VOTE: self._vote,
            REASON: self._reason,
        }

    async def handle(self, press: Press) -> None:
        """Do what the button says."""
        await self._handlers[press.action](press)

    async def _open(self, press: Press) -> None:
        shown = await self._clause(press)
        if shown is not None:
            spans, keyboard = shown
            await self._services.outbox.send(press.target, spans, reply_to=press.message_id, keyboard=keyboard)

    async def _turn(self, press: Press) -> None:
        shown = await self._clause(press)
        if shown is None:
            return
        spans, keyboard = shown
        if len(split(spans)) == 1:
            await self._services.outbox.edit(press.target, press.message_id, spans, keyboard=keyboard)
        else:
            await self._services.outbox.send(press.target, spans, keyboard=keyboard)

    async def _clause(self, press: Press) -> tuple[Spans, Keyboard] | None:
        clause_id = await self._services.links.clause_id(press.arguments[0])
        view = None
        if clause_id is not None:
            view = await asyncio.to_thread(self._services.assistant.open_clause, clause_id, audience=press.audience)
        if view is None:
            await self._services.outbox.acknowledge(press.query_id, texts.CLAUSE_GONE, alert=True)
            return None
        await self._services.outbox.acknowledge(press.query_id)
        return clause_spans(view), neighbour_row(*await neighbour_links(self._services, view))

    async def _more(self, press: Press) -> None:
        found = await self._answer(press)
        if found is None:
            return
        if press.user_id != found.user_id:
            await self._services.outbox.acknowledge(press.query_id, texts.MORE_FOR_ASKER, alert=True)
            return
        if not await self._still_stands(found, audience=press.audience):
            await self._services.outbox.acknowledge(press.query_id, texts.ANSWER_CHANGED, alert=True)
            return
        # Telegram does not let the bot write first to somebody who never wrote to it directly.
        direct = Target(press.user_id)
        reached = await self._services.outbox.reaches(direct)
        text = texts.MORE_SENT if reached else texts.MORE_NEEDS_START
        await self._services.outbox.acknowledge(press.query_id, text, alert=not reached)
        if not reached:
            return
        asked = bold(texts.MORE_QUESTION.format(question=found.question))
        keyboard = await self._working_buttons(press.user_id, found)
        await self._services.outbox.send(direct, (asked, plain("\n\n"), *answer_spans(found.answer)), keyboard=keyboard)

    async def _working_buttons(self, user_id: int, found: AuditedAnswer) -> Keyboard:
        """Buttons only where they will work: the direct chat may see less than the group, or not be allowed at all."""
        if not self._services.access.may_ask(chat_id=user_id, user_id=user_id, is_group=False):
            return ()
        seen = [citation for citation in evidence(found.answer) if await self._opens(citation, str(user_id))]
        return await clause_keyboard(self._services, seen)

    async def _still_stands(self, found: AuditedAnswer, *, audience: str) -> bool:
        """Whether every clause under the answer is there as it was; a changed one has another id."""
        for citation in evidence(found.answer):
            if not await self._opens(citation, audience):
                return False
        return True

    async def _opens(self, citation: Citation, audience: str) -> bool:
        view = await asyncio.to_thread(self._services.assistant.open_clause, citation.clause_id, audience=audience)
        return view is not None

    async def _vote(self, press: Press) -> None:
        found = await self._answer(press)
        if found is None:
            return
        useful = press.arguments[1] == 1
        await self._services.feedback.vote(found.id, press.user_id, useful=useful)
        await self._services.outbox.acknowledge(press.query_id, texts.THANKS if useful else texts.ASK_REASON)
        if not useful:
            keyboard = await self._kept_rows(press, found) + reason_rows(found.id)
            await self._services.outbox.set_buttons(press.target, press.message_id, keyboard)
        elif not press.is_group:
            keyboard = await self._kept_rows(press, found)
            await self._services.outbox.set_buttons(press.target, press.message_id, keyboard)

    async def _reason(self, press: Press) -> None:
        found = await self._answer(press)
        if found is None:
            return
        place = press.arguments[1]
        reason = texts.REASONS[place] if place < len(texts.REASONS) else ""
        await self._services.feedback.vote(found.id, press.user_id, useful=False, reason=reason)
        await self._services.outbox.acknowledge(press.query_id, texts.THANKS)
        # In a group others may still want to vote.
        row = vote_row(found.id) if press.is_group else ()
        keyboard = await self._kept_rows(press, found) + row
        await self._services.outbox.set_buttons(press.target, press.message_id, keyboard)

    async def _answer(self, press: Press) -> AuditedAnswer | None:
        """The answer that the button stands under; a made-up number from another chat finds nothing."""
        found = await self._services.audit.find(press.arguments[0])
        if found is None or found.chat_id != press.target.chat_id:
            await self._services.outbox.acknowledge(press.query_id, texts.ANSWER_GONE)
            return None
        return found

    async def _kept_rows(self, press: Press, found: AuditedAnswer) -> Keyboard:
        """The rows that stay when the row of votes changes."""
        return more_row(found.id) if press.is_group else await clause_keyboard(self._services, evidence(found.answer))
