"""The seam every reranker stands behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


class Reranker(Protocol):
    """Scores texts for a question. Safe to use from several threads; the index does not depend on it."""

    @property
    def window_characters(self) -> int:
        """Longest text, in characters, that is read whole beside a question; longer ones are given in windows."""
        ...

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """Score each text for `question`: float32, shape (texts,), higher is nearer; comparable within one call."""
        ...
