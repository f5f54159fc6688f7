"""One request at a time for each chat; chats side by side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from retrieval.chat.deadline import Deadline
from retrieval.chat.errors import ChatModelTimeoutError


class Turns:
    """Locks by name, kept only while somebody waits for them."""

    def __init__(self) -> None:
        self._locks: dict[str, tuple[Lock, int]] = {}
        self._guard = Lock()

    @contextmanager
    def taken(self, name: str | None, deadline: Deadline) -> Iterator[None]:
        """Hold the turn of `name`; None needs none.

        Raises:
            ChatModelTimeoutError: it was not free in time.
        """
        if name is None:
            yield
            return
        lock = self._join(name)
        try:
            if not lock.acquire(timeout=deadline.remaining_seconds):
                raise ChatModelTimeoutError("同一聊天里的上一个问题还没有写完")
            try:
                yield
            finally:
                lock.release()
        finally:
            self._leave(name)

    def _join(self, name: str) -> Lock:
        with self._guard:
            lock, users = self._locks.get(name, (Lock(), 0))
            self._locks[name] = (lock, users + 1)
            return lock

    def _leave(self, name: str) -> None:
        with self._guard:
            lock, users = self._locks.pop(name)
            if users > 1:
                self._locks[name] = (lock, users - 1)
