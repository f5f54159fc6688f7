"""Where the data outside the repository lies, for tests that measure on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.values import ParsedDocument

SHARED = Path(__file__).resolve().parents[3] / "shared"

needs_laws = pytest.mark.skipif(not (SHARED / "laws").is_dir(), reason="../shared/laws is not here")
needs_documents = pytest.mark.skipif(not (SHARED / "documents").is_dir(), reason="../shared/documents is not here")
on_one_worker = pytest.mark.xdist_group("laws")
"""Keeps the tests over all laws together, so that they are read once."""


@dataclass(frozen=True)
class SharedFolder:
    """A folder of the data, read file by file: documents and raw text by source, and how long the reading took."""

    documents: dict[str, ParsedDocument]
    raw: dict[str, str]
    seconds: float


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())
