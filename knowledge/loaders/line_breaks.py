"""What a line break inside a paragraph stands for."""

from __future__ import annotations


def glue(first: str, second: str) -> str:
    """Join two pieces of a paragraph: Chinese without a space, Latin words with one."""
    last, following = first[-1:], second[:1]
    if last.isascii() and last.isalnum() and following.isascii() and following.isalnum():
        return f"{first} {second}" if last.isalpha() or following.isalpha() else first + second
    return first + second
