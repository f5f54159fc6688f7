"""Questions: typing, the assistant, the audit log, the reply with its buttons."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from telegram.error import TelegramError

from bot import texts
from bot.telegram.buttons import Keyboard, clause_rows, more_row, vote_row
from bot.telegram.drafts import OnText, growing_draft
from bot.telegram.errors import StateError
from bot.telegram.inbound import Inbound
from bot.telegram.markup import Spans, plain
from bot.telegram.replies import answer_spans, brief_answer_spans, evidence
from bot.telegram.services import Services
from retrieval.errors import QuestionError
from retrieval.values import Answer, Citation

logger = logging.getLogger(__name__)


UNSENT_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class _Reply:
    """What is sent as the answer to a question."""

    spans: Spans
    keyboard: Keyboard


class Questions:
    """Answers questions."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._unsent: dict[tuple[int, int], _Reply] = {}
        """Replies that Telegram did not take, by chat and message."""

    async def ask(self, inbound: Inbound) -> None:
        """Answer a question, from the documents that the chat may see.

        Raises:
            RetrievalError: the index cannot be used.
        """
        if not inbound.text:
            await self._say(inbound, self._hint(inbound))
            return
        async with self._services.outbox.typing(inbound.target):
            key = (inbound.target.chat_id, inbound.message_id)
            reply = self._unsent.pop(key, None) or await self._make_reply(inbound)
            try:
                await self._services.outbox.send(
                    inbound.target, reply.spans, reply_to=inbound.message_id, keyboard=reply.keyboard
                )
            except TelegramError:
                # It is tried again later, and must not be asked, paid for and noted in the audit log again.
                if len(self._unsent) >= UNSENT_REMEMBERED:
                    self._unsent.pop(next(iter(self._unsent)))
                self._unsent[key] = reply
                raise

    async def _make_reply(self, inbound: Inbound) -> _Reply:
        async with growing_draft(self._services.outbox, inbound) as on_text:
            answer = await self._answer(inbound, on_text)
        if answer is None:
            return _Reply((plain(texts.QUESTION_NOT_TAKEN),), ())
        spans = brief_answer_spans(answer) if inbound.is_group else answer_spans(answer)
        return _Reply(spans, await self._keyboard(inbound, answer))

    async def _answer(self, inbound: Inbound, on_text: OnText | None) -> Answer | None:
        try:
            # The work is the processor's: on the event loop it would hold up everybody.
            with self._services.metrics.answer_seconds.time():
                answer = await self._services.threads.run(
                    self._services.assistant.ask,
                    inbound.text,
                    conversation_key=inbound.conversation_key,
                    audience=inbound.audience,
                    person=str(inbound.user_id),
                    on_text=on_text,
                )
        except QuestionError as error:
            logger.info("a question was not taken: %s", error)
            return None
        self._services.metrics.count(answer)
        return answer

    async def _keyboard(self, inbound: Inbound, answer: Answer) -> Keyboard:
        try:
            audit_id = await self._services.audit.add(inbound, answer)
            if inbound.is_group:
                return (more_row(audit_id)[0] + vote_row(audit_id)[0],)
            return await clause_keyboard(self._services, evidence(answer)) + vote_row(audit_id)
        except StateError:
            # The answer matters more than its buttons.
            logger.exception("an answer was not noted in the audit log and goes out without buttons")
            return ()

    def _hint(self, inbound: Inbound) -> str:
        if inbound.command == "ask":
            return texts.ASK_HINT
        return texts.ASK_HINT_MENTION.format(name=self._services.bot_name) if inbound.is_group else texts.TEXT_ONLY

    async def _say(self, inbound: Inbound, text: str) -> None:
        await self._services.outbox.send(inbound.target, (plain(text),), reply_to=inbound.message_id)


async def clause_keyboard(services: Services, listed: Sequence[Citation]) -> Keyboard:
    """Buttons that open the clauses under an answer."""
    links = await services.links.numbers([citation.clause_id for citation in listed])
    return clause_rows([citation.marker for citation in listed], links)
