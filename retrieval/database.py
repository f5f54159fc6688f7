"""The database of the index: its tables, how it is opened, and what its errors mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, LargeBinary, String, Text, create_engine, insert, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import NullPool

from retrieval.errors import IndexUnavailableError
from retrieval.generations import new_name

SQLITE = "sqlite"
_POSTGRESQL = "postgresql"
_TABLES_KEY = 0x7A68656E67776561
"""Of the advisory lock under which the tables are made: replicas start together."""
_SERVER_ARGUMENTS = {"connect_timeout": 5, "tcp_user_timeout": 10_000, "keepalives_idle": 30}
"""A server that hangs is given up, and a connection that holds the lock is kept open, by libpq."""


class _Table(DeclarativeBase):
    """Base of the tables."""


class StateRow(_Table):
    """The one row that says which generation is live."""

    __tablename__ = "index_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    owner: Mapped[str] = mapped_column(String(32))
    """Names the index's collections on the Chroma server."""
    generation: Mapped[str | None] = mapped_column(String(32))
    manifest: Mapped[str | None] = mapped_column(Text)
    """As JSON."""
    unfinished: Mapped[bool]


class GenerationRow(_Table):
    """One generation's files."""

    __tablename__ = "index_generations"

    generation: Mapped[str] = mapped_column(String(32), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """A zip archive of the generation's folder."""


def open_engine(url: str) -> Engine:
    """Open the database and make what is missing in it.

    Raises:
        IndexUnavailableError: the URL is wrong, the driver is missing, or the database cannot be used.
    """
    try:
        address = make_url(url)
        if address.drivername in ("postgres", _POSTGRESQL):
            address = address.set(drivername=f"{_POSTGRESQL}+psycopg")
        backend = address.get_backend_name()
        arguments = {SQLITE: {"timeout": 30}, _POSTGRESQL: _SERVER_ARGUMENTS}.get(backend)
        if arguments is None:
            raise IndexUnavailableError(
                f"ZHENGWEN_DATABASE_URL 指向 {backend}，几个副本共用的索引只能放在 PostgreSQL 或 SQLite 里"
            )
        # One connection a second is little, and none is left that a server has closed meanwhile.
        engine = create_engine(address, poolclass=NullPool, connect_args=arguments)
    except ArgumentError as error:
        raise IndexUnavailableError(
            "ZHENGWEN_DATABASE_URL 不是 SQLAlchemy 的数据库地址，例如 postgresql://用户:密码@主机/库名"
        ) from error
    except ModuleNotFoundError as error:
        raise IndexUnavailableError(f"缺少数据库驱动 {error.name}，请安装：pip install 'zhengwen[postgres]'") from error
    with database_errors():
        _prepare(engine)
    return engine


def _prepare(engine: Engine) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == _POSTGRESQL:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _TABLES_KEY})
        elif engine.dialect.name == SQLITE:
            # Take the writer's lock now: another process may be making the tables.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        _Table.metadata.create_all(connection)
        if connection.scalar(select(StateRow.id)) is None:
            connection.execute(insert(StateRow).values(id=1, owner=new_name(), unfinished=False))


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn what the database raises into this room's error."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        raise IndexUnavailableError(
            f"存放索引的数据库无法使用（{reason[:200]}），请检查 ZHENGWEN_DATABASE_URL 和数据库"
        ) from error


def is_lock_timeout(error: Exception) -> bool:
    """Tell whether PostgreSQL gave up waiting for a lock."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) == "55P03"
