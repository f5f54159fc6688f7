"""Which loader reads which file: by suffix, and for a text file by what it holds."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from knowledge.loaders.history import take_history
from knowledge.values import LoadedFile

_MODULES = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}

SUFFIXES: frozenset[str] = frozenset(_MODULES)
"""Suffixes that are read, lower case with the dot."""


def load_file(path: Path, content: bytes, *, source: str) -> LoadedFile:
    """Read one file of any supported format.

    Args:
        path: Where the file is; only its suffix is used.
        content: The file's bytes.
        source: How errors name the file.

    Raises:
        UnreadableDocumentError: the file is damaged, encrypted, or not of the format its suffix says.
    """
    module = import_module(f"knowledge.loaders.{_MODULES[path.suffix.lower()]}")
    load: Callable[..., LoadedFile] = module.load
    return take_history(load(content, source=source))
