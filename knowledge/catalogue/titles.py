"""Titles: as files and documents write them, and the keys by which two of them are told to be one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NAME_DATE = re.compile(
    r"[(（]\s*[12]\d{3}[-./]\d{1,2}[-./]\d{1,2}\s*[)）]$|^(?:19|20)\d{2}[-.]?\d{2}[-.]?\d{2}(?=[_\s-])|(?<=[_\s-])20\d{2}[-.]?\d{2}[-.]?\d{2}$"
)
_YEAR = r"(?:[12]\d{3}年?(?:\d{1,2}月(?:\d{1,2}日)?)?)"
_VERSION = re.compile(
    rf"\((?:试行|暂行|(?:{_YEAR}(?:第[一二三四五六七八九十]+次)?)?(?:修订|修正|修改)(?:版|本|稿)?|{_YEAR}(?:版|本))\)"
)
_MARKS = re.compile(r"[\s《》〈〉<>\"'“”‘’·]")
_STATE = "中华人民共和国"
_ENCLOSING = re.compile(
    r"^(?P<issuer>[^《》]{0,40}?)关于(?:印发|发布|公布|颁布|修订印发|重新印发)《(?P<title>.+)》的(?:通知|公告|决定)$"
)
_ISSUER = re.compile(r"^[^《》]{2,60}?(?:院|部|局|署|委|会|厅|办公室|政府|中央|军|行)(?=关于)")


def title_of_name(source: str) -> str:
    """Make a title of a file's name: folders, suffix and a date before or after it fall away."""
    stem = stem_of(source)
    return _NAME_DATE.sub("", stem).strip(" _-") or stem


def stem_of(source: str) -> str:
    """Give a file's name without folders and suffix."""
    name = source.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[0] or name


@lru_cache(maxsize=65536)
def folded_title(title: str) -> str:
    """Fold a title's width and leave out marks, white space and the state's name."""
    folded = _MARKS.sub("", unicodedata.normalize("NFKC", title))
    return folded.removeprefix(_STATE) or folded


@lru_cache(maxsize=65536)
def title_key(title: str) -> str:
    """Give what the versions of a title share: folded, without （试行） or (2013修正) but with （二）."""
    folded = folded_title(title)
    return _VERSION.sub("", folded) or folded


def without_issuer(key: str) -> str:
    """Leave out the organ in front of 关于: a clause often names a document of the same organ without it."""
    return _ISSUER.sub("", key)


@lru_cache(maxsize=65536)
def enclosed_title(title: str) -> str:
    """Give the title that a notice of promulgation carries (关于印发《…办法》的通知); any other title as it is."""
    match = _ENCLOSING.match(title.strip())
    return match["title"] if match else title
