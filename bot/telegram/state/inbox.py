"""Updates that were taken from Telegram and wait for their answer, so that a crash loses none and repeats none.

1. An update is stored before it is confirmed to Telegram.
2. One that is stored already came twice and is passed over.
3. When it is handled, its content is dropped and its key kept for a while.
4. After a restart those that were not handled are taken up again: this replica's at once, another's when it is old.
5. Where replicas share the database, an update waits in it for the one that answers its chat, also one that arrives
   there: so those of a chat are answered in the order in which Telegram handed them over.
6. One is not given out while another replica has, or is to get, an earlier one of the same chat: so the order holds
   while a chat moves because replicas come and go.
7. One that several processes did not survive is given up, else it would end each that comes after.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.telegram.state.database import Database
from bot.telegram.state.replicas import Replicas
from bot.telegram.state.tables import InboxRow, ReplicaRow

logger = logging.getLogger(__name__)

KEPT_SECONDS = 3 * 24 * 3600.0
"""Telegram keeps an update for a day; after that it cannot come again."""
ORPHANED_SECONDS = 600.0
WAITED_FOR_SECONDS = 300.0
"""How long an update is waited for that another replica has: one that hangs must not silence a chat for good."""
MOST_TIMES_LEFT = 5


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

    async def receive(
        self, key: str, payload: str, *, chat_id: int = 0, update_id: int = 0, waits_for: str | None = None
    ) -> bool:
        """Store an update; False where it was stored before.

        Args:
            key: Names the update.
            payload: The update as JSON.
            chat_id: Where it comes from; 0 where from no chat.
            update_id: Its number, which gives the order within the chat.
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
                update_id=update_id,
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
        there = self._there()
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
            elsewhere = self._first_elsewhere(session, rows) if rows else {}
            return self._take(row for row in rows if row.update_id <= elsewhere.get(row.chat_id, row.update_id))

        return await self._database.run(work)

    def _first_elsewhere(self, session: Session, rows: Sequence[InboxRow]) -> dict[int, int]:
        """Number of the first update that another replica has or is to get, for the chats of `rows` that have one."""
        others = select(InboxRow.chat_id, func.min(InboxRow.update_id)).where(
            InboxRow.handled_at.is_(None),
            InboxRow.chat_id.in_({row.chat_id for row in rows}),
            InboxRow.key.not_in([row.key for row in rows]),
            InboxRow.owner != self._owner,
            InboxRow.received_at > time.time() - WAITED_FOR_SECONDS,
            self._of_this_bot(),
        )
        return {chat_id: first for chat_id, first in session.execute(others.group_by(InboxRow.chat_id))}

    def _there(self) -> Select[str]:
        return select(ReplicaRow.name).where(ReplicaRow.bot_id == self._bot_id)

    def _of_this_bot(self) -> ColumnElement[bool]:
        return InboxRow.key.startswith(self._prefix, autoescape=True)

    def _take(self, rows: Iterable[InboxRow]) -> list[str]:
        """Make the rows this replica's, and give their updates; one that too many did not survive is given up."""
        taken = []
        for row in rows:
            row.times_left += int(row.taken)
            if row.times_left > MOST_TIMES_LEFT:
                logger.error("update %s was left %s times and is given up", row.key, row.times_left)
                row.handled_at = time.time()
            else:
                row.owner, row.taken = self._owner, True
                taken.append(row.payload)
        return taken

    async def take_up(self) -> list[str]:
        """Give what was not handled, in the order of arrival, and drop keys that are no longer needed."""

        def work(session: Session) -> list[str]:
            now = time.time()
            session.execute(delete(InboxRow).where(InboxRow.handled_at < now - KEPT_SECONDS))
            orphaned = (InboxRow.received_at < now - ORPHANED_SECONDS) & InboxRow.owner.not_in(self._there())
            mine = (InboxRow.owner == self._owner) | orphaned
            waiting = select(InboxRow).where(InboxRow.handled_at.is_(None), mine, self._of_this_bot())
            waiting = waiting.order_by(InboxRow.received_at, InboxRow.update_id)
            rows = list(session.scalars(waiting.with_for_update(skip_locked=True)))
            for row in rows:
                row.received_at = now
            return self._take(rows)

        return await self._database.run(work)
