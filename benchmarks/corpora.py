"""The documents and questions that both sides are given."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.terminal.evaluation_questions import read_question_set
from config.settings import STARTER_DOCUMENTS
from retrieval.evaluation import AnswerQuestion

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class Corpus:
    """A folder of documents, and questions that are answered there or nowhere."""

    name: str
    documents: Path
    questions_file: Path

    def questions(self) -> tuple[AnswerQuestion, ...]:
        """Read the questions."""
        return read_question_set(self.questions_file).answers


def press_or_starter() -> Corpus:
    """The press documents beside the checkout, or the starter documents where there are none."""
    questions = SHARED / "evaluation" / "questions.jsonl"
    if questions.exists():
        return Corpus("5 份新闻稿", SHARED / "documents", questions)
    return Corpus("自带的示例文件", STARTER_DOCUMENTS, ROOT / "tests" / "evaluation" / "starter_questions.jsonl")


def copy_quick_laws(folder: Path) -> Path | None:
    """Copy the laws of the quick set into `folder`, which is returned; None where they are not beside the checkout."""
    names = SHARED / "evaluation" / "quick_laws.txt"
    if not names.exists():
        return None
    for name in names.read_text(encoding="utf-8").split():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SHARED / "laws" / name, target)
    return folder
