"""The bundled embedder, watched: which texts it embedded, and whether it has to fail."""

from __future__ import annotations

from retrieval.embedders.base import Embedder
from retrieval.errors import EmbedderError


class CountingEmbedder(Embedder):
    """Passes everything on to a real embedder, under a name of its own where one is given."""

    def __init__(self, inner: Embedder, identity: str | None = None) -> None:
        self._inner = inner
        self._identity = identity or inner.identity
        self.embedded: list[str] = []
        self.fail_after: int | None = None
        """Passages that are still embedded before every further one is an error; None: none is."""

    @property
    def identity(self) -> str:
        return self._identity

    @property
    def window_characters(self) -> int:
        return self._inner.window_characters

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if self.fail_after is not None and len(self.embedded) + len(texts) > self.fail_after:
            raise EmbedderError("向量模型中途出错，请重试")
        self.embedded += texts
        return self._inner.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._inner.embed_query(text)
