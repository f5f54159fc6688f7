"""What can go wrong with a chat model. None of it reaches a person: the documents' own words stand in its place."""

from __future__ import annotations

from retrieval.errors import RetrievalError


class ChatModelError(RetrievalError):
    """The model did not answer; `str(error)` is the reason in Chinese."""


class ChatModelTransientError(ChatModelError):
    """The same request may succeed a moment later."""

    def __init__(self, message: str, retry_after_seconds: float | None = None) -> None:
        """`retry_after_seconds` is what the server asked for, where it did."""
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class ChatModelTimeoutError(ChatModelError):
    """The time for one question is used up."""


class ChatModelLengthError(ChatModelError):
    """The reply was longer than the settings allow: the model is well, its answer is lost."""
