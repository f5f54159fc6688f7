"""Numbers at the start of a line: 第三章, 第二十八条之一, 一、, （一）, 1., （1）, ①, 11.5.14.1, 问：.

A marker says only what a line looks like; whether it opens a clause is decided by sequence (`knowledge.parser.outline`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.numerals import CHINESE_NUMERAL, NUMERAL, parse_numeral


class Style(StrEnum):
    """How a level is numbered."""

    PART = "部分"
    BOOK = "编"
    SUBBOOK = "分编"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    CHINESE = "一、"
    CHINESE_BRACKET = "（一）"
    ARABIC = "1."
    ARABIC_BRACKET = "（1）"
    ARABIC_HALF_BRACKET = "1）"
    CIRCLED = "①"
    DECIMAL = "1.1"
    QUESTION = "问"


NAMED_RANK = {
    Style.PART: 0,
    Style.BOOK: 1,
    Style.SUBBOOK: 2,
    Style.CHAPTER: 3,
    Style.SECTION: 4,
    Style.ARTICLE: 5,
}
"""Depth of the styles whose name fixes it; the others nest in the order in which a document uses them."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line."""

    style: Style
    number: tuple[int, ...]
    """(28,) for 第二十八条, (28, 1) for 第二十八条之一, (11, 5, 14) for 11.5.14."""
    text: str
    """As the document writes it, white space removed."""
    end: int
    """Offset in the line where what follows the number begins, white space passed over."""
    spaced: bool
    """White space, a bracketed title, a colon or the end of the line follows the number."""


_NAMED = re.compile(
    rf"第\s*({NUMERAL}(?:\s+[{CHINESE_NUMERAL}]+)*)\s*(分编|编|章|节|条|部\s*分)"
    rf"((?:\s*之\s*[{CHINESE_NUMERAL}]+|\s*[-－—]\s*\d+(?!\d))*)"
)
_AFTER_NAME = re.compile(r"[\s　]+|(?=[【\[（(：:])|\Z")
_LISTED = re.compile(
    rf"(?P<chinese>[{CHINESE_NUMERAL}]{{1,4}})\s*[、．.]\s*(?!\d)"
    rf"|[（(〔]\s*(?P<chinese_bracket>[{CHINESE_NUMERAL}]{{1,4}})\s*[）)〕]\s*[、.．]?\s*"
    r"|(?P<decimal>[0-9０-９]{1,3}(?:[.．][0-9０-９]{1,3})+)(?![0-9０-９%％])[.．、]?\s*"
    r"|(?P<arabic>[0-9０-９]{1,3})\s*(?:[、．]|[.](?![0-9０-９]))\s*"
    r"|[（(]\s*(?P<arabic_bracket>[0-9０-９]{1,3})\s*[）)]\s*[、.．]?\s*"
    r"|(?P<arabic_half>[0-9０-９]{1,3})\s*[）)]\s*"
    r"|(?P<circled>[①-⑳㉑-㉟㊱-㊿])\s*[、.．]?\s*"
)
_LISTED_STYLE = {
    "chinese": Style.CHINESE,
    "chinese_bracket": Style.CHINESE_BRACKET,
    "decimal": Style.DECIMAL,
    "arabic": Style.ARABIC,
    "arabic_bracket": Style.ARABIC_BRACKET,
    "arabic_half": Style.ARABIC_HALF_BRACKET,
    "circled": Style.CIRCLED,
}
_LISTED_START = frozenset(CHINESE_NUMERAL + "（(〔0123456789０１２３４５６７８９①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_QUESTION = re.compile(
    r"[【\[]?(?:问|记者|记者问|提问|问题|主持人|网友)\s*[0-9０-９一二三四五六七八九十]{0,3}[】\]]?\s*[：:]\s*"
)
_ANSWER = re.compile(r"[【\[]?(?:答|回答|答复)[】\]]?\s*[：:]")
_SPACES = re.compile(r"\s+")


def read_marker(line: str) -> Marker | None:
    """Read the number that `line`, without white space around it, begins with."""
    first = line[:1]
    if first == "第":
        return _read_named(line)
    if first in _LISTED_START:
        return _read_listed(line)
    return None


def _read_named(line: str) -> Marker | None:
    match = _NAMED.match(line)
    if not match:
        return None
    number = parse_numeral(match[1])
    if number is None:
        return None
    added = [parse_numeral(piece) for piece in re.findall(rf"[{CHINESE_NUMERAL}]+|\d+", match[3])]
    after = _AFTER_NAME.match(line, match.end())
    return Marker(
        style=Style(_SPACES.sub("", match[2])),
        number=(number, *(value for value in added if value is not None)),
        text=_SPACES.sub("", match[0]),
        end=after.end() if after else match.end(),
        spaced=after is not None,
    )


def _read_listed(line: str) -> Marker | None:
    match = _LISTED.match(line)
    if not match or match.lastgroup is None:
        return None
    digits = match[match.lastgroup]
    pieces = re.split(r"[.．]", digits) if match.lastgroup == "decimal" else [digits]
    numbers = [parse_numeral(piece) for piece in pieces]
    if any(number is None for number in numbers):
        return None
    return Marker(
        style=_LISTED_STYLE[match.lastgroup],
        number=tuple(number for number in numbers if number is not None),
        text=_SPACES.sub("", match[0]),
        end=match.end(),
        spaced=match[0][-1].isspace() or match.end() == len(line),
    )


def is_question(line: str) -> bool:
    """Tell a line that opens an interview's question: 问：, 记者：, 问2：."""
    return _QUESTION.match(line) is not None


def is_answer(line: str) -> bool:
    """Tell a line that opens an answer: 答：."""
    return _ANSWER.match(line) is not None
