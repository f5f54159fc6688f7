"""Numerals as Chinese documents write them: 一百零五, 〇, 廿, １２, 12, ①."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DIGITS = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    **{digit: value for value, digit in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "Ｏ": 0,
    "两": 2,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": "二十", "卅": "三十"}
_TEN_THOUSAND = {"万", "萬"}

CHINESE_NUMERAL = "零〇○Ｏ一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
"""The characters of a Chinese numeral, for a regular expression's class."""

NUMERAL = rf"(?:[{CHINESE_NUMERAL}]+|[0-9０-９]+)"
"""A numeral in Chinese or Arabic figures, half or full width, as a regular expression."""

_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=4096)
def parse_numeral(text: str) -> int | None:
    """Read a whole number.

    Args:
        text: A numeral without its counter: 一百零五, １２, 12, 二〇二四, ⑫; white space inside is passed over.

    Returns:
        The number, or None where `text` is not one numeral.
    """
    compact = _SPACES.sub("", text)
    if not compact:
        return None
    if compact.isascii():
        return int(compact) if compact.isdigit() else None
    for tens, plain in _TENS.items():
        compact = compact.replace(tens, plain)
    if all(character in _DIGITS for character in compact):
        return int("".join(str(_DIGITS[character]) for character in compact))
    if all(character in _DIGITS or character in _UNITS or character in _TEN_THOUSAND for character in compact):
        return _parse_chinese(compact)
    folded = unicodedata.normalize("NFKC", compact)
    return int(folded) if folded.isascii() and folded.isdigit() else None


def _parse_chinese(text: str) -> int | None:
    total = section = 0
    digit: int | None = None
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _UNITS:
            section += (1 if digit is None or (digit == 0 and section) else digit) * _UNITS[character]
            digit = None
        else:
            total = (total + section + (digit or 0)) * 10_000
            section, digit = 0, None
    return total + section + (digit or 0)


def format_numeral(number: int) -> str:
    """Write a number as statutes number their articles: 105 as 一百零五, 12 as 十二.

    Args:
        number: From 0 to 9,999.

    Raises:
        ValueError: the number is out of range.
    """
    if not 0 <= number <= 9_999:
        raise ValueError(f"format_numeral takes 0 to 9999, got {number}: larger numbers stand in no article's number")
    figures = "零一二三四五六七八九"
    if number < 10:
        return figures[number]
    written = ""
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            written += figures[digit] + unit
        elif written and number % power and not written.endswith("零"):
            written += "零"
    return written[1:] if written.startswith("一十") else written
