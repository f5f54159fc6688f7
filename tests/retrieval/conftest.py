"""An index over three short documents, built with the real embedder and an embedded Chroma.

Its manifest and generations are in the data folder, in a SQLite file, and on a real PostgreSQL server.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.embedders import Embedder
from tests.bot.telegram.postgresql import postgresql_url
from tests.conftest import WriteFolder
from tests.retrieval.chroma_server import server_url
from tests.retrieval.counting import CountingEmbedder
from tests.retrieval.small_library import CANTEENS, RIVERS, OpenIndex, query

__all__ = ["postgresql_url", "server_url"]


@pytest.fixture
def counting(embedder: Embedder) -> CountingEmbedder:
    return CountingEmbedder(embedder)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replicas look at every question, and leave each other no time."""
    monkeypatch.setattr("retrieval.database_generations.POLL_SECONDS", 0.0)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'index.sqlite3'}"


@pytest.fixture
def empty_postgresql_url(postgresql_url: str) -> str:
    query(postgresql_url, "DROP TABLE IF EXISTS index_state, index_generations")
    return postgresql_url


@pytest.fixture(params=["folder", "sqlite_url", "empty_postgresql_url"])
def database(request: pytest.FixtureRequest) -> str | None:
    """Where the generations are; None: in the data folder."""
    return None if request.param == "folder" else str(request.getfixturevalue(request.param))


@pytest.fixture
def opened(write_folder: WriteFolder, tmp_path: Path, counting: CountingEmbedder, database: str | None) -> OpenIndex:
    """Two documents, indexed."""
    folder = write_folder({"rivers.md": RIVERS, "canteens.md": CANTEENS})
    index = OpenIndex.open(folder, tmp_path / "data", counting, database)
    index.update()
    return index
