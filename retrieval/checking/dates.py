"""Dates of a text, whole and in part: 2024年2月21日, 2024-02-21, 3月底, 每月15日, 2023—2027年."""

from __future__ import annotations

import re
from calendar import monthrange

from retrieval.checking.bounds import bound_of
from retrieval.checking.facts import Fact

_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?P<iso>(?<![\d.])(?P<iy>{_YEAR})[-/.](?P<im>\d{{1,2}})(?:[-/.](?P<id>\d{{1,2}}))?(?![\d.]))"
    rf"|(?P<long>(?P<y>{_YEAR})年度?(?:(?P<m>1[0-2]|0?[1-9])月份?)?(?:(?P<d>[0-3]?\d)[日号]|(?P<end>底|末|初|终))?)"
    rf"|(?P<month>(?<!\d)(?P<mm>1[0-2]|0?[1-9])月份?(?!度)(?:(?P<md>[0-3]?\d)[日号]|(?P<mend>底|末|初))?)"
    rf"|(?P<day>(?<=[每当次本下上]月)(?P<dd>[0-3]?\d)[日号])"
    rf"|(?P<yearend>(?<![一-鿿]月)(?:年底|年末|年终))"
    rf"|(?P<first>(?<!\d)(?P<fy>{_YEAR})(?=年?(?:-|至|到)(?:{_YEAR})))"
)
_TITLE = re.compile(r"《[^《》]*》")
_LAST = 99
"""Stands for the last day of a month, or of the year."""


def dates(text: str) -> list[Fact]:
    """Find the dates of a normalized text, those in titles left out."""
    titles = [match.span() for match in _TITLE.finditer(text)]
    found = []
    for match in _DATE.finditer(text):
        if any(begin <= match.start() < stop for begin, stop in titles):
            continue
        start, end = match.span()
        value = _value(match)
        if value is not None:
            found.append(Fact("日期", "日期", value, start, end, match[0], bound_of(text, start, end, is_date=True)))
    return found


def dates_agree(claimed: Fact, stated: Fact) -> bool:
    """Tell whether a source's date says what a sentence's does; the sentence may say less of it, never more."""
    if not isinstance(claimed.value, tuple) or not isinstance(stated.value, tuple):
        return False
    pairs = zip(claimed.value, stated.value, strict=True)
    same = all(mine is None or mine == theirs for mine, theirs in pairs)
    return same and claimed.bound == stated.bound


def _value(match: re.Match[str]) -> tuple[object, ...] | None:
    if match["yearend"]:
        return (None, 12, _LAST)
    if match["first"]:
        return (int(match["fy"]), None, None)
    year = match["iy"] or match["y"]
    month = match["im"] or match["m"] or match["mm"]
    day = match["id"] or match["d"] or match["md"] or match["dd"]
    part = match["end"] or match["mend"]
    if month and int(month) > 12:
        return None
    return _folded(int(year) if year else None, int(month) if month else None, int(day) if day else None, part)


def _folded(year: int | None, month: int | None, day: int | None, part: str | None) -> tuple[object, ...]:
    if part in ("底", "末", "终"):
        return (year, month or 12, _LAST)
    if part == "初":
        return (year, month or 1, "初")
    if month and day and day == monthrange(year or 2023, month)[1]:
        return (year, month, _LAST)
    return (year, month, day)
