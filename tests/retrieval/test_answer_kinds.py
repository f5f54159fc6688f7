from __future__ import annotations

import pytest

from retrieval.answer_kinds import holds_answer
from retrieval.question import understand
from retrieval.tokenization import normalize


@pytest.mark.parametrize(
    ("question", "sentence", "held"),
    [
        ("记录保存多久？", "巡查记录保存三年。", True),
        ("记录保存多久？", "巡查记录应当妥善保存。", False),
        ("规划覆盖哪几年？", "《规划（2022—2026年）》已经印发。", True),
        ("每月巡查几次？", "巡查人员每月巡查不少于两次。", True),
        ("一共有多少个对象？", "巡察对象共300个。", True),
        ("有多少个编制？", "全县3次研究编制规划，组织各方讨论并反复修改后报批。", False),
        ("整改率是多少？", "按期完成843个，整改率95%。", True),
        ("由谁负责？", "由居民委员会负责。", True),
        ("由谁负责？", "应当及时负责到底。", False),
    ],
)
def test_what_must_be_in_an_answer(question: str, sentence: str, held: bool) -> None:
    assert holds_answer(understand(question).parts[0], normalize(sentence)) is held
