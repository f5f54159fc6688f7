"""Keyword search: BM25 over words and character pairs, by bm25s."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from retrieval.tokenization import keyword_tokens, pairs

# Measured on statutes: clauses differ little in length for what they say, so length counts less than in web pages.
K1 = 0.9
B = 0.4


class KeywordIndex:
    """BM25 over a fixed list of texts; a text is known by its place in the list."""

    def __init__(self, scorer: bm25s.BM25 | None, size: int) -> None:
        self._scorer = scorer
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> KeywordIndex:
        """Index `texts`; a list without a single token gives an index that finds nothing."""
        tokens = [keyword_tokens(text) for text in texts]
        if not any(tokens):
            return cls(None, len(texts))
        scorer = bm25s.BM25(k1=K1, b=B)
        scorer.index(tokens, show_progress=False)
        return cls(scorer, len(texts))

    def scores(self, query: str) -> NDArray[np.float32]:
        """Score every text for `query`: float32, shape (texts,), 0 where nothing matches."""
        known = [] if self._scorer is None else [t for t in keyword_tokens(query) if t in self._scorer.vocab_dict]
        if self._scorer is None or not known:
            return np.zeros(self._size, dtype=np.float32)
        scores: NDArray[np.float32] = self._scorer.get_scores(known).astype(np.float32)
        return scores

    def document_frequency(self, word: str) -> int:
        """Count the texts that hold a word; 0 for one that is in none.

        A word the segmenter never cut out as such is estimated from above by the rarest of its character pairs.
        """
        if self._scorer is None:
            return 0
        tokens = [word] if word in self._scorer.vocab_dict else pairs(word)
        if not tokens or any(token not in self._scorer.vocab_dict for token in tokens):
            return 0
        columns = self._scorer.scores["indptr"]
        numbers = [self._scorer.vocab_dict[token] for token in tokens]
        return min(int(columns[number + 1] - columns[number]) for number in numbers)

    def save(self, folder: Path) -> None:
        """Write the index into `folder`, which is made; it stays empty where there is nothing to find."""
        folder.mkdir(parents=True)
        if self._scorer is not None:
            self._scorer.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> KeywordIndex:
        """Read what `save` wrote; `size` is the number of texts.

        Raises:
            OSError: a file is missing.
            ValueError: a file is damaged, or of another number of texts.
        """
        if not any(folder.iterdir()):
            return cls(None, size)
        scorer = bm25s.BM25.load(folder, load_corpus=False)
        if scorer.scores["num_docs"] != size:
            raise ValueError(f"{folder} holds {scorer.scores['num_docs']} texts, not {size}")
        return cls(scorer, size)
