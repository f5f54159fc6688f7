"""What can go wrong while documents are read: one tree, so that callers catch `KnowledgeError`."""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of every error of this room; `str(error)` is one line: the rule, the value, the remedy."""


class DocumentsFolderError(KnowledgeError):
    """The documents folder is missing, is not a folder, or cannot be listed."""


class UnreadableDocumentError(KnowledgeError):
    """One file could not be read; the other files of the folder are not affected."""


class CatalogueError(KnowledgeError):
    """`catalogue.yaml` has a wrong key or value; the message names the line."""
