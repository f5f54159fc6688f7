"""From the setting's word to a reranker."""

from __future__ import annotations

from retrieval.rerankers.base import Reranker


def load_reranker(name: str) -> Reranker:
    """Load the reranker that `name` stands for: a sentence-transformers CrossEncoder's name or folder (extra `models`).

    Raises:
        RerankerError: the extra is not installed, or the model cannot be loaded.
    """
    # Imported only when asked for: it takes seconds, and the extra need not be installed.
    from retrieval.rerankers.cross_encoder import CrossEncoderReranker

    return CrossEncoderReranker(name)
