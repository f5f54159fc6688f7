"""A notice and the regulation it brings: two articles in one file, the second with a title of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.cleaning.lines import Line, is_loose, is_terminal
from knowledge.cleaning.reasons import Reason

_KIND = re.compile(
    r".{2,}(?:条例|规定|办法|细则|规则|准则|方案|意见|规划|制度|纲要|计划|要点|措施|指引|标准|章程|规程)"
    r"(?:[（(〔].{1,12}[）)〕])?"
)
_BEGINS = re.compile(r"第\s*[一1１]\s*(?:编|章|条|部分)|总\s*则\Z")
_ARTICLE = re.compile(r"第\s*[一二三四五六七八九十百千\d]+\s*条")
_SIGNATURE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月|(?:政府|委员会|办公厅|办公室|厅|局|部)\Z")
_LOOK_AHEAD = 4


def split_enclosures(lines: Sequence[Line]) -> list[list[Line]]:
    """Cut a file where a regulation with a title of its own begins after other text."""
    cuts = [0]
    has_body = False
    for place, line in enumerate(lines):
        if has_body and _is_title(line) and _begins_after(lines, place) and _has_ended(lines, place):
            cuts.append(_first_title_line(lines, place))
            has_body = False
        elif line.reason is None and is_terminal(line.text):
            has_body = True
    return [list(lines[start:end]) for start, end in zip(cuts, [*cuts[1:], len(lines)], strict=True)]


def _first_title_line(lines: Sequence[Line], place: int) -> int:
    """The place where a title of several lines begins; a short signature before it stays with the notice."""
    while (
        place
        and lines[place - 1].is_body
        and is_loose(lines[place - 1].text)
        and not _SIGNATURE.search(lines[place - 1].text)
    ):
        place -= 1
    return place


def _has_ended(lines: Sequence[Line], place: int) -> bool:
    """Whether the text before a line has come to an end, with a sentence or with a signature and date."""
    before = next((line for line in reversed(lines[:place]) if line.reason is None), None)
    return before is None or is_terminal(before.text) or len(before.text) <= 40


def _is_title(line: Line) -> bool:
    return line.reason is None and line.kind != "table" and is_loose(line.text) and bool(_KIND.fullmatch(line.text))


def _begins_after(lines: Sequence[Line], place: int) -> bool:
    following = [line for line in lines[place + 1 :] if line.reason is not Reason.FURNITURE][:_LOOK_AHEAD]
    for line in following:
        if _BEGINS.match(line.text) or line.reason is Reason.CONTENTS:
            return True
        if line.reason is None and (_ARTICLE.match(line.text) or "。" in line.text):
            return False
    return False
