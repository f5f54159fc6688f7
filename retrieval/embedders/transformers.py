"""Any sentence-transformers model, by name or folder. Needs the extra `models`; imported only when it is asked for."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from retrieval.embedders.base import Embedder
from retrieval.errors import EmbedderError
from retrieval.model_loading import CHARACTERS_A_TOKEN, ModelSetting, load_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_SETTING = ModelSetting(
    purpose="向量模型",
    variable="ZHENGWEN_EMBEDDER",
    expected=" sentence-transformers 模型的名称或文件夹",
    instead="设置 ZHENGWEN_EMBEDDER=bundled",
    error=EmbedderError,
)
_LONGEST_WINDOW = 2000
"""A window is found and cited as one: a model that reads whole books still gets clauses."""


class TransformersEmbedder(Embedder):
    """A sentence-transformers model; its own `query` and `passage`/`document` prompts are used where it has them."""

    def __init__(self, name: str) -> None:
        """Load the model.

        Args:
            name: A model's name on the hub, or a folder that holds one.

        Raises:
            EmbedderError: the extra is not installed, or the model cannot be loaded.
        """
        self._name = name
        self._model = load_model(name, _SETTING, _construct)
        # Its tokenizer cannot be used by several threads at once.
        self._lock = Lock()
        self._identity = f"{Path(name).expanduser().resolve().name}-{_fingerprint(self._model)}"

    @property
    def identity(self) -> str:
        """The model's name and a digest of its weights, so that a retrained folder is another embedder."""
        return self._identity

    @property
    def window_characters(self) -> int:
        """Characters that fit the model's sequence length."""
        tokens = self._model.max_seq_length or _LONGEST_WINDOW
        return max(16, min(_LONGEST_WINDOW, int(tokens * CHARACTERS_A_TOKEN)))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages: rows of unit length, in the order given."""
        if not texts:
            return []
        with self._lock:
            vectors = self._model.encode_document(texts, normalize_embeddings=True, show_progress_bar=False)
        rows: list[list[float]] = vectors.tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Embed a question: one row of unit length."""
        with self._lock:
            vector = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        row: list[float] = vector.tolist()
        return row


def _construct(name: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(name, device=None)


def _fingerprint(model: SentenceTransformer) -> str:
    """Digest the weights by their shapes and sums: cheap, and different after any training step."""
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(f"{key}{tuple(tensor.shape)}{float(tensor.double().sum()):.6e}".encode())
    return digest.hexdigest()[:12]
