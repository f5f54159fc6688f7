"""What the chat model may cost: tokens a day, for everybody together and for each person.

An answer reserves the most it can take before it is written and is settled afterwards, so that questions side by side
do not pass the limit together; a process that dies leaves its reservation as spent.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import delete, func, select

from retrieval.chat.errors import ChatModelError
from retrieval.chat.options import ChatOptions
from retrieval.chat.store import SpentRow, Store


class BudgetError(ChatModelError):
    """The tokens of the day are used up."""


@dataclass(frozen=True)
class Reservation:
    """Tokens set aside for one answer; None where nothing is counted."""

    row_id: int | None


class Budget:
    """Counts tokens by the local day. Replicas that share a database share the budget."""

    def __init__(self, store: Store, options: ChatOptions) -> None:
        self._store = store
        self._daily = options.daily_tokens
        self._personal = options.person_daily_tokens
        self._lock = Lock()

    def reserve(self, person: str | None, tokens: int) -> Reservation:
        """Set tokens aside.

        Raises:
            BudgetError: there are not as many left today.
            ChatModelError: what is spent cannot be read; then nothing is spent.
        """
        if self._daily is None and self._personal is None:
            return Reservation(None)
        today = time.strftime("%Y-%m-%d")
        with self._lock, self._store.session() as session:
            session.execute(delete(SpentRow).where(SpentRow.day < today))
            spent = select(func.coalesce(func.sum(SpentRow.tokens), 0)).where(SpentRow.day == today)
            if self._daily is not None and session.scalar(spent) + tokens > self._daily:  # type: ignore[operator]
                raise BudgetError(f"今天的大模型用量已到上限 {self._daily}")
            theirs = spent.where(SpentRow.person == (person or ""))
            if person and self._personal is not None and session.scalar(theirs) + tokens > self._personal:  # type: ignore[operator]
                raise BudgetError(f"此人今天的大模型用量已到上限 {self._personal}")
            row = SpentRow(day=today, person=person or "", tokens=tokens)
            session.add(row)
            session.flush()
            return Reservation(row.id)

    def settle(self, reservation: Reservation, tokens: int) -> None:
        """Put what was spent in the place of what was set aside.

        Raises:
            ChatModelError: that cannot be written; what was set aside stays.
        """
        if reservation.row_id is None:
            return
        with self._store.session() as session:
            row = session.get(SpentRow, reservation.row_id)
            if row is not None:
                row.tokens = tokens
