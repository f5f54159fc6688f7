"""Words of Chinese text, by rjieba: jieba's dictionary and parts of speech in Rust.

The dictionary takes a tenth of a second to load, during which no other Python code runs: so it is loaded at first use,
or by `load` at a moment when the process waits for something else anyway.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType


@cache
def load() -> ModuleType:
    """Load the dictionary; done once."""
    import rjieba

    return rjieba


def cut(text: str, *, new_words: bool = True) -> list[str]:
    """Cut `text` into words; all of them joined are `text` again.

    Args:
        text: Any text.
        new_words: Whether characters that are no word of the dictionary may be joined to one.
    """
    words: list[str] = load().cut(text, new_words)
    return words


def tag(text: str, *, new_words: bool = True) -> list[tuple[str, str]]:
    """Cut `text` into words, each with its part of speech as jieba names it (n, v, ns …)."""
    tagged: list[tuple[str, str]] = load().tag(text, new_words)
    return tagged
