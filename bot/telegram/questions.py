"""Questions: typing, the assistant, the audit log, the reply with its buttons."""

from __future__ import annotations

import logging

from bot import texts
from bot.telegram.buttons import Keyboard, clause_rows, more_row, vote_row
from bot.telegram.drafts import OnText, growing_draft
from bot.telegram.errors import StateError
from bot.telegram.inbound import Inbound
from bot.telegram.markup import plain
from bot.telegram.replies import answer_spans, brief_answer_spans, evidence
from bot.telegram.services import Services
from retrieval.errors import QuestionError
from retrieval.values import Answer

logger = logging.getLogger(__name__)


class Questions:
    """Answers questions."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def ask(self, inbound: Inbound) -> None:
        """Answer a question, from the documents that the chat may see.

        Raises:
            RetrievalError: the index cannot be used.
        """
        if not inbound.text:
            await self._say(inbound, self._hint(inbound))
            return
        outbox = self._services.outbox
        async with outbox.typing(inbound.target), growing_draft(outbox, inbound) as on_text:
            answer = await self._answer(inbound, on_text)
        if answer is None:
            await self._say(inbound, texts.QUESTION_NOT_TAKEN)
        else:
            await self._reply(inbound, answer)

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

    async def _reply(self, inbound: Inbound, answer: Answer) -> None:
        spans = brief_answer_spans(answer) if inbound.is_group else answer_spans(answer)
        keyboard = await self._keyboard(inbound, answer)
        await self._services.outbox.send(inbound.target, spans, reply_to=inbound.message_id, keyboard=keyboard)

    async def _keyboard(self, inbound: Inbound, answer: Answer) -> Keyboard:
        try:
            audit_id = await self._services.audit.add(inbound, answer)
            if inbound.is_group:
                return (more_row(audit_id)[0] + vote_row(audit_id)[0],)
            return await clause_keyboard(self._services, answer) + vote_row(audit_id)
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


async def clause_keyboard(services: Services, answer: Answer) -> Keyboard:
    """Buttons that open the clauses under an answer."""
    listed = evidence(answer)
    links = await services.links.numbers([citation.clause_id for citation in listed])
    return clause_rows([citation.marker for citation in listed], links)
