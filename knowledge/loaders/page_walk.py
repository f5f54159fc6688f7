"""From a page's elements to blocks: one a paragraph, heading or table row, in the order of the page.

1. The main text is the smallest element that holds nearly all of the page's prose.
2. Elements that `page_rules` names are left out with their reason, as is what stands outside the main text; lines
   between the page's <h1> and the main text are kept, because date and source stand there.
3. The rest is cut at block elements and line breaks. A table of data gives a block a row, cells parted by an
   ideographic space; a table that only lays out the page is walked through like any element.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knowledge.loaders import page_rules
from knowledge.values import Block, Dropped

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CELL_GAP = "\u3000"
_NEARLY_ALL = 0.9
_DEEPEST = 200
_LONGEST_HEADING = 100
_LONGEST_CELL = 300
_LINK_SHARE = 0.8
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "o:p",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    }
)


@dataclass
class PageText:
    """What a page gives, filled while it is walked."""

    blocks: list[Block] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def drop(self, text: str, reason: str) -> None:
        """List a piece of the page that is left out, if there is anything in it."""
        text = _SPACE.sub(" ", text).strip()
        if text:
            self.dropped.append(Dropped(text=text, reason=reason))


class PageWalker:
    """Walks one page; `text` holds the outcome."""

    def __init__(self, body: HtmlElement, *, by_name: bool = True) -> None:
        self._by_name = by_name
        self.text = PageText()
        self._stops = page_rules.stops(body)
        self._main = self._find_main(body)
        self._inside = self._main is body
        self._after_title = False
        self._pieces: list[str] = []
        self._linked = 0
        self._level = 0
        self._number = ""
        self._walk(body)
        self._flush()

    def _skip_reason(self, element: HtmlElement) -> str | None:
        return page_rules.skip_reason(element, self._stops, by_name=self._by_name)

    def _find_main(self, body: HtmlElement) -> HtmlElement:
        main, whole = body, self._stops
        for _ in range(_DEEPEST):
            best = max(
                (child for child in main if self._skip_reason(child) is None),
                key=page_rules.stops,
                default=None,
            )
            if best is None or best.tag in ("p", "tr", "tbody") or page_rules.stops(best) < _NEARLY_ALL * whole:
                break
            main = best
        return main

    def _walk(self, element: HtmlElement, depth: int = 0) -> None:
        reason = self._skip_reason(element) if element.tag != "body" else None
        if reason is not None:
            self.text.drop(str(element.text_content()) if isinstance(element.tag, str) else _comment(element), reason)
            return
        if element.tag == "table" and self._inside and _is_data(element):
            self._rows(element)
            return
        if depth > _DEEPEST:
            # Tags that were never closed nest without end; what they hold is a paragraph.
            self._add(f"\n{element.text_content()}", linked=False)
            self._flush()
            return
        is_main = element is self._main
        if is_main:
            self._flush()
            self._inside = True
        if element.tag in _INLINE:
            self._content(element, depth)
        else:
            self._block(element, depth)
        if is_main and element.tag != "body":
            self._inside = self._after_title = False

    def _block(self, element: HtmlElement, depth: int) -> None:
        self._flush()
        if element.tag == "br":
            return
        heading = re.fullmatch(r"h([1-6])", element.tag)
        if heading:
            self._level = int(heading.group(1))
        if element.tag == "li":
            self._number = _number_of(element)
        self._content(element, depth)
        self._flush()
        if element.tag == "h1" and not self._inside:
            self._after_title = True
        self._level, self._number = 0, ""

    def _content(self, element: HtmlElement, depth: int) -> None:
        self._add(element.text, linked=element.tag == "a")
        for child in element:
            self._walk(child, depth + 1)
            self._add(child.tail, linked=element.tag == "a")

    def _add(self, text: str | None, *, linked: bool) -> None:
        if text:
            self._pieces.append(text)
            self._linked += len(text.strip()) if linked else 0

    def _flush(self) -> None:
        text = _SPACE.sub(" ", "".join(self._pieces)).strip(" ")
        linked = self._linked
        self._pieces, self._linked = [], 0
        if not text.strip():
            return
        level = self._level if len(text) <= _LONGEST_HEADING and not text.endswith("。") else 0
        if not (self._inside or self._after_title or level == 1):
            self.text.drop(text, page_rules.OUTSIDE)
        elif linked >= _LINK_SHARE * len(text) and not level and _is_menu(text):
            self.text.drop(text, page_rules.LINKS)
        else:
            self.text.blocks.append(Block(self._number + text, "heading" if level else "paragraph", level))
            self._number = ""

    def _rows(self, table: HtmlElement) -> None:
        self._flush()
        for row in table.iter("tr", "caption"):
            cells = [_SPACE.sub(" ", str(cell.text_content())).strip() for cell in row.iter("td", "th")]
            text = CELL_GAP.join(cells) if cells else _SPACE.sub(" ", str(row.text_content())).strip()
            if text.strip():
                self.text.blocks.append(Block(text.strip(), "table"))


def _is_menu(text: str) -> bool:
    return "。" not in text and not text.lstrip().startswith(("附件", "附：", "附表", "《", "第")) and len(text) <= 60


def _is_data(table: HtmlElement) -> bool:
    """Tell a table of data from one that lays out the page."""
    if table.find(".//table") is not None:
        return False
    rows = [list(row.iter("td", "th")) for row in table.iter("tr")]
    widest = max((len(row) for row in rows), default=0)
    longest = max((len(str(cell.text_content())) for row in rows for cell in row), default=0)
    return widest >= 2 and longest <= _LONGEST_CELL


def _number_of(item: HtmlElement) -> str:
    """The number a browser shows before an item of an ordered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or (parent.get("type") or "1") != "1":
        return ""
    start = int(parent.get("start") or 1) if (parent.get("start") or "1").isdigit() else 1
    place = sum(1 for _ in item.itersiblings("li", preceding=True))
    return f"{start + place}. "


def _comment(element: HtmlElement) -> str:
    return f"<!--{element.text or ''}-->"
