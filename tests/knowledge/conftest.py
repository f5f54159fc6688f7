"""The laws and the press documents beside the repository, each read once for all tests of a session."""

from __future__ import annotations

import time

import pytest

from knowledge.folder import list_files
from knowledge.library import read_document
from tests.knowledge.shared import SHARED, SharedFolder


def _read(name: str) -> SharedFolder:
    files = list_files(SHARED / name)
    started = time.perf_counter()
    documents = {file.source: read_document(file) for file in files}
    seconds = time.perf_counter() - started
    return SharedFolder(documents, {file.source: file.path.read_text(encoding="utf-8") for file in files}, seconds)


@pytest.fixture(scope="session")
def laws() -> SharedFolder:
    return _read("laws")


@pytest.fixture(scope="session")
def press() -> SharedFolder:
    return _read("documents")
