"""What a front end asks of the rest of the project; `retrieval.assistant` gives it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from retrieval.values import Answer, ClauseView, DocumentSummary, IndexReport

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what was just worked on; from another thread than the caller's."""


OnText = Callable[[str], None]
"""Called with the answer so far, all of it checked, while a chat model writes; from the thread that asked."""


class PolicyAssistant(Protocol):
    """Answers questions and keeps the index. Every method blocks and may be called from any thread.

    Errors are `retrieval.errors.RetrievalError` and `knowledge.errors.KnowledgeError`; `str(error)` is one line.
    """

    def ask(
        self,
        question: str,
        *,
        conversation_key: str | None = None,
        audience: str | None = None,
        person: str | None = None,
        on_text: OnText | None = None,
    ) -> Answer:
        """Answer `question` from what `audience` may see; questions of one `conversation_key` follow each other.

        Where a chat model writes the answer, it counts towards `person`'s budget, and `on_text` sees it grow.
        """
        ...

    def forget(self, conversation_key: str) -> None:
        """Start the conversation anew."""
        ...

    def reload(self, *, rebuild: bool = False, progress: Progress | None = None) -> IndexReport:
        """Bring the index up to date with the documents folder; questions are answered meanwhile."""
        ...

    def documents(self, *, audience: str | None = None) -> list[DocumentSummary]:
        """List the indexed documents that `audience` may see."""
        ...

    def updated_at(self) -> float | None:
        """When the index was last brought up to date, in seconds since the epoch; None where there is none."""
        ...

    def open_clause(self, clause_id: str, *, audience: str | None = None) -> ClauseView | None:
        """Give a clause with its neighbours; None where it is gone or not for this audience."""
        ...
