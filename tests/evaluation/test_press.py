"""The shared press documents and their questions: figures printed, and a bar that a regression does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.assistant import Assistant, AssistantOptions
from retrieval.embedders import Embedder
from tests.evaluation.scoring import HERE, Score, read_rows, squeeze

SHARED = Path(__file__).resolve().parents[3] / "shared"
DOCUMENTS = SHARED / "documents"
QUESTIONS = SHARED / "evaluation" / "questions.jsonl"

pytestmark = pytest.mark.skipif(
    not QUESTIONS.exists(), reason="the shared press documents are not beside this checkout"
)


@pytest.fixture(scope="module")
def press(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.assistant.load_embedder", lambda _name: embedder)
        assistant = Assistant(AssistantOptions(DOCUMENTS, tmp_path_factory.mktemp("press")))
        assistant.open()
    return assistant


def test_the_shared_questions_are_answered_cited_and_refused(
    press: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    score = Score()
    for row in read_rows(QUESTIONS):
        answer = press.ask(str(row["question"]))
        score.add(row, answer)
        for citation in answer.citations:
            source = (DOCUMENTS / citation.source).read_text(encoding="utf-8", errors="replace")
            assert squeeze(citation.quote) in squeeze(source), citation.label
    with capsys.disabled():
        print(f"\npress: full {score.full}/{score.answerable}, refused {score.refused}/{score.unanswerable}")  # noqa: T201
    report = "\n".join(score.misses)
    assert score.full >= 0.9 * score.answerable, report
    assert score.refused >= 0.9 * score.unanswerable, report


def test_harder_questions_are_answered_more_often_than_not(
    press: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    score = Score()
    for row in read_rows(HERE / "press_questions.jsonl"):
        score.add(row, press.ask(str(row["question"])))
    with capsys.disabled():
        print(f"\nharder: full {score.full}/{score.answerable}, refused {score.refused}/{score.unanswerable}")  # noqa: T201
    assert score.full >= 0.6 * score.answerable, "\n".join(score.misses)
    assert score.refused >= 0.7 * score.unanswerable, "\n".join(score.misses)
