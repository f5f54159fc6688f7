from __future__ import annotations

import pytest

from knowledge.cleaning.spacing import tidy


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("守住底线 、把好关口 ，保障 2021 年供水。", "守住底线、把好关口，保障2021年供水。"),
        ("第一条　为了节约用水，制定本办法。", "第一条 为了节约用水，制定本办法。"),
        ("第 十二 条 居民应当节水。", "第十二条 居民应当节水。"),
        ("（一） 居民；", "（一） 居民；"),
        ("一、 总体要求。", "一、 总体要求。"),
        ("一 是 打 造 节 水 型 社 区 ，二是宣传。", "一是打造节水型社区，二是宣传。"),
        ("安装 3 台 COD 检测仪。", "安装3台COD检测仪。"),
        ("use clean water 即可。", "use clean water即可。"),
        ("403 次检查发现 2 个问题。", "403次检查发现2个问题。"),
        ("开展以“节约每滴水 共建好家园”为主题的活动。", "开展以“节约每滴水 共建好家园”为主题的活动。"),
    ],
)
def test_sentences(before: str, after: str) -> None:
    assert tidy(before, sentence=True) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("第一章　总　则", "第一章 总则"),
        ("附　则", "附则"),
        ("节约每滴水　　共建好家园", "节约每滴水 共建好家园"),
        ("张三 李四 王五", "张三 李四 王五"),
    ],
)
def test_headlines(before: str, after: str) -> None:
    assert tidy(before, sentence=False) == after


def test_articles_in_one_paragraph_keep_the_gap_after_their_numbers() -> None:
    assert tidy("第一条 船应当检验。 第二条 航路 另定。", sentence=True) == "第一条 船应当检验。第二条 航路另定。"
    assert tidy("第 二 条 之 一　船另定。", sentence=True) == "第二条之一 船另定。"
