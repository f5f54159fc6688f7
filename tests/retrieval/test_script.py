from __future__ import annotations

import pytest

from retrieval.script import to_simplified


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("河道巡查記錄保存多長時間？", "河道巡查记录保存多长时间？"),
        ("河道巡查记录保存多长时间？", "河道巡查记录保存多长时间？"),
        ("abc 123 ？", "abc 123 ？"),
        ("", ""),
    ],
)
def test_a_question_in_traditional_characters_is_read_in_simplified_ones(text: str, simplified: str) -> None:
    assert to_simplified(text) == simplified
