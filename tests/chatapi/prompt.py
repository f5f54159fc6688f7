"""A request as a scripted model reads it: the clauses with their keys, and the question."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Request:
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def clauses(self) -> list[dict[str, str]]:
        return [line for line in self._lines() if "key" in line]

    @property
    def question(self) -> str:
        return next((line["question"] for line in self._lines() if "question" in line), "")

    @property
    def is_rewriting(self) -> bool:
        return any("former" in line for line in self._lines())

    @property
    def former(self) -> str:
        return next(line["former"] for line in self._lines() if "former" in line)

    @property
    def text(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])

    def key_of(self, words: str) -> str:
        """The key of the first clause that holds the words."""
        return next(clause["key"] for clause in self.clauses if words in clause["text"])

    def _lines(self) -> list[dict[str, str]]:
        content = self.body["messages"][-1]["content"]
        return [json.loads(line) for line in content.splitlines() if line.startswith("{")]
