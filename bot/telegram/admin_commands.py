"""What admins ask about the bot itself, and whom they let in."""

from __future__ import annotations

import asyncio
import csv
import gzip
import io
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot import texts
from bot.ports import PolicyAssistant
from bot.telegram.inbound import Inbound
from bot.telegram.markup import plain
from bot.telegram.services import Services
from retrieval.errors import RetrievalError

logger = logging.getLogger(__name__)

STATS_DAYS = 7
MOST_DAYS = 3650
MOST_BYTES = 20_000_000
"""Of a table; a larger one is packed. Telegram takes 50 MB from a bot, and a slow line takes long over that."""


@dataclass(frozen=True)
class Facts:
    """What `/status` tells besides the index."""

    version: str
    embedder: str
    chat_model: str
    sees_all_group_messages: bool
    waiting: Callable[[], int]
    """Counts the updates that are being handled."""
    started_at: float
    """By `time.monotonic`."""


class AdminCommands:
    """/status, /stats, /unanswered, /allow, /deny, /export."""

    def __init__(self, services: Services, facts: Facts) -> None:
        self._services = services
        self._facts = facts

    async def status(self, inbound: Inbound) -> None:
        """Tell how the bot is."""
        summaries = await asyncio.to_thread(self._services.assistant.documents)
        facts = self._facts
        text = texts.STATUS.format(
            version=facts.version or "-",
            embedder=facts.embedder or "-",
            chat_model=facts.chat_model or texts.NO_CHAT_MODEL,
            documents=len(summaries),
            clauses=sum(summary.clauses for summary in summaries),
            index_age=await asyncio.to_thread(_index_age, self._services.assistant),
            privacy=texts.PRIVACY_OFF if facts.sees_all_group_messages else texts.PRIVACY_ON,
            # This command is one of them.
            queue=max(facts.waiting() - 1, 0),
            uptime=texts.duration(time.monotonic() - facts.started_at),
        )
        await self._say(inbound, text)

    async def stats(self, inbound: Inbound) -> None:
        """Count questions, people and votes of the last days."""
        words = inbound.text or str(STATS_DAYS)
        if not (words.isdecimal() and 1 <= int(words) <= MOST_DAYS):
            await self._say(inbound, texts.DAYS_NEEDED)
            return
        stats = await self._services.audit.stats(int(words))
        text = texts.STATS.format(
            days=words,
            questions=stats.questions,
            refused=stats.refused,
            people=stats.people,
            chats=stats.chats,
            useful=stats.useful,
            useless=stats.useless,
            median_ms=f"{stats.median_ms:.0f}",
            written=stats.written,
            tokens_in=stats.tokens_in,
            tokens_out=stats.tokens_out,
        )
        await self._say(inbound, text)

    async def unanswered(self, inbound: Inbound) -> None:
        """Send the questions that were refused or found useless."""
        table = await self._services.audit.unanswered()
        if _lines(table):
            await self._send_table(inbound, "unanswered.csv", table, texts.UNANSWERED_CAPTION)
        else:
            await self._say(inbound, texts.NOTHING_UNANSWERED)

    async def export(self, inbound: Inbound) -> None:
        """Send the audit log; the export itself stands in it."""
        await self._services.audit.add_action(inbound.user_id, "export", "")
        await self._send_table(inbound, "audit.csv", await self._services.audit.export(), texts.EXPORT_CAPTION)

    async def allow(self, inbound: Inbound) -> None:
        """Let chats or people in; without ids, list those that are."""
        if not inbound.text:
            ids = "\n".join(str(chat_id) for chat_id in self._services.access.allowed())
            await self._say(inbound, texts.ALLOWED_LIST.format(ids=ids) if ids else texts.NOBODY_ALLOWED)
        else:
            await self._change(inbound, allowed=True)

    async def deny(self, inbound: Inbound) -> None:
        """Shut chats or people out; admins of the settings stay."""
        await self._change(inbound, allowed=False)

    async def _change(self, inbound: Inbound, *, allowed: bool) -> None:
        ids = _ids(inbound.text)
        if not ids:
            await self._say(inbound, texts.ID_NEEDED.format(command="allow" if allowed else "deny"))
            return
        for chat_id in ids:
            if not allowed and self._services.access.is_admin(chat_id):
                await self._say(inbound, texts.ADMIN_NOT_DENIED.format(chat_id=chat_id))
                return
        for chat_id in ids:
            await self._services.access.set(chat_id, allowed=allowed, changed_by=inbound.user_id)
        listed = "、".join(str(chat_id) for chat_id in ids)
        await self._services.audit.add_action(inbound.user_id, "allow" if allowed else "deny", listed)
        await self._say(inbound, (texts.ALLOWED_NOW if allowed else texts.DENIED_NOW).format(ids=listed))

    async def _send_table(self, inbound: Inbound, name: str, table: str, caption: str) -> None:
        # With the mark that spreadsheets need to read Chinese.
        content = table.encode("utf-8-sig")
        if len(content) > MOST_BYTES:
            name, content = f"{name}.gz", await asyncio.to_thread(gzip.compress, content)
        words = caption.format(count=_lines(table))
        await self._services.outbox.send_file(inbound.target, name, content, caption=words, reply_to=inbound.message_id)

    async def _say(self, inbound: Inbound, text: str) -> None:
        await self._services.outbox.send(inbound.target, (plain(text),), reply_to=inbound.message_id)


def _lines(table: str) -> int:
    """Lines of a CSV table, its heading apart; a question may hold line breaks."""
    return sum(1 for _ in csv.reader(io.StringIO(table))) - 1


def _ids(words: str) -> list[int]:
    """Ids separated by white space or commas; none where one of the words is no id."""
    parts = [part for part in re.split(r"[\s,，、]+", words) if part]
    if not all(re.fullmatch(r"-?\d{1,19}", part, re.ASCII) for part in parts):
        return []
    return [int(part) for part in parts if int(part) != 0]


def _index_age(assistant: PolicyAssistant) -> str:
    try:
        updated_at = assistant.updated_at()
    except RetrievalError as error:
        logger.info("the age of the index is not known: %s", error)
        return texts.INDEX_AGE_UNKNOWN
    return texts.INDEX_AGE_UNKNOWN if updated_at is None else texts.ago(time.time() - updated_at)
