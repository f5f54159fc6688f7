"""Vectors of single sentences, made when a question first looks at them and kept for the next.

A clause's vector says what the clause is about; which of its sentences answers, only theirs can say.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from copy import copy
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from retrieval.embedders import Embedder

_MOST = 4096
"""Sentences remembered: 6 MB at 384 numbers each."""


class PassageVectors:
    """Cosines of a question with sentences. Safe to use from several threads."""

    def __init__(self, embedder: Embedder, most: int = _MOST) -> None:
        self._embedder = embedder
        self._asking = embedder
        self._most = most
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def asked_by(self, embedder: Embedder) -> PassageVectors:
        """The same memory, with questions embedded by one that remembers what was asked already."""
        view = copy(self)
        view._asking = embedder
        return view

    def similarities(self, question: str, texts: Sequence[str]) -> list[float]:
        """Cosine of `question` with each text, in order."""
        if not texts:
            return []
        asked = np.asarray(self._asking.embed_query(question), dtype=np.float32)
        return [float(vector @ asked) for vector in self._of(texts)]

    def _of(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        made = self._embedder.embed_documents(missing) if missing else []
        known |= {text: np.asarray(row, dtype=np.float32) for text, row in zip(missing, made, strict=True)}
        with self._lock:
            for text in texts:
                self._vectors[text] = known[text]
                self._vectors.move_to_end(text)
            while len(self._vectors) > self._most:
                self._vectors.popitem(last=False)
        return [known[text] for text in texts]
