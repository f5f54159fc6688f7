"""Rerankers: models that read a question and a clause together, and say how well the one answers the other."""

from retrieval.rerankers.base import Reranker
from retrieval.rerankers.factory import load_reranker

__all__ = ["Reranker", "load_reranker"]
