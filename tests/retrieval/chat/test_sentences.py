"""Sentences out of a stream: whole, with the keys behind them, however the stream is cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.chat.sentences import SentenceCutter

TEXT = (
    "<think>先想一想。</think>期限为六个月。[KXQT]报告报水务局！ [BCDF][GHJK]\n"
    "原则如下：\n（一）预防为主；属地负责。【KXQT、BCDF】\n他说：“可以。”[KXQT]还有一句没有写完"
)
WHOLE = [
    "期限为六个月。[KXQT]",
    "报告报水务局！ [BCDF][GHJK]",
    "原则如下：",
    "（一）预防为主；属地负责。【KXQT、BCDF】",
    "他说：“可以。”[KXQT]",
    "还有一句没有写完",
]


def cut(pieces: list[str]) -> list[str]:
    cutter = SentenceCutter()
    return [written.text for piece in pieces for written in cutter.feed(piece)] + [w.text for w in cutter.finish()]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 1000])
def test_sentences_are_the_same_however_the_stream_is_cut(size: int) -> None:
    assert cut([TEXT[start : start + size] for start in range(0, len(TEXT), size)]) == WHOLE


@given(st.lists(st.integers(1, len(TEXT) - 1), max_size=12))
def test_any_cut_gives_the_same_sentences(places: list[int]) -> None:
    bounds = [0, *sorted(set(places)), len(TEXT)]
    assert cut([TEXT[a:b] for a, b in pairwise(bounds)]) == WHOLE


@given(st.text(alphabet="甲乙。！？；：\n [【（(]】）)AKXQT<>/think“”", max_size=60))
def test_nothing_is_lost_but_thoughts(text: str) -> None:
    def words(value: str) -> str:
        return "".join(value.split())

    if "<think>" not in text:
        assert words("".join(cut(list(text)))) == words(text)


def test_a_sentence_is_given_out_only_when_its_keys_are_complete() -> None:
    cutter = SentenceCutter()
    assert cutter.feed("期限为六个月。[KX") == []
    assert cutter.feed("QT]") == []
    (written,) = cutter.feed("报告")
    assert written.text == "期限为六个月。[KXQT]"


def test_line_ends_are_kept_in_mind() -> None:
    cutter = SentenceCutter()
    found = [*cutter.feed("一是预防。[KXQT]\n二是负责。[KXQT]三是公开。[KXQT]"), *cutter.finish()]
    assert [written.ends_line for written in found] == [True, False, False]


def test_a_thought_that_never_ends_is_no_answer() -> None:
    assert cut(["<thi", "nk>大概九个月。", "也许吧。"]) == []
