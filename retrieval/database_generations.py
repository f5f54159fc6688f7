"""The manifest and the generations in a database, so that replicas without a common folder share one index.

A generation is one row: its files, as `retrieval.snapshot` writes them, in one compressed archive. It is written and
made the live one in the same transaction, on the connection that holds the lock: who has lost the lock swaps nothing.
"""

from __future__ import annotations

import io
import logging
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, delete, insert, select, text, update

from knowledge.values import ParsedDocument
from retrieval.database import SQLITE, GenerationRow, StateRow, database_errors, is_lock_timeout, open_engine
from retrieval.errors import IndexUnavailableError
from retrieval.generations import LOCK_TIMEOUT_SECONDS, Content, Stamp, occupied
from retrieval.manifest import Manifest, parse_manifest
from retrieval.snapshot import Snapshot, generation_folder, load_snapshot, read_parsed, write_generation

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
"""How often questions, all together, ask the database whether another replica has swapped the manifest."""
_PATIENCE_SECONDS = 2.0
"""How long one of them waits for the database's word."""
_LOCK_KEY = 0x7A68656E6777656E
"""Of PostgreSQL's advisory lock, one a database: "zhengwen" in ASCII."""
_PLACE = "ZHENGWEN_DATABASE_URL 的数据库"


class DatabaseGenerations:
    """A `GenerationStore` in PostgreSQL, or in a SQLite file; one database holds one index."""

    def __init__(self, url: str) -> None:
        """Nothing is opened yet."""
        self._url = url
        self._engine: Engine | None = None
        self._opening = Lock()
        self._held: Connection | None = None
        self._polling = Lock()
        self._seen: str | None = None
        self._seen_at = -POLL_SECONDS
        self._asking: Thread | None = None
        self._asked_at = 0.0

    def stamp(self) -> Stamp | None:
        """Give the live generation's name as it was at most a second ago, or as it was last known."""
        with self._polling:
            if time.monotonic() - self._seen_at < POLL_SECONDS:
                return self._seen
            if self._asking is None or not self._asking.is_alive():
                # In a thread of its own: a database that hangs must not hold up the questions for long.
                self._asking = Thread(target=self._look, name="index-poll", daemon=True)
                self._asked_at = time.monotonic()
                self._asking.start()
            asking, patience_ends = self._asking, self._asked_at + _PATIENCE_SECONDS
        # Whoever comes meanwhile waits for the same answer: what was last known may be hours old.
        asking.join(max(patience_ends - time.monotonic(), 0.0))
        return self._seen

    def _look(self) -> None:
        try:
            self._seen = self._live_generation()
        except IndexUnavailableError as error:
            logger.warning("the live generation is not known now: %s", error)
        finally:
            self._seen_at = time.monotonic()

    def _live_generation(self) -> str | None:
        with self._connection() as connection:
            return connection.scalar(select(StateRow.generation))

    def manifest(self) -> Manifest | None:
        """Read the manifest from its row."""
        with self._connection() as connection:
            content = connection.scalar(select(StateRow.manifest))
        return None if content is None else parse_manifest(content.encode(), _PLACE)

    def owner(self) -> str:
        """Read the name that the database was given when its tables were made."""
        with self._connection() as connection:
            return connection.scalars(select(StateRow.owner)).one()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold PostgreSQL's advisory lock, or for SQLite a lock on a file beside it."""
        engine = self._opened()
        with database_errors(), engine.connect() as connection:
            lock = _file_lock if engine.dialect.name == SQLITE else _advisory_lock
            with lock(connection):
                self._held = connection
                try:
                    yield
                finally:
                    self._held = None

    def is_unfinished(self) -> bool:
        """Tell what the row says."""
        with self._connection() as connection:
            return connection.scalars(select(StateRow.unfinished)).one()

    def begin(self) -> None:
        """Note it in the row."""
        with self._transaction() as connection:
            connection.execute(update(StateRow).values(unfinished=True))

    def publish(self, manifest: Manifest, content: Content) -> None:
        """Write the generation and name it, in one transaction."""
        packed = _pack(manifest.generation, content)
        with self._transaction() as connection:
            connection.execute(insert(GenerationRow).values(generation=manifest.generation, content=packed))
            connection.execute(
                update(StateRow).values(generation=manifest.generation, manifest=manifest.model_dump_json())
            )

    def wait_for_readers(self) -> None:
        """Leave the other replicas the time to ask, and to end the questions of the former state."""
        time.sleep(2 * POLL_SECONDS)

    def clear_up(self, keep: str) -> None:
        """Delete the other generations and the note, in one transaction."""
        with self._transaction() as connection:
            connection.execute(delete(GenerationRow).where(GenerationRow.generation != keep))
            connection.execute(update(StateRow).values(unfinished=False))

    def read_parsed(self, generation: str) -> list[ParsedDocument]:
        """Read the documents out of the archive."""
        with self._unpacked(generation) as folder:
            return read_parsed(generation_folder(folder, generation))

    def load(self, generation: str) -> Snapshot:
        """Load what the archive holds."""
        with self._unpacked(generation) as folder:
            return load_snapshot(folder, generation)

    @contextmanager
    def _unpacked(self, generation: str) -> Iterator[Path]:
        """Unpack a generation into a temporary data folder."""
        with self._connection() as connection:
            content = connection.scalar(select(GenerationRow.content).where(GenerationRow.generation == generation))
        with _temporary_folder() as folder:
            try:
                with zipfile.ZipFile(io.BytesIO(content or b"")) as archive:
                    archive.extractall(generation_folder(folder, generation))
                yield folder
            except (zipfile.BadZipFile, zlib.error, EOFError, IndexUnavailableError) as error:
                raise IndexUnavailableError(
                    f"{_PLACE}中的索引缺失或已损坏，请运行 `run_bot.py index --rebuild` 重建"
                ) from error

    def _opened(self) -> Engine:
        with self._opening:
            self._engine = self._engine or open_engine(self._url)
            return self._engine

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        engine = self._opened()
        with database_errors(), engine.connect() as connection:
            yield connection

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Begin a transaction on the connection that holds the lock."""
        if self._held is None:
            raise RuntimeError("the index is changed by nobody but the one that holds the lock")
        with database_errors(), self._held.begin():
            yield self._held


@contextmanager
def _file_lock(connection: Connection) -> Iterator[None]:
    try:
        with FileLock(f"{connection.engine.url.database}.index-lock", timeout=LOCK_TIMEOUT_SECONDS):
            yield
    except Timeout as error:
        raise occupied(_PLACE) from error


@contextmanager
def _advisory_lock(connection: Connection) -> Iterator[None]:
    """Hold the lock as long as the connection: it ends with the process, however that ends."""
    try:
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT_SECONDS:.0f}s'"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK_KEY})
        connection.commit()
    except Exception as error:
        if is_lock_timeout(error):
            raise occupied(_PLACE) from error
        raise
    yield


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    try:
        with TemporaryDirectory(prefix="zhengwen-") as name:
            yield Path(name)
    except OSError as error:
        raise IndexUnavailableError(
            f"临时目录无法写入（{error.strerror or error}），请清理磁盘，或用环境变量 TMPDIR 另指定"
        ) from error


def _pack(generation: str, content: Content) -> bytes:
    """Write a generation's files and put them into one archive."""
    packed = io.BytesIO()
    with _temporary_folder() as data, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        folder = generation_folder(data, generation)
        write_generation(folder, content.read, content.resolved, content.records)
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    return packed.getvalue()
