"""Whatever a model writes, a verdict comes back."""

from __future__ import annotations

import json
import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from retrieval.checking import Source, Verdict, check_sentence

PIECES = [
    *(
        "不得",
        "应当",
        "可以",
        "未经",
        "批准",
        "的",
        "，",
        "。",
        "；",
        "：",
        "、",
        "（一）",
        "（2）",
        "[k1]",
        "[k9]",
        "\n",
    ),
    *(
        "第三条",
        "第二款",
        "《办法》",
        "〔2024〕5号",
        "2024年",
        "2月",
        "30日",
        "13月",
        "99号",
        "三分之二",
        "1/0",
        "0分之1",
    ),
    *(
        "百分之",
        "30%",
        "1.5万元",
        "二十万",
        "两",
        "半年",
        "每年",
        "每",
        "每0天",
        "六个月",
        "以上",
        "以下",
        "不超过",
        "至少",
    ),
    *(
        "前",
        "后",
        "由",
        "报",
        "抄送",
        "县委",
        "市委",
        "县财政局",
        "巡察组",
        "仅",
        "全部",
        "部分",
        "除外",
        "除",
        "外",
        "和",
    ),
    *(
        "或者",
        "并",
        "的，",
        "时，",
        "此前规定",
        "由三年延长为五年",
        "没有规定",
        "您好",
        "ABC",
        "№",
        "①",
        "Ⅱ",
        "　",
        " ",
    ),
    *("**", "<", ">", "^", "条", "款", "之一", "万亿", "〇", "拾", "¼"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.lists(st.sampled_from(PIECES), max_size=20))
def test_pieces_in_any_order(sentence: list[str], clause: list[str]) -> None:
    sources = [Source("k1", "某县办法", ("第三条",), "".join(clause), "in_force"), Source("k2", "", (), "", "")]
    assert check_sentence("".join(sentence), sources).verdict in Verdict


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=8))
def test_any_characters(sentence: str, clause: str, key: str) -> None:
    assert check_sentence(sentence, [Source(key, clause[:5], (clause[:3],), clause, key)]).verdict in Verdict


def test_sentences_against_clauses_that_are_not_theirs() -> None:
    path = Path(__file__).parents[2] / "evaluation" / "check_pairs.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    clauses = [Source(**{**c, "path": tuple(c["path"])}) for row in rows for c in row["clauses"]]
    chance = random.Random(0)
    supported = 0
    for row in chance.sample(rows, 200):
        own = {clause["text"] for clause in row["clauses"]}
        others = [clause for clause in chance.sample(clauses, 4) if clause.text not in own]
        bare = row["sentence"].partition("[")[0]
        supported += check_sentence(bare, others).verdict is Verdict.SUPPORTED
    assert supported == 0
