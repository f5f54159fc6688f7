import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numerals import format_numeral, parse_numeral


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("二十", 20),
        ("一百零五", 105),
        ("一百一十", 110),
        ("一千零一", 1001),
        ("一千二百六十", 1260),
        ("廿三", 23),
        ("二〇二四", 2024),
        ("二○二四", 2024),
        ("两千", 2000),
        ("壹拾贰", 12),
        ("12", 12),
        ("１２", 12),
        ("⑫", 12),
        (" 一 百 ", 100),
        ("三万零五", 30005),
    ],
)
def test_reads_numerals_in_every_form(text: str, number: int) -> None:
    assert parse_numeral(text) == number


@pytest.mark.parametrize("text", ["", " ", "第", "一条", "Ⅳ", "1.5", "百分", "一二三十"])
def test_what_is_no_numeral_gives_none(text: str) -> None:
    assert parse_numeral(text) is None


@given(st.integers(0, 9_999))
def test_written_numerals_are_read_back(number: int) -> None:
    assert parse_numeral(format_numeral(number)) == number


def test_numbers_of_articles_are_written_as_statutes_do() -> None:
    assert [format_numeral(number) for number in (10, 11, 20, 105, 110, 1001, 1010, 1100)] == [
        "十",
        "十一",
        "二十",
        "一百零五",
        "一百一十",
        "一千零一",
        "一千零一十",
        "一千一百",
    ]


def test_numbers_that_no_article_has_are_refused() -> None:
    with pytest.raises(ValueError, match="got 10000"):
        format_numeral(10_000)
