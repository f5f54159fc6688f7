"""Short numbers for clause ids: a button takes 64 bytes, and an id may be longer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.telegram.state.database import Database
from bot.telegram.state.tables import LinkRow


class ClauseLinks:
    """Numbers that stay the same over restarts, so that old buttons go on working."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def numbers(self, clause_ids: Sequence[str]) -> list[int]:
        """Give the number of each clause id, in the order given."""

        def work(session: Session) -> list[int]:
            return [_number(session, clause_id) for clause_id in clause_ids]

        return await self._database.run(work)

    async def clause_id(self, number: int) -> str | None:
        """Give the clause id behind a number."""

        def work(session: Session) -> str | None:
            row = session.get(LinkRow, number)
            return None if row is None else row.clause_id

        return await self._database.run(work)


def _number(session: Session, clause_id: str) -> int:
    known = select(LinkRow.id).where(LinkRow.clause_id == clause_id)
    number = session.scalar(known)
    if number is not None:
        return number
    row = LinkRow(clause_id=clause_id)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Another replica was quicker.
        return session.scalars(known).one()
    return row.id
