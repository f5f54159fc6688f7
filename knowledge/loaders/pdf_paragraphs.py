"""The lines of a PDF's pages → blocks: paragraphs as far as the page shows them, the rest line by line.

1. A page's column is measured: where its lines begin and end, and the step from one to the next.
2. A line that begins further right than its page's lines do is indented: it starts a paragraph. A wide gap above a
   line is a blank line. A line that opens a chapter or an article starts one in any case.
3. Any other line goes on with the one before it if what begins it had no room there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from knowledge.loaders.line_breaks import glue
from knowledge.loaders.pdf_layout import SENTENCE_ENDS, Page, TextLine
from knowledge.numerals import NUMERAL
from knowledge.values import Block

_INDENT, _WIDEST_INDENT = 1.2, 2.8
_FEWEST_INDENTS = 2
_ENDED_SHARE = 0.5
_FEWEST_LINES = 8
_FEWEST_FULL = 3
_SLACK = 0.8
_BLANK = 1.7
_HANGING = (*SENTENCE_ENDS, "、", "）", "”", "》")
_UNBREAKABLE = re.compile(r"(?:[\w.%-]+(?<=[!-~])|[“‘《（(]?.)[，。、；：！？”’》）)…]*", re.ASCII)
_CHAPTER = re.compile(rf"第\s*{NUMERAL}\s*(?:分?编|章|节)(?![的中、至和或及与规之所第])[^，。；：]*")
_ARTICLE = re.compile(rf"第\s*{NUMERAL}\s*条(?:之{NUMERAL})?(?P<gap>\s+(?=\S))?")


def to_blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Make a block of each line, or of several where the page shows that they are one paragraph.

    An indent is kept as two ideographic spaces, a wide gap as an empty block.
    """
    texts: list[str] = []
    previous: TextLine | None = None
    edge = 0.0
    columns = _columns(pages)
    marks_paragraphs = _indents_mark_paragraphs(columns)
    for column in columns:
        for place, line in enumerate(column.lines):
            above = column.lines[place - 1] if place else None
            is_indented = _is_indented(line, above, column.left, column.right)
            has_gap = above is not None and column.pitch > 0 and above.y - line.y > _BLANK * column.pitch
            starts = is_indented or has_gap or previous is None
            if previous is not None and not starts and _goes_on(previous, line, edge, marks_paragraphs):
                texts[-1] = glue(texts[-1], line.text)
            else:
                texts += [""] if has_gap else []
                texts.append("\u3000\u3000" + line.text if is_indented else line.text)
            previous, edge = line, column.right
    return tuple(Block(text) for text in texts)


@dataclass(frozen=True, slots=True)
class _Column:
    """The text of one page: its lines, where they begin and end, and the step from one to the next, in points."""

    lines: list[TextLine]
    left: float
    right: float
    pitch: float


def _columns(pages: Sequence[Page]) -> list[_Column]:
    """The columns of all pages with text; left and right pages may stand apart, so each side knows its own margin."""
    texts = [[line for line in page.lines if line.reason is None] for page in pages]
    whole = [line for lines in texts for line in lines]
    sides = [[line for lines in texts[side::2] for line in lines] for side in (0, 1)]
    columns = []
    for place, lines in enumerate(texts):
        if not lines:
            continue
        enough = lines if len(lines) >= _FEWEST_LINES else whole
        left = _left(enough)
        side = sides[place % 2]
        # Where every paragraph of a page is a single line, all its lines are indented and none is at the margin.
        if len(side) >= _FEWEST_LINES and _is_indent(left - _left(side), lines[0].size):
            left = _left(side)
        columns.append(_Column(lines, left, _right(enough, left), _pitch(enough)))
    return columns


def _indents_mark_paragraphs(columns: Sequence[_Column]) -> bool:
    """Whether paragraphs begin indented, and lines at the margin go on with the line before them."""
    indents = at_margin = after_end = 0
    for column in columns:
        for above, line in pairwise(column.lines):
            distance = line.x - column.left
            if distance < _INDENT * line.size:
                at_margin += 1
                after_end += _has_ended(above)
            elif _is_indent(distance, line.size) and not _CHAPTER.fullmatch(line.text):
                indents += 1
    return indents >= _FEWEST_INDENTS and after_end <= _ENDED_SHARE * at_margin


def _has_ended(line: TextLine) -> bool:
    return line.text.endswith(SENTENCE_ENDS[:-1])


def _goes_on(previous: TextLine, line: TextLine, edge: float, marks_paragraphs: bool) -> bool:
    """Whether a line goes on with the paragraph before it: what begins it had no room at the end of that line."""
    if abs(previous.size - line.size) > 0.1 * line.size or previous.text.endswith("-"):
        return False
    has_ended = _has_ended(previous)
    if (has_ended and not marks_paragraphs) or _opens_clause(line.text, has_ended=has_ended):
        return False
    match = _UNBREAKABLE.match(line.text)
    needed = sum(0.5 if char < "\u2000" else 1.0 for char in match.group()) if match else 1.0
    return previous.end + needed * line.size >= edge - _SLACK * line.size


def _opens_clause(text: str, *, has_ended: bool) -> bool:
    """Whether a line begins a chapter or an article rather than speaks of one."""
    article = _ARTICLE.match(text)
    return _CHAPTER.fullmatch(text) is not None or (article is not None and (has_ended or article["gap"] is not None))


def _is_indent(distance: float, size: float) -> bool:
    return _INDENT * size <= distance <= _WIDEST_INDENT * size


def _left(lines: Sequence[TextLine]) -> float:
    """Left edge: where most lines begin, counted from the left."""
    starts = Counter(round(line.x / 3) for line in lines)
    common = [start for start, count in starts.items() if count >= max(2, 0.15 * len(lines))]
    return (min(common) if common else min(starts)) * 3


def _right(lines: Sequence[TextLine], left: float) -> float:
    """Right edge: where most of the long lines end."""
    # A centred heading may reach further than the column does.
    running = [line for line in lines if line.x - left < 3 * line.size] or list(lines)
    longest = max(line.end for line in running)
    full = [line for line in running if line.end >= longest - 3 * line.size]
    # Closing punctuation may hang over the edge.
    inside = [line for line in full if not line.text.endswith(_HANGING)]
    return median(line.end for line in (inside if len(inside) >= _FEWEST_FULL else full))


def _pitch(lines: Sequence[TextLine]) -> float:
    steps = [above.y - below.y for above, below in pairwise(lines) if above.y - below.y > 1]
    return median(steps) if steps else 0.0


def _is_indented(line: TextLine, previous: TextLine | None, left: float, right: float) -> bool:
    if line.x - left < _INDENT * line.size:
        return False
    if previous is None or _has_ended(previous):
        return True
    # Lines of one sentence that all begin at one place are set in together: none of them starts a paragraph by it.
    is_set_in = abs(previous.x - line.x) < 0.5 * line.size
    return not (is_set_in and previous.end >= right - 2 * line.size)
