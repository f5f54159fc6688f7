"""The audit log: who asked what, where, what answered it, how long it took; and what admins did."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from bot import texts
from bot.telegram.inbound import Inbound
from bot.telegram.state.database import Database
from bot.telegram.state.tables import AdminRow, AuditRow, FeedbackRow
from retrieval.values import Answer, AnswerStatus

DAY_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class AuditedAnswer:
    """An answer as the log holds it."""

    id: int
    chat_id: int
    user_id: int
    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over a time."""

    questions: int
    refused: int
    people: int
    chats: int
    useful: int
    useless: int
    median_ms: float
    written: int
    """Answers that a chat model wrote."""
    tokens_in: int
    tokens_out: int


class AuditLog:
    """Append only, but for what is older than the retention time."""

    def __init__(self, database: Database, *, retention_days: int) -> None:
        self._database = database
        self._retention_seconds = retention_days * DAY_SECONDS

    async def add(self, inbound: Inbound, answer: Answer) -> int:
        """Note an answer; gives its id."""

        def work(session: Session) -> int:
            row = AuditRow(
                at=time.time(),
                chat_id=inbound.target.chat_id,
                thread_id=inbound.target.thread_id,
                user_id=inbound.user_id,
                user_name=inbound.user_name,
                conversation_key=inbound.conversation_key,
                question=inbound.text,
                status=answer.status.value,
                clause_ids=" ".join(citation.clause_id for citation in answer.citations),
                answer=answer.model_dump_json(),
                elapsed_ms=answer.elapsed_ms,
                tokens_in=answer.chat.tokens_in if answer.chat else 0,
                tokens_out=answer.chat.tokens_out if answer.chat else 0,
                written=int(answer.chat is not None and answer.chat.wrote),
            )
            session.add(row)
            session.flush()
            return row.id

        return await self._database.run(work)

    async def add_action(self, user_id: int, action: str, detail: str) -> None:
        """Note what an admin did."""

        def work(session: Session) -> None:
            session.add(AdminRow(at=time.time(), user_id=user_id, action=action, detail=detail))

        await self._database.run(work)

    async def find(self, audit_id: int) -> AuditedAnswer | None:
        """Give an answer again; None where the log no longer holds it."""

        def work(session: Session) -> AuditedAnswer | None:
            row = session.get(AuditRow, audit_id)
            return None if row is None else _audited(row)

        return await self._database.run(work)

    async def last(self, conversation_key: str) -> AuditedAnswer | None:
        """Give the last answer of a conversation."""

        def work(session: Session) -> AuditedAnswer | None:
            mine = select(AuditRow).where(AuditRow.conversation_key == conversation_key)
            row = session.scalars(mine.order_by(AuditRow.id.desc()).limit(1)).first()
            return None if row is None else _audited(row)

        return await self._database.run(work)

    async def drop_old(self) -> int:
        """Drop what is older than the retention time; gives the number of answers dropped."""

        def work(session: Session) -> int:
            oldest = time.time() - self._retention_seconds
            old = select(AuditRow.id).where(AuditRow.at < oldest)
            session.execute(delete(FeedbackRow).where(FeedbackRow.audit_id.in_(old)))
            session.execute(delete(AdminRow).where(AdminRow.at < oldest))
            count = session.scalar(select(func.count()).select_from(old.subquery())) or 0
            session.execute(delete(AuditRow).where(AuditRow.at < oldest))
            return count

        return await self._database.run(work)

    async def stats(self, days: float) -> Stats:
        """Count the last `days` days."""

        def work(session: Session) -> Stats:
            recent = AuditRow.at >= time.time() - days * DAY_SECONDS
            columns = (AuditRow.status, AuditRow.user_id, AuditRow.chat_id, AuditRow.elapsed_ms)
            chat = (AuditRow.written, AuditRow.tokens_in, AuditRow.tokens_out)
            rows = session.execute(select(*columns, *chat).where(recent)).all()
            votes = select(FeedbackRow.useful).join(AuditRow, AuditRow.id == FeedbackRow.audit_id).where(recent)
            useful = list(session.scalars(votes))
            times = sorted(row.elapsed_ms for row in rows)
            return Stats(
                questions=len(rows),
                refused=sum(row.status == AnswerStatus.REFUSED for row in rows),
                people=len({row.user_id for row in rows}),
                chats=len({row.chat_id for row in rows}),
                useful=sum(useful),
                useless=len(useful) - sum(useful),
                median_ms=times[len(times) // 2] if times else 0.0,
                written=sum(row.written for row in rows),
                tokens_in=sum(row.tokens_in for row in rows),
                tokens_out=sum(row.tokens_out for row in rows),
            )

        return await self._database.run(work)

    async def unanswered(self) -> str:
        """Questions that were refused or found useless, as CSV for people, the last first."""

        def work(session: Session) -> list[tuple[str, ...]]:
            useless = exists().where(FeedbackRow.audit_id == AuditRow.id, FeedbackRow.useful.is_(False))
            wanted = select(AuditRow).where((AuditRow.status == AnswerStatus.REFUSED.value) | useless)
            lines: list[tuple[str, ...]] = []
            for row in session.scalars(wanted.order_by(AuditRow.id.desc())):
                reasons = select(FeedbackRow.reason).where(
                    FeedbackRow.audit_id == row.id, FeedbackRow.useful.is_(False)
                )
                case = texts.UNANSWERED_CASES[row.status]
                said = "；".join(filter(None, session.scalars(reasons)))
                lines.append((_local_time(row.at), row.question, case, said))
            return lines

        return _csv(texts.UNANSWERED_COLUMNS, await self._database.run(work))

    async def export(self) -> str:
        """The whole log as CSV, in the order of time: questions, then what admins did."""

        def work(session: Session) -> list[tuple[str, ...]]:
            lines = [_line(row) for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]
            for action in session.scalars(select(AdminRow).order_by(AdminRow.id)):
                lines.append(
                    (_time(action.at), f"/{action.action}", "", "", str(action.user_id), "", action.detail, *[""] * 5)
                )
            return sorted(lines)

        columns = ("time", "event", "chat", "topic", "user", "name", "text", "status", "clauses", "elapsed_ms")
        return _csv((*columns, "tokens_in", "tokens_out"), await self._database.run(work))


def _audited(row: AuditRow) -> AuditedAnswer:
    return AuditedAnswer(row.id, row.chat_id, row.user_id, row.question, Answer.model_validate_json(row.answer))


def _line(row: AuditRow) -> tuple[str, ...]:
    thread = "" if row.thread_id is None else str(row.thread_id)
    where = (_time(row.at), "question", str(row.chat_id), thread, str(row.user_id), row.user_name)
    what = (row.question, row.status, row.clause_ids, f"{row.elapsed_ms:.0f}")
    return (*where, *what, str(row.tokens_in), str(row.tokens_out))


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def _local_time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")


def _csv(columns: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(_harmless(lines))
    return text.getvalue()


def _harmless(lines: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Put a quote before what a spreadsheet would take for a formula."""
    for line in lines:
        yield tuple(f"'{cell}" if cell[:1] in ("=", "+", "@", "\t", "\r") else cell for cell in line)
