"""Lines that open an interview's question: by their first word, or because an answer follows a line that asks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.parser.lines import Line

_NUMBER = r"[0-9０-９一二三四五六七八九十]{0,3}"
_LISTED = rf"(?:[（(]?{_NUMBER}[）)]?\s*[、.．]?\s*)?"
_QUESTION = re.compile(rf"{_LISTED}(?:[【\[]\s*)?(?:问|记者问|提问)\s*{_NUMBER}\s*(?:[】\]]\s*[：:]?|[：:])")
_SPEAKER = re.compile(rf"{_LISTED}(?:[【\[]\s*)?(?:问题|记者|主持人|网友|Q|q)\s*{_NUMBER}\s*(?:[】\]]\s*[：:]?|[：:])")
_ANSWER = re.compile(rf"(?:[【\[]\s*)?(?:答|回答|答复|A|a)\s*{_NUMBER}\s*(?:[】\]]\s*[：:]?|[：:])")


def is_answer(text: str) -> bool:
    """Tell a line that opens an answer: 答：."""
    return _ANSWER.match(text) is not None


def find_questions(lines: Sequence[Line]) -> frozenset[int]:
    """Choose the lines that open a question: 问：, 记者：…？, or a line that asks with 答： under it."""
    found = set()
    for index, line in enumerate(lines):
        if line.kind == "table":
            continue
        if _QUESTION.match(line.text):
            found.add(index)
            continue
        asks = line.text[-1] in "？?"
        answered = index + 1 < len(lines) and is_answer(lines[index + 1].text)
        speaks = _SPEAKER.match(line.text) is not None
        if (speaks and (asks or answered)) or (asks and answered and not is_answer(line.text)):
            found.add(index)
    return frozenset(found)
