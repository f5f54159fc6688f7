"""basic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.parser.lines import Line
from knowledge.parser.markers import NAMED_RANK, Style, is_question
from knowledge.values import ClauseDraft, ParsedArticle

_SPACES = re.compile(r"\s+")


def build_outline(lines: Sequence[Line], text: str) -> ParsedArticle:
    drafts: list[ClauseDraft] = []
    headings: list[tuple[int, int]] = []
    stack: list[tuple[int, str]] = []
    current: tuple[tuple[str, ...], int, int] | None = None
    number = 0

    def close() -> None:
        nonlocal current
        if current:
            drafts.append(ClauseDraft(current[0], current[1], current[2]))
        current = None

    for line in lines:
        marker = line.marker
        if marker and marker.style in NAMED_RANK and marker.style is not Style.ARTICLE and len(line.text) < 40:
            close()
            rank = NAMED_RANK[marker.style]
            stack = [step for step in stack if step[0] < rank]
            stack.append((rank, _SPACES.sub(" ", line.text)))
            headings.append((line.start, line.end))
        elif line.kind == "heading" and not marker:
            close()
            stack = [(9, line.text)]
            headings.append((line.start, line.end))
        elif (
            marker and marker.style is Style.ARTICLE and marker.spaced and (marker.number[0] in (1, number, number + 1))
        ):
            close()
            number = marker.number[0]
            current = ((*(step[1] for step in stack), marker.text), line.start, line.end)
        elif is_question(line.text):
            close()
            current = ((*(step[1] for step in stack), _SPACES.sub(" ", line.text)), line.start, line.end)
        elif current:
            current = (current[0], current[1], line.end)
        else:
            drafts.append(ClauseDraft(tuple(step[1] for step in stack), line.start, line.end))
    close()
    return ParsedArticle(tuple(drafts), tuple(headings))
