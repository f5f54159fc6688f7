"""Keys in brackets of any kind; what only looks like one."""

from __future__ import annotations

import pytest

from retrieval.checking.keys import find_keys


@pytest.mark.parametrize(
    "mark",
    [
        "[k1]",
        "【k1】",
        "(k1)",
        "（k1）",
        "〔k1〕",
        "〖k1〗",
        "［k1］",
        "^k1",
        "[^k1]",
        "[K1]",
        "[依据k1]",
        "[来源：k1]",
        "[[k1]]",
        "［ｋ１］",
    ],
)
def test_any_brackets_name_a_key(mark: str) -> None:
    named = find_keys(f"记录保存三年{mark}。", ["k1", "k2"])
    assert (named.given, named.unknown) == (("k1",), ())
    assert named.text == "记录保存三年。"


@pytest.mark.parametrize("mark", ["[k1, k2]", "[k1、k2]", "[k1][k2]", "（k1；k2）", "[k1 和 k2]"])
def test_several_keys(mark: str) -> None:
    assert find_keys(f"记录保存三年{mark}。", ["k1", "k2"]).given == ("k1", "k2")


def test_a_range_of_numbers() -> None:
    assert find_keys("记录保存三年[1-3]。", ["1", "2", "3"]).given == ("1", "2", "3")


@pytest.mark.parametrize(
    ("sentence", "keys", "unknown"),
    [
        ("记录保存三年[k9]。", ["k1"], ("k9",)),
        ("记录保存三年[7]。", ["1", "2"], ("7",)),
        ("记录保存三年[p4q7]。", ["k8f2", "m3z9"], ("p4q7",)),
        ("记录保存三年[k1][k9]。", ["k1"], ("k9",)),
    ],
)
def test_a_key_of_the_same_shape_that_was_not_given(sentence: str, keys: list[str], unknown: tuple[str, ...]) -> None:
    assert find_keys(sentence, keys).unknown == unknown


@pytest.mark.parametrize(
    "sentence",
    [
        "依据国发〔2024〕5号文件执行。",
        "依据国发[2024]5号文件执行。",
        "依据国发（2024）5号文件执行。",
        "办法（试行）另行公布。",
        "（1）建立台账；（2）限期整改。",
        "该办法（2015）已经修改。",
    ],
)
def test_what_is_no_key(sentence: str) -> None:
    named = find_keys(sentence, ["1", "2", "2024x"])
    assert (named.text, named.given, named.unknown) == (sentence, (), ())


def test_a_key_in_chinese() -> None:
    assert find_keys("记录保存三年[甲]。", ["甲", "乙"]).given == ("甲",)
    assert find_keys("记录保存三年[依据一]。", ["依据一"]).given == ("依据一",)
