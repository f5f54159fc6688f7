"""Keys of clauses in a sentence: found in any brackets, told from document numbers, years and list marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_BRACKETS = re.compile(
    r"(?P<open>[\[［【〔〖({（｛「<《]{1,2})(?P<inside>[^\[\]［］【】〔〕〖〗(){}（）｛｝「」<>《》]{1,80})(?P<close>[\]］】〕〗)}）｝」>》]{1,2})"
)
_CARET = re.compile(r"\^\s*(?P<inside>[A-Za-z0-9_\-]{1,40})\^?")
_NUMBER_AFTER = re.compile(r"\s*第?\s*\d{1,5}\s*号")
_LEAD = re.compile(
    r"^(?:依据|来源|出处|引自|引用|参见|参考|条款|编号|见|注|键|source|ref|key|cite|clause)\s*[:：#]?\s*", re.I
)
_BETWEEN = re.compile(r"[\s,，、;；/|&+和及与]+")
_RANGE = re.compile(r"(\d{1,3})\s*[-–—~～至]\s*(\d{1,3})")
_MARK = re.compile(r"[\^#*「」'\"]+")
_KEY = re.compile(r"[A-Za-z0-9_\-:.#@]{1,40}")
_ROUND = frozenset("(（")
_STARTS_ITEM = re.compile(r"(?:^|[:：;；。，,、\n])\s*$")


@dataclass(frozen=True)
class Named:
    """The keys that a sentence names."""

    text: str
    """The sentence without them."""
    given: tuple[str, ...]
    unknown: tuple[str, ...]
    """Keys of the same shape as the given ones that were not given."""


def find_keys(sentence: str, keys: Sequence[str]) -> Named:
    """Find the keys named in `sentence`.

    Args:
        sentence: As it was written.
        keys: Those that were given.
    """
    known = {_fold(key): key for key in keys}
    shapes = {_shape(folded) for folded in known}
    given: list[str] = []
    unknown: list[str] = []

    def take(match: re.Match[str]) -> str:
        tokens = _keys_inside(match["inside"], known)
        plain = match.re is _BRACKETS and _is_plain(match, sentence, tokens, known)
        if not tokens or plain or not any(t in known or _shape(t) in shapes for t in tokens):
            return match[0]
        if not all(t in known or _shape(t) in shapes for t in tokens):
            return match[0]
        given.extend(known[t] for t in tokens if t in known)
        unknown.extend(t for t in tokens if t not in known)
        return ""

    text = _CARET.sub(take, _BRACKETS.sub(take, sentence))
    return Named(text.strip(), tuple(dict.fromkeys(given)), tuple(dict.fromkeys(unknown)))


def _keys_inside(inside: str, known: dict[str, str]) -> list[str]:
    whole = _fold(inside)
    if whole in known:
        return [whole]
    bare = _LEAD.sub("", unicodedata.normalize("NFKC", inside).strip())
    if numbers := _RANGE.fullmatch(bare):
        first, last = int(numbers[1]), int(numbers[2])
        if first < last < first + 20 and str(first) in known:
            return [str(n) for n in range(first, last + 1)]
    tokens = [_fold(_LEAD.sub("", part)) for part in _BETWEEN.split(bare) if part]
    return tokens if all(t in known or _KEY.fullmatch(t) for t in tokens) else []


def _is_plain(match: re.Match[str], sentence: str, tokens: list[str], known: dict[str, str]) -> bool:
    """Tell whether the brackets hold a year of a document number, a year, or the number of a list's item."""
    if _NUMBER_AFTER.match(sentence, match.end()) or (match["open"][0] in "《<" and tokens and tokens[0] not in known):
        return True
    if not all(t.isdigit() or not t.isascii() for t in tokens):
        return False
    if any(len(t) == 4 and t[:2] in ("19", "20") and t not in known for t in tokens):
        return True
    item = _STARTS_ITEM.search(sentence[: match.start()]) and re.match(r"\s*[\w《“]", sentence[match.end() :])
    return bool(match["open"][0] in _ROUND and item)


def _fold(key: str) -> str:
    return _MARK.sub("", unicodedata.normalize("NFKC", key).strip()).casefold().strip()


def _shape(key: str) -> tuple[str, int]:
    """What keys of one kind have in common: figures alone, letters and a number, or a mixture of one length."""
    if key.isdigit():
        return "9", 0
    if counted := re.fullmatch(r"([^\d]+)\d+", key):
        letters = counted[1]
        return (letters if not letters.isascii() or len(letters) > 1 else "a9"), 0
    if re.fullmatch(r"[a-z]+", key):
        return "a", len(key)
    return "mixed" if key.isascii() else key, len(key)
