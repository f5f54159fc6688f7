"""Where tokens spent and answers written are kept: the database of the settings, else SQLite in the data folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, Float, Integer, String, Text, create_engine, func, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import NullPool

from retrieval.chat.errors import ChatModelError

_FILE = "chat.sqlite3"
_SQLITE, _POSTGRESQL = "sqlite", "postgresql"
_TIMEOUTS = {_SQLITE: {"timeout": 5}, _POSTGRESQL: {"connect_timeout": 5, "tcp_user_timeout": 10_000}}
_TABLES_KEY = 0x7A68656E67776563
"""Of the advisory lock under which PostgreSQL's tables are made: replicas start together."""


class _Table(DeclarativeBase):
    """Base of the tables."""


class SpentRow(_Table):
    """Tokens of one answer: reserved before it, settled after it."""

    __tablename__ = "chat_spent"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    day: Mapped[str] = mapped_column(String(10), index=True)
    person: Mapped[str] = mapped_column(String(64))
    tokens: Mapped[int] = mapped_column(Integer)


class AnswerRow(_Table):
    """An answer that was written, by question, clauses and model."""

    __tablename__ = "chat_answers"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[float] = mapped_column(Float, index=True)
    clauses: Mapped[str] = mapped_column(Text)
    """Fingerprints of the clauses it was written from, separated by spaces."""
    content: Mapped[str] = mapped_column(Text)


class Store:
    """Opened when it is first used."""

    def __init__(self, data_dir: Path, url: str | None) -> None:
        self._url = url or f"sqlite:///{data_dir / _FILE}"
        self._engine: Engine | None = None

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction.

        Raises:
            ChatModelError: the database cannot be used.
        """
        try:
            if self._engine is None:
                self._engine = _open(self._url)
            with Session(self._engine) as session, session.begin():
                yield session
        except (SQLAlchemyError, ImportError) as error:
            reason = " ".join(str(getattr(error, "orig", None) or error).split())
            raise ChatModelError(f"记录大模型用量的数据库无法使用（{reason[:120]}）") from error


def _open(url: str) -> Engine:
    address = make_url(url)
    if address.drivername in ("postgres", _POSTGRESQL):
        address = address.set(drivername=f"{_POSTGRESQL}+psycopg")
    backend = address.get_backend_name()
    engine = create_engine(address, poolclass=NullPool, connect_args=_TIMEOUTS.get(backend, {}))
    with engine.begin() as connection:
        if backend == _POSTGRESQL:
            connection.execute(select(func.pg_advisory_xact_lock(_TABLES_KEY)))
        _Table.metadata.create_all(connection)
    return engine
