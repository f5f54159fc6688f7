"""Lines that head other clauses: chapters, attachments, headings the format marks, headings without a number."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence

from knowledge.parser.attachments import ATTACHMENT
from knowledge.parser.lines import Line
from knowledge.parser.markers import CHAPTER_STYLES, Style, read_marker

LONGEST_HEADING = 50
"""Characters; a chapter's heading stays well below, a sentence that begins with a reference seldom does."""

LONGEST_BARE_HEADING = 40
"""Characters of a heading that neither a number nor the format marks."""

LONGEST_CONTENTS = 300
"""Lines of a table of contents."""

SHORTEST_BODY = 40
"""Characters from which a paragraph under a heading without a number counts as its body."""

CLOSING_CHAPTER = re.compile(r"附\s*则")
"""The heading that closes a regulation: no other level holds it."""

_SPACES = re.compile(r"\s+")
_NUMBERED_TITLE = re.compile(r"[0-9０-９一二三四五六七八九十]+[、.．]")
_REFERENCE_AFTER_CHAPTER = re.compile(
    r"(?:所|中|的|之)?(?:规定|所称|所列)|[、，,；;和与及或至]|第[\d一二三四五六七八九十]+[章节条]|的|中"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CONTENTS = re.compile(r"目\s*[录次]\s*[：:]?\Z")
_PAGE_NUMBER = re.compile(r"[.．…·・\s]*\d*\s*\Z")
_DATE = re.compile(
    r"[（(]?\s*(?:[12]\d{3}|二[〇○零Ｏ0]?[〇○零Ｏ0一二三四五六七八九]{2})\s*年\s*[\d一二三四五六七八九十元]+\s*月"
    r"(?:\s*[\d一二三四五六七八九十廿]+\s*日)?\s*[）)]?\Z"
)
_CLOSING = re.compile(
    r"特此(?:通知|公告|公布|批复|函复|复函|函告|报告|决定|说明|通告|函达)|此[复令函][。.]?\Z|抄\s*[送报][：:]|主\s*送[：:]"
    r"|[（(](?:此件|联系人|本文|来源)|以上[意报].{0,20}(?:请|妥否)"
)


def is_formatted(line: Line) -> bool:
    """Tell a heading that the format marks; a whole sentence in a heading's style is none."""
    return line.kind == "heading" and not line.ends_sentence


def heading_text(text: str) -> str:
    """Give a heading as a path shows it: white space inside as one space."""
    return _SPACES.sub(" ", text).strip()


def is_attachment(line: Line) -> bool:
    """Tell 附件, 附件2：…, 附表 on a line of their own or with a title: another text begins."""
    match = ATTACHMENT.match(line.text)
    if not match or len(line.text) > LONGEST_HEADING or (line.ends_sentence and match["title"]):
        return False
    return not _NUMBERED_TITLE.match(match["title"])


def attachment_title(line: Line) -> str:
    """Give what follows 附件 and its number on the line; empty where the title stands on the next line."""
    match = ATTACHMENT.match(line.text)
    return match["title"] if match else ""


def names_attachments(line: Line) -> bool:
    """Tell 附件：1. …, which names the attachments at the end of a notice."""
    return line.text.startswith("附") and ATTACHMENT.match(line.text) is not None


def attachment_list_end(lines: Sequence[Line], index: int) -> int:
    """Give the place after the attachments that are named from `index` on, a line each: 附件：1. …, 2. …."""
    match = ATTACHMENT.match(lines[index].text)
    first = read_marker(match["title"]) if match else None
    place = index + 1
    if first is not None:
        number = first.number[0]
        while place < len(lines):
            marker = lines[place].marker
            if marker is None or marker.style is not first.style or marker.number != (number + 1,):
                break
            number += 1
            place += 1
    return place


def is_chapter(line: Line) -> bool:
    """Tell a line that looks like the heading of a 编, 章, 节 or 部分."""
    marker = line.marker
    if marker is None or marker.style not in CHAPTER_STYLES:
        return False
    if line.kind == "heading":
        return len(line.text) <= 2 * LONGEST_HEADING
    if len(line.text) > LONGEST_HEADING or line.quoted or line.text[-1] in "。；：，、;:,":
        return False
    return marker.spaced or not _REFERENCE_AFTER_CHAPTER.match(line.rest)


def is_closing(lines: Sequence[Line], index: int) -> bool:
    """Tell where a notice's body ends: 特此通知, a signature over a date, 附件：, 抄送：."""
    line = lines[index]
    if _CLOSING.match(line.text) or names_attachments(line):
        return True
    if line.kind == "table" or len(line.text) > 30 or line.ends_sentence or line.marker:
        return False
    if _DATE.match(line.text):
        return True
    return any(_DATE.match(later.text) for later in lines[index + 1 : index + 3] if len(later.text) <= 30)


def body_ends(lines: Sequence[Line], articles: Collection[int]) -> list[int]:
    """Give for each line where the last numbered clause of its text begins, up to the next attachment or the end."""
    ends = [0] * len(lines)
    last = -1
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if is_attachment(line):
            last = -1
        elif last < 0 and (
            index in articles or is_chapter(line) or (line.marker and line.marker.style is Style.CHINESE)
        ):
            last = index
        ends[index] = last if last >= 0 else index
    return ends


def is_bare_heading(lines: Sequence[Line], index: int) -> bool:
    """Tell a short line without number or final punctuation between whole paragraphs: it heads what follows."""
    line = lines[index]
    if line.kind != "paragraph" or line.marker or len(line.text) > LONGEST_BARE_HEADING or not _is_phrase(line.text):
        return False
    before = lines[index - 1] if index else None
    after = lines[index + 1] if index + 1 < len(lines) else None
    if after is None or after.kind == "table" or _DATE.match(line.text):
        return False
    finished = before is None or before.kind == "heading" or before.ends_sentence
    body = len(after.text) >= SHORTEST_BODY or (
        after.marker is not None and after.marker.style is Style.CHINESE_BRACKET
    )
    return finished and body and (after.ends_sentence or after.introduces)


def _is_phrase(text: str) -> bool:
    return (
        _HAN.search(text) is not None
        and text.rstrip("”》）)")[-1:] not in tuple("。！？；：，、!?;:,…")
        and "。" not in text
    )


def title_lines(lines: Sequence[Line], title: str) -> int:
    """Count the lines at the start that only repeat the article's title, or that the format marks as the only title."""
    tops = [line for line in lines if line.kind == "heading" and line.level == 1]
    if lines and len(tops) == 1 and tops[0] is lines[0] and lines[0].marker is None:
        return 1
    wanted = _SPACES.sub("", title)
    seen = ""
    for count, line in enumerate(lines[:4], 1):
        seen += _SPACES.sub("", line.text)
        if seen == wanted:
            return count
        if not wanted.startswith(seen):
            break
    return 0


def contents_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Find a table of contents: 目录, or chapter after chapter without text, each of them named again later."""
    found: set[int] = set()
    places: dict[str, list[int]] = {}
    index = 0
    while index < len(lines):
        titled = _CONTENTS.match(lines[index].text) is not None
        end = index + titled
        while end < min(len(lines), index + LONGEST_CONTENTS) and (
            is_chapter(lines[end]) or (titled and _is_short(lines[end]))
        ):
            end += 1
        if end - index - titled >= 2:
            places = places or _places_of_entries(lines)
            repeat = _named_again(lines[index + titled], places, index + titled)
            entries = lines[index + titled : min(end, repeat or 0)]
            if repeat and (titled or all(_named_again(entry, places, repeat - 1) for entry in entries)):
                end = min(end, repeat)
                found.update(range(index, end))
        index = max(end, index + 1)
    return frozenset(found)


def _is_short(line: Line) -> bool:
    return len(line.text) <= LONGEST_HEADING and not line.ends_sentence


def _places_of_entries(lines: Sequence[Line]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        if len(line.text) <= LONGEST_HEADING:
            places.setdefault(_entry(line), []).append(place)
    return places


def _named_again(entry: Line, places: Mapping[str, list[int]], after: int) -> int | None:
    """Give the first place after `after` where the same heading stands."""
    found = places.get(_entry(entry), [])
    place = bisect_right(found, after)
    return found[place] if place < len(found) else None


def _entry(line: Line) -> str:
    return _SPACES.sub("", _PAGE_NUMBER.sub("", line.text))
