"""Cutting a long text into messages that Telegram takes: at most 4096 UTF-16 units each, counted without markup.

1. Take as much as fits.
2. Move the cut back to the last end of a paragraph, else of a line, else of a sentence, else of a phrase.
3. Where there is none in the second half, cut between two characters.
4. Cut the spans at the same place, so that each message's markup is whole.
"""

from __future__ import annotations

from telegram.constants import MessageLimit

from bot.telegram.markup import Span, Spans, to_plain

MAX_UNITS = int(MessageLimit.MAX_TEXT_LENGTH)
CUTS: tuple[tuple[str, ...], ...] = (
    ("\n\n",),
    ("\n",),
    ("。", "！", "？", "!", "?"),
    ("；", ";", "：", "，", ",", " "),
)
"""Places to cut at, the best first; within a row the last one that fits."""


def utf16_length(text: str) -> int:
    """Length of `text` as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(spans: Spans, *, limit: int = MAX_UNITS) -> list[Spans]:
    """Cut `spans` into messages of at most `limit` UTF-16 units; white space at the cuts is dropped."""
    pieces = []
    rest = _strip(spans)
    while rest:
        text = to_plain(rest)
        end = _cut(text, limit)
        pieces.append(_strip(_slice(rest, 0, end)))
        rest = _strip(_slice(rest, end, len(text)))
    return pieces


def _cut(text: str, limit: int) -> int:
    """Index in `text` to cut at; its whole length where it fits."""
    if utf16_length(text) <= limit:
        return len(text)
    end = _fitting(text, limit)
    for marks in CUTS:
        best = max(text.rfind(mark, end // 2, end) + len(mark) if mark in text[end // 2 : end] else 0 for mark in marks)
        if best:
            return best
    return end


def _fitting(text: str, limit: int) -> int:
    """Number of characters of `text` that take up at most `limit` units; at least 1."""
    units = 0
    for index, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > limit:
            return max(index, 1)
    return len(text)


def _slice(spans: Spans, start: int, end: int) -> Spans:
    sliced = []
    position = 0
    for span in spans:
        text = span.text[max(start - position, 0) : max(end - position, 0)]
        position += len(span.text)
        if text:
            sliced.append(Span(text, span.style))
    return tuple(sliced)


def _strip(spans: Spans) -> Spans:
    text = to_plain(spans)
    start = len(text) - len(text.lstrip())
    return _slice(spans, start, max(len(text.rstrip()), start))
