"""Answers that were written before: by question, clauses and model, dropped when a clause of theirs changes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence
from threading import Lock

from sqlalchemy import delete, func, select

from knowledge.values import Clause, Document, Frozen
from retrieval.chat.composition import KeptSentence
from retrieval.chat.evidence import GivenClause
from retrieval.chat.options import ChatOptions
from retrieval.chat.prompt import VERSION
from retrieval.chat.store import AnswerRow, Store
from retrieval.followup import Standalone
from retrieval.tokenization import normalize
from retrieval.values import ChatTrace

MOST_ANSWERS = 5000


class CachedAnswer(Frozen):
    """What was written, and what the check said of it."""

    sentences: tuple[KeptSentence, ...]
    trace: ChatTrace


class AnswerCache:
    """Bounded; the answer least lately used goes first."""

    def __init__(self, store: Store, options: ChatOptions, most: int = MOST_ANSWERS) -> None:
        self._store = store
        self._writer = f"{options.base_url}\n{options.model}\n{options.temperature}\n{VERSION}"
        self._most = most
        self._generation: str | None = None
        self._lock = Lock()

    def find(self, question: Standalone, clauses: Sequence[GivenClause]) -> CachedAnswer | None:
        """Give the answer to the same question from the same clauses.

        Raises:
            ChatModelError: the database cannot be used.
        """
        with self._store.session() as session:
            row = session.get(AnswerRow, self._key(question, clauses))
            if row is None:
                return None
            row.used_at = time.time()
            return CachedAnswer.model_validate_json(row.content)

    def keep(self, question: Standalone, clauses: Sequence[GivenClause], answer: CachedAnswer) -> None:
        """Keep an answer.

        Raises:
            ChatModelError: the database cannot be used.
        """
        marks = " ".join(fingerprint(given.clause, given.document) for given in clauses)
        key = self._key(question, clauses)
        with self._lock, self._store.session() as session:
            row = AnswerRow(key=key, used_at=time.time(), clauses=marks, content=answer.model_dump_json())
            session.merge(row)
            surplus = (session.scalar(select(func.count()).select_from(AnswerRow)) or 0) - self._most
            if surplus > 0:
                oldest = select(AnswerRow.key).order_by(AnswerRow.used_at).limit(surplus)
                session.execute(delete(AnswerRow).where(AnswerRow.key.in_(list(session.scalars(oldest)))))

    def drop_changed(self, generation: str, live: Iterable[tuple[Clause, Document]]) -> int:
        """Drop the answers of which a clause is gone or its document is described otherwise; gives their number.

        Args:
            generation: The state of the index; one that was looked at is not looked at again.
            live: Its clauses.

        Raises:
            ChatModelError: the database cannot be used.
        """
        with self._lock:
            if generation == self._generation:
                return 0
            with self._store.session() as session:
                rows = session.execute(select(AnswerRow.key, AnswerRow.clauses)).all()
                marks = {fingerprint(clause, document) for clause, document in live} if rows else set()
                stale = [row.key for row in rows if not marks.issuperset(row.clauses.split())]
                session.execute(delete(AnswerRow).where(AnswerRow.key.in_(stale)))
            self._generation = generation
            return len(stale)

    def _key(self, question: Standalone, clauses: Sequence[GivenClause]) -> str:
        marks = "\n".join(fingerprint(given.clause, given.document) for given in clauses)
        words = f"{normalize(question.text)}\n{normalize(question.context)}"
        return hashlib.sha256(f"{self._writer}\0{words}\0{marks}".encode()).hexdigest()


def fingerprint(clause: Clause, document: Document) -> str:
    """A clause as the prompt shows it: its own words, which make its id, and what the catalogue says of it."""
    facts = (
        *(document.title, document.number, document.published, document.effective),
        *(document.status.value, document.superseded_by),
    )
    described = hashlib.sha256(repr(facts).encode()).hexdigest()[:8]
    return f"{clause.id}:{described}"
