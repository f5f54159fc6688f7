"""Numbers at the start of a line: 第三章, 第二十八条之一, 一、, （一）, 1., （1）, ①, 11.5.14.1.

A marker says only what a line looks like; sequence decides whether it opens a clause (`articles`, `headings`,
`outline`).
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
    DECIMAL = "1.1"
    ARABIC = "1."
    ARABIC_BRACKET = "（1）"
    ARABIC_HALF_BRACKET = "1）"
    CIRCLED = "①"


DEPTH = {style: depth for depth, style in enumerate(Style)}
"""The order in which styles usually nest, outermost first."""

CHAPTER_STYLES = frozenset({Style.PART, Style.BOOK, Style.SUBBOOK, Style.CHAPTER, Style.SECTION})
"""Levels that hold clauses and have no text of their own."""

LIST_STYLES = frozenset(Style) - CHAPTER_STYLES - {Style.ARTICLE}
"""Styles that number sections in one document and the items of a sentence in another."""


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
    """Set off from what follows: white space in or after it, a bracketed title, a colon or the end of the line."""


_NAMED = re.compile(
    rf"[第笫]\s*({NUMERAL}(?:\s+[{CHINESE_NUMERAL}]+)*)\s*(分编|编|章|节|条|部\s*分)(?!款)"
    rf"((?:\s*之\s*[{CHINESE_NUMERAL}]+)*)"
)
_AFTER_NAME = re.compile(r"\s+|(?=[【\[（(：:])|\Z")
_LISTED = re.compile(
    rf"(?P<chinese>[{CHINESE_NUMERAL}]{{1,4}})\s*[、．.]\s*(?!\d)"
    rf"|[（(〔]\s*(?P<chinese_bracket>[{CHINESE_NUMERAL}]{{1,4}})\s*[）)〕]\s*[、.．]?\s*"
    r"|(?P<decimal>[0-9０-９]{1,3}(?:[.．][0-9０-９]{1,3})+)(?![0-9０-９%％])(?:[.．、](?![0-9０-９]))?\s*"
    r"|(?P<whole>[0-9０-９]{1,2})[ \u3000]+(?=[\u4e00-\u9fff])(?![年月日时分个项条万亿])"
    r"|(?P<arabic>[0-9０-９]{1,3})\s*(?:[、．]|[.](?![0-9０-９]))\s*"
    r"|[（(]\s*(?P<arabic_bracket>[0-9０-９]{1,3})\s*[）)]\s*[、.．]?\s*"
    r"|(?P<arabic_half>[0-9０-９]{1,3})\s*[）)]\s*"
    r"|(?P<circled>[①-⑳㉑-㉟㊱-㊿])\s*[、.．]?\s*"
)
_LISTED_STYLE = {
    "chinese": Style.CHINESE,
    "chinese_bracket": Style.CHINESE_BRACKET,
    "decimal": Style.DECIMAL,
    "whole": Style.DECIMAL,
    "arabic": Style.ARABIC,
    "arabic_bracket": Style.ARABIC_BRACKET,
    "arabic_half": Style.ARABIC_HALF_BRACKET,
    "circled": Style.CIRCLED,
}
_LISTED_START = frozenset(CHINESE_NUMERAL + "（(〔0123456789０１２３４５６７８９①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_SPACES = re.compile(r"\s+")


def read_marker(line: str) -> Marker | None:
    """Read the number that `line`, without white space around it, begins with."""
    first = line[:1]
    if first == "第" or first == "笫":
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
    added = [parse_numeral(piece) for piece in match[3].split("之")[1:]]
    after = _AFTER_NAME.match(line, match.end())
    text = _SPACES.sub("", match[0])
    return Marker(
        style=Style(_SPACES.sub("", match[2])),
        number=(number, *(value for value in added if value is not None)),
        text=text,
        end=after.end() if after else match.end(),
        spaced=after is not None or len(text) < len(match[0]),
    )


def _read_listed(line: str) -> Marker | None:
    match = _LISTED.match(line)
    if not match or match.lastgroup is None:
        return None
    digits = match[match.lastgroup]
    pieces = re.split(r"[.．]", digits) if match.lastgroup == "decimal" else [digits]
    numbers = tuple(number for number in map(parse_numeral, pieces) if number is not None)
    if len(numbers) != len(pieces):
        return None
    return Marker(
        style=_LISTED_STYLE[match.lastgroup],
        number=numbers,
        text=_SPACES.sub("", match[0]),
        end=match.end(),
        spaced=match[0][-1].isspace() or match.end() == len(line),
    )
