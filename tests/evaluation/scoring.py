"""Scores answers against a question file of the project's form, as `full` and `refused` are counted."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.values import Answer, AnswerStatus

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


def is_right(question: dict[str, object], answer: Answer) -> bool:
    """Tell whether the answer holds every group, is short and cites a gold document first, or is rightly refused."""
    if question.get("kind") == "unanswerable" or question.get("status") == "refused":
        return answer.status is AnswerStatus.REFUSED
    text = squeeze(answer.text)
    groups: list[list[str]] = question["answer_must_contain"]  # type: ignore[assignment]
    documents: list[str] = question["documents"]  # type: ignore[assignment]
    longest = 1200 if question.get("kind") == "list" else 500
    return (
        answer.status is AnswerStatus.ANSWERED
        and all(any(squeeze(alternative) in text for alternative in group) for group in groups)
        and len(text) <= longest
        and bool(answer.citations)
        and Path(answer.citations[0].source).stem in documents
    )


def squeeze(text: str) -> str:
    """Words alone: width folded, mark-up, white space and quotation marks out, dashes alike."""
    folded = unicodedata.normalize("NFKC", html.unescape(re.sub(r"<[^>]*>", "", text)))
    return re.sub(r"[\s“”„\"'‘’]", "", re.sub(r"[‐-―—–\-~～]+", "-", folded))


def read_rows(path: Path) -> Iterator[dict[str, object]]:
    """The objects of a JSON lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
