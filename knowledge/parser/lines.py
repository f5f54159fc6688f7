"""An article's text line by line, each with its place in the text and the number it begins with."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.parser.markers import Marker, read_marker
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

    @property
    def ends_sentence(self) -> bool:
        """Whether the line ends as a sentence or a part of an enumeration does, closing quotes passed over."""
        text = self.text.rstrip(_CLOSING)
        return (text or self.text)[-1] in TERMINALS


def article_text(article: Article) -> str:
    """Give the text that the offsets of lines and drafts refer to."""
    return "\n".join(block.text for block in article.blocks)


def read_lines(article: Article) -> list[Line]:
    """Split an article's blocks into lines; a block that holds line feeds gives several."""
    lines = []
    offset = 0
    for block in article.blocks:
        place = offset
        for piece in block.text.split("\n"):
            text = piece.strip()
            if text:
                start = place + piece.index(text[0])
                marker = read_marker(text) if block.kind != "table" else None
                lines.append(Line(text, start, start + len(text), block.kind, block.level, marker))
            place += len(piece) + 1
        offset += len(block.text) + 1
    return lines
