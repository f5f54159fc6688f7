"""The same tests on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.telegram.state.database import Database, open_database
from bot.telegram.state.tables import Table


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    return None if request.param == "sqlite" else str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def database(url: str | None, tmp_path: Path) -> Iterator[Database]:
    database = open_database(url, tmp_path)
    yield database
    # The next test finds the server empty.
    database.run_now(lambda session: Table.metadata.drop_all(session.connection()))
    database.close()
