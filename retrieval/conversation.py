"""Memory of conversations: the last question of each. Bounded, in memory, forgotten on request."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from retrieval.followup import Standalone, readings

_MOST_CONVERSATIONS = 10_000


class Conversations:
    """The last question of each conversation, complete. Safe to use from several threads."""

    def __init__(self, most: int = _MOST_CONVERSATIONS) -> None:
        self._most = most
        self._questions: OrderedDict[str, Standalone] = OrderedDict()
        self._lock = Lock()

    def readings(self, key: str, question: str) -> tuple[Standalone, ...]:
        """The ways to understand a question in its conversation, the likelier first; others are left as they are."""
        with self._lock:
            former = self._questions.get(key)
        return (Standalone(question),) if former is None else readings(question, former)

    def last(self, key: str) -> Standalone | None:
        """The question that a follow-up follows; None where there is none."""
        with self._lock:
            return self._questions.get(key)

    def remember(self, key: str, question: Standalone) -> None:
        """Keep a question; the conversation least lately used is forgotten where there are too many."""
        with self._lock:
            self._questions[key] = question
            self._questions.move_to_end(key)
            while len(self._questions) > self._most:
                self._questions.popitem(last=False)

    def forget(self, key: str) -> None:
        """Forget a conversation."""
        with self._lock:
            self._questions.pop(key, None)
