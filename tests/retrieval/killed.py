"""Reloads that are killed without warning: run as a program of its own, which forks one reload a step and kills it.

    python -m tests.retrieval.killed FOLDER folder|database

The generations are in the data folder, or in a SQLite file there. `FOLDER` holds `documents` in a former state and
`changed` in a new one. For each step of the reload it then holds a folder of the step's name with the `data` that the
kill left behind.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import retrieval.database_generations
import retrieval.generations
import retrieval.indexing
from retrieval.database_generations import DatabaseGenerations
from retrieval.embedders.base import Embedder
from retrieval.generations import Content, FolderGenerations
from retrieval.manifest import Manifest
from retrieval.vector_store import VectorStore
from tests.retrieval.small_library import OpenIndex

BEFORE_SWAP = (
    "before embedding",
    "after the first write",
    "in the last batch",
    "after embedding",
    "before the generation",
    "after the generation",
    "in the swap",
)
AFTER_SWAP = ("after the swap", "after the vectors' deletion", "before the end")
STEPS = {
    "folder": BEFORE_SWAP + AFTER_SWAP,
    # What has nothing to do with where the generations are is left out.
    "database": ("after the generation", "in the swap", "after the swap", "before the end"),
}
MODULES = (retrieval.generations, retrieval.database_generations)
STORES = (FolderGenerations, DatabaseGenerations)


class CharacterEmbedder(Embedder):
    """Counts characters: fast, deterministic, and near where the words are the same."""

    calls = 0

    @property
    def identity(self) -> str:
        return "characters-64"

    @property
    def window_characters(self) -> int:
        return 200

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.calls += 1
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        counts = np.bincount([ord(character) % 64 for character in text], minlength=64).astype(float)
        row: list[float] = (counts / max(float(np.linalg.norm(counts)), 1e-9)).tolist()
        return row


def _die(*_arguments: object, **_options: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*arguments: Any, **options: Any) -> None:
        function(*arguments, **options)
        _die()

    return run


def _after_its_insert(self: DatabaseGenerations, manifest: Manifest, content: Content) -> None:
    """Die in the transaction, between its two writes."""
    Manifest.model_dump_json = _die  # type: ignore[method-assign, assignment]
    _publish(self, manifest, content)


_publish = DatabaseGenerations.publish


def _prepare(step: str) -> None:
    """Put the kill where the step is."""
    match step:
        case "before embedding":
            CharacterEmbedder.embed_documents = _die  # type: ignore[method-assign, assignment]
        case "after the first write":
            VectorStore.add = _after(VectorStore.add)  # type: ignore[method-assign]
        case "in the last batch":
            embed = CharacterEmbedder.embed_documents

            def last(self: CharacterEmbedder, texts: list[str]) -> list[list[float]]:
                return embed(self, texts) if self.calls < 4 else _die()  # type: ignore[func-returns-value, return-value]

            CharacterEmbedder.embed_documents = last  # type: ignore[method-assign]
        case "after embedding":
            retrieval.indexing._embed = _after(retrieval.indexing._embed)
        case "before the generation":
            for module in MODULES:
                module.write_generation = _die  # type: ignore[attr-defined]
        case "after the generation":
            for module in MODULES:
                module.write_generation = _after(module.write_generation)  # type: ignore[attr-defined]
        case "in the swap":
            os.replace = _die  # type: ignore[assignment]
            DatabaseGenerations.publish = _after_its_insert  # type: ignore[method-assign]
        case "after the swap":
            for store in STORES:
                store.publish = _after(store.publish)  # type: ignore[method-assign]
        case "after the vectors' deletion":
            VectorStore.delete = _after(VectorStore.delete)  # type: ignore[method-assign]
        case "before the end":
            for store in STORES:
                store.clear_up = _die  # type: ignore[method-assign, assignment]


def _forked(work: Callable[[], object]) -> int:
    """Run `work` in a process of its own; gives how it ended."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def database_in(data: Path) -> str:
    """The SQLite file of a data folder."""
    return f"sqlite:///{data / 'index.sqlite3'}"


def _reload(documents: Path, data: Path, in_database: bool, step: str | None = None) -> None:
    index = OpenIndex.open(documents, data, CharacterEmbedder(), database_in(data) if in_database else None)
    retrieval.database_generations.POLL_SECONDS = 0.0
    # Twenty texts are five batches, written in three calls.
    retrieval.indexing._BATCH, retrieval.indexing._WRITTEN_TOGETHER = 4, 8
    index.generations.is_unfinished()
    if step:
        _prepare(step)
    index.update()


def main(folder: Path, place: str) -> int:
    """Leave the data of every killed reload behind; 1 where a reload outlived its step."""
    in_database = place == "database"
    documents, data = folder / "documents", folder / "data"
    if _forked(lambda: _reload(documents, data, in_database)) != 0:
        return 1
    shutil.copytree(folder / "changed", documents, dirs_exist_ok=True)
    for step in STEPS[place]:
        target = folder / step / "data"
        shutil.copytree(data, target)
        ended = _forked(lambda: _reload(documents, target, in_database, step))  # noqa: B023 - called at once
        if ended != -signal.SIGKILL:
            sys.stderr.write(f"not killed: {step}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
