"""The seam every embedder stands behind: the methods of LangChain's `Embeddings`, plus who it is.

It does not inherit from that class, whose import takes a tenth of a cold start; `retrieval.embedders.langchain` has the
adapters in both directions.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from retrieval.calibration import CONSERVATIVE, Calibration


class Embedder(ABC):
    """Turns texts into vectors of unit length, with a query side and a passage side.

    Vectors of two embedders cannot be compared: the index stores `identity` and refuses another.
    """

    @property
    @abstractmethod
    def identity(self) -> str:
        """Name and version of the weights; two embedders with the same identity give the same vectors."""

    @property
    @abstractmethod
    def window_characters(self) -> int:
        """Longest text, in characters, of which nothing is cut off; longer ones are embedded in windows."""

    @property
    def calibration(self) -> Calibration:
        """What was fitted for these weights; one that reads no cosines where nothing was."""
        return CONSERVATIVE

    @abstractmethod
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages: one row of unit length a text, in the order given."""

    @abstractmethod
    def embed_query(self, text: str) -> list[float]:
        """Embed a question: one row of unit length."""
