"""Adapters to LangChain: any of its `Embeddings` as an embedder, any embedder as one of its `Embeddings`."""

from __future__ import annotations

import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.embedders.base import Embedder

_WINDOW_CHARACTERS = 480
"""What models of 512 tokens read whole; most read at least that."""


class EmbedderEmbeddings(Embeddings):
    """An embedder for LangChain's chains and vector stores; the asynchronous side is `Embeddings`' own, in a thread."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages: one row of unit length a text, in the order given."""
        return self.embedder.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """Embed a question: one row of unit length."""
        return self.embedder.embed_query(text)


class LangChainEmbedder(Embedder):
    """Passes texts on to a LangChain `Embeddings`; what the index needs besides, its maker has to say.

    As safe to use from several threads as that is.
    """

    def __init__(self, embeddings: Embeddings, identity: str, *, window_characters: int = _WINDOW_CHARACTERS) -> None:
        """Wrap `embeddings`.

        Args:
            embeddings: Gives vectors of any length, always of the same dimension.
            identity: Name and version of the weights: LangChain knows none, and an index of another is refused.
            window_characters: Longest text that is read whole; a longer clause is embedded in several windows.
        """
        self._embeddings = embeddings
        self._identity = identity
        self._window_characters = window_characters

    @property
    def identity(self) -> str:
        """As it was given."""
        return self._identity

    @property
    def window_characters(self) -> int:
        """As it was given."""
        return self._window_characters

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages: rows brought to unit length, in the order given."""
        return [_unit(row) for row in self._embeddings.embed_documents(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Embed a question: one row brought to unit length."""
        return _unit(self._embeddings.embed_query(text))


def _unit(row: list[float]) -> list[float]:
    vector = np.asarray(row, dtype=np.float64)
    unit: list[float] = (vector / max(float(np.linalg.norm(vector)), 1e-12)).tolist()
    return unit
