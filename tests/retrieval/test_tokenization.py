from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.tokenization import keyword_tokens, normalize, pairs, sentences, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("六个月", "6个月"),
        ("６个月", "6个月"),
        ("二〇二二年", "2022年"),
        ("十五日内", "15日内"),
        ("2022—2026年", "2022-2026年"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_the_same_said_otherwise_is_the_same(one: str, other: str) -> None:
    assert normalize(one) == normalize(other)


def test_a_numeral_inside_a_word_stays() -> None:
    assert normalize("统一战线") == "统一战线"
    assert normalize("一是加强领导") == "一是加强领导"


def test_words_leave_punctuation_out_and_cut_ranges_of_years() -> None:
    assert words("巡查，记录！") == ["巡查", "记录"]
    assert {"2022", "2026"} <= set(words("2022—2026年规划"))


def test_pairs_stand_within_runs_of_chinese() -> None:
    assert pairs("河道巡查") == ["河道", "道巡", "巡查"]
    assert pairs("河。道") == []
    assert pairs("abc 12") == []


def test_keyword_tokens_are_words_and_pairs() -> None:
    assert keyword_tokens("河道巡查") == words("河道巡查") + pairs("河道巡查")


@given(st.text(alphabet="甲乙。！？；\n ”’」』）)abc1", max_size=60))
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


def test_a_closing_quote_stays_with_its_sentence() -> None:
    assert sentences("他说：“好。”然后走了。\n第二段") == ("他说：“好。”", "然后走了。", "\n", "第二段")


@given(st.text(max_size=80))
def test_any_text_can_be_tokenized(text: str) -> None:
    assert all(token.strip() for token in keyword_tokens(text))
