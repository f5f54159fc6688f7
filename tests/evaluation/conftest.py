"""An assistant over the starter documents, indexed once a worker."""

from __future__ import annotations

import pytest

from config.settings import STARTER_DOCUMENTS
from retrieval.assistant import Assistant, AssistantOptions
from retrieval.embedders import Embedder


@pytest.fixture(scope="session")
def starter(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.assistant.load_embedder", lambda _name: embedder)
        assistant = Assistant(AssistantOptions(STARTER_DOCUMENTS, tmp_path_factory.mktemp("starter")))
        assistant.open()
    return assistant
