"""What is too long to be one clause → parts that an embedder reads whole, cut between sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.values import ClauseDraft

LONGEST_CLAUSE = 2000
"""Characters of a clause that stays whole. The longest article of a national law has some 1,400; what is longer is
a list that nobody wants quoted in one piece. An index embeds what lies between this and `LONGEST_PART` in windows."""

LONGEST_PART = 450
"""Characters of a part: what a passage encoder of 512 tokens reads whole, with room for the heading path."""

_BREAKS = (
    re.compile(r"\n+"),
    re.compile(r"(?<=[。！？!?])[”’」』）)]*"),
    re.compile(r"(?<=[；;：:])"),
    re.compile(r"(?<=[，,、])"),
)
"""Where a text may be cut, the best places first."""


def cut_long(drafts: Sequence[ClauseDraft], text: str) -> tuple[ClauseDraft, ...]:
    """Cut drafts of more than `LONGEST_CLAUSE` characters into parts with the same path, numbered from 1."""
    places: dict[int, int] = {}
    result: list[ClauseDraft] = []
    for old, draft in enumerate(drafts):
        places[old] = len(result)
        parent = None if draft.parent is None else places[draft.parent]
        if draft.end - draft.start <= LONGEST_CLAUSE:
            result.append(draft if parent == draft.parent else replace(draft, parent=parent))
            continue
        for part, (start, end) in enumerate(_parts(text, draft.start, draft.end), 1):
            result.append(replace(draft, start=start, end=end, parent=parent, part=part))
    return tuple(result)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for piece_start, piece_end in _pieces(text, start, end, 0):
        if piece_end - begin > LONGEST_PART and piece_start > begin:
            yield _trimmed(text, begin, piece_start)
            begin = piece_start
    yield _trimmed(text, begin, end)


def _pieces(text: str, start: int, end: int, grade: int) -> Iterator[tuple[int, int]]:
    """Cut at the breaks of one grade, and what is still too long at those of the next."""
    if end - start <= LONGEST_PART:
        yield start, end
    elif grade == len(_BREAKS):
        for begin in range(start, end, LONGEST_PART):
            yield begin, min(begin + LONGEST_PART, end)
    else:
        cuts = sorted({match.end() for match in _BREAKS[grade].finditer(text, start, end)} | {start, end})
        for begin, finish in pairwise(cuts):
            yield from _pieces(text, begin, finish, grade + 1)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave the white space at both ends out."""
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())
