"""Chats and people that admins allowed or denied."""

from __future__ import annotations

import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.telegram.state.database import Database
from bot.telegram.state.tables import AccessRow


class AccessList:
    """The list as it is stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self) -> dict[int, bool]:
        """Give each listed chat or person: True where allowed, False where denied."""

        def work(session: Session) -> dict[int, bool]:
            return {row.chat_id: row.allowed for row in session.scalars(select(AccessRow))}

        return await self._database.run(work)

    async def set(self, chat_id: int, *, allowed: bool, changed_by: int) -> None:
        """Allow or deny a chat or person."""

        def work(session: Session) -> None:
            session.merge(AccessRow(chat_id=chat_id, allowed=allowed, changed_by=changed_by, changed_at=time.time()))

        await self._database.run(work)
