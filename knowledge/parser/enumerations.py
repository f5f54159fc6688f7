"""Numbered lines outside articles: which open a section, which are items of the sentence before them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from knowledge.parser.lines import Line
from knowledge.parser.markers import Marker, Style

LONGEST_HEADING = 40
"""Characters after the number of a line that only heads paragraphs."""

LONGEST_HEADING_OF_SECTIONS = 80
"""Characters after the number of a line that only heads numbered sections: 一、修改《…》."""

LONGEST_INTRODUCTION = 25
"""Characters after the number of a line with a colon that heads numbered sections and says nothing itself."""

LONGEST_LIST = 1500
"""Characters of items that are kept together with the sentence that introduces them."""

LONGEST_ITEM = 100
"""Characters of an item that is a sentence by itself and no section."""

FARTHEST_SIBLING = 2000
"""Lines that are looked through for the next number of a level."""

LARGEST_GAP = 3
"""Numbers that may be missing in a source before a section."""

_OPEN_ENDS = "；;，,、：:"
_DECIMAL_REFERENCE = re.compile(
    r"\s*(?:[、，,和与及或至到~～-]|(?:所|中|的|之)?(?:规定|所列|所述|要求)|所[列述指称]|的|中)"
)
_UNIT = re.compile(r"[万亿元米吨倍年月日个人公平分时秒克升千百%％‰℃°]")
_WORDS = re.compile(r"[\u4e00-\u9fff\s　]+\Z")


def is_words(text: str) -> bool:
    """Tell a line that is Chinese characters and white space alone."""
    return _WORDS.match(text) is not None


def is_heading(line: Line) -> bool:
    """Tell a numbered line that has no sentence of its own."""
    rest = line.rest
    if line.kind == "heading":
        return True
    return 0 < len(rest) <= LONGEST_HEADING and rest[-1] not in "。；：，、;:,！!" and "。" not in rest


def heads_sections(line: Line) -> bool:
    """Tell a numbered line that, with numbered sections right under it, has no sentence of its own."""
    rest = line.rest
    if rest[-1:] in ("：", ":"):
        return len(rest) <= LONGEST_INTRODUCTION and "。" not in rest and "，" not in rest
    return len(rest) <= LONGEST_HEADING_OF_SECTIONS and rest[-1:] not in ("。", "；", "，", "、") and "。" not in rest


def accepts(lines: Sequence[Line], index: int, numbers: Mapping[Style, tuple[int, ...]]) -> bool:
    """Decide by sequence whether a numbered line opens a section.

    Args:
        lines: All lines.
        index: The numbered line's place.
        numbers: The number that each style has reached, under this heading or an earlier one.
    """
    line = lines[index]
    marker = line.marker
    if marker is None or line.quoted:
        return False
    before = lines[index - 1] if index else None
    finished = before is None or before.ends_sentence or before.kind != "paragraph" or before.marker is not None
    last = numbers.get(marker.style)
    if marker.style is Style.DECIMAL:
        return _accepts_decimal(line, marker.number, last, finished=finished)
    number = marker.number[0]
    if number == 1 or (last is not None and number == last[0] + 1):
        return True
    return finished and (last[0] if last else 0) <= number <= (last[0] if last else 0) + LARGEST_GAP


def _accepts_decimal(line: Line, number: tuple[int, ...], last: tuple[int, ...] | None, *, finished: bool) -> bool:
    if _DECIMAL_REFERENCE.match(line.rest) or (not line.marker or (not line.marker.spaced and _UNIT.match(line.rest))):
        return False
    if last is None:
        return finished or number[-1] == 1
    shared = 0
    while shared < min(len(number), len(last)) and number[shared] == last[shared]:
        shared += 1
    if shared == len(last):
        return len(number) > shared and number[shared] <= 1 + LARGEST_GAP
    return shared < len(number) and 0 < number[shared] - last[shared] <= 1 + LARGEST_GAP


def opens_list(lines: Sequence[Line], index: int, styles: Collection[Style], *, is_section: bool) -> bool:
    """Tell a first item under the sentence that is open: （一）…；（二）….

    Args:
        lines: All lines.
        index: The numbered line's place.
        styles: Styles of the levels that are open.
        is_section: Whether the open clause is a numbered section; else it is a paragraph.
    """
    line = lines[index]
    marker = line.marker
    if marker is None or marker.number != (1,) or marker.style in styles or index == 0:
        return False
    if marker.style is Style.CHINESE and not is_section:
        return False
    return lines[index - 1].introduces or line.text[-1] in "；;"


def list_end(lines: Sequence[Line], index: int, styles: Collection[Style], is_boundary: Callable[[int], bool]) -> int:
    """Give the place after the last item of the list that begins at `index`."""
    own = lines[index].marker
    end = index + 1
    last = own.number[0] if own else 0
    for place in range(index + 1, len(lines)):
        line = lines[place]
        if is_boundary(place):
            break
        marker = line.marker
        if marker is None or own is None:
            continue
        if marker.style in styles:
            break
        if marker.style is own.style:
            if marker.number[0] != last + 1:
                break
            last = marker.number[0]
        end = place + 1
    return end


def is_list(lines: Sequence[Line], start: int, end: int) -> bool:
    """Tell items of one sentence from sections with a text of their own."""
    block = lines[start:end]
    if sum(len(line.text) for line in block) > LONGEST_LIST:
        return False
    style = block[0].marker.style if block[0].marker else None
    items = [line for line in block if line.marker and line.marker.style is style]
    if all(line.text[-1] in _OPEN_ENDS for line in block[:-1]):
        return True
    if any(line.marker is None for line in block):
        return sum(line.text[-1] in _OPEN_ENDS for line in items[:-1]) > len(items) / 2
    return all(len(line.text) <= LONGEST_ITEM and "。" not in line.text[:-1] for line in items)


def continues_items(lines: Sequence[Line], index: int, articles: Collection[int]) -> bool:
    """Whether a numbered line follows, within the same article, the item whose number comes before its own."""
    marker = lines[index].marker
    for place in range(index - 1, max(-1, index - FARTHEST_SIBLING), -1):
        if place in articles:
            return False
        other = lines[place].marker
        if marker and other and other.style is marker.style:
            return other.number[0] == marker.number[0] - 1
    return False


def stands_under(line: Line, heading: Marker, styles: Collection[Style]) -> bool:
    """Whether a numbered line that goes on in sequence is a level under the open ones, `heading` the last of them."""
    if line.marker is None:
        return False
    if line.marker.style is Style.DECIMAL and heading.style is Style.DECIMAL:
        depth = len(heading.number)
        return len(line.marker.number) > depth and line.marker.number[:depth] == heading.number
    return line.marker.style not in styles


def resumes(lines: Sequence[Line], index: int, style: Style, number: tuple[int, ...]) -> bool | None:
    """Whether `style`, open at `number`, goes on after the line at `index`, which then stands under it.

    Returns:
        None where the style does not come again within `FARTHEST_SIBLING` lines.
    """
    for place in range(index + 1, min(index + FARTHEST_SIBLING, len(lines))):
        marker = lines[place].marker
        if marker and marker.style is style:
            return marker.number == (*number[:-1], number[-1] + 1)
    return None
