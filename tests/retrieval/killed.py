"""Reloads that are killed without warning: run as a program of its own, which forks one reload a step and kills it.

    python -m tests.retrieval.killed FOLDER

`FOLDER` holds `documents` in a former state and `changed` in a new one. For each step of the reload it then holds a
folder of the step's name with the `data` that the kill left behind.
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

import retrieval.indexing
from retrieval.embedders.base import Embedder
from retrieval.manifest import ManifestFile
from retrieval.vector_store import VectorStore
from tests.retrieval.small_library import OpenIndex

STEPS_BEFORE_SWAP = (
    "before embedding",
    "in the second batch",
    "after embedding",
    "before the folder",
    "after the folder",
    "in the swap",
)
STEPS_AFTER_SWAP = ("after the swap", "after the vectors' deletion", "after the folders' deletion")


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


def _die(*_arguments: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*arguments: Any, **options: Any) -> None:
        function(*arguments, **options)
        _die()

    return run


def _prepare(step: str) -> None:
    """Put the kill where the step is."""
    match step:
        case "before embedding":
            CharacterEmbedder.embed_documents = _die  # type: ignore[method-assign, assignment]
        case "in the second batch":
            embed = CharacterEmbedder.embed_documents

            def second(self: CharacterEmbedder, texts: list[str]) -> list[list[float]]:
                return embed(self, texts) if not self.calls else _die()  # type: ignore[func-returns-value, return-value]

            CharacterEmbedder.embed_documents = second  # type: ignore[method-assign]
        case "after embedding":
            retrieval.indexing._embed = _after(retrieval.indexing._embed)
        case "before the folder":
            retrieval.indexing.write_generation = _die
        case "after the folder":
            retrieval.indexing.write_generation = _after(retrieval.indexing.write_generation)
        case "in the swap":
            os.replace = _die  # type: ignore[assignment]
        case "after the swap":
            ManifestFile.swap = _after(ManifestFile.swap)  # type: ignore[method-assign]
        case "after the vectors' deletion":
            VectorStore.delete = _after(VectorStore.delete)  # type: ignore[method-assign]
        case "after the folders' deletion":
            retrieval.indexing.delete_generations = _after(retrieval.indexing.delete_generations)


def _forked(work: Callable[[], object]) -> int:
    """Run `work` in a process of its own; gives how it ended."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _reload(documents: Path, data: Path, step: str | None = None) -> None:
    if step:
        _prepare(step)
    OpenIndex.open(documents, data, CharacterEmbedder()).update()


def main(folder: Path) -> int:
    """Leave the data of every killed reload behind; 1 where a reload outlived its step."""
    documents, data = folder / "documents", folder / "data"
    if _forked(lambda: _reload(documents, data)) != 0:
        return 1
    shutil.copytree(folder / "changed", documents, dirs_exist_ok=True)
    for step in STEPS_BEFORE_SWAP + STEPS_AFTER_SWAP:
        target = folder / step / "data"
        shutil.copytree(data, target)
        if _forked(lambda: _reload(documents, target, step)) != -signal.SIGKILL:  # noqa: B023 - called at once
            sys.stderr.write(f"not killed: {step}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
