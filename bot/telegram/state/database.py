"""The database: opened once, used from the event loop through threads, tried again where it is locked."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import CreateColumn

from bot import texts
from bot.telegram.errors import StateError, StateUnavailableError
from bot.telegram.state.tables import Table

logger = logging.getLogger(__name__)

SQLITE_FILE = "bot.sqlite3"
BUSY_TIMEOUT_SECONDS = 0.5
RETRY_DELAYS_SECONDS = (0.05, 0.2, 0.5)
OPEN_DELAYS_SECONDS = (0.5, 1.0, 2.0)
AWAY_SECONDS = 1.0
"""How long a database that did not answer is left alone."""
PROBATION_SECONDS = 5.0
SERVER_THREADS = 4
TABLES_KEY = 0x7A68656E67776562
"""Of the advisory lock under which PostgreSQL's tables are made."""

T = TypeVar("T")


class Database:
    """Runs units of work, each in one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.is_shared = engine.dialect.name != "sqlite"
        """Whether other replicas may use it too."""
        self._away_until = -PROBATION_SECONDS
        self._away_reason = ""
        # SQLite takes one writer at a time: with one thread the bot never waits for a lock of its own.
        threads = SERVER_THREADS if self.is_shared else 1
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="state")

    async def run(self, work: Callable[[Session], T]) -> T:
        """Run `work` in a transaction, off the event loop.

        Raises:
            StateUnavailableError: the database is locked or away, also after several tries.
            StateError: it cannot do what it was asked.
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.run_now, work)

    def run_now(self, work: Callable[[Session], T]) -> T:
        """Run `work` in a transaction, in this thread; errors as in `run`."""
        now = time.monotonic()
        if now < self._away_until:
            raise StateUnavailableError(texts.DATABASE_BUSY.format(reason=self._away_reason))
        # One that was away a moment ago gets one try: answers must not queue up behind it.
        delays = () if now - self._away_until < PROBATION_SECONDS else RETRY_DELAYS_SECONDS
        for delay in (*delays, None):
            try:
                with Session(self._engine) as session, session.begin():
                    return work(session)
            except OperationalError as error:
                if delay is None:
                    self._away_reason = _reason(error)
                    self._away_until = time.monotonic() + AWAY_SECONDS
                    raise StateUnavailableError(texts.DATABASE_BUSY.format(reason=self._away_reason)) from error
                logger.info("the bot's database did not answer, trying again: %s", _reason(error))
                time.sleep(delay)
            except SQLAlchemyError as error:
                raise StateError(texts.DATABASE_REFUSED.format(reason=_reason(error))) from error
        raise AssertionError("unreachable: the last try gives a result or raises")

    def close(self) -> None:
        """Wait for what is under way, then close every connection."""
        self._threads.shutdown()
        self._engine.dispose()


def open_database(url: str | None, data_dir: Path) -> Database:
    """Open the database and make the tables that are missing.

    Args:
        url: An SQLAlchemy URL; None for a SQLite file in `data_dir`.
        data_dir: The data folder; made where it is missing.

    Raises:
        StateError: the URL is wrong, a driver is missing, or the database cannot be opened.
    """
    try:
        if url is None:
            data_dir.mkdir(parents=True, exist_ok=True)
        engine = _engine(url or f"sqlite:///{data_dir / SQLITE_FILE}")
        _make_tables(engine)
    except ArgumentError as error:
        raise StateError(texts.DATABASE_URL_WRONG) from error
    except ModuleNotFoundError as error:
        raise StateError(texts.DATABASE_DRIVER_MISSING.format(name=error.name)) from error
    except (SQLAlchemyError, OSError) as error:
        raise StateError(texts.DATABASE_CLOSED.format(reason=_reason(error))) from error
    return Database(engine)


def _make_tables(engine: Engine) -> None:
    for delay in (*OPEN_DELAYS_SECONDS, None):
        try:
            with engine.begin() as connection:
                if engine.dialect.name == "postgresql":
                    # Replicas start together, and two that make one table both fail.
                    connection.execute(select(func.pg_advisory_xact_lock(TABLES_KEY)))
                Table.metadata.create_all(connection)
                _add_columns(connection)
        except OperationalError as error:
            if delay is None:
                raise
            logger.warning("the bot's database did not open, trying again in %s s: %s", delay, _reason(error))
            time.sleep(delay)
        else:
            return


def _add_columns(connection: Connection) -> None:
    """Give tables of an earlier version the columns that came later; each of these has a default in the database."""
    for table in Table.metadata.tables.values():
        present = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in present and column.server_default is not None:
                definition = str(CreateColumn(column).compile(dialect=connection.dialect))
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {definition}")


def _engine(address: str) -> Engine:
    url = make_url(address)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=SERVER_THREADS)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _reason(error: Exception) -> str:
    original = getattr(error, "orig", None) or error
    return " ".join(str(original).split())
