"""Any sentence-transformers CrossEncoder, by name or folder. Needs the extra `models`; imported when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from retrieval.errors import RerankerError
from retrieval.model_loading import CHARACTERS_A_TOKEN, ModelSetting, load_model
from retrieval.rerankers.base import Scores

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_SETTING = ModelSetting(
    purpose="重排模型",
    variable="ZHENGWEN_RERANKER",
    expected=" sentence-transformers CrossEncoder 的名称或文件夹",
    instead="清空 ZHENGWEN_RERANKER（不重排）",
    error=RerankerError,
)
_BATCH = 8
"""Pairs read at once: a batch is padded to its longest, and its memory grows with that."""
_QUESTION_CHARACTERS = 60
"""Kept for the question, out of what the model reads; but never more than half."""
_LONGEST_WINDOW = 2000
_HEADLESS = ("Model", "ForMaskedLM")
"""Ends of the names of architectures that give no score: `BertModel` against `BertForSequenceClassification`."""


class CrossEncoderReranker:
    """A CrossEncoder that gives a pair one score. Safe to use from several threads: one scores at a time."""

    def __init__(self, name: str) -> None:
        """Load the model.

        Args:
            name: A model's name on the hub, or a folder that holds one.

        Raises:
            RerankerError: the extra is not installed, or the model cannot be loaded, or is no reranker.
        """
        self._model = load_model(name, _SETTING, _construct)
        # Its tokenizer notes how to pad and cut in itself: two threads at once would be refused.
        self._scoring = Lock()

    @property
    def window_characters(self) -> int:
        """Characters that fit the model's sequence length beside a question."""
        characters = int((self._model.max_seq_length or _LONGEST_WINDOW) * CHARACTERS_A_TOKEN)
        return max(16, min(_LONGEST_WINDOW, characters - min(_QUESTION_CHARACTERS, characters // 2)))

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """Score each text for `question`: float32, shape (texts,); the model's own values, without a sigmoid.

        A sigmoid would bring all that is near to the same 1.0.
        """
        if not texts:
            return np.zeros(0, dtype=np.float32)
        from torch.nn import Identity

        pairs = [(question, text) for text in texts]
        with self._scoring:
            scores = self._model.predict(pairs, batch_size=_BATCH, activation_fn=Identity(), show_progress_bar=False)
        return np.asarray(scores, dtype=np.float32)


def _construct(name: str) -> CrossEncoder:
    """Load a CrossEncoder, and refuse what would score by chance.

    Raises:
        ValueError: the model gives a pair several scores, or has no trained head.
    """
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(name)
    if model.num_labels != 1:
        raise ValueError(f"它给每对文字 {model.num_labels} 个分数，重排模型应只给一个")
    # The library puts a new, random head on a model that has none, such as an embedder, and goes on.
    trained_as = model[0].model.config.architectures or ()
    if len(model) == 1 and any(name.endswith(_HEADLESS) for name in trained_as):
        raise ValueError(f"它是 {'、'.join(trained_as)}，没有训练过打分")
    return model
