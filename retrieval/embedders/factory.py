"""From the setting's word to an embedder."""

from __future__ import annotations

from retrieval.embedders.base import Embedder

BUNDLED = "bundled"


def load_embedder(name: str = BUNDLED) -> Embedder:
    """Load the embedder that `name` stands for.

    Args:
        name: `bundled`, or a sentence-transformers model's name or folder (extra `models`).

    Raises:
        EmbedderError: the extra is not installed, or the model cannot be loaded.
    """
    # Each is imported only when asked for: the one takes seconds, the other need not be installed.
    if name == BUNDLED:
        from retrieval.embedders.onnx_e5 import OnnxE5Embedder

        return OnnxE5Embedder()
    from retrieval.embedders.transformers import TransformersEmbedder

    return TransformersEmbedder(name)
