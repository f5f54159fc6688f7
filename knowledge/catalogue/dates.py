"""Dates as documents write them: 2024年2月21日, 二〇二四年二月二十一日, 2024-02-21, Thu, 10 Feb 2022 02:54:29 GMT."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"(?P<year>[12]\d{3}|[一二][〇○零一二三四五六七八九]{3})"
_SMALL = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_CHINESE = re.compile(rf"{_YEAR}\s*年\s*(?P<month>{_SMALL})\s*月\s*(?P<day>{_SMALL})\s*日")
_ISO = re.compile(r"(?<!\d)(?P<year>[12]\d{3})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<![0-9A-Za-z])(?P<year>19\d{2}|20\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?![0-9A-Za-z])")


def date_spans(text: str) -> list[tuple[int, int, date]]:
    """Find the whole dates of `text` as (start, end, date), in their order; impossible ones are passed over.

    Offsets are into `text` with its width folded, which keeps its length for what documents hold.
    """
    folded = unicodedata.normalize("NFKC", text)
    matches = [match for form in (_CHINESE, _ISO) for match in form.finditer(folded)]
    found = [(match.start(), match.end(), day) for match in matches if (day := _of_match(match))]
    return sorted(found)


def find_dates(text: str) -> list[date]:
    """Find the whole dates (year, month and day) of `text`, in their order."""
    return [day for _, _, day in date_spans(text)]


def date_of_name(stem: str) -> date | None:
    """Find the last date in a file's name: (2024-02-21), 2024年2月21日 or 20240221 on its own."""
    if found := find_dates(stem):
        return found[-1]
    compact = [day for match in _COMPACT.finditer(stem) if (day := _of_match(match))]
    return compact[-1] if compact else None


def parse_date(value: object) -> date | None:
    """Read a date out of front matter: a YAML date, or text in one of the forms above; None where there is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    if found := find_dates(value):
        return found[0]
    try:
        return parsedate_to_datetime(value).date()
    except ValueError:
        return None


def _of_match(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"].translate(_DIGITS)), _small(match["month"]), _small(match["day"]))
    except ValueError:
        return None


def _small(numeral: str) -> int:
    """Read a month or a day: 12, 十二, 三十."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int(numeral.translate(_DIGITS))
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)
