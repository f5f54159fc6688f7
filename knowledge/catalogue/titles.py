"""Titles: as files and documents write them, and the key by which two versions of one title are told to be one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NAME_DATE = re.compile(r"[(（]\s*(?:[12]\d{3}[-./]\d{1,2}[-./]\d{1,2})\s*[)）]$")
_VERSION = re.compile(
    r"\((?:试行|暂行|修订|修正|修订版|修正版|修订本|(?:[12]\d{3}年?(?:\d{1,2}月(?:\d{1,2}日)?)?)?(?:第[一二三四五六七八九十]+次)?"
    r"(?:修订|修正|修改|修订版|修正版|版|本))\)"
)
_MARKS = re.compile(r"[\s《》〈〉<>\"'“”‘’·]")
_STATE = "中华人民共和国"


def title_of_name(source: str) -> str:
    """Make a title of a file's name: folders, suffix and a date in brackets at its end fall away."""
    name = source.rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0] if "." in name.lstrip(".") else name
    return _NAME_DATE.sub("", stem).strip() or stem


def date_text_of_name(source: str) -> str:
    """Give the date in brackets at the end of a file's name, as written; empty where there is none."""
    stem = source.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    match = _NAME_DATE.search(stem)
    return match[0] if match else ""


@lru_cache(maxsize=65536)
def title_key(title: str) -> str:
    """Give what all versions of a title share: width folded, marks, （试行）, (2013修正) and the state's name left out."""
    folded = _MARKS.sub("", unicodedata.normalize("NFKC", title))
    without_version = _VERSION.sub("", folded)
    return without_version.removeprefix(_STATE) or folded
