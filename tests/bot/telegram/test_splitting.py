from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.markup import Span, Style, bold, plain, quote, to_html, to_plain
from bot.telegram.splitting import split, utf16_length
from tests.botapi.markup import parse_html

_texts = st.text(alphabet=st.sampled_from("中文。；，！\n \t<>&\"'ab😀𠮷é"), max_size=80)
_spans = st.lists(st.builds(Span, _texts, st.sampled_from(Style)), max_size=6).map(tuple)


@given(_spans, st.integers(min_value=2, max_value=60))
def test_pieces_fit_and_lose_nothing_but_white_space(spans: tuple[Span, ...], limit: int) -> None:
    pieces = split(spans, limit=limit)

    assert all(0 < utf16_length(to_plain(piece)) <= limit for piece in pieces)
    assert all(to_plain(piece).strip() == to_plain(piece) for piece in pieces)
    joined = "".join(to_plain(piece) for piece in pieces)
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", to_plain(spans))


@given(_spans)
def test_the_html_is_taken_by_a_strict_server_and_gives_the_text_back(spans: tuple[Span, ...]) -> None:
    text, _ = parse_html(to_html(spans))

    assert text == to_plain(spans)


def test_cuts_stand_at_paragraphs_then_lines_then_sentences() -> None:
    def cut(text: str) -> list[str]:
        return [to_plain(piece) for piece in split((plain(text),), limit=12)]

    assert cut("一二三四。五六七\n\n八九。十十") == ["一二三四。五六七", "八九。十十"]
    assert cut("一二三四。五六七\n八九。十十") == ["一二三四。五六七", "八九。十十"]
    assert cut("一二，三四五六七。八九十，十十") == ["一二，三四五六七。", "八九十，十十"]
    assert cut("一二三四五六七，八九十十十十") == ["一二三四五六七，", "八九十十十十"]
    assert cut("一二三四五六七八九十十十十") == ["一二三四五六七八九十十十", "十"]


def test_a_pair_of_units_is_not_cut() -> None:
    pieces = split((plain("😀" * 5),), limit=5)

    assert [to_plain(piece) for piece in pieces] == ["😀😀", "😀😀", "😀"]


def test_a_span_that_is_cut_is_marked_in_both_messages() -> None:
    pieces = split((bold("标题"), quote("条" * 20)), limit=12)

    assert [to_html(piece) for piece in pieces] == [
        "<b>标题</b><blockquote>条条条条条条条条条条</blockquote>",
        "<blockquote>条条条条条条条条条条</blockquote>",
    ]


def test_a_long_quote_is_folded() -> None:
    assert to_html((quote("条" * 200),)).startswith("<blockquote expandable>")
