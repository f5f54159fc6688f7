"""Any sentence-transformers model, by name or folder. Needs the extra `models`; imported only when it is asked for."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.embedders.base import Embedder
from retrieval.errors import EmbedderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_CHARACTERS_A_TOKEN = 0.9
"""Chinese models read a character a token; a tenth is kept for markers and prompts."""
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
        self._model = _load(name)
        self._identity = f"{Path(name).expanduser().resolve().name}-{_fingerprint(self._model)}"

    @property
    def identity(self) -> str:
        """The model's name and a digest of its weights, so that a retrained folder is another embedder."""
        return self._identity

    @property
    def window_characters(self) -> int:
        """Characters that fit the model's sequence length."""
        tokens = self._model.max_seq_length or _LONGEST_WINDOW
        return max(16, min(_LONGEST_WINDOW, int(tokens * _CHARACTERS_A_TOKEN)))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages: rows of unit length, in the order given."""
        if not texts:
            return []
        vectors = self._model.encode_document(texts, normalize_embeddings=True, show_progress_bar=False)
        rows: list[list[float]] = vectors.tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Embed a question: one row of unit length."""
        row: list[float] = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False).tolist()
        return row


def _load(name: str) -> SentenceTransformer:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EmbedderError(
            f"向量模型 {name} 需要可选组件 models：请运行 `make models` 安装，或设置 ZHENGWEN_EMBEDDER=bundled"
        ) from error
    if _is_path(name):
        name = str(Path(name).expanduser())
        if not Path(name).is_dir():
            raise EmbedderError(
                f"向量模型的文件夹 {name} 不存在：请检查 ZHENGWEN_EMBEDDER，或设置 ZHENGWEN_EMBEDDER=bundled"
            )
    try:
        return SentenceTransformer(name, device=None)
    except (OSError, ValueError, KeyError, ImportError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EmbedderError(
            f"向量模型 {name} 加载失败（{reason[:200]}）：请填写 sentence-transformers 模型的名称或文件夹，"
            "或设置 ZHENGWEN_EMBEDDER=bundled"
        ) from error


def _is_path(name: str) -> bool:
    """Tell a folder from a model's name, which has one slash at most: a folder is never looked for on the hub."""
    return name.startswith((".", "~")) or Path(name).is_absolute() or name.count("/") > 1 or Path(name).is_dir()


def _fingerprint(model: SentenceTransformer) -> str:
    """Digest the weights by their shapes and sums: cheap, and different after any training step."""
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(f"{key}{tuple(tensor.shape)}{float(tensor.double().sum()):.6e}".encode())
    return digest.hexdigest()[:12]
