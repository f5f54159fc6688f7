"""The keys that clauses are handed over under: drawn anew for each question, so that no document can name one.

A key is four consonants in square brackets, [KXQT]: no word, no number, nothing like 〔2024〕5号 or [2024]5号.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Sequence

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_LENGTH = 4
_KEY = f"[{_LETTERS}]{{{_LENGTH}}}"
_OPENING, _CLOSING = r"[\[【(（〔]", r"[\]】)）〕]"
_GROUP = re.compile(rf"{_OPENING}\s*({_KEY}(?:[\s,，、;；/]+{_KEY})*)\s*{_CLOSING}", re.IGNORECASE)
"""One key or several in a bracket of any kind: small models change the brackets."""
OPENING_BRACKET = re.compile(_OPENING)
_NUMBER_MARK = re.compile(r"\[\s*\d{1,2}\s*\]")
"""What a model writes by habit from papers: the answer's own markers are made later."""


def draw_keys(count: int, texts: Sequence[str]) -> tuple[str, ...]:
    """Draw keys that stand in none of the texts."""
    taken = "\n".join(texts).upper()
    keys: list[str] = []
    while len(keys) < count:
        key = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        if key not in taken and key not in keys:
            keys.append(key)
    return tuple(keys)


def with_plain_keys(sentence: str) -> str:
    """Write each key in a bracket of its own, in capitals: 【kxqt、BCDF】 becomes [KXQT][BCDF]."""
    return _GROUP.sub(lambda found: "".join(f"[{key}]" for key in keys_in(found.group())), sentence)


def keys_in(text: str) -> tuple[str, ...]:
    """The keys in brackets, given ones and others, each once, in order."""
    found = (key.upper() for group in _GROUP.findall(text) for key in re.findall(_KEY, group, re.IGNORECASE))
    return tuple(dict.fromkeys(found))


def unknown_keys(text: str, given: Collection[str]) -> tuple[str, ...]:
    """Keys that were not handed over."""
    return tuple(key for key in keys_in(text) if key not in given)


def without_keys(text: str) -> str:
    """The text as it reads to a person."""
    return _NUMBER_MARK.sub("", _GROUP.sub("", text))


def is_key_group(text: str) -> bool:
    """Tell whether `text` is a bracket with keys and nothing else."""
    return bool(_GROUP.fullmatch(text))


LONGEST_GROUP = 60
"""Characters of a bracket with keys; a longer one is part of a sentence."""
