"""What a citation shows: 《…》第三章第二十八条第二款第（三）项, 《…》答记者问·问9·第三."""

from __future__ import annotations

import re

from knowledge.numerals import format_numeral
from knowledge.parser.markers import NAMED_RANK, is_question, read_marker

_SPACES = re.compile(r"\s+")
_INTERVIEW = re.compile(r".*(《[^《》]+》).*?(答记者问|答问)[》\s]*$", re.DOTALL)


def title_label(title: str) -> str:
    """Put a title in 《》, its own 《》 turned to 〈〉; an interview goes by what it is about: 《…条例》答记者问."""
    name = _SPACES.sub(" ", title).strip()
    interview = _INTERVIEW.match(name)
    if interview:
        return interview[1] + interview[2]
    if name.startswith("《") and name.endswith("》") and name.count("《") == 1:
        return name
    return f"《{name.replace('《', '〈').replace('》', '〉')}》"


def step_label(step: str) -> str:
    """Shorten one level of a path to its number: 第三章 工作程序 to 第三章; a heading without a number is quoted."""
    marker = read_marker(step)
    if marker is None:
        return f"“{step}”"
    return marker.text


def clause_label(
    title: str,
    path: tuple[str, ...],
    part: int | None = None,
    *,
    question: int | None = None,
    item: int | None = None,
    paragraph: int | None = None,
) -> str:
    """Name a clause as a citation shows it.

    Args:
        title: Title of the document or of the article the clause stands in.
        path: The levels above the clause and its own.
        part: Which part of a clause that was cut, from 1.
        question: Place of the interview question among the article's, from 1.
        item: Place of an answer's item among its items, from 1.
        paragraph: Place of a paragraph without a number of its own, from 1.
    """
    label = title_label(title)
    for step in path:
        if is_question(step) and question is not None:
            label += f"·问{question}"
            break
        label += step_label(step)
    if item is not None:
        label += f"·第{format_numeral(item)}"
    if paragraph is not None:
        label += f"第{paragraph}段"
    if part is not None:
        label += f"（第{part}部分）"
    return label


__all__ = ["NAMED_RANK", "clause_label", "step_label", "title_label"]
