"""What a citation shows: 《…》第三章第二十八条第二款第（三）项, 《…》答记者问·问9·第三."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.numerals import format_numeral
from knowledge.parser.attachments import attachment_number
from knowledge.parser.markers import Marker, Style, read_marker

_SPACES = re.compile(r"\s+")
_INTERVIEW = re.compile(r".*(《[^《》]+》).*?(答记者问|答问)\s*\Z", re.DOTALL)
_ITEM_STYLES = (Style.CHINESE_BRACKET, Style.CHINESE)
_SUBITEM_STYLES = (Style.ARABIC, Style.ARABIC_BRACKET, Style.ARABIC_HALF_BRACKET, Style.CIRCLED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause without a number of its own stands among its like, each from 1."""

    question: int | None = None
    """The interview question it is or belongs to, counted in its article."""
    item: int | None = None
    """An answer's item, counted under its question."""
    paragraph: int | None = None
    """A paragraph, counted under its heading."""


def title_label(title: str) -> str:
    """Put a title in 《》, its own 《》 turned to 〈〉; an interview goes by what it is about: 《…条例》答记者问."""
    name = _SPACES.sub(" ", title).strip()
    interview = _INTERVIEW.match(name)
    if interview:
        return interview[1] + interview[2]
    if name.startswith("《") and name.endswith("》") and name.count("《") == 1:
        return name
    return f"《{name.replace('《', '〈').replace('》', '〉')}》"


def clause_label(title: str, path: tuple[str, ...], part: int | None = None, place: Place | None = None) -> str:
    """Name a clause as a citation shows it.

    Args:
        title: Title of the document or of the article the clause stands in.
        path: The levels above the clause and its own.
        part: Which part of a clause that was cut, from 1.
        place: Where a clause without a number of its own stands.
    """
    place = place or Place()
    steps = list(path)
    label = title_label(title)
    if place.question is not None:
        steps = steps[: -2 if place.item is not None else -1]
    label += _steps_label(steps).rstrip("、.．")
    own = ""
    if place.question is not None:
        own += f"·问{place.question}"
    if place.item is not None:
        own += f"·第{format_numeral(place.item)}"
    if place.paragraph is not None:
        own += f"·第{place.paragraph}段"
    label += own
    return label if part is None else f"{label}（第{part}部分）"


def locate(clause_text: str, start: int, end: int) -> str:
    """Name the 款, 项 and 目 of an article in which a quoted span stands.

    Args:
        clause_text: An article's whole text, number included.
        start: Offset of the span's first character.
        end: Offset after its last one.

    Returns:
        Such as 第二款第（三）项, to follow the article's label. 款 is left out where the article has one only; the
        result is empty where the span stands in several 款, or in the only one and in none of its items.
    """
    positions = _positions(clause_text)
    spans = [position for place, stop, position in positions if place < end and stop > start]
    if not spans:
        return ""
    shared = _shared_beginning(spans[0], spans[-1])
    named = []
    if shared and positions[-1][2][0] > 1:
        named.append(f"第{format_numeral(shared[0])}款")
    if len(shared) > 1 and shared[1]:
        named.append(f"第（{format_numeral(shared[1])}）项")
    if len(shared) > 2:
        named.append(f"第{shared[2]}目")
    return "".join(named)


def paragraph_at(clause_text: str, offset: int) -> int:
    """Count which 款 of an article the character at `offset` stands in, from 1."""
    return next((position[0] for start, end, position in _positions(clause_text) if start <= offset < end), 1)


def _shared_beginning(first: tuple[int, ...], last: tuple[int, ...]) -> tuple[int, ...]:
    count = 0
    while count < min(len(first), len(last)) and first[count] == last[count]:
        count += 1
    return first[:count]


def _positions(text: str) -> list[tuple[int, int, tuple[int, ...]]]:
    """Give each line's span with its place: (款,), (款, 项) or (款, 项, 目); 项 is 0 where 目 stand in none."""
    positions: list[tuple[int, int, tuple[int, ...]]] = []
    paragraph = item = 0
    start = 0
    begins = True
    for line in text.split("\n"):
        words = line.strip()
        marker = read_marker(words)
        position: tuple[int, ...]
        if begins or not (marker and marker.style in _ITEM_STYLES + _SUBITEM_STYLES):
            paragraph, item = paragraph + 1, 0
            position = (paragraph,)
            # The number on a line of its own belongs to the paragraph under it.
            paragraph -= begins and marker is not None and marker.end == len(words)
        elif marker.style in _ITEM_STYLES:
            item = marker.number[0]
            position = (paragraph, item)
        else:
            position = (paragraph, item, marker.number[0])
        if words:
            positions.append((start, start + len(line), position))
            begins = False
        start += len(line) + 1
    return positions


@lru_cache(maxsize=4096)
def _read_step(step: str) -> Marker | None:
    """Read a step's number; hundreds of articles share the steps above them."""
    return read_marker(step)


def _steps_label(steps: Sequence[str]) -> str:
    """Join numbers as statutes do, 第三章第二十八条; what has no number is set off by a dot."""
    label = ""
    markers = [_read_step(step) for step in steps]
    for place, (step, marker) in enumerate(zip(steps, markers, strict=True)):
        following = markers[place + 1] if place + 1 < len(markers) else None
        if marker is None:
            label += f"·{attachment_number(step) or step}"
        elif not (following and marker.style is following.style is Style.DECIMAL):
            # 1.1.2 says 1.1 already.
            label += f"·{marker.text}" if place and markers[place - 1] is None else marker.text
    return label
