"""Clocks, and an embedder that remembers what it was given and how long it took."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from retrieval.embedders import Embedder

Result = TypeVar("Result")


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """Run `work`; returns its result and the seconds it took."""
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


@dataclass(frozen=True)
class Spent:
    """What work took, in seconds: on the clock, and of all cores together."""

    clock: float
    processor: float


def spent(work: Callable[[], Result]) -> tuple[Result, Spent]:
    """Run `work`; returns its result and what it took. The processor's time tells more where others use it too."""
    processor = time.process_time()
    result, clock = timed(work)
    return result, Spent(clock, time.process_time() - processor)


def say(message: str) -> None:
    """Tell on standard error what is being done."""
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


class RecordingEmbedder(Embedder):
    """Passes texts on to another embedder; keeps the passages and adds up the seconds spent on them."""

    def __init__(self, inner: Embedder) -> None:
        self.inner = inner
        self.texts: list[str] = []
        self.seconds = 0.0

    @property
    def identity(self) -> str:
        """That of the other embedder."""
        return self.inner.identity

    @property
    def window_characters(self) -> int:
        """That of the other embedder."""
        return self.inner.window_characters

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages by the other embedder, timed."""
        rows, seconds = timed(lambda: self.inner.embed_documents(texts))
        self.texts += texts
        self.seconds += seconds
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Embed a question by the other embedder."""
        return self.inner.embed_query(text)
