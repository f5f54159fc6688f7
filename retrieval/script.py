"""Traditional characters to simplified ones, by OpenCC, for a question only: documents stay as they are."""

from __future__ import annotations

from functools import cache
from typing import Protocol


class _Converter(Protocol):
    def convert(self, text: str) -> str:
        """Write a text in simplified characters."""
        ...


def to_simplified(text: str) -> str:
    """Write a question in simplified characters; one that has no others is given back without loading anything."""
    # GB 2312 holds the simplified characters in use and none of the traditional ones; what else it lacks stays.
    if all(character < "\u3400" or _is_plain(character) for character in text):
        return text
    return _converter().convert(text)


def _is_plain(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _converter() -> _Converter:
    # 12 ms, needed for few questions.
    import opencc

    converter: _Converter = opencc.OpenCC("t2s")
    return converter
