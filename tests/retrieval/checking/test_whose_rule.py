"""A duty put to another body, a figure denied, and each part of a sentence held against its own clause."""

from __future__ import annotations

import pytest

from retrieval.checking import Source, Verdict, check_sentence

DUTIES = Source(
    "1",
    "桥梁养护分工办法",
    ("第三条",),
    "市住建局负责编制养护计划，组织安全检测；市财政局负责安排养护经费。养护期限为六个月。",
    "in_force",
)
SPEED = Source("2", "桥梁养护分工办法", ("第七条",), "养护期间限速二十公里，夜间设置警示灯。", "in_force")


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("市住建局组织安全检测[1]。", Verdict.SUPPORTED),
        ("市财政局组织安全检测[1]。", Verdict.UNSUPPORTED),
        ("市住建局负责安排养护经费[1]。", Verdict.UNSUPPORTED),
        ("养护期限为半年[1]。", Verdict.SUPPORTED),
        ("养护期限不是六个月[1]。", Verdict.UNSUPPORTED),
        ("没有六个月的养护期限[1]。", Verdict.UNSUPPORTED),
        ("养护期限为六个月[1]，养护期间限速二十公里[2]。", Verdict.SUPPORTED),
        ("养护期限为六个月[1]，养护期间限速三十公里[2]。", Verdict.UNSUPPORTED),
        ("养护期限为六个月[2]，夜间设置警示灯[2]。", Verdict.WRONG_CLAUSE),
        ("养护期限为六个月[1]，夜间设置警示灯[1]。", Verdict.WRONG_CLAUSE),
    ],
)
def test_verdicts(sentence: str, verdict: Verdict) -> None:
    assert check_sentence(sentence, [DUTIES, SPEED]).verdict is verdict
