"""Where the manifest and the generations are kept: behind one seam, a folder of this machine or a database.

A database lets replicas on several machines share one index: a reload by one is seen by all.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from knowledge.values import ParsedDocument
from retrieval.errors import IndexUnavailableError
from retrieval.manifest import Manifest, ManifestFile, writable
from retrieval.records import Record
from retrieval.snapshot import (
    Snapshot,
    delete_generations,
    generation_folder,
    load_snapshot,
    read_parsed,
    write_generation,
)

LOCK_TIMEOUT_SECONDS = 600.0

Stamp = tuple[int, int, int] | str
"""Another value after each swap of the manifest."""


@dataclass(frozen=True)
class Content:
    """What one generation holds."""

    read: Sequence[ParsedDocument]
    """The documents as their files say."""
    resolved: Sequence[ParsedDocument]
    """The same after the catalogue; these are searched and shown."""
    records: Sequence[Record]
    """What was embedded of them."""


class GenerationStore(Protocol):
    """Keeps one live generation. Every method may raise `IndexUnavailableError`; safe to use from several threads."""

    def stamp(self) -> Stamp | None:
        """Tell whether the manifest may have changed; asked at each question, so it may be a second old.

        None where there is no manifest, or where that cannot be told now. Never raises.
        """
        ...

    def manifest(self) -> Manifest | None:
        """Read the manifest; None where there is none, or where it is of a former format."""
        ...

    def owner(self) -> str:
        """Name this index among those whose vectors one Chroma server holds; made at the first call, then kept."""
        ...

    def exclusive(self) -> AbstractContextManager[None]:
        """Be the only one, of all processes, that changes the index; waits for the others first."""
        ...

    def is_unfinished(self) -> bool:
        """Tell whether a change has begun and did not come to its end."""
        ...

    def begin(self) -> None:
        """Note that vectors are going to be written which no manifest names yet."""
        ...

    def publish(self, manifest: Manifest, content: Content) -> None:
        """Keep a generation and make it the live one: whole, or not at all. Within `exclusive`."""
        ...

    def wait_for_readers(self) -> None:
        """Wait until other processes had the time to notice what was published."""
        ...

    def clear_up(self, keep: str) -> None:
        """Delete every generation but `keep` and note that the change has come to its end. Within `exclusive`."""
        ...

    def read_parsed(self, generation: str) -> list[ParsedDocument]:
        """Read the documents as their files said."""
        ...

    def load(self, generation: str) -> Snapshot:
        """Load a generation into memory."""
        ...


class FolderGenerations:
    """A `GenerationStore` in the data folder, for the processes of one machine."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._manifest_file = ManifestFile(data_dir)
        self._marker = data_dir / "unfinished"

    def stamp(self) -> Stamp | None:
        """Read the manifest's size and times."""
        return self._manifest_file.stamp()

    def manifest(self) -> Manifest | None:
        """Read the manifest."""
        return self._manifest_file.read()

    def owner(self) -> str:
        """Read the name, or draw one by lot."""
        path = self._data_dir / "owner"
        with writable(self._data_dir):
            self._data_dir.mkdir(parents=True, exist_ok=True)
            with FileLock(self._data_dir / "owner.lock"):
                name = path.read_text(encoding="ascii", errors="replace") if path.exists() else ""
                if not re.fullmatch(r"[0-9a-f]{12}", name):
                    name = new_name()
                    path.with_suffix(".new").write_text(name, encoding="ascii")
                    os.replace(path.with_suffix(".new"), path)
        return name

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold a lock on a file; what writing into the data folder raises within is translated."""
        with writable(self._data_dir):
            self._data_dir.mkdir(parents=True, exist_ok=True)
            try:
                with FileLock(self._data_dir / "lock", timeout=LOCK_TIMEOUT_SECONDS):
                    yield
            except Timeout as error:
                raise occupied(str(self._data_dir)) from error

    def is_unfinished(self) -> bool:
        """Tell whether the marker lies in the folder."""
        return self._marker.exists()

    def begin(self) -> None:
        """Lay the marker into the folder."""
        self._marker.touch()

    def publish(self, manifest: Manifest, content: Content) -> None:
        """Write the generation's folder, then swap the manifest that names it."""
        folder = generation_folder(self._data_dir, manifest.generation)
        write_generation(folder, content.read, content.resolved, content.records)
        self._manifest_file.swap(manifest)

    def wait_for_readers(self) -> None:
        """Do nothing: every question looks at the manifest, and holds in memory what it uses."""

    def clear_up(self, keep: str) -> None:
        """Delete the other folders, then the marker."""
        delete_generations(self._data_dir, keep=keep)
        self._marker.unlink()

    def read_parsed(self, generation: str) -> list[ParsedDocument]:
        """Read the documents from the generation's folder."""
        return read_parsed(generation_folder(self._data_dir, generation))

    def load(self, generation: str) -> Snapshot:
        """Load the generation's folder."""
        return load_snapshot(self._data_dir, generation)


def generation_store(data_dir: Path, chroma_url: str | None, database_url: str | None) -> GenerationStore:
    """Choose where the generations are kept: in a database only where a server holds the vectors.

    Vectors in a folder of this machine need theirs beside them.
    """
    if database_url is None or chroma_url is None:
        return FolderGenerations(data_dir)
    from retrieval.database_generations import DatabaseGenerations

    return DatabaseGenerations(database_url)


def new_name() -> str:
    """Draw a name that nothing else has."""
    return uuid.uuid4().hex[:12]


def occupied(place: str) -> IndexUnavailableError:
    """The error for a lock that another process does not let go."""
    return IndexUnavailableError(
        f"另一个进程正在向 {place} 建索引，已等待 {LOCK_TIMEOUT_SECONDS:.0f} 秒，请等它结束后再试"
    )
