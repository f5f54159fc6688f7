from __future__ import annotations

import pytest

from retrieval.answer_kinds import fitness, holds_answer
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
        ("由谁巡查？", "加强对社区党组织巡查。", False),
        ("由谁巡查？", "社区由县级党委巡查。", True),
        ("召开了多少场座谈会？", "先后召开座谈会33次。", True),
        ("个人按百分之几缴费？", "个人按工资的1%缴费。", True),
        ("个人按百分之几缴费？", "个人缴费满15年。", False),
        ("组长叫什么名字？", "设组长一名，负责全面工作。", False),
        ("一共有多少章？", "这次修订单列一章，第四章另有规定。", False),
        ("一共有多少章？", "本条例共七章。", True),
        ("一轮派出多少个组？", "规划从3个方面提出要求，派出巡查组。", False),
        ("一轮派出多少个组？", "规划从3个方面对派出巡查组提出要求。", False),
        ("办理要几年？", "2020年已经办理。", False),
        ("什么时候召开专题会？", "集中整治期内，应召开专题会。", True),
        ("多少天内召开专题会？", "集中整治期内，应召开专题会。", False),
        ("一年听取几次汇报？", "每年听取汇报。", True),
        ("由谁审核？", "县水务局收到审核意见后归档。", False),
        ("从哪天开始施行？", "本办法自2024年5月1日起施行。", True),
        ("从哪天开始施行？", "应当在30日内施行完毕。", False),
    ],
)
def test_what_must_be_in_an_answer(question: str, sentence: str, held: bool) -> None:
    assert holds_answer(understand(question).parts[0], normalize(sentence)) is held


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("监督有哪些方式？", "综合运用约谈、函询、督导等方式加强监督。", "发现问题、推动整改，加强监督。"),
        (
            "什么情形不能办理？",
            "有下列情形的，不得办理：材料不全、逾期申请。",
            "有下列情形的，应当办理：材料齐全、按期申请。",
        ),
        ("什么是巡查员？", "本办法所称巡查员，是指受聘巡查河道的人员。", "巡查员是河道管理的重要力量。"),
        ("什么是巡查员？", "巡查员是河道管理的重要力量。", "街道应当培训巡查员。"),
        ("怎么审核报告？", "牵头审核报告，提出意见。", "收到审核意见后公开。"),
        ("方案作了什么规定？", "方案规定“应当每月巡查”。", "各乡镇要认真落实方案规定，抓好巡查。"),
        ("可以收费吗？", "办理登记不得收费。", "登记机关应当公开办事指南。"),
        ("可以收费吗？", "办理登记不得收费。", "（三）违反规定收费的；"),
        ("第一责任人是谁？", "主要负责人是第一责任人。", "压实第一责任人责任，加强单位管理。"),
    ],
)
def test_a_sentence_that_says_it_fits_better_than_one_that_mentions_it(question: str, better: str, worse: str) -> None:
    part = understand(question).parts[0]
    assert fitness(part, normalize(better)) > fitness(part, normalize(worse))
