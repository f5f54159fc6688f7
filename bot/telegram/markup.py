"""Text with marked spans, and its two forms: Telegram's HTML, and plain text.

Everything that the bot says is built from spans. Text is escaped when it is written out and nowhere else, so no
document and no question can break the markup or put its own into it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from html import escape


class Style(StrEnum):
    """How a span looks."""

    PLAIN = "plain"
    BOLD = "b"
    QUOTE = "blockquote"
    LONG_QUOTE = "blockquote expandable"
    """Folded until it is tapped."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style."""

    text: str
    style: Style = Style.PLAIN


Spans = tuple[Span, ...]

FOLDED_QUOTE_CHARACTERS = 160


def plain(text: str) -> Span:
    """Text as it is."""
    return Span(text)


def bold(text: str) -> Span:
    """Text in bold."""
    return Span(text, Style.BOLD)


def quote(text: str) -> Span:
    """Text of a source; a long one is folded."""
    return Span(text, Style.LONG_QUOTE if len(text) > FOLDED_QUOTE_CHARACTERS else Style.QUOTE)


def to_html(spans: Iterable[Span]) -> str:
    """Write the spans as Telegram's HTML."""
    return "".join(_element(span) for span in spans)


def to_plain(spans: Iterable[Span]) -> str:
    """Write the spans without any markup."""
    return "".join(span.text for span in spans)


def _element(span: Span) -> str:
    text = escape(span.text, quote=False)
    if span.style is Style.PLAIN or not span.text.strip():
        return text
    name = span.style.value.partition(" ")[0]
    return f"<{span.style.value}>{text}</{name}>"
