"""Tables, targets by year, topics of 由, and who acts against who is acted on: the fact has to be the right one's."""

from __future__ import annotations

import pytest

from retrieval.checking import Source, Verdict, check_sentence
from retrieval.checking.tables import tables

_TABLE = "名次　单位　得分　等次\n1　东河镇　91.5　优秀\n2　西坪乡　83.2　良好"
_PLAN = "到2027年，改造管网80公里；到2030年，改造管网150公里，漏损率降至8%。"
_COST = "住宿费由市财政局承担，伙食费由参会单位报销。"
_PARTIES = "办案人员与被申诉人有近亲属关系的，应当回避。申诉人可以申请其回避。"


def verdict(sentence: str, text: str) -> Verdict:
    source = Source(key="k", title="某市某办法", path=("附件",), text=text, status="in_force")
    return check_sentence(f"{sentence}[k]。", [source]).verdict


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (_TABLE, "东河镇得分91.5"),
        (_TABLE, "西坪乡等次为良好"),
        (_PLAN, "到2030年，漏损率降至8%"),
        (_PLAN, "到2027年，改造管网80公里"),
        (_COST, "住宿费由市财政局承担"),
        (_PARTIES, "办案人员与被申诉人有近亲属关系的，应当回避"),
    ],
)
def test_what_belongs_together_is_supported(text: str, sentence: str) -> None:
    assert verdict(sentence, text) is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (_TABLE, "东河镇得分83.2分"),
        (_TABLE, "西坪乡等次为优秀"),
        (_PLAN, "到2027年，漏损率降至8%"),
        (_PLAN, "到2030年，改造管网80公里"),
        (_COST, "伙食费由市财政局承担"),
        (_PARTIES, "办案人员与申诉人有近亲属关系的，应当回避"),
    ],
)
def test_what_belongs_to_another_is_not(text: str, sentence: str) -> None:
    assert verdict(sentence, text) is Verdict.UNSUPPORTED


def test_articles_with_a_gap_after_their_number_are_no_table() -> None:
    assert list(tables("第一条　为了规范管理\n第二条　适用本市")) == []
    assert list(tables("一般规定如下：\n由市政府批准。")) == []
