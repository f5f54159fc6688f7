"""Which replicas run, and which of them answers a chat. Only where the database is shared, else this one answers all.

1. Each replica says every few seconds that it is there; the time is the database's, because clocks differ.
2. A chat belongs to one of them, by a hash of both: where one comes or goes, only its own chats move.
3. One that is about to stop is given no new chats, and counts as there until it has answered what it had.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import Float, cast, delete, func, select
from sqlalchemy.orm import Session

from bot.telegram.state.database import Database
from bot.telegram.state.tables import ReplicaRow

GONE_SECONDS = 20.0
"""Without a word for so long, a replica is taken for dead, and its chats and what it left are shared out."""


def owner_among(names: Iterable[str], chat_id: int) -> str:
    """Name the one of `names` that answers a chat: by a hash of both, so that it is the same wherever it is asked."""
    return max(names, key=lambda name: hashlib.sha256(f"{name}/{chat_id}".encode()).digest())


class Replicas:
    """The replicas of one bot, as this one last saw them."""

    def __init__(self, database: Database, *, bot_id: str, name: str) -> None:
        self.name = name
        self.is_shared = database.is_shared
        self._database = database
        self._bot_id = bot_id
        self._present = frozenset({name})
        self._answering = frozenset({name})
        self._leaving = False

    @property
    def present(self) -> frozenset[str]:
        """Those that run, also those that are about to stop."""
        return self._present

    @property
    def count(self) -> int:
        """How many send messages."""
        return len(self._present)

    def owner_of(self, chat_id: int) -> str:
        """Name the replica that answers a chat."""
        return owner_among(self._answering, chat_id)

    async def beat(self, *, leaving: bool = False) -> None:
        """Say that this one is there, and see who else is.

        Raises:
            StateError: the database is away; what was seen last goes on being used.
        """
        if not self.is_shared:
            return
        self._leaving = self._leaving or leaving
        rows = await self._database.run(self._exchange)
        self._present = frozenset(rows) | {self.name}
        self._answering = frozenset(name for name, leaves in rows.items() if not leaves) or frozenset({self.name})

    async def leave(self) -> None:
        """Be no longer there; everything has been answered."""
        if self.is_shared:
            await self._database.run(self._delete)

    def _exchange(self, session: Session) -> dict[str, bool]:
        now = session.scalars(select(cast(func.extract("epoch", func.clock_timestamp()), Float))).one()
        session.merge(ReplicaRow(bot_id=self._bot_id, name=self.name, seen_at=now, leaving=self._leaving))
        ours = ReplicaRow.bot_id == self._bot_id
        session.execute(delete(ReplicaRow).where(ours, ReplicaRow.seen_at < now - GONE_SECONDS))
        session.flush()
        return {row.name: row.leaving for row in session.scalars(select(ReplicaRow).where(ours))}

    def _delete(self, session: Session) -> None:
        session.execute(delete(ReplicaRow).where(ReplicaRow.bot_id == self._bot_id, ReplicaRow.name == self.name))
