"""What can go wrong in finding and answering: one tree, so that callers catch `RetrievalError`."""

from __future__ import annotations


class RetrievalError(Exception):
    """Base of every error of this room; `str(error)` is one line: the rule, the value, the remedy."""


class EmbedderError(RetrievalError):
    """The embedder named in the settings cannot be loaded."""


class RerankerError(RetrievalError):
    """The reranker named in the settings cannot be loaded."""


class IndexMismatchError(RetrievalError):
    """The index was built with another embedder; the message names the command that rebuilds it."""


class IndexUnavailableError(RetrievalError):
    """The index cannot be read or written: transient where a server is away, permanent where a file is damaged."""


class QuestionError(RetrievalError):
    """The question cannot be taken: empty, or too long."""


class ChatSetupError(RetrievalError):
    """The chat model named in the settings cannot be made: a missing package, an unknown provider."""
