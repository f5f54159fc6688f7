"""An assistant whose answers are written by a scripted model, over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from retrieval.assistant import Assistant, AssistantOptions
from retrieval.chat.options import ChatOptions
from retrieval.embedders import Embedder
from tests.chatapi.server import KEY, MODEL, ChatApiServer
from tests.conftest import WriteFolder
from tests.retrieval.chat.library import FILES

MakeAssistant = Callable[..., Assistant]


@pytest.fixture
def server() -> Iterator[ChatApiServer]:
    with ChatApiServer() as running:
        yield running


@pytest.fixture
def make_assistant(
    write_folder: WriteFolder,
    tmp_path: Path,
    embedder: Embedder,
    server: ChatApiServer,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MakeAssistant]:
    """Makes an assistant over made-up rules; keyword arguments are further options of the chat model."""
    monkeypatch.setattr("retrieval.assistant.load_embedder", lambda _name: embedder)

    made: list[Assistant] = []

    def make(files: Mapping[str, str] = FILES, **chat: Any) -> Assistant:
        values: dict[str, Any] = {"model": MODEL, "base_url": server.url, "api_key": KEY, "timeout_seconds": 5.0}
        options = AssistantOptions(write_folder(files), tmp_path / "data", chat=ChatOptions(**values | chat))
        assistant = Assistant(options)
        made.append(assistant)
        assistant.open()
        return assistant

    yield make
    for assistant in made:
        assistant.close()


@pytest.fixture
def assistant(make_assistant: MakeAssistant) -> Assistant:
    return make_assistant()
