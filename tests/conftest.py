"""What several rooms' tests share: the real embedder, loaded once, and folders of documents written for a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from retrieval.embedders.bundled import BundledEmbedder

# A machine that is busy with something else is no error in the code.
settings.register_profile("zhengwen", deadline=None)
settings.load_profile("zhengwen")

WriteFolder = Callable[[Mapping[str, str]], Path]


class RememberingEmbedder(BundledEmbedder):
    """The bundled embedder, which embeds each text once a session: many tests index the same few clauses."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, list[float]] = {}
        self._questions: dict[str, list[float]] = {}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(unknown, super().embed_documents(unknown), strict=True))
        return [self._known[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        if text not in self._questions:
            self._questions[text] = super().embed_query(text)
        return self._questions[text]


@pytest.fixture(scope="session")
def embedder() -> BundledEmbedder:
    return RememberingEmbedder()


@pytest.fixture
def write_folder(tmp_path: Path) -> WriteFolder:
    """Writes files, by name and content, into a folder of documents."""

    def write(files: Mapping[str, str]) -> Path:
        folder = tmp_path / "documents"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
        return folder

    return write
