"""The manifest: one small file that names the live state of the index, swapped in one atomic step.

Everything it names is immutable: a generation's folder is written whole before the manifest names it, and vectors
are known by the digest of their content. So a crash at any point leaves the old state or the new one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from knowledge.values import Frozen
from retrieval.errors import IndexUnavailableError

FORMAT = 1
"""Raised when the layout of the data folder changes: an older one is rebuilt."""


class FileState(Frozen):
    """One file of the documents folder as it was read."""

    source: str
    stamp: tuple[int, int, int]
    """Size in bytes, time of change and time of inode change in nanoseconds: differs when the file may differ."""
    content_hash: str
    """SHA-256 of the content whose clauses are live; empty where the file never could be read."""
    error: str | None = None
    """Why the file could not be read the last time."""


class Manifest(Frozen):
    """The live state: which files, which clauses, by which embedder and parser."""

    format: int = FORMAT
    generation: str
    """Name of the folder that holds this state's documents and keyword index."""
    embedder: str
    parser: str
    documents_dir: str
    files: tuple[FileState, ...]
    catalogue_stamp: tuple[int, int, int] | None = None
    clauses: int
    created: float
    """Seconds since the epoch."""


class ManifestFile:
    """The manifest on disk."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "manifest.json"

    def stamp(self) -> tuple[int, int, int] | None:
        """Tell whether the manifest may have changed: another value after each swap; None where there is none."""
        return stamp_of(self._path)

    def read(self) -> Manifest | None:
        """Read the manifest; None where there is none, or where it is of a former format.

        Raises:
            IndexUnavailableError: the file is damaged or cannot be opened.
        """
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise IndexUnavailableError(f"{self._path} 读不出（{error.strerror}），请检查文件权限") from error
        return parse_manifest(content, str(self._path))

    def swap(self, manifest: Manifest) -> None:
        """Make `manifest` the live one: on disk whole, or not at all."""
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            file.write(manifest.model_dump_json())
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self._path)
        directory = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def parse_manifest(content: bytes, place: str) -> Manifest | None:
    """Read a manifest out of its JSON; None where it is of a former format.

    Args:
        content: As `Manifest` was written.
        place: What errors name it by.

    Raises:
        IndexUnavailableError: it is damaged.
    """
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        if f'"format":{FORMAT}'.encode() not in content.replace(b" ", b""):
            return None
        raise IndexUnavailableError(f"索引清单 {place} 已损坏，请运行 `run_bot.py index --rebuild` 重建") from error


@contextmanager
def writable(data_dir: Path) -> Iterator[None]:
    """Turn what writing into the data folder raises into this room's error."""
    try:
        yield
    except OSError as error:
        raise IndexUnavailableError(
            f"数据目录 {data_dir} 无法写入（{error.strerror or error}），请清理磁盘、检查权限，或用 --data 另指定目录"
        ) from error


def stamp_of(path: Path) -> tuple[int, int, int] | None:
    """Size, time of change and time of inode change of a file; None where there is none."""
    try:
        state = path.stat()
    except OSError:
        return None
    return (state.st_size, state.st_mtime_ns, state.st_ctime_ns)
