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
            row = _vote_of(session, audit_id, user_id)
            if row is None:
                row = FeedbackRow(audit_id=audit_id, user_id=user_id, useful=useful, at=0.0)
                session.add(row)
            row.useful, row.reason, row.at = useful, reason, time.time()

        await self._database.run(work)

    async def comment(self, audit_id: int, user_id: int, words: str) -> None:
        """Note a person's own words; their vote stays, and without one the words count as a complaint."""

        def work(session: Session) -> None:
            row = _vote_of(session, audit_id, user_id)
            if row is None:
                row = FeedbackRow(audit_id=audit_id, user_id=user_id, useful=False)
                session.add(row)
            row.reason, row.at = words, time.time()

        await self._database.run(work)


def _vote_of(session: Session, audit_id: int, user_id: int) -> FeedbackRow | None:
    theirs = select(FeedbackRow).where(FeedbackRow.audit_id == audit_id, FeedbackRow.user_id == user_id)
    return session.scalars(theirs).first()
