"""The search as a LangChain retriever, for any chain: `retriever | prompt | model`.

Not imported on the default path: LangChain's retrievers bring its runnables, which a cold start does without.
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from retrieval.assistant import Assistant
from retrieval.values import SearchResult


class ClauseRetriever(BaseRetriever):
    """Finds clauses as `Assistant.search` does; tags, metadata and callbacks are `BaseRetriever`'s.

    The asynchronous side is `BaseRetriever`'s too: it searches in a thread, so that the event loop goes on.
    """

    assistant: Assistant
    """Opened, or it opens itself at the first question."""
    count: int = Field(default=5, ge=1)
    """Most clauses a question is given."""
    audience: str | None = None
    """The chat that asks: documents limited to other chats are not found. None, for the operator, finds all."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        """Find the clauses nearest to `query`, best first.

        Raises:
            QuestionError: the question is empty or too long.
            RetrievalError: the index cannot be used.
        """
        found = self.assistant.search(query, count=self.count, audience=self.audience)
        return [as_document(result) for result in found]


def as_document(result: SearchResult) -> Document:
    """Give a found clause as LangChain's `Document`: its text word for word, and JSON values that say where it stands.

    Metadata: `clause_id`, `title`, `path` (list), `label`, `source`, `number`, `published` (ISO date or None),
    `status`, `score` (comparable within one search only) and `ranks` (place in each ranking, from 1, or None).
    """
    clause, document = result.clause, result.document
    metadata: dict[str, Any] = {
        "clause_id": clause.id,
        "title": clause.title,
        "path": list(clause.path),
        "label": clause.label,
        "source": document.source,
        "number": document.number,
        "published": document.published.isoformat() if document.published else None,
        "status": document.status.value,
        "score": result.score,
        "ranks": result.ranks.model_dump(),
    }
    return Document(id=clause.id, page_content=clause.text, metadata=metadata)
