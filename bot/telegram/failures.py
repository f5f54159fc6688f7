"""Errors that nobody expected: the person gets an id, the log the traceback, the admins what they need to find it."""

from __future__ import annotations

import logging
import secrets
import time

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from bot import texts
from bot.telegram.errors import StateError
from bot.telegram.inbound import Target
from bot.telegram.markup import plain
from bot.telegram.metrics import Metrics
from bot.telegram.outbox import Outbox, may_pass
from bot.telegram.update_queue import DurableQueue
from knowledge.errors import KnowledgeError
from retrieval.errors import RetrievalError

logger = logging.getLogger(__name__)

DETAILS_CHARACTERS = 500
REPORT_SECONDS = 30.0
"""Between two reports to the admins: the log has the others."""


def new_error_id() -> str:
    """Eight characters by which a person, the log and an admin speak of the same error."""
    return secrets.token_hex(4)


class Failures:
    """The application's error handler."""

    def __init__(self, outbox: Outbox, queue: DurableQueue, admin_ids: frozenset[int], metrics: Metrics) -> None:
        self._outbox = outbox
        self._queue = queue
        self._admin_ids = admin_ids
        self._metrics = metrics
        self._reported_at = -REPORT_SECONDS

    async def handle(self, update: object, context: CallbackContext) -> None:  # type: ignore[type-arg]
        """Log an error, and tell whoever asked that there was one."""
        error = context.error
        error_id = new_error_id()
        if isinstance(error, TelegramError) and may_pass(error):
            # Where Telegram is away, a message about it would fail as well.
            logger.warning("error %s: Telegram was not reached, the update is tried again later: %s", error_id, error)
            self._queue.keep(update)
            return
        self._metrics.errors.inc()
        logger.error("error %s: an update was not handled", error_id, exc_info=error)
        query = update.callback_query if isinstance(update, Update) else None
        if query is not None:
            # Else the button goes on showing that it was pressed; nothing happens where it was answered already.
            await self._outbox.acknowledge(query.id)
        message = update.effective_message if isinstance(update, Update) else None
        if message is None:
            return
        user = update.effective_user if isinstance(update, Update) else None
        target = Target(message.chat.id, message.message_thread_id if message.is_topic_message else None)
        unavailable = isinstance(error, RetrievalError | KnowledgeError | StateError)
        text = (texts.UNAVAILABLE if unavailable else texts.FAILED).format(error_id=error_id)
        await self._send(target, text, reply_to=message.message_id)
        if time.monotonic() - self._reported_at < REPORT_SECONDS:
            return
        self._reported_at = time.monotonic()
        details = f"{type(error).__name__}: {error}"[:DETAILS_CHARACTERS]
        for admin_id in self._admin_ids - {target.chat_id}:
            user_id = user.id if user else "-"
            report = texts.FAILED_FOR_ADMIN.format(
                error_id=error_id, chat_id=target.chat_id, user_id=user_id, details=details
            )
            await self._send(Target(admin_id), report)

    async def _send(self, target: Target, text: str, *, reply_to: int | None = None) -> None:
        try:
            await self._outbox.send(target, (plain(text),), reply_to=reply_to)
        except TelegramError as error:
            logger.warning("chat %s was not told of an error: %s", target.chat_id, error.message)
