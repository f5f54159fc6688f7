"""Facts that stand in the clause, but for something else: crossed cases, masked places, neighbours."""

from __future__ import annotations

import pytest

from retrieval.checking import Source, Verdict, check_sentence, check_together

FINES = Source(
    "k",
    "青禾县夜市管理办法",
    ("第九条",),
    "面积不足十平方米的摊位，由摊主自行登记；十平方米以上三十平方米以下的，由街道办事处组织核验；"
    "三十平方米以上的，应当报县商务局审批。",
    "in_force",
)
ALERTS = Source(
    "k",
    "青禾县内涝应对办法",
    ("第三条",),
    "启动Ⅱ级响应，由县防汛办副总指挥批准；启动Ⅰ级响应，由县防汛办总指挥批准。"
    "对下沉路口每日巡查一次，各镇每月召开一次例会。",
    "in_force",
)
FEES = Source(
    "k",
    "青禾县停车收费办法",
    ("第五条",),
    "停车人应当按次缴费，每次二元五角；收费员不得离岗，确需离岗的，应当报站长同意。夜间可以减半收费。",
    "in_force",
)


def verdict(sentence: str, source: Source) -> Verdict:
    return check_sentence(sentence, [source]).verdict


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("十平方米以上三十平方米以下的摊位，由摊主自行登记[k]。", FINES),
        ("启动Ⅰ级响应由县防汛办副总指挥批准[k]。", ALERTS),
        ("对下沉路口每月巡查一次[k]。", ALERTS),
        ("夜间应当减半收费[k]。", FEES),
        ("每次二元八角[k]。", FEES),
    ],
)
def test_a_fact_of_another_item_is_told(sentence: str, source: Source) -> None:
    assert verdict(sentence, source) is Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("不到10平方米的摊位由摊主自行登记，30平方米以上的须报县商务局审批[k]。", FINES),
        ("Ⅱ级响应由副总指挥批准，Ⅰ级响应由总指挥批准[k]。", ALERTS),
        ("下沉路口每天要巡查1次[k]。", ALERTS),
        ("停车每次2.5元，夜间可减半[k]。", FEES),
        ("收费员确需离岗的，要经站长同意[k]。", FEES),
    ],
)
def test_the_same_items_reworded_pass(sentence: str, source: Source) -> None:
    assert verdict(sentence, source) is Verdict.SUPPORTED


def test_a_missing_key_fails_where_keys_are_the_custom() -> None:
    keyed = [("停车每次2.5元[k]。", [FEES])] * 4
    bare = ("停车每次2.5元。", [FEES])
    assert [c.verdict for c in check_together([*keyed, bare])][-1] is Verdict.UNSUPPORTED
    assert [c.verdict for c in check_together([bare, bare])] == [Verdict.SUPPORTED] * 2
    assert check_sentence(*bare, needs_key=True).verdict is Verdict.UNSUPPORTED
