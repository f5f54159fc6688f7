"""Embedders behind LangChain's `Embeddings`: the bundled one, and any sentence-transformers model."""

from retrieval.embedders.base import Embedder
from retrieval.embedders.factory import load_embedder

__all__ = ["Embedder", "load_embedder"]
