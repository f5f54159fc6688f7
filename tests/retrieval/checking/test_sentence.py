"""Which verdict goes before which."""

from __future__ import annotations

import pytest

from retrieval.checking import Source, Verdict, check_sentence

TITLE = "青禾县河道巡查办法"
TWO = Source(
    "k1", TITLE, ("第二章 巡查", "第二条"), "第二条 巡查人员每月巡查不少于两次，巡查记录保存三年。", "in_force"
)
THREE = Source("k2", TITLE, ("第二章 巡查", "第三条"), "第三条 发现违法建筑的，应当在五日内报告县水务局。", "现行有效")
OLD = Source(
    "k3", TITLE + "（2015年）", ("第二条",), "第二条 巡查记录保存一年。", "superseded by 《青禾县河道巡查办法》"
)


def verdict(sentence: str, *sources: Source) -> Verdict:
    return check_sentence(sentence, sources or (TWO, THREE, OLD)).verdict


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("巡查记录要保存36个月[k1]。", Verdict.SUPPORTED),
        ("巡查记录保存三年。", Verdict.SUPPORTED),
        ("巡查记录保存五年[k1]。", Verdict.UNSUPPORTED),
        ("巡查记录保存三年[k2]。", Verdict.WRONG_CLAUSE),
        ("第三条规定，巡查记录保存三年[k1]。", Verdict.WRONG_CLAUSE),
        ("《青禾县食堂管理办法》第二条规定，巡查记录保存三年[k1]。", Verdict.UNSUPPORTED),
        ("第三条规定，巡查记录保存五年[k1]。", Verdict.UNSUPPORTED),
        ("巡查记录保存一年[k3]。", Verdict.SUPERSEDED),
        ("此前规定巡查记录保存一年[k3]。", Verdict.SUPPORTED),
        ("此前规定巡查记录保存三年[k1]。", Verdict.UNSUPPORTED),
        ("巡查记录保存一年[k1]。", Verdict.WRONG_CLAUSE),
        ("巡查记录保存一年[k1][k3]。", Verdict.SUPERSEDED),
        ("巡查记录的保存时间由一年[k3]延长到三年[k1]。", Verdict.SUPPORTED),
        ("巡查记录的保存时间由三年[k1]缩短到一年[k3]。", Verdict.UNSUPPORTED),
        ("您好！", Verdict.NOTHING_TO_CHECK),
        ("文件没有规定罚款数额[k1]。", Verdict.NOTHING_TO_CHECK),
        ("您好！[k9]", Verdict.UNSUPPORTED),
    ],
)
def test_the_order_of_verdicts(sentence: str, expected: Verdict) -> None:
    assert verdict(sentence) is expected


def test_two_halves_of_two_clauses() -> None:
    joined = "巡查记录保存三年[k1]，发现违法建筑的五日内报告县水务局[k2]。"
    assert verdict(joined) is Verdict.SUPPORTED
    assert verdict(joined.replace("[k2]", "")) is Verdict.WRONG_CLAUSE
    assert verdict("巡查记录保存三年，发现违法建筑的三年内报告县水务局[k1][k2]。") is Verdict.UNSUPPORTED


def test_a_claim_without_clauses_is_unsupported() -> None:
    assert check_sentence("巡查记录保存三年。", ()).verdict is Verdict.UNSUPPORTED
    assert check_sentence("您好！", ()).verdict is Verdict.NOTHING_TO_CHECK


def test_what_the_clause_says_it_does_not_rule_is_a_claim() -> None:
    loose = Source("k1", "食堂办法", ("第四条",), "第四条 就餐时间不作统一规定，由各单位自定。", "unknown")
    assert verdict("就餐时间不作统一规定[k1]。", loose) is Verdict.SUPPORTED
    assert verdict("文件没有提到就餐补贴。", loose) is Verdict.NOTHING_TO_CHECK


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("in_force", Verdict.SUPPORTED),
        ("in force", Verdict.SUPPORTED),
        ("unknown", Verdict.SUPPORTED),
        ("", Verdict.SUPPORTED),
        ("现行有效", Verdict.SUPPORTED),
        ("尚未失效", Verdict.SUPPORTED),
        ("superseded", Verdict.SUPERSEDED),
        ("superseded by 《新办法》", Verdict.SUPERSEDED),
        ("repealed", Verdict.SUPERSEDED),
        ("已废止", Verdict.SUPERSEDED),
        ("已失效", Verdict.SUPERSEDED),
        ("已被《新办法》取代", Verdict.SUPERSEDED),
    ],
)
def test_ways_of_writing_the_status(status: str, expected: Verdict) -> None:
    source = Source("k1", TITLE, ("第二条",), "第二条 巡查记录保存三年。", status)
    assert verdict("巡查记录保存三年[k1]。", source) is expected


def test_keys_and_reasons_come_back() -> None:
    checked = check_sentence("巡查记录保存五年[k1]。", (TWO, THREE))
    assert checked.keys == ("k1",)
    assert any("5年" in reason for reason in checked.reasons)
