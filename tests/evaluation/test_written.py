"""With a faithful model, what is written scores at least what the documents' own words score."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import STARTER_DOCUMENTS
from retrieval.assistant import Assistant, AssistantOptions
from retrieval.chat.options import ChatOptions
from retrieval.embedders import Embedder
from tests.chatapi.faithful import faithful
from tests.chatapi.server import KEY, MODEL, ChatApiServer
from tests.evaluation.scoring import HERE, Score, read_rows
from tests.knowledge.shared import SHARED

QUESTIONS = SHARED / "evaluation" / "questions.jsonl"


@pytest.fixture
def server() -> Iterator[ChatApiServer]:
    with ChatApiServer() as running:
        yield running


@pytest.mark.parametrize(
    ("documents", "questions"),
    [
        (STARTER_DOCUMENTS, HERE / "starter_questions.jsonl"),
        pytest.param(
            SHARED / "documents",
            QUESTIONS,
            marks=pytest.mark.skipif(not QUESTIONS.exists(), reason="the shared questions are not here"),
        ),
    ],
    ids=["starter", "shared"],
)
def test_a_faithful_model_loses_nothing(
    documents: Path,
    questions: Path,
    server: ChatApiServer,
    embedder: Embedder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("retrieval.assistant.load_embedder", lambda _name: embedder)
    chat = ChatOptions(model=MODEL, base_url=server.url, api_key=KEY)
    plain = Assistant(AssistantOptions(documents, tmp_path))
    plain.open()
    writing = Assistant(AssistantOptions(documents, tmp_path, chat=chat))
    server.script = faithful(lambda question: plain.ask(question).text)
    own, written, by_model, reasons = Score(), Score(), 0, []
    for row in read_rows(questions):
        question = str(row["question"])
        own.add(row, plain.ask(question))
        answer = writing.ask(question)
        written.add(row, answer)
        assert answer.chat is not None
        by_model += answer.chat.wrote
        if answer.citations and not answer.chat.wrote:
            left_out = [f"{v.verdict} {v.text}: {v.reasons}" for v in answer.chat.sentences if not v.kept]
            reasons.append(f"{question}: {answer.chat.reason} {left_out}")
    writing.close()
    report = "\n".join([*written.misses, *reasons])
    assert written.full >= own.full, report
    assert written.refused >= own.refused, report
    # Otherwise nothing was put to the test.
    assert by_model >= 0.9 * (own.answerable + own.unanswerable - own.refused), report
