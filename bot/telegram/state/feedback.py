"""What people thought of answers."""

from __future__ import annotations

import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.telegram.state.database import Database
from bot.telegram.state.tables import FeedbackRow


class Feedback:
    """Votes on answers, with reasons."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def vote(self, audit_id: int, user_id: int, *, useful: bool, reason: str = "") -> None:
        """Note a person's vote in the place of their former one."""

        def work(session: Session) -> None:
            theirs = select(FeedbackRow).where(FeedbackRow.audit_id == audit_id, FeedbackRow.user_id == user_id)
            row = session.scalars(theirs).first()
            if row is None:
                row = FeedbackRow(audit_id=audit_id, user_id=user_id, useful=useful, at=0.0)
                session.add(row)
            row.useful, row.reason, row.at = useful, reason, time.time()

        await self._database.run(work)
