"""An embedder that reads each question once: searching and comparing sentences ask for the same vector."""

from __future__ import annotations

from retrieval.calibration import Calibration
from retrieval.embedders.base import Embedder


class RememberingEmbedder(Embedder):
    """Remembers the questions of one answer; made anew for each, so that nothing grows."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self._questions: dict[str, list[float]] = {}

    @property
    def identity(self) -> str:
        """That of the embedder inside."""
        return self._inner.identity

    @property
    def window_characters(self) -> int:
        """That of the embedder inside."""
        return self._inner.window_characters

    @property
    def calibration(self) -> Calibration:
        """That of the embedder inside."""
        return self._inner.calibration

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages, each time anew."""
        return self._inner.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """Embed a question, once."""
        if text not in self._questions:
            self._questions[text] = self._inner.embed_query(text)
        return self._questions[text]
