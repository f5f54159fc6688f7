"""Which 第N条 at the start of a line opens an article, and which is a reference: the sequence decides.

1. Every 第N条 at the start of a line, or after the end of a sentence within one, is a candidate. Its weight says how
   much it looks like a heading: set off by white space, after a finished sentence, not followed by 规定的 or 、.
2. The chain of candidates with the greatest sum is the document's articles. Going on by one is free; a gap, a
   repeated number and a new 第一条 cost, so that they need good candidates.
3. A candidate between two articles whose numbers leave exactly one out takes its place, reference-like or misprinted
   as it may be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.numerals import NUMERAL
from knowledge.parser.headings import is_attachment
from knowledge.parser.lines import Line, split_line
from knowledge.parser.markers import CHAPTER_STYLES, Marker, Style, read_marker

SET_OFF = 2.0
UNSPACED = 1.0
UNSPACED_AMONG_SPACED = 0.5
INLINE = 0.4
INLINE_UNSPACED = 0.2
REFERENCE = -3.0
IN_QUOTES = -2.5
SENTENCE_OPEN = -0.8

START_ELSEWHERE = 0.5
SMALL_GAP = 0.8
LARGE_GAP = 1.6
LARGEST_SMALL_GAP = 8
LONGEST_NUMBER = 30
"""Characters that are looked at for an article's number and the words after it, so that one long line costs little."""
REPEATED = 1.2
ANOTHER_DOCUMENT = 2.5
ATTACHED_DOCUMENT = 0.5

_REFERENCE_AFTER = re.compile(
    r"\s*(?:[、，,；;）)》”’]|第\s*[\d一二三四五六七八九十]+\s*[款项]|(?:至|到|和|与|及|或|以及|或者)\s*第|以外|之外"
    r"|(?:所|中|的|之)?\s*(?:规定|所称|所列|所指|所述|修改|改为)|所[称列指述]|中[的，“]|的[，。、规情范要]|等|情形)"
)
_OPEN_ENDS = re.compile(r"(?:依照|依据|根据|按照|适用|违反|符合|参照|本[法条例规定办细则解释]+|和|与|及|或|、|》|的)$")
_INLINE = re.compile(rf"(?<=[。！？”）)\s])\s*(?=[第笫]\s*{NUMERAL}\s*条)")


@dataclass(frozen=True, slots=True)
class _Candidate:
    line: int
    offset: int
    number: tuple[int, ...]
    weight: float
    introduced: bool
    """Follows 内容如下： or another candidate that does: wording that an amendment inserts."""
    attached: bool
    """The first after 附件."""
    set_apart: bool
    """Begins a line after a finished sentence, outside quotes."""


def find_articles(lines: Sequence[Line]) -> tuple[list[Line], frozenset[int]]:
    """Choose the lines that open an article.

    Returns:
        The lines, cut where an article begins within one, and the places in them where articles begin.
    """
    candidates = _candidates(lines)
    chosen = _fill_single_gaps(candidates, _best_chain(candidates))
    cuts: dict[int, list[int]] = {}
    for place in chosen:
        candidate = candidates[place]
        cuts.setdefault(candidate.line, []).append(candidate.offset)
    result: list[Line] = []
    opening: set[int] = set()
    for index, line in enumerate(lines):
        offsets = cuts.get(index)
        if offsets is None:
            result.append(line)
            continue
        inner = [offset for offset in offsets if offset]
        pieces = split_line(line, inner) if inner else [line]
        first = 0 if offsets[0] == 0 else 1
        opening.update(range(len(result) + first, len(result) + len(pieces)))
        result += pieces
    return result, frozenset(opening)


def _candidates(lines: Sequence[Line]) -> list[_Candidate]:
    found = []
    habit = _spacing_habit(lines)
    introduced_number = 0
    attached = False
    for index, line in enumerate(lines):
        attached = attached or is_attachment(line)
        if line.kind == "table" or "条" not in line.text:
            continue
        for offset, marker in _markers(line):
            weight = _weight(lines, index, offset, marker, habit)
            introduced = offset == 0 and (
                _introduced(lines, index) or (introduced_number > 0 and marker.number[0] == introduced_number + 1)
            )
            introduced_number = marker.number[0] if introduced else 0
            set_apart = offset == 0 and not line.quoted and (index == 0 or lines[index - 1].ends_sentence)
            found.append(_Candidate(index, offset, marker.number, weight, introduced, attached, set_apart))
            attached = False
    return found


def _markers(line: Line) -> list[tuple[int, Marker]]:
    found = []
    if line.marker and line.marker.style is Style.ARTICLE:
        found.append((0, line.marker))
    for match in _INLINE.finditer(line.text, 1):
        place = match.end()
        marker = read_marker(line.text[place : place + LONGEST_NUMBER])
        ended = line.text[max(0, place - LONGEST_NUMBER) : place].rstrip()[-1:] in tuple("。！？”）)")
        in_chapter = line.marker is not None and line.marker.style in CHAPTER_STYLES and not found
        if marker and marker.style is Style.ARTICLE and (ended or (in_chapter and marker.spaced)):
            found.append((place, marker))
    return found


