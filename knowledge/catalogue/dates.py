"""Dates as documents write them: 2024年2月21日, 二〇二四年二月二十一日, 2024-02-21, Thu, 10 Feb 2022 02:54:29 GMT."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"(?P<year>[12]\d{3}|[一二][〇○零一二三四五六七八九]{3})"
_SMALL = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
CHINESE_DATE = re.compile(rf"{_YEAR}\s*年\s*(?P<month>{_SMALL})\s*月\s*(?P<day>{_SMALL})\s*日")
_ISO_DATE = re.compile(r"(?<!\d)(?P<year>[12]\d{3})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")


def find_dates(text: str) -> list[date]:
    """Find the whole dates (year, month and day) of `text`, in their order; impossible ones are passed over."""
    folded = unicodedata.normalize("NFKC", text)
    found = [(match.start(), _of_match(match)) for form in (CHINESE_DATE, _ISO_DATE) for match in form.finditer(folded)]
    return [day for _, day in sorted((at, day) for at, day in found if day)]


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
