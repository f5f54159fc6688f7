"""Words of questions in administrative Chinese: what asks, what carries no content, what says the same."""

from __future__ import annotations

import re
from importlib.resources import files


def word_lines(name: str) -> list[str]:
    """Lines of one of this room's word lists, comments left out."""
    text = files("retrieval").joinpath("words", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def word_set(name: str) -> frozenset[str]:
    """Words of one of this room's word lists, however many stand on a line."""
    return frozenset(word for line in word_lines(name) for word in line.split())


COUNTERS = (
    "个工作日|工作日|个百分点|个月|小时|方面|分钟|个|项|条|次|轮|家|名|人|份|件|岁|天|日|年|月|周|款|种|类|批|届|倍|所|支|户|亩|"
    "万元|亿元|元|级|期|场|回|遍|页|字|部|篇|处|片|位|笔|点|章|节|倍|棵|辆|间|套|步"
)
"""Counters that may follow 多少 or 几, longest first, for a regular expression."""

PERIODS = "个工作日|工作日|个月|小时|分钟|天|日|年|月|周"
"""Counters of time, longest first."""

ORGAN_WORDS = (
    "党委|党组织|党组|党支部|纪委监委|纪委|监委|纪检监察机关|组织部门|组织部|领导小组办公室|领导小组|巡视办|巡察办|办公室|委员会|"
    "常委会|人民政府|政府|国务院|人大|政协|法院|检察院|公安机关|机关|部门|机构|单位|政法委|党校|负责人|责任人|主要领导|领导班子|书记|"
    "组长|主任|部长|局长|省长|市长|县长|班子成员|成员|干部|人员|组织|巡视组|巡察组|企业|法人|当事人|申请人|经营者|用人单位|劳动者|所有人|"
    "权利人|债务人|债权人|父母|配偶|子女|监护人|公民|个人|中央|省委|市委|县委"
)
"""Endings of what answers 谁 and 哪个部门."""

LIST_NOUNS = (
    "方面|内容|要求|原则|情形|条件|方式|手段|措施|办法|职责|任务|目标|特点|部门|单位|机构|材料|程序|步骤|环节|作用|权利|义务|情况|事项|"
    "形式|制度|机制|标准|待遇|便利|服务|资料|人员|对象|清单|处罚|处分|责任|问题"
)
"""What lists are of."""

MEASURES = frozenset(
    [
        "期限",
        "时限",
        "时间",
        "日期",
        "周期",
        "总数",
        "数量",
        "比例",
        "数目",
        "总量",
        "金额",
        "人数",
        "个数",
        "完成",
        "办结",
        "搞完",
        "起止",
        "年份",
    ]
)
"""Words for what a period or a number is; what has a period is to be done within it."""

SYNONYMS: tuple[frozenset[str], ...] = tuple(frozenset(group.split()) for group in word_lines("synonyms.txt"))
"""Words that ask for the same in these documents. A match through one counts less than the word itself."""

SIBLINGS: dict[str, str] = {
    one: other for pair in word_lines("siblings.txt") for one, other in (pair.split(), pair.split()[::-1])
}
"""A word to the one it is taken for most easily: 巡察 and 巡视."""

STOP_WORDS = word_set("stop_words.txt")
"""Words a question holds that say nothing of what it is about."""

_Q = re.compile
_SOME = r"(?:[几一二两三四五六七八九十]+|\d+)?"
_TIMES = (
    rf"多久|多长|多少时间|多少(?:{PERIODS})|几(?:{PERIODS})|什么时候|什么时间|啥时候|"
    r"何时|起止|几月几[日号]|哪[一1]?年|哪几年|哪[一1]?天"
)
ASKS_TIME = _Q(_TIMES)
DURATION = _Q(rf"{_TIMES}|期限|时限")
NUMBER = _Q(rf"百分之几|(?:多少|几|多大|多高|多重)(?:{COUNTERS})?|总数|数量|比例")
WHO = _Q(
    r"谁|何人|叫什么|哪(?:一|些|几|两|\d)?(?:个|级|家|位)?(?:机关|部门|单位|机构|党组织|组织(?!方式|形式|措施|制度|程序|原则)|党委|人|领导(?!责任)|办(?!法|事))|"
    r"什么(?:机关|部门|人|单位|机构|组织)|[给送报]哪[几两三四]?家|哪[几两三四]家(?:来|负责|牵头|参与|参加|协助)|(?:向|到|去|找)(?:哪里|哪儿|何处|什么地方)|哪(?:里|儿)负责|哪[两三四几\d]方(?!面)|归(?:哪|谁)"
)
LIST = _Q(
    r"第[\d一二三四五六七八九十]+(?:个方面|方面|项|点)|"
    r"哪些|哪(?=[“\"「])|哪(?:几|[\d二两三四五六七八九十])(?!年|级)|分别|都有什么|包括什么|有什么(?:要求|内容|措施|特点|规定|任务|职责|办法)?|"
    r"什么(?:内容|要求|原则|目标|任务|职责|举措|措施|特点|条件|情形|材料|程序|步骤|方式|手段|作用|情况|义务|权利|待遇|便利|形式)|几(?:个?方面|项|点|条|个环节|步)|"
    r"(?:目标|原则|任务|要求|内容|举措|措施|特点|职责|清单)(?:都)?(?:是|有)(?:什么|啥)"
)
YES_NO = _Q(r"吗[？?]?|是否|有没有|可不可以|可否|能否|需不需要|允不允许|([\u4e00-\u9fff])[不没]\1")
DEFINITION = _Q(
    r"什么关系|关系是什么|是哪[\d几一二三四五六七八九十]+个?字|什么意思|指(?:的是)?什么|是指|什么是|是什么|什么叫|含义|定义|怎么理解|怎样理解|如何理解"
)
HOW = _Q(r"怎么|怎样|如何|咋")
REASON = _Q(r"为什么|为何|为啥|原因|意义|背景|目的")
INTERROGATIVE = _Q(
    rf"多久|多长时间|多长|多少时间|百分之(?:多少|几)|多少(?:{COUNTERS})?|几(?:{COUNTERS})|什么时候|什么时间|啥时候|何时|哪[一1]?年|哪几年|哪[一1]?天|谁|何人|哪些|"
    rf"哪{_SOME}(?:{COUNTERS})?|哪|什么|啥|"
    r"(?:的?(?:性质|定位|概念|内涵|定义|本质|关系))(?=是什么|是啥|怎么|如何)|(?<=什么)关系|怎么样|怎么办|怎么|怎样|如何|是否|有没有|需不需要|可不可以|可否|能否|吗|呢|为什么|为何|分别|([\u4e00-\u9fff])[不没]\1"
)

PAST = _Q(
    r"修订前|修改前|调整前|改之前|原来|以前|之前(?:规定|是|的)|过去|当时|此前|曾经?|旧|老(?:《|条例|办法|规定)|没修订|未修订|"
    r"原(?:《|规定)"
)
"""Asks for, or says, what held before."""

LINKS = "是 有 为 的 由 叫 要 应 应由 都是 都有 共 共有 现在是 一共 总共 一共有 总共有"
"""What may stand between the word that is asked about and what asks."""