def _weight(lines: Sequence[Line], index: int, offset: int, marker: Marker, spaced_habit: bool) -> float:
    line = lines[index]
    after = line.text[offset + marker.end : offset + marker.end + LONGEST_NUMBER]
    speaks_of_it = bool(after) and _REFERENCE_AFTER.match(after) is not None
    if offset:
        return REFERENCE if speaks_of_it else INLINE if marker.spaced else INLINE_UNSPACED
    weight = SET_OFF if marker.spaced else UNSPACED_AMONG_SPACED if spaced_habit else UNSPACED
    if speaks_of_it and not marker.spaced:
        weight = REFERENCE
    if line.quoted:
        weight += IN_QUOTES
    before = lines[index - 1] if index else None
    if before and not before.ends_sentence and before.kind == "paragraph" and not _stands_alone(before):
        weight += REFERENCE if _OPEN_ENDS.search(before.text) else SENTENCE_OPEN
        if marker.spaced and speaks_of_it:
            weight += REFERENCE
    return weight


def _stands_alone(line: Line) -> bool:
    return line.marker is not None and (line.marker.style in CHAPTER_STYLES or line.marker.end == len(line.text))


def _spacing_habit(lines: Sequence[Line]) -> bool:
    spaced = unspaced = 0
    for line in lines:
        if line.marker and line.marker.style is Style.ARTICLE:
            if line.marker.spaced:
                spaced += 1
            elif not _REFERENCE_AFTER.match(line.rest):
                unspaced += 1
    return spaced >= 2 * unspaced


def _introduced(lines: Sequence[Line], index: int) -> bool:
    """Whether the line follows 内容如下： or the like, headings between them passed over."""
    place = index - 1
    while place >= 0 and lines[place].marker is not None and _stands_alone_heading(lines[place]):
        place -= 1
    return place >= 0 and lines[place].introduces


def _stands_alone_heading(line: Line) -> bool:
    return line.marker is not None and line.marker.style in CHAPTER_STYLES


def _best_chain(candidates: Sequence[_Candidate]) -> list[int]:
    scores: list[float] = []
    previous: list[int | None] = []
    ends: dict[int, int] = {}
    exact: dict[tuple[int, ...], int] = {}
    best: int | None = None
    for place, candidate in enumerate(candidates):
        score, before = _best_predecessor(candidate, scores, ends, exact, best)
        scores.append(score + candidate.weight)
        previous.append(before)
        number = candidate.number
        if number[0] not in ends or scores[place] >= scores[ends[number[0]]]:
            ends[number[0]] = place
        if number not in exact or scores[place] >= scores[exact[number]]:
            exact[number] = place
        if best is None or scores[place] >= scores[best]:
            best = place
    chain: list[int] = []
    place_or_none = best if best is not None and scores[best] > 0 else None
    while place_or_none is not None:
        chain.append(place_or_none)
        place_or_none = previous[place_or_none]
    return chain[::-1]


def _best_predecessor(
    candidate: _Candidate,
    scores: Sequence[float],
    ends: dict[int, int],
    exact: dict[tuple[int, ...], int],
    best: int | None,
) -> tuple[float, int | None]:
    number, added = candidate.number[0], candidate.number[1:]
    options: list[tuple[float, int | None]] = [(0.0 if number == 1 else -START_ELSEWHERE, None)]

    def offer(place: int | None, cost: float) -> None:
        if place is not None:
            options.append((scores[place] - cost, place))

    if added:
        offer(exact.get((*candidate.number[:-1], added[-1] - 1) if added[-1] > 1 else candidate.number[:-1]), 0.0)
        offer(ends.get(number), SMALL_GAP)
    else:
        offer(ends.get(number - 1), 0.0)
    if not candidate.introduced:
        offer(ends.get(number), REPEATED)
        gaps = [gap for gap in range(2, LARGEST_SMALL_GAP + 1) if number - gap in ends]
        for gap in gaps:
            offer(ends[number - gap], SMALL_GAP)
        if not gaps and number - 1 not in ends:
            lower = [end for end in ends if end < number]
            if lower:
                offer(ends[max(lower, key=lambda end: scores[ends[end]])], LARGE_GAP)
    if number == 1 and not added:
        offer(best, ATTACHED_DOCUMENT if candidate.attached else ANOTHER_DOCUMENT)
    return max(options, key=lambda option: option[0])


def _fill_single_gaps(candidates: Sequence[_Candidate], chain: list[int]) -> list[int]:
    filled = list(chain)
    for before, after in pairwise(chain):
        missing = candidates[before].number[0] + 1
        if candidates[after].number[0] != missing + 1:
            continue
        between = [place for place in range(before + 1, after) if not candidates[place].introduced]
        # 第八十六条规定… may be the article itself, where no other line claims its number.
        named = [place for place in between if candidates[place].number == (missing,) and candidates[place].set_apart]
        misprinted = [place for place in between if candidates[place].weight >= SET_OFF]
        if len(named or misprinted) == 1:
            filled += named or misprinted
    return sorted(filled)
