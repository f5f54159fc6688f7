"""Tables of an earlier version get the columns that came later, and keep their rows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from bot.telegram.inbound import Inbound, Target
from bot.telegram.state.audit_log import AuditLog
from bot.telegram.state.database import Database, open_database
from retrieval.values import Answer, AnswerStatus, ChatTrace

LATER = ("tokens_in", "tokens_out", "written")


async def test_an_audit_log_without_tokens_is_opened_and_goes_on(
    database: Database, url: str | None, tmp_path: Path
) -> None:
    inbound = Inbound(Target(5), 1, 7, is_group=False, text="期限多久？")
    answer = Answer(question="期限多久？", status=AnswerStatus.ANSWERED, text="6个月")
    await AuditLog(database, retention_days=1).add(inbound, answer)

    def forget_columns(session: object) -> None:
        for name in LATER:
            session.execute(text(f"ALTER TABLE audit DROP COLUMN {name}"))  # type: ignore[attr-defined]

    database.run_now(forget_columns)
    reopened = open_database(url, tmp_path)
    audit = AuditLog(reopened, retention_days=1)
    chat = ChatTrace(model="m", wrote=True, tokens_in=812, tokens_out=64)
    await audit.add(inbound, answer.model_copy(update={"chat": chat}))
    stats = await audit.stats(1)
    assert (stats.questions, stats.written, stats.tokens_in, stats.tokens_out) == (2, 1, 812, 64)
    reopened.close()
