"""A model that is away is left alone for a while: people get the documents' own words at once, not after a time-out."""

from __future__ import annotations

import time
from threading import Lock

from retrieval.chat.errors import ChatModelError

FAILURES = 3
"""In a row."""
REST_SECONDS = 30.0


class Breaker:
    """Counts failures in a row, of all chats together."""

    def __init__(self, rest_seconds: float = REST_SECONDS) -> None:
        self._rest_seconds = rest_seconds
        self._failures = 0
        self._closed_until = 0.0
        self._reason = ""
        self._lock = Lock()

    def check(self) -> None:
        """Let a request pass.

        Raises:
            ChatModelError: the model is being left alone.
        """
        with self._lock:
            if time.monotonic() < self._closed_until:
                raise ChatModelError(f"大模型接连出错，暂停使用（{self._reason}）")

    def note(self, error: ChatModelError | None) -> None:
        """Note how a request ended; None: well."""
        with self._lock:
            self._failures = 0 if error is None else self._failures + 1
            if error is not None and self._failures >= FAILURES:
                self._closed_until = time.monotonic() + self._rest_seconds
                self._reason = str(error)
                # The first request after the rest decides whether there is another.
                self._failures = FAILURES - 1
