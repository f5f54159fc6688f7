"""Provinces and cities that a question names; a document of another place does not answer it."""

from __future__ import annotations

import re

from knowledge import segmentation
from knowledge.catalogue.regions import PREFECTURES, PROVINCES

_SUFFIX = re.compile(r"(?<=..)(?:省委|市委|县委|区委|省级|市级|省|市|县|区|州|盟|旗|自治区|自治州)+$")


def places_in(question: str) -> tuple[str, ...]:
    """Names of places in a normalized question, without 省 and 市, in order.

    A province counts wherever it stands; the name of a city has to be a word, because some are parts of others.
    """
    found = dict.fromkeys(name for name in sorted(PROVINCES) if name in question)
    for word, tag in segmentation.tag(question):
        bare = bare_name(word)
        # The segmenter takes many a new word for a place: only one that says what it is counts.
        if bare in PREFECTURES or (
            tag == "ns" and bare != word and bare not in _NOT_PLACES and bare[0] not in "各本该每"
        ):
            found.setdefault(bare)
    return tuple(sorted(found, key=question.index))


def bare_name(place: str) -> str:
    """A place's name without what it is: 濮阳 of 濮阳市, 广东 of 广东省委."""
    return _SUFFIX.sub("", place)


_NOT_PLACES = frozenset(
    {"中国", "中华", "全国", "中央", "我省", "我市", "本市", "本省", "国内", "地方", "境内", "国家"}
)
