"""Counts the answers to a question file of the project's form, as `retrieval.evaluation` scores them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retrieval import evaluation
from retrieval.assistant import Assistant
from retrieval.values import Answer

HERE = Path(__file__).parent


@dataclass
class Score:
    """Hits and misses of one question file."""

    full: int = 0
    answerable: int = 0
    refused: int = 0
    unanswerable: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, question: dict[str, object], answer: Answer) -> None:
        """Count one answer."""
        hit = is_right(question, answer)
        if question["kind"] == "unanswerable":
            self.unanswerable += 1
            self.refused += hit
        else:
            self.answerable += 1
            self.full += hit
        if not hit:
            self.misses.append(f"{question['id']} {question['question']}: {answer.text[:60]}")


def is_right(question: dict[str, Any], answer: Answer) -> bool:
    """Tell whether the answer is full, or rightly refused; a turn of a conversation has a status in place of a kind."""
    kind = evaluation.UNANSWERABLE if question.get("status") == "refused" else question.get("kind", "turn")
    asked = evaluation.AnswerQuestion(
        id=question.get("id", ""),
        question=question["question"],
        kind=kind,
        answer_must_contain=tuple(map(tuple, question["answer_must_contain"])) if kind != "unanswerable" else (),
        documents=tuple(question["documents"]) if kind != "unanswerable" else (),
    )
    return not evaluation.score_answer(asked, answer, ()).reason


def dialogue_misses(assistant: Assistant, path: Path) -> tuple[int, list[str]]:
    """Hold every conversation of a file, each by its own key: how many turns there were, and those that went wrong."""
    misses: list[str] = []
    turns = 0
    for dialogue in read_rows(path):
        rows: list[dict[str, object]] = dialogue["turns"]  # type: ignore[assignment]
        for turn in rows:
            answer = assistant.ask(str(turn["question"]), conversation_key=str(dialogue["id"]))
            turns += 1
            if not is_right(turn, answer):
                misses.append(f"{dialogue['id']} {turn['question']}: {answer.text[:40]}")
    return turns, misses


def squeeze(text: str) -> str:
    """The words alone, of a file with its mark-up as well."""
    return evaluation.squeeze(html.unescape(re.sub(r"<[^>]*>", "", text)))


def read_rows(path: Path) -> Iterator[dict[str, object]]:
    """The objects of a JSON lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
