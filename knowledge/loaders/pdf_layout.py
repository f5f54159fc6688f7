"""The lines of a PDF's pages, from their glyphs, with headers, footers and page numbers marked.

1. Glyphs that follow each other on one baseline are a line.
2. A line that comes again at the same height of other pages is furniture, whatever figures it holds; so is a page
   number at the top or the bottom of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

HEADER = "页眉页脚"
PAGE_NUMBER = "页码"
SENTENCE_ENDS = ("。", "；", "：", "！", "？", "，")

_SAME_BASELINE = 0.4
_WIDE_GAP = 2.0
_EDGE = 0.12
_SAME_HEIGHT = 4.0
_FIGURES = re.compile(r"[\d\s]+|[一二三四五六七八九十百]+(?=页)")
_PAGE_NUMBER = re.compile(
    r"[-—–―·•\s]*\d{1,4}[-—–―·•\s]*|第?\s*\d{1,4}\s*页?\s*[/，,共\s]*\s*\d{0,4}\s*页?|[Pp]age\s*\d+(?:\s*of\s*\d+)?|[ivxIVX]{1,6}"
)


class Glyph(NamedTuple):
    """One character, its origin in points from the page's lower left corner, and its size in points."""

    char: str
    x: float
    y: float
    size: float


@dataclass(slots=True)
class TextLine:
    """One line of a page; `reason` is set where it is furniture."""

    text: str
    x: float
    end: float
    y: float
    size: float
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: number from 1, height in points."""

    number: int
    height: float
    lines: list[TextLine] = field(default_factory=list)
    has_image: bool = False


def lines_of(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Gather glyphs into lines, and the lines of a page in one column into their order from top to bottom."""
    lines: list[TextLine] = []
    current: TextLine | None = None
    for glyph in glyphs:
        if glyph.char in "\r\n\0":
            continue
        if current is not None and _continues(current, glyph):
            gap = glyph.x - current.end
            blank = "\u3000" if gap > _WIDE_GAP * current.size and current.text[-1:].strip() else ""
            current.text += blank + glyph.char
            current.end = glyph.x + glyph.size * (1.0 if glyph.char > "\u2000" else 0.5)
        elif glyph.char.strip():
            current = TextLine(glyph.char, glyph.x, glyph.x + glyph.size, glyph.y, glyph.size)
            lines.append(current)
    for line in lines:
        line.text = line.text.rstrip()
    return _sorted(lines)


def _continues(line: TextLine, glyph: Glyph) -> bool:
    if not glyph.char.strip():
        return True
    return (
        abs(glyph.y - line.y) <= _SAME_BASELINE * max(line.size, glyph.size, 1.0)
        and glyph.x >= line.end - 2 * line.size
    )


def _sorted(lines: list[TextLine]) -> list[TextLine]:
    """Sort from top to bottom, unless lines stand beside each other: then the file's own order is the better one."""
    by_height = sorted(lines, key=lambda line: (-line.y, line.x))
    beside = sum(abs(a.y - b.y) < 0.5 * a.size for a, b in pairwise(by_height))
    return lines if beside > 0.2 * len(lines) else by_height


def mark_furniture(pages: Sequence[Page]) -> Sequence[Page]:
    """Mark headers, footers and page numbers on all pages."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({(key, band + step) for line in page.lines for key, band in [_key(line)] for step in (0, 1)})
    least = max(2, round(0.3 * sum(bool(page.lines) for page in pages)))
    for page in pages:
        by_height = sorted(page.lines, key=lambda line: line.y)
        for lines in (by_height, by_height[::-1]):
            _mark_from_edge(lines, page.height, seen, least)
    return pages


def _mark_from_edge(lines: Sequence[TextLine], height: float, seen: Counter[tuple[str, int]], least: int) -> None:
    """Mark lines from the edge of the page inwards, up to the first line of text."""
    for line in lines:
        if _EDGE * height <= line.y <= (1 - _EDGE) * height or line.text.endswith(SENTENCE_ENDS):
            return
        key, band = _key(line)
        comes_again = bool(key) and max(seen[key, band], seen[key, band + 1]) >= least
        if _PAGE_NUMBER.fullmatch(line.text.strip()) and len(lines) > 1:
            line.reason = PAGE_NUMBER
        elif comes_again:
            line.reason = HEADER
        else:
            return


def _key(line: TextLine) -> tuple[str, int]:
    return _FIGURES.sub("", line.text), int(line.y / _SAME_HEIGHT)
