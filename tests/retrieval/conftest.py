"""An index over three short documents, built with the real embedder and an embedded Chroma."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.embedders import Embedder
from tests.conftest import WriteFolder
from tests.retrieval.counting import CountingEmbedder
from tests.retrieval.small_library import CANTEENS, RIVERS, OpenIndex


@pytest.fixture
def counting(embedder: Embedder) -> CountingEmbedder:
    return CountingEmbedder(embedder)


@pytest.fixture
def opened(write_folder: WriteFolder, tmp_path: Path, counting: CountingEmbedder) -> OpenIndex:
    """Two documents, indexed."""
    index = OpenIndex.open(write_folder({"rivers.md": RIVERS, "canteens.md": CANTEENS}), tmp_path / "data", counting)
    index.update()
    return index
