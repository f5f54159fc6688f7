"""The shared press documents and their questions: figures printed, and a bar that a regression does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.assistant import Assistant, AssistantOptions
from retrieval.embedders import Embedder
from tests.evaluation.scoring import HERE, Score, dialogue_misses, read_rows, squeeze
from training.calibration.questions import copy_laws
from training.calibration.questions import read_rows as read_rows_of

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


@pytest.mark.parametrize(
    ("name", "full", "refused"),
    [
        ("press_questions", 0.87, 0.93),
        ("press_b_questions", 0.95, 0.92),
        ("press_c_questions", 0.86, 0.93),
        ("press_d_questions", 0.88, 0.93),
        ("press_e_questions", 0.87, 0.93),
        ("press_f_questions", 0.9, 0.93),
        ("press_g_questions", 0.85, 0.9),
        ("press_h_questions", 0.93, 0.93),
        ("press_i_questions", 0.95, 0.9),
    ],
)
def test_questions_of_the_projects_own(
    press: Assistant, capsys: pytest.CaptureFixture[str], name: str, full: float, refused: float
) -> None:
    """The first set is harder: further from the words of the documents."""
    score = Score()
    for row in read_rows(HERE / f"{name}.jsonl"):
        score.add(row, press.ask(str(row["question"])))
    with capsys.disabled():
        print(f"\n{name}: full {score.full}/{score.answerable}, refused {score.refused}/{score.unanswerable}")  # noqa: T201
    assert score.full >= full * score.answerable, "\n".join(score.misses)
    assert score.refused >= refused * score.unanswerable, "\n".join(score.misses)


def test_conversations_over_the_press_documents(press: Assistant) -> None:
    turns, misses = dialogue_misses(press, HERE / "press_dialogues.jsonl")
    assert len(misses) <= 0.14 * turns, "\n".join(misses)


@pytest.mark.parametrize(
    ("name", "full", "refused"),
    [("laws_a_questions", 0.9, 0.88), ("laws_b_questions", 0.83, 0.88), ("laws_c_questions", 0.7, 0.95)],
)
def test_questions_on_national_laws(
    embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, full: float, refused: float
) -> None:
    rows = read_rows_of(HERE / f"{name}.jsonl")
    monkeypatch.setattr("retrieval.assistant.load_embedder", lambda _name: embedder)
    laws = Assistant(AssistantOptions(copy_laws(SHARED / "laws", rows, tmp_path / "laws"), tmp_path / "data"))
    score = Score()
    for row in rows:
        score.add(row, laws.ask(str(row["question"])))
    assert score.full >= full * score.answerable, "\n".join(score.misses)
    assert score.refused >= refused * score.unanswerable, "\n".join(score.misses)
