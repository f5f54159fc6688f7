"""`/reload`, `/upload`, `/remove`: one change of the index at a time, progress in one message, then a report."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram.error import BadRequest, TelegramError

from bot import texts
from bot.telegram.document_folder import Change, DocumentFolder, FolderError, check_name, readable_suffixes
from bot.telegram.failures import new_error_id
from bot.telegram.inbound import Inbound, InboundFile
from bot.telegram.markup import Spans, plain
from bot.telegram.replies import report_spans
from bot.telegram.services import Services
from knowledge.errors import KnowledgeError
from retrieval.errors import RetrievalError
from retrieval.values import IndexReport

logger = logging.getLogger(__name__)

PROGRESS_SECONDS = 3.0
"""Between two edits of the progress message; Telegram slows down a bot that edits more often."""
MAX_FILE_BYTES = 20_000_000
"""Telegram gives no larger file to a bot."""
CANDIDATES = 10


class LibraryCommands:
    """Changes what the bot answers from."""

    def __init__(self, services: Services, folder: DocumentFolder | None) -> None:
        self._services = services
        self._folder = folder
        self._running = asyncio.Lock()

    async def reload(self, inbound: Inbound) -> None:
        """Bring the index up to the folder; a second call while one runs is told so."""
        if self._running.locked():
            await self._say(inbound, texts.RELOAD_RUNNING)
            return
        async with self._running:
            await self._services.audit.add_action(inbound.user_id, "reload", "")
            await self._update(inbound, texts.RELOAD_STARTED)

    async def upload(self, inbound: Inbound) -> None:
        """Check, store and index a file; undone where it cannot be read."""
        if self._folder is None:
            await self._say(inbound, texts.UPLOADS_OFF)
        elif inbound.file is None:
            await self._say(inbound, texts.UPLOAD_HINT.format(suffixes=readable_suffixes()))
        elif inbound.file.size_bytes > MAX_FILE_BYTES:
            # Rounded up, so that one just over the limit is not told that it has the limit.
            megabytes = f"{math.ceil(inbound.file.size_bytes / 100_000) / 10:g}"
            await self._say(inbound, texts.UPLOAD_TOO_BIG.format(megabytes=megabytes))
        else:
            async with self._running:
                await self._add(inbound, inbound.file, self._folder)

    async def remove(self, inbound: Inbound) -> None:
        """Take a file out of the folder and of the index; the argument is its name or its title."""
        if self._folder is None:
            await self._say(inbound, texts.UPLOADS_OFF)
        elif not inbound.text:
            await self._say(inbound, texts.REMOVE_HINT)
        else:
            async with self._running:
                await self._remove(inbound, self._folder)

    async def _add(self, inbound: Inbound, file: InboundFile, folder: DocumentFolder) -> None:
        try:
            name = check_name(file.name)
            content = await self._services.outbox.fetch_file(file.file_id)
            change = await asyncio.to_thread(folder.add, name, content)
        except FolderError as error:
            await self._say(inbound, str(error))
            return
        except BadRequest as error:
            await self._say(inbound, texts.UPLOAD_NOT_FETCHED.format(reason=error.message))
            return
        title = (texts.UPLOAD_REPLACED if change.replaced else texts.UPLOAD_DONE).format(name=name)
        report = await self._update(inbound, title, undo=change)
        if report is not None:
            await self._services.audit.add_action(inbound.user_id, "upload", name)

    async def _remove(self, inbound: Inbound, folder: DocumentFolder) -> None:
        summaries = await asyncio.to_thread(self._services.assistant.documents)
        names = {summary.document.source: summary.document.title for summary in summaries}
        words = inbound.text.strip()
        exact = [source for source, title in names.items() if words in (source, title, f"《{title}》")]
        if len(exact) != 1:
            close = [source for source, title in names.items() if words in source or words in title][:CANDIDATES]
            text = texts.REMOVE_CANDIDATES if close else texts.REMOVE_UNKNOWN
            await self._say(inbound, text.format(words=words, names="\n".join(close)))
            return
        try:
            change = await asyncio.to_thread(folder.remove, exact[0])
        except FolderError as error:
            await self._say(inbound, str(error))
            return
        if await self._update(inbound, texts.REMOVE_DONE.format(name=exact[0]), undo=change) is not None:
            await self._services.audit.add_action(inbound.user_id, "remove", exact[0])

    async def _update(self, inbound: Inbound, title: str, *, undo: Change | None = None) -> IndexReport | None:
        """Reload and report; where that fails, take the change of the folder back and give None."""
        try:
            async with _undone_on_failure(undo):
                sent = await self._say(inbound, title)
                report = await self._reload_with_progress(inbound, sent[0] if sent else None)
        except (RetrievalError, KnowledgeError) as error:
            error_id = new_error_id()
            logger.exception("error %s: a reload failed", error_id)
            await self._say(inbound, texts.RELOAD_FAILED.format(error_id=error_id, reason=error))
            return None
        if undo is not None and undo.written:
            reasons = [error for source, error in report.failed if source == undo.path.name]
            if reasons:
                await asyncio.to_thread(undo.undo)
                await asyncio.to_thread(self._services.assistant.reload)
                await self._say(inbound, texts.UPLOAD_UNDONE.format(reason=reasons[0]))
                return None
        await self._send(inbound, report_spans(report))
        return report

    async def _reload_with_progress(self, inbound: Inbound, message_id: int | None) -> IndexReport:
        latest = _Latest()
        reload = asyncio.create_task(asyncio.to_thread(self._services.assistant.reload, progress=latest.set))
        shown = ""
        while not reload.done():
            await asyncio.wait({reload}, timeout=PROGRESS_SECONDS)
            if message_id is not None and latest.text != shown and not reload.done():
                shown = latest.text
                await self._show(inbound, message_id, shown)
        return reload.result()

    async def _show(self, inbound: Inbound, message_id: int, text: str) -> None:
        try:
            await self._services.outbox.edit(inbound.target, message_id, (plain(text),))
        except TelegramError as error:
            # The report matters, the progress does not.
            logger.info("progress of a reload was not shown: %s", error.message)

    async def _say(self, inbound: Inbound, text: str) -> list[int]:
        return await self._send(inbound, (plain(text),))

    async def _send(self, inbound: Inbound, spans: Spans) -> list[int]:
        return await self._services.outbox.send(inbound.target, spans, reply_to=inbound.message_id)


@asynccontextmanager
async def _undone_on_failure(change: Change | None) -> AsyncIterator[None]:
    """Take a change of the folder back where the block fails, whatever the reason."""
    try:
        yield
    except BaseException:
        if change is not None:
            await asyncio.to_thread(change.undo)
        raise


class _Latest:
    """The last step that the reload's thread told of."""

    def __init__(self) -> None:
        self.text = ""

    def set(self, done: int, total: int, source: str) -> None:
        self.text = texts.RELOAD_PROGRESS.format(done=done, total=total, source=source)
