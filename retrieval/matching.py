"""How well a question's word is met by a text: the word itself, one that says the same, or its abbreviation."""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.lexicon import SYNONYMS

EXACT = 1.0
SET = 0.95
"""The name of a set (四个融入) by its members: 融入…、融入…、融入…、融入…."""
SYNONYM = 0.75
ABBREVIATION = 0.55
"""The word's characters in order and close together: 追责 in 追究责任, 报批 in 报党委批准."""
HALF = 0.4
"""Half of a longer word: 公开 of 公开情况."""

_AUXILIARIES = "要能会可须应再去来"
"""What the segmenter leaves on a verb of one character: 要建, 可用."""

_GAP = 5
"""Most characters between two of an abbreviation: what a pair of brackets holds."""


@lru_cache(maxsize=65536)
def match(word: str, text: str) -> float:
    """Say how well `word` is met by `text`, both normalized: from 0 (not at all) to 1 (literally)."""
    if word in text:
        return EXACT
    if _names_members(word, text):
        return SET
    if any(other in text for other in synonyms(word)):
        return SYNONYM
    if len(word) == 2 and word[0] in _AUXILIARIES and word[1] in text:
        return ABBREVIATION
    if len(word) == 1 or not "\u3400" <= word[0] <= "\u9fff":
        return 0.0
    if len(word) >= 4:
        halves = (word[: len(word) // 2], word[len(word) // 2 :])
        met = sum(half in text for half in halves)
        if met:
            return EXACT * 0.9 if met == 2 else HALF
    if len(word) <= 3 and _abbreviation(word).search(text):
        return ABBREVIATION
    return 0.0


_SET = re.compile(r"(\d)个(\w{2,6})")


def _names_members(word: str, text: str) -> bool:
    named = _SET.fullmatch(word)
    return named is not None and int(named.group(1)) >= 2 and text.count(named.group(2)) >= int(named.group(1))


@lru_cache(maxsize=4096)
def synonyms(word: str) -> frozenset[str]:
    """Words that ask for the same as `word`."""
    return frozenset(other for group in SYNONYMS if word in group for other in group if other != word)


@lru_cache(maxsize=4096)
def _abbreviation(word: str) -> re.Pattern[str]:
    between = rf"[^。；，,;]{{0,{_GAP}}}?"
    return re.compile(between.join(map(re.escape, word)))
