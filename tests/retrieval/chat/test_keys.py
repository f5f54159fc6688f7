"""Keys: opaque, in no text, told from document numbers, written in many ways."""

from __future__ import annotations

import re

import pytest

from retrieval.chat.keys import draw_keys, keys_in, unknown_keys, with_plain_keys, without_keys


def test_keys_are_letters_alone_and_stand_in_no_text() -> None:
    texts = ["国发〔2024〕5号", "国发[2024]5号", "[BCDF]是文件里写的"]
    keys = draw_keys(200, texts)
    assert len(set(keys)) == 200
    assert "BCDF" not in keys
    assert all(re.fullmatch(r"[B-DF-HJ-NP-TV-XZ]{4}", key) for key in keys)


def test_keys_are_drawn_anew() -> None:
    assert draw_keys(3, []) != draw_keys(3, [])


@pytest.mark.parametrize(
    "number", ["国发[2024]5号", "青水发〔2024〕5号", "（一）", "（2024年修订）", "《规定》", "(GDP)"]
)
def test_document_numbers_and_marks_are_no_keys(number: str) -> None:
    assert not keys_in(number)
    assert without_keys(number) == number
    assert with_plain_keys(number) == number


@pytest.mark.parametrize("written", ["[KXQT]", "【KXQT】", "[kxqt]", "（KXQT）", "〔 KXQT 〕"])
def test_keys_are_read_in_any_bracket(written: str) -> None:
    assert with_plain_keys(f"期限为六个月{written}。") == "期限为六个月[KXQT]。"
    assert without_keys(f"期限为六个月{written}。") == "期限为六个月。"


def test_several_keys_in_one_bracket() -> None:
    assert with_plain_keys("六个月[KXQT、BCDF, GHJK]") == "六个月[KXQT][BCDF][GHJK]"
    assert unknown_keys("六个月[KXQT][BCDF]", {"KXQT"}) == ("BCDF",)


def test_numbers_written_by_habit_are_taken_off() -> None:
    assert without_keys("六个月[1][KXQT]。") == "六个月。"
