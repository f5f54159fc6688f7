"""An interview's answer → its items: 一是…二是…, 第一，…第二，…, 首先…其次…最后….

1. The answer is what follows the question: from 答： on, or from the second line.
2. Each way of counting is looked for at the beginnings of sentences; a list counts 1, 2, … without a gap and has two
   items at least. The list that begins first is the answer's list, others are inside its items.
3. The question and what stands before the first item stay one clause; each item becomes a clause under it. A second
   list of the same kind, with a paragraph of its own to introduce it, is read the same way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.numerals import parse_numeral
from knowledge.parser.questions import is_answer
from knowledge.values import ClauseDraft

LONGEST_STEP = 20
"""Characters of an item's step in the path; a longer first phrase leaves only the marker."""

_BEGINNING = r"(?:(?<=[。；！？：\n”）;:!?])|(?<=[。；！？：”）]\s))[\s　]*"
_COUNTED = (
    re.compile(rf"{_BEGINNING}(?P<marker>(?P<number>[一二三四五六七八九十]{{1,3}})是)(?!否)"),
    re.compile(rf"{_BEGINNING}(?P<marker>(?P<number>[一二三四五六七八九十]{{1,3}})要)"),
    re.compile(rf"{_BEGINNING}(?P<marker>第(?P<number>[一二三四五六七八九十]{{1,3}})(?:是|[，、：]))"),
    re.compile(rf"{_BEGINNING}(?P<marker>[（(](?P<number>[一二三四五六七八九十]{{1,3}}|\d{{1,2}})[）)])"),
    re.compile(r"(?<=\n)[\s　]*(?P<marker>(?P<number>[一二三四五六七八九十]{1,3})、)"),
    re.compile(r"(?<=\n)[\s　]*(?P<marker>(?P<number>\d{1,2})[.．、](?!\d))"),
    re.compile(r"(?<=\n)[\s　]*(?P<marker>(?P<number>[①-⑳]))"),
)
_ORDERED = re.compile(rf"{_BEGINNING}(?P<marker>首先|其次|再次|再者|此外|另外|第[三四五六七]|最后)(?=[，,是要])")
_PHRASE = re.compile(r"[^。，；：！？,;:!?\n]*")


@dataclass(frozen=True, slots=True)
class _Item:
    start: int
    marker_end: int


def split_answers(drafts: Sequence[ClauseDraft], text: str) -> list[ClauseDraft]:
    """Put each question's items after it, as clauses under it; other drafts stay as they are."""
    places = {}
    result: list[ClauseDraft] = []
    for old, draft in enumerate(drafts):
        places[old] = len(result)
        parent = None if draft.parent is None else places[draft.parent]
        if parent != draft.parent:
            draft = replace(draft, parent=parent)
        if draft.role == "question":
            result += _split(draft, text, len(result))
        else:
            result.append(draft)
    return result


def _split(draft: ClauseDraft, text: str, place: int) -> list[ClauseDraft]:
    start = _answer_start(text, draft)
    lists = _find_lists(text, start, draft.end)
    if not lists:
        return [draft]
    bounds: list[tuple[int, int | None]] = [(draft.start, None)]
    for number, items in enumerate(lists):
        lead = text.rfind("\n", 0, items[0].start) + 1
        if number and lead > bounds[-1][0] and text[lead : items[0].start].strip():
            bounds.append((lead, None))
        bounds += [(item.start, item.marker_end) for item in items]
    pieces = []
    ends = [bound[0] for bound in bounds[1:]] + [draft.end]
    for (begin, marker_end), end in zip(bounds, ends, strict=True):
        end = begin + len(text[begin:end].rstrip())
        if begin == draft.start:
            pieces.append(replace(draft, end=end))
        elif marker_end is None:
            pieces.append(replace(draft, start=begin, end=end, parent=place, role="paragraph"))
        else:
            path = (*draft.path, _step(text, begin, marker_end))
            pieces.append(ClauseDraft(path, begin, end, place, role="item"))
    return pieces


def _answer_start(text: str, draft: ClauseDraft) -> int:
    """Give the place where items may begin: after the line of the question, or before the answer's first word."""
    line_end = text.find("\n", draft.start, draft.end)
    while line_end != -1:
        if is_answer(text[line_end + 1 : min(draft.end, line_end + 40)].lstrip()):
            return line_end
        line_end = text.find("\n", line_end + 1, draft.end)
    first = text.find("\n", draft.start, draft.end)
    return draft.end if first == -1 else first


def _find_lists(text: str, start: int, end: int) -> list[list[_Item]]:
    found = [lists for lists in (_counted(pattern, text, start, end) for pattern in _COUNTED) if lists]
    ordered = _in_order(text, start, end)
    if ordered:
        found.append([ordered])
    return min(found, key=lambda lists: lists[0][0].start) if found else []


def _counted(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[list[_Item]]:
    lists: list[list[_Item]] = []
    current: list[_Item] = []
    for match in pattern.finditer(text, start, end):
        number = parse_numeral(match["number"])
        if number == 1:
            lists.append(current)
            current = []
        if number == len(current) + 1:
            current.append(_Item(match.start("marker"), match.end("marker")))
    return [items for items in (*lists, current) if len(items) > 1]


def _in_order(text: str, start: int, end: int) -> list[_Item]:
    matches = list(_ORDERED.finditer(text, start, end))
    words = [match["marker"] for match in matches]
    if "首先" not in words or len(words) <= words.index("首先") + 1:
        return []
    first = words.index("首先")
    items: list[_Item] = []
    for match in matches[first:]:
        if match["marker"] == "首先" and items:
            break
        items.append(_Item(match.start("marker"), match.end("marker")))
        if match["marker"] == "最后":
            break
    return items


def _step(text: str, start: int, marker_end: int) -> str:
    marker = text[start:marker_end]
    after = marker_end
    while after < len(text) and text[after] in "，,、：: ":
        after += 1
    phrase = _PHRASE.match(text, after)
    words = phrase[0].strip() if phrase else ""
    step = text[start:after].rstrip() + words if words else marker
    return step if words and len(step) <= LONGEST_STEP else marker.rstrip("，,、：:")
