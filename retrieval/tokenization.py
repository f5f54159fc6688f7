"""Text to tokens for the keyword index and for evidence: words and character pairs.

Words alone miss what the segmenter cuts otherwise in the question than in the clause; pairs alone miss what a word
weighs. Together they beat either on statutes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from knowledge import segmentation
from knowledge.numerals import CHINESE_NUMERAL, parse_numeral

_TERM = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[a-z]+|[0-9]+(?:\.[0-9]+)?")
_SENTENCE = re.compile(r"[^。！？；;\n]*(?:[。！？；;]+[”’」』）)]*[。；;，,]*|\n+|$)")
_DASHES = re.compile(r"[‐-―—–~～]+")


_COUNTED = re.compile(
    rf"(?<![{CHINESE_NUMERAL}\d.])([{CHINESE_NUMERAL}]+)(?=个|年|月|日|天|周|小时|项|条|款|次|轮|家|名|人|级|倍|元)"
)


def normalize(text: str) -> str:
    """Fold width and case, unify dashes and counted numerals (六个月, 6个月), so that the same words look the same."""
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text).lower())
    return _COUNTED.sub(_digits, folded)


def _digits(numeral: re.Match[str]) -> str:
    number = parse_numeral(numeral.group(1))
    return numeral.group(1) if number is None else str(number)


def words(text: str) -> list[str]:
    """Cut `text` into its words, punctuation left out, in order."""
    # The segmenter keeps 2022-2026 and c++ whole; a question asks for one of the years.
    return [term for word in segmentation.cut(normalize(text)) for term in _TERM.findall(word)]


def pairs(text: str) -> list[str]:
    """Every two neighbouring Chinese characters of `text`, in order."""
    found: list[str] = []
    for run in _TERM.findall(normalize(text)):
        found.extend(run[i : i + 2] for i in range(len(run) - 1) if run[0] > "z")
    return found


def keyword_tokens(text: str) -> list[str]:
    """Tokens of the keyword index: the words of `text`, then its character pairs.

    A pair that is a word already is counted twice: two-character words carry most of the meaning.
    """
    return words(text) + pairs(text)


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[str, ...]:
    """Cut `text` after 。！？； and at line feeds; the pieces joined are `text` again."""
    return tuple(_SENTENCE.findall(text)[:-1]) or (text,)
