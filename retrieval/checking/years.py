"""Targets by year: in 到2028年，1200亿元；到2030年，1800亿元 a figure belongs to the year said last before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from retrieval.checking.facts import Fact
from retrieval.checking.prepared import Prepared

_YEAR = re.compile(r"(?<![比较与以同从自\d])((?:19|20)\d{2})年(?!以?来|\d|度?比|的?基础|基数)")
_SPAN = re.compile(r"\d{4}年?(?:\d+月)?(?:\d+日)?[至到-]\d{4}年")
_END = re.compile(r"[。!?\n]")


def year_faults(
    claimed: Sequence[Fact],
    sentence: Prepared,
    stated: Sequence[Fact],
    ground: Prepared,
    agree: Callable[[Fact, Fact], bool],
) -> Iterator[str]:
    """Tell of a figure that the clauses only give for another year.

    Args:
        claimed: Numbers of the sentence.
        sentence: Without keys.
        stated: Numbers of the clauses.
        ground: The clauses.
        agree: Whether two facts are the same.
    """
    for fact in claimed:
        year = _year_of(fact, sentence)
        if not year:
            continue
        years = [_year_of(other, ground) for other in stated if agree(fact, other)]
        if years and all(years) and year not in years:
            yield f"“{fact.shown}”：条款为{years[0]}年，句中为{year}年"
            return


def _year_of(fact: Fact, prepared: Prepared) -> str:
    """Give the year that governs a number; nothing for a year, and where none was said in the sentence before it."""
    if fact.kind == "日期":
        return ""
    starts = [match.end() for match in _END.finditer(prepared.text, 0, fact.start)]
    start = starts[-1] if starts else 0
    if _SPAN.search(prepared.text, start, fact.start):
        return ""
    found = [m[1] for m in _YEAR.finditer(prepared.text, start, fact.start)]
    return found[-1] if found else ""
