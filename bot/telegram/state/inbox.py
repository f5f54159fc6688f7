"""Updates that were taken from Telegram and wait for their answer, so that a crash loses none and repeats none.

1. An update is stored before it is confirmed to Telegram.
2. One that is stored already came twice and is passed over.
3. When it is handled, its content is dropped and its key kept for a while.
4. After a restart those that were not handled are taken up again: this replica's at once, another's when it is old.
5. Where replicas share the database, an update waits in it for the one that answers its chat, also one that arrives
   there: so those of a chat are answered in the order in which Telegram handed them over.
"""

from __future__ import annotations

import time

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.telegram.state.database import Database
from bot.telegram.state.replicas import Replicas
from bot.telegram.state.tables import InboxRow, ReplicaRow

KEPT_SECONDS = 3 * 24 * 3600.0
"""Telegram keeps an update for a day; after that it cannot come again."""
ORPHANED_SECONDS = 600.0


class Inbox:
    """The stored updates of one replica.

    Args:
        database: Shared by the replicas, and possibly by other bots.
        bot_id: Whose updates these are; keys begin with it and a colon.
        owner: Names the replica, over its restarts.
    """

    def __init__(self, database: Database, *, bot_id: str, owner: str) -> None:
        self._database = database
        self._bot_id = bot_id
        self._prefix = f"{bot_id}:"
        self._owner = owner

    async def receive(self, key: str, payload: str, *, chat_id: int = 0, waits_for: str | None = None) -> bool:
        """Store an update; False where it was stored before.

        Args:
            key: Names the update.
            payload: The update as JSON.
            chat_id: Where it comes from; 0 where from no chat.
            waits_for: The replica that is to collect it; None where this one has it in hand.
        """

        def work(session: Session) -> bool:
            if session.get(InboxRow, key) is not None:
                return False
            row = InboxRow(
                key=key,
                owner=waits_for or self._owner,
                taken=waits_for is None,
                chat_id=chat_id,
                received_at=time.time(),
                handled_at=None,
                payload=payload,
            )
            try:
                with session.begin_nested():
                    session.add(row)
            except IntegrityError:
                # Another replica was quicker.
                return False
            return True

        return await self._database.run(work)

    async def handled(self, key: str) -> None:
        """Note that an update was answered."""

        def work(session: Session) -> None:
            session.execute(update(InboxRow).where(InboxRow.key == key).values(handled_at=time.time(), payload=""))

        await self._database.run(work)

    async def collect(self, replicas: Replicas) -> list[str]:
        """Give what waits for this replica, and of what those that are gone have left, its share; in no order."""
        # Asked of the database at that moment: one that has just come is not yet known here, and not gone.
        there = select(ReplicaRow.name).where(ReplicaRow.bot_id == self._bot_id)
        gone = InboxRow.owner.not_in(there)
        # One that is about to stop answers what it has, and what waits for it is shared out.
        stopping = ~InboxRow.taken & InboxRow.owner.in_(there.where(ReplicaRow.leaving))
        mine = ~InboxRow.taken & (InboxRow.owner == self._owner)

        def work(session: Session) -> list[str]:
            found = select(InboxRow).where(InboxRow.handled_at.is_(None), mine | stopping | gone, self._of_this_bot())
            # Locked rows are waited for: to pass over one would be to answer the next before it.
            rows = [
                row
                for row in session.scalars(found.order_by(InboxRow.key).with_for_update())
                if self._owner in (row.owner, replicas.owner_of(row.chat_id))
            ]
            for row in rows:
                row.owner, row.taken = self._owner, True
            return [row.payload for row in rows]

        return await self._database.run(work)

    def _of_this_bot(self) -> ColumnElement[bool]:
        return InboxRow.key.startswith(self._prefix, autoescape=True)

    async def take_up(self) -> list[str]:
        """Give what was not handled, in the order of arrival, and drop keys that are no longer needed."""

        def work(session: Session) -> list[str]:
            now = time.time()
            session.execute(delete(InboxRow).where(InboxRow.handled_at < now - KEPT_SECONDS))
            mine = (InboxRow.owner == self._owner) | (InboxRow.received_at < now - ORPHANED_SECONDS)
            waiting = select(InboxRow).where(InboxRow.handled_at.is_(None), mine, self._of_this_bot())
            waiting = waiting.order_by(InboxRow.received_at)
            rows = list(session.scalars(waiting.with_for_update(skip_locked=True)))
            for row in rows:
                row.owner, row.taken, row.received_at = self._owner, True, now
            return [row.payload for row in rows]

        return await self._database.run(work)
