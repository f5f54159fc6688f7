"""Is a word of a sentence in its clauses, as itself, as a part, or as another word that says the same?"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from retrieval.lexicon import word_lines, word_set

_GROUPS = tuple(tuple(line.split()) for line in word_lines("paraphrases.txt"))
PLAIN = word_set("plain.txt")
"""Words that claim nothing of their own in an answer."""
CONTRASTS: tuple[frozenset[str], ...] = tuple(frozenset(line.split()) - {"!"} for line in word_lines("contrasts.txt"))
"""Sets of words of which one never stands for another."""
EXCHANGEABLE = frozenset(n for n, line in enumerate(word_lines("contrasts.txt")) if line.startswith("!"))
"""Numbers of the sets whose words may change places in a sentence that reads well all the same."""

_OTHER_RANK = "副非代"
_GAP = 2
_HALF = 0.5
_BODIES = "会部处科站所院办局组队厅署团委校社"
"""学生会 is not 学生."""
_BEFORE_VERBS = frozenset("未可已应须需将被并签交发做办还再先共各每要")
_ABBREVIATED = 0.8
_BOTH_OF_NOUN = 0.3
WEIGHTY = word_set("weighty.txt")
"""Verbs that make a rule, and nouns of them: nothing but themselves stands for them."""


def _by_word() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for group in _GROUPS:
        # The first word of a group says what all of it says; the others need not say the same of each other.
        for word in group:
            found[word].update(other for other in group if other != word)
    for contrast in CONTRASTS:
        for word in contrast:
            found[word] -= contrast
    return {word: frozenset(others) for word, others in found.items()}


_PARAPHRASES = _by_word()
_SIBLINGS: dict[str, frozenset[str]] = {
    word: frozenset().union(*(c for c in CONTRASTS if word in c)) - {word} for c in CONTRASTS for word in c
}


def paraphrases(word: str) -> frozenset[str]:
    """Give the words that may be put for `word`."""
    return _PARAPHRASES.get(word, frozenset())


def siblings(word: str) -> frozenset[str]:
    """Give the words that never stand for `word` though they are its like."""
    return _SIBLINGS.get(word, frozenset())


def occurrences(word: str, text: str) -> list[int]:
    """Give the places where `word` stands as itself: 主任 is not in 副主任, nor 批准 of 未批准 told apart here."""
    found, at = [], text.find(word)
    longer = [other for other in siblings(word) if word in other]
    while at >= 0:
        before = text[at - 1 : at]
        inside = any(_inside(other, word, text, at) for other in longer)
        if not inside and not (before and before in _OTHER_RANK and word[0] not in _OTHER_RANK):
            found.append(at)
        at = text.find(word, at + 1)
    return found


def said_at(word: str, text: str) -> list[int]:
    """Give the places where `word` or one that says the same stands."""
    found = occurrences(word, text)
    for other in paraphrases(word):
        found.extend(occurrences(other, text))
    return sorted(found)


@lru_cache(maxsize=65536)
def credit(word: str, tag: str, text: str) -> float:
    """Say how far `word` is met by `text`: 1 as itself or by one that says the same, 0 not at all."""
    if occurrences(word, text):
        return 1.0
    if any(occurrences(other, text) for other in paraphrases(word)):
        return 1.0
    if siblings(word) and any(other in text for other in siblings(word)):
        return 0.0
    if len(word) == 3 and (word[:2] in PLAIN or word[1:] in PLAIN):
        return _ABBREVIATED
    if 3 <= len(word) <= 4 and _near(word, text):
        return _ABBREVIATED
    if len(word) == 3:
        # What comes first tells things apart: 低保户 is not 五保户.
        if occurrences(word[:2], text) and not (tag[0] == "n" and word[2] in _BODIES):
            return _ABBREVIATED
        # A verb with something before it, or with its object: 可延长, 签合同.
        if (tag.startswith("v") or word[0] in _BEFORE_VERBS) and credit(word[1:], tag, text) >= _ABBREVIATED:
            return _ABBREVIATED
    elif len(word) > 3:
        first, second = _parts(word)
        met = (credit(first, tag, text) + credit(second, tag, text)) / 2
        if met == _HALF and not (occurrences(first, text) or occurrences(second, text)):
            # 中层干部 is not said by 人员.
            return 0.0
        if met >= _HALF:
            return met
    if len(word) == 2 and _near(word, text):
        return _ABBREVIATED
    return _likeness(word, tag, text)


def _inside(other: str, word: str, text: str, at: int) -> bool:
    return text.startswith(other, at - other.index(word)) if at >= other.index(word) else False


def _parts(word: str) -> tuple[str, str]:
    middle = len(word) // 2
    return word[:middle], word[middle:]


@lru_cache(maxsize=4096)
def _gap(word: str) -> re.Pattern[str]:
    gap = rf"[^。;,:、\n]{{0,{_GAP}}}" if len(word) == 2 else r"[^。;,:、\n]?"
    return re.compile(gap.join(map(re.escape, word)))


def _near(word: str, text: str) -> bool:
    """Tell whether the characters stand close together in order: 追责 in 追究责任; a word's parts: 修建 in 修路建桥."""
    return bool(_gap(word).search(text)) or (len(word) == 2 and bool(_listed(word).search(text)))


@lru_cache(maxsize=4096)
def _listed(word: str) -> re.Pattern[str]:
    """春秋 for 春季、秋季, 收运 for 收集、运送."""
    return re.compile(rf"{re.escape(word[0])}.?、{re.escape(word[1])}")


def _likeness(word: str, tag: str, text: str) -> float:
    """What a word that shares characters with the text is worth: 审核 and 审查, 婚宴 and 婚嫁、宴请."""
    if len(word) != 2 or word in WEIGHTY:
        return 0.0
    shared = sum(character in text for character in word)
    if not tag.startswith(("v", "a", "d")) or tag == "vn":
        return _BOTH_OF_NOUN if shared == len(word) else 0.0
    return (0.0, 0.3, 0.5)[shared]
