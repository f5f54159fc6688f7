"""`/reload`: bring the index up to date, with progress in one message and a report at the end."""

from __future__ import annotations

import asyncio
import logging

from telegram.error import TelegramError

from bot import texts
from bot.ports import PolicyAssistant
from bot.telegram.failures import new_error_id
from bot.telegram.inbound import Inbound
from bot.telegram.markup import Spans, plain
from bot.telegram.outbox import Outbox
from bot.telegram.replies import report_spans
from knowledge.errors import KnowledgeError
from retrieval.errors import RetrievalError
from retrieval.values import IndexReport

logger = logging.getLogger(__name__)

PROGRESS_SECONDS = 3.0
"""Between two edits of the progress message; Telegram slows down a bot that edits more often."""


class Reloading:
    """Runs one reload at a time."""

    def __init__(self, assistant: PolicyAssistant, outbox: Outbox) -> None:
        self._assistant = assistant
        self._outbox = outbox
        self._running = asyncio.Lock()

    async def reload(self, inbound: Inbound) -> None:
        """Reload and report; a second call while one runs is told so."""
        if self._running.locked():
            await self._reply(inbound, (plain(texts.RELOAD_RUNNING),))
            return
        async with self._running:
            sent = await self._reply(inbound, (plain(texts.RELOAD_STARTED),))
            try:
                report = await self._reload_with_progress(inbound, sent[0] if sent else None)
            except (RetrievalError, KnowledgeError) as error:
                error_id = new_error_id()
                logger.exception("error %s: a reload failed", error_id)
                await self._reply(inbound, (plain(texts.RELOAD_FAILED.format(error_id=error_id, reason=error)),))
                return
        await self._reply(inbound, report_spans(report))

    async def _reply(self, inbound: Inbound, spans: Spans) -> list[int]:
        return await self._outbox.send(inbound.target, spans, reply_to=inbound.message_id)

    async def _reload_with_progress(self, inbound: Inbound, message_id: int | None) -> IndexReport:
        latest = _Latest()
        reload = asyncio.create_task(asyncio.to_thread(self._assistant.reload, progress=latest.set))
        shown = ""
        while not reload.done():
            await asyncio.wait({reload}, timeout=PROGRESS_SECONDS)
            if message_id is not None and latest.text != shown and not reload.done():
                shown = latest.text
                await self._show(inbound, message_id, shown)
        return reload.result()

    async def _show(self, inbound: Inbound, message_id: int, text: str) -> None:
        try:
            await self._outbox.edit(inbound.target, message_id, (plain(text),))
        except TelegramError as error:
            # The report matters, the progress does not.
            logger.info("progress of a reload was not shown: %s", error.message)


class _Latest:
    """The last step that the reload's thread told of."""

    def __init__(self) -> None:
        self.text = ""

    def set(self, done: int, total: int, source: str) -> None:
        self.text = texts.RELOAD_PROGRESS.format(done=done, total=total, source=source)
