"""An article's text line by line, each with its place in the text and the number it begins with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.parser.markers import Marker, Style, read_marker
from knowledge.values import Article

TERMINALS = frozenset("。！？；：!?;:…")
_CLOSING = "”’」』）)】》\"'"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not white space alone."""

    text: str
    """Without white space around it."""
    start: int
    """Offset of `text` in the article's text."""
    end: int
    kind: str
    """The block's kind: paragraph, heading or table."""
    level: int
    """Depth of a heading that the format marks; 0 where it marks none."""
    marker: Marker | None
    quoted: bool
    """Begins inside “…”, as the new wording in an amendment does."""

    @property
    def rest(self) -> str:
        """What follows the number."""
        return self.text[self.marker.end :] if self.marker else self.text

    @property
    def ends_sentence(self) -> bool:
        """Ends as a sentence or a piece of an enumeration does, closing quotes and brackets passed over."""
        return (self.text.rstrip(_CLOSING) or self.text)[-1] in TERMINALS

    @property
    def introduces(self) -> bool:
        """Ends with a colon: what follows is its list."""
        return self.text[-1] in "：:"


def article_text(article: Article) -> str:
    """Give the text that the offsets of lines and drafts refer to."""
    return "\n".join(block.text for block in article.blocks)


def read_lines(article: Article) -> list[Line]:
    """Split an article's blocks into lines; a block that holds line feeds gives several."""
    lines = []
    quoted = False
    for text, start, kind, level in _pieces(article):
        marker = read_marker(text) if kind != "table" else None
        lines.append(Line(text, start, start + len(text), kind, level, marker, quoted))
        opened, closed = text.rfind("“"), text.rfind("”")
        if opened != closed:
            quoted = opened > closed
    return _without_lone_figures(lines)


def _without_lone_figures(lines: list[Line]) -> list[Line]:
    """Take 3 检查 for a number only in a text that counts on with 3.1."""

    def decimals(line: Line) -> int:
        return len(line.marker.number) if line.marker and line.marker.style is Style.DECIMAL else 0

    if any(decimals(line) > 1 for line in lines):
        return lines
    return [replace(line, marker=None) if decimals(line) == 1 else line for line in lines]


def split_line(line: Line, offsets: list[int]) -> list[Line]:
    """Cut a line before each of `offsets`, given within the line and in order."""
    bounds = [0, *offsets, len(line.text)]
    pieces = []
    for start, end in pairwise(bounds):
        text = line.text[start:end].rstrip()
        place = line.start + start
        pieces.append(replace(line, text=text, start=place, end=place + len(text), marker=read_marker(text)))
    return pieces


def _pieces(article: Article) -> Iterator[tuple[str, int, str, int]]:
    offset = 0
    for block in article.blocks:
        place = offset
        for piece in block.text.split("\n"):
            text = piece.strip()
            if text:
                yield text, place + piece.index(text[0]), block.kind, block.level
            place += len(piece) + 1
        offset += len(block.text) + 1
