"""The body of a Word document, walked in order: paragraphs with their automatic numbers, headings, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from knowledge.loaders.docx_numbering import Numbering
from knowledge.values import Block, Dropped

if TYPE_CHECKING:
    from docx.document import Document

CELL_GAP = "\u3000"
_LONGEST_CELL = 300
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE_NAME = re.compile(r"title|标题|文章标题|文件标题", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"toc\s*\d|toc heading|目录.*", re.IGNORECASE)
_LONGEST_HEADING, _LONGEST_NOTE = 100, 40
_CLAUSE = re.compile(r"第\S+[编章节条]|[一二三四五六七八九十]+、|[（(]|\d")
NOTE_REASON = "文本框"
_CONTAINERS = frozenset(
    qn(name) for name in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:smartTag", "w:customXml")
)
_SKIPPED = frozenset(
    qn(name) for name in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:delText", "w:txbxContent")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_TEXT_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

Element = Any
"""An lxml element; python-docx gives its own classes no public types."""


class BodyWalker:
    """Walks one document; `blocks` and `dropped` hold the outcome."""

    def __init__(self, document: Document) -> None:
        self.blocks: list[Block] = []
        self.dropped: list[Dropped] = []
        self._numbering = Numbering(document)
        self._styles = {style.style_id: style for style in document.styles}
        body = document.element.body
        self._shift = 1 if self._has_title(body) else 0
        self._walk(body)

    def _has_title(self, body: Element) -> bool:
        return any(self._level(paragraph) == 0 for paragraph in body.iter(qn("w:p")))

    def _walk(self, parent: Element) -> None:
        for child in parent:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag in _CONTAINERS:
                self._walk(child)

    def _paragraph(self, paragraph: Element) -> None:
        number = self._numbering.number_of(paragraph)
        lines = [line.strip(" \t") for line in "".join(_texts(paragraph)).split("\n")]
        level = self._level(paragraph)
        for place, line in enumerate(line for line in lines if line.strip()):
            text = number + line if place == 0 else line
            if level == -1:
                self.dropped.append(Dropped(text=text, reason="目录"))
            elif level is None or len(text) > _LONGEST_HEADING or text.endswith("。"):
                self.blocks.append(Block(text))
            else:
                self.blocks.append(Block(text, "heading", max(level + self._shift, 1)))
        for box in paragraph.iter(_TEXT_BOX):
            if not any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
                self._text_box(box)

    def _text_box(self, box: Element) -> None:
        """A box of sentences is text in its place; one of a few words is a note on the page, unless it opens it."""
        texts = ["".join(_texts(paragraph)).strip() for paragraph in box.iter(qn("w:p"))]
        note = " ".join(filter(None, texts))
        if self.blocks and note and len(note) <= _LONGEST_NOTE and "。" not in note and not _CLAUSE.match(note):
            self.dropped.append(Dropped(text=note, reason=NOTE_REASON))
        else:
            self._walk(box)

    def _level(self, paragraph: Element) -> int | None:
        """Level of a heading, 0 for the title, -1 for an entry of the contents, None for running text."""
        outline = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if outline is not None and (outline.get(qn("w:val")) or "9").isdigit():
            own = int(outline.get(qn("w:val")))
            return own + 1 if own < 9 else None
        reference = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style = self._styles.get(reference.get(qn("w:val"))) if reference is not None else None
        if style is None:
            return None
        name = str(style.name or "")
        heading = _HEADING_NAME.match(name)
        if heading:
            return int(heading.group(1))
        if _CONTENTS_NAME.fullmatch(name):
            return -1
        return 0 if _TITLE_NAME.fullmatch(name) else None

    def _table(self, table: Element) -> None:
        rows = [list(_cells(row)) for row in table.iter(qn("w:tr")) if _owner(row, "w:tbl") is table]
        widest = max((len(row) for row in rows), default=0)
        texts = [[_cell_text(cell) for cell in row] for row in rows]
        is_data = widest >= 2 and all(len(text) <= _LONGEST_CELL for row in texts for text in row)
        for row, cells in zip(rows, texts, strict=True):
            if not is_data:
                for cell in row:
                    self._walk(cell)
            elif any(cells):
                self.blocks.append(Block(CELL_GAP.join(cells).strip(), "table"))


def _texts(paragraph: Element) -> Iterator[str]:
    """The paragraph's text as Word shows it: insertions in, deletions and the text of boxes out."""
    for child in paragraph:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield " "
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "" if child.get(qn("w:type")) == "page" else "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        else:
            yield from _texts(child)


def _cells(row: Element) -> Iterator[Element]:
    for cell in row.iter(qn("w:tc")):
        if _owner(cell, "w:tr") is row:
            yield cell


def _owner(element: Element, name: str) -> Element:
    return next(ancestor for ancestor in element.iterancestors(qn(name)))


def _cell_text(cell: Element) -> str:
    pieces = ("".join(_texts(paragraph)) for paragraph in cell.iter(qn("w:p")))
    return " ".join(piece.replace("\n", " ").strip() for piece in pieces if piece.strip())
