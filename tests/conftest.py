"""What several rooms' tests share: the real embedder, loaded once, and folders of documents written for a test."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from retrieval.calibration import Calibration
from retrieval.embedders import Embedder, load_embedder
from tests.commands import CommandLine, environment
from tests.retrieval.small_library import CANTEENS, RIVERS

# A machine that is busy with something else is no error in the code, and a landing does not hang on chance: new inputs
# are looked for by fuzzing apart from the suite.
settings.register_profile("zhengwen", deadline=None, derandomize=True)
settings.load_profile("zhengwen")
# Several workers share the cores: one that waits for the others must not spin meanwhile.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

WriteFolder = Callable[[Mapping[str, str]], Path]


class RememberingEmbedder(Embedder):
    """The bundled embedder, which embeds each text once a session: many tests index the same few clauses."""

    def __init__(self) -> None:
        self._inner = load_embedder()
        self._passages: dict[str, list[float]] = {}
        self._questions: dict[str, list[float]] = {}

    @property
    def identity(self) -> str:
        return self._inner.identity

    @property
    def calibration(self) -> Calibration:
        return self._inner.calibration

    @property
    def window_characters(self) -> int:
        return self._inner.window_characters

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        unknown = [text for text in dict.fromkeys(texts) if text not in self._passages]
        self._passages.update(zip(unknown, self._inner.embed_documents(unknown), strict=True))
        return [self._passages[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        if text not in self._questions:
            self._questions[text] = self._inner.embed_query(text)
        return self._questions[text]


@pytest.fixture(scope="session")
def embedder() -> Embedder:
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


@pytest.fixture
def line(
    write_folder: WriteFolder,
    tmp_path: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> CommandLine:
    for name in os.environ.keys() - environment().keys():
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("retrieval.assistant.load_embedder", lambda _name: embedder)
    return CommandLine(
        write_folder({"rivers.md": RIVERS, "canteens.md": CANTEENS}), tmp_path / "data", monkeypatch, capsys
    )
