"""Embedders behind one seam: the bundled one, any sentence-transformers model, any of LangChain's."""

from retrieval.embedders.base import Embedder
from retrieval.embedders.factory import load_embedder

__all__ = ["Embedder", "load_embedder"]
