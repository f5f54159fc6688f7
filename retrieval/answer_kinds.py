"""Does a sentence hold the kind of thing a question asks for: a period for 多久, a number of 轮 for 几轮?"""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

from retrieval.lexicon import ORGAN_WORDS, PERIODS
from retrieval.matching import match
from retrieval.question import Part, Want

_NUMBER = r"\d+(?:\.\d+)?(?:多|余|来)?(?:万|亿|千)?"
_PERIOD = re.compile(rf"{_NUMBER}\s*(?:{PERIODS})|\d{{4}}-\d{{4}}|半年|一届任期|任期内")
_ASKS_DATE = re.compile(
    r"哪[一1]?天|几月几[日号]|(?:哪天|何时|什么时候|什么时间|哪[一1]?年|哪[一1]?天)[^，。]{0,4}(?:开始|施行|实施|生效|执行|起|算)|(?:自|从)(?:哪|何时|什么时候)"
)
_SETS_DATE = re.compile(r"\d{1,2}月\d{1,2}日|\d{4}年|之日起|之日|自[^，。；]{1,16}起|开始(?:施行|实施)")
_LOOSE_PERIOD = re.compile(
    r"每年|每季|每月|每周|定期|适时|及时|立即|当日|当场|次日|(?:没有|未)[^。]{0,12}规定|"
    r"确定|之前|以前|之后|以后|届满|时起|结束"
)
_ANY_NUMBER = re.compile(rf"{_NUMBER}|[一二三四五六七八九十百千两]+[个项条次轮家名人种类]")
_ORGAN = re.compile(ORGAN_WORDS)
_ENUMERATION = re.compile(r"[^、，。；]+(?:、[^、，。；]+)+|(?:一是|\(一\)|第一|首先|1[.、])|[：:].*[；;]")
_YES_NO = re.compile(r"不得|不能|不予|不应|禁止|没有|未|可以|应当|必须|不|允许|需要|有权|无权")
_ITEM = re.compile(r"[（(][一二三四五六七八九十]+[）)]")
"""Says under what heading something falls, not whether it may be."""
_DEFINED = re.compile(r"是指|指的是|所称|即|就是|是|包括|重点是|分为")
_ASKS_AGENT = re.compile(
    r"由(?:谁|哪)|谁(?:来|负责|承担|牵头|组织|审|管)|(?:哪个|什么)(?:部门|机关|机构|单位)(?:负责|承担|牵头|组织|管|审)"
)
_OBJECT = re.compile(r"(?:对|向|给|把|将)[^，。；：“”]{0,8}$")
"""In front of an organ: something is done to it, not by it."""
_REASON = re.compile(r"因为|由于|为了|为解决|防止|考虑到|有利于|避免|旨在|目的|意义")

_SAME_COUNTERS = {
    counter: "|".join(sorted(group, key=len, reverse=True))
    for group in (
        ("天", "日", "个工作日", "工作日"),
        ("月", "个月"),
        ("家", "个", "所", "户"),
        ("人", "名", "位"),
        ("次", "回", "场", "轮次", "遍"),
        ("项", "个", "条"),
        ("种", "类", "个"),
        ("条", "款", "项"),
    )
    for counter in group[:1]
}
"""What else may count what is counted so: 次 for 场."""
_SAME_COUNTERS |= {
    other: "|".join(sorted(pair, key=len, reverse=True))
    for other, pair in {
        "日": ("日", "天"),
        "个月": ("个月", "月"),
        "名": ("名", "人"),
        "位": ("位", "人", "名"),
        "回": ("回", "次"),
        "场": ("场", "次"),
        "遍": ("遍", "次"),
        "所": ("所", "个", "家"),
        "份": ("份", "余份", "件"),
        "件": ("件", "份"),
    }.items()
}

_ELSEWHERE = 0.3
"""There is a number, but it counts something else."""
_COUNTS_ELSE = r"(?![\d.]|次|轮|年|月|个月|日|天|届|条|章|页|%)"
_NEAR_NUMBER = 10
"""Characters between a number and what it counts."""
_OTHER_COUNTER = 0.45
_MONEY = "费金款税资薪额"
_STRICT = frozenset({Want.DURATION, Want.NUMBER, Want.WHO})
_UNNAMED = 0.2
_NAMED_ONLY, _NO_LIST, _ANY_LIST, _HEADS_LIST = 0.1, 0.3, 0.8, 0.9
_HEADING_LENGTH = 24
_SET_NAME = re.compile(r"\d个\w{2,6}?(?=[”\"])")
_UNKNOWN = 0.5
"""For an open question every sentence fits half."""


def fitness(part: Part, sentence: str) -> float:
    """Say from 0 to 1 how well a normalized sentence holds what `part` wants; of several wants, the mean."""
    tests = [_test(want, part, sentence) for want in part.wants]
    return sum(tests) / len(tests)


def holds_answer(part: Part, sentence: str) -> bool:
    """Tell whether what must be in an answer is there: the period, the number with its counter, the organ."""
    return not is_strict(part) or any(_test(want, part, sentence) >= _UNKNOWN for want in part.wants & _STRICT)


def is_strict(part: Part) -> bool:
    """Tell whether a period, a number or somebody is asked for: without one there is no answer."""
    return bool(part.wants & _STRICT) and Want.LIST not in part.wants


def _test(want: Want, part: Part, sentence: str) -> float:
    match want:
        case Want.DURATION:
            return _period(part, sentence)
        case Want.NUMBER:
            return _number(part, sentence)
        case Want.WHO:
            return _somebody(part, sentence)
        case Want.LIST:
            return _list(part, sentence)
        case Want.YES_NO:
            if _ITEM.match(sentence):
                return 0.3
            return 0.8 if _YES_NO.search(sentence) else 0.4
        case Want.DEFINITION:
            return _definition(part, sentence)
        case Want.REASON:
            return 0.8 if _REASON.search(sentence) else 0.4
        case Want.HOW | Want.OPEN:
            return _UNKNOWN


def _list(part: Part, sentence: str) -> float:
    """An enumeration, better one that says of what: 约谈函询、调研督导等方式; a name alone is none."""
    if any(_set_is_only_named(name, sentence) for name in _SET_NAME.findall(part.text)):
        return _NAMED_ONLY
    category = part.category
    if category and len(sentence) <= _HEADING_LENGTH and category in sentence:
        return _HEADS_LIST
    if not _ENUMERATION.search(sentence):
        return _NO_LIST
    if category is None:
        return _ANY_LIST
    of_it = re.search(
        rf"、[^，。；、]{{2,10}}(?:等)?[^，。；、]{{0,2}}{re.escape(category)}|等[^，。；]{{0,4}}{re.escape(category)}|{re.escape(category)}[^，。；]{{0,4}}(?:[:：]|包括|有|是|为)",
        sentence,
    )
    return 1.0 if of_it else _ANY_LIST


def _set_is_only_named(name: str, sentence: str) -> bool:
    size, word = int(name[0]), name[2:]
    return name in sentence and sentence.count(word) <= size and not re.search(r"[:：]|包括|即|就是", sentence)


def _definition(part: Part, sentence: str) -> float:
    """甲是…, 甲，重点是…, …称甲; of 乙的甲 also 坚持…的甲."""
    subject = part.subject
    if subject is None:
        return 0.8 if _DEFINED.search(sentence) else 0.4
    head = re.escape(subject.split("的")[-1])
    if re.search(rf"{re.escape(subject)}[”\"」]?[,，]?(?:是|指|即|就是|[:：]|重点是|包括|为)", sentence):
        return 1.0
    if re.search(rf"(?:称|称为|叫做){re.escape(subject)}|{head}[”\"」]?[,，]?(?:是(?!否)|指|即|为|[:：])", sentence):
        return 0.95
    if re.search(
        rf"(?:坚持|遵循|实行|贯彻|把|以)[^。；]{{4,40}}(?:的|作为|为)[^，。；]{{0,8}}{head}(?=[”\"」，。；,]|$)",
        sentence,
    ):
        return 0.9
    return 0.3


def _holder(role: str, sentence: str, *, asks_name: bool) -> float:
    """主要负责人是第一责任人, 由书记担任组长, 组长张三; not the mere mention of the role."""
    word = re.escape(role)
    named = re.search(rf"{word}([\u4e00-\u9fff]{{2,4}})", sentence)
    if named and any(tag == "nr" for _, tag in rjieba.tag(named.group(1))[:1]):
        return 1.0
    if asks_name:
        return _UNNAMED
    if re.search(
        rf"(?:是|为|由|担任|任|兼任|履行|承担|作为)[^，。；]{{0,12}}{word}|{word}[^，。；]{{0,4}}(?:是|为|由|[:：])",
        sentence,
    ):
        return 1.0
    return _UNNAMED


def _somebody(part: Part, sentence: str) -> float:
    """An organ the question does not name is the answer; one it does may be, under another name in front."""
    if part.role:
        return _holder(part.role, sentence, asks_name="叫" in part.text or "名字" in part.text)
    if part.action and match(part.action, sentence) < _UNKNOWN:
        return 0.0
    organs = list(_ORGAN.finditer(sentence))
    if _ASKS_AGENT.search(part.text):
        organs = [organ for organ in organs if not _OBJECT.search(sentence[: organ.start()])]
    if any(organ.group() not in part.text for organ in organs):
        return 1.0
    return 0.6 if any(sentence[max(0, o.start() - 2) : o.end()] not in part.text for o in organs) else 0.0


def _period(part: Part, sentence: str) -> float:
    if _ASKS_DATE.search(part.text):
        return 1.0 if _SETS_DATE.search(sentence) else 0.3 if _PERIOD.search(sentence) else 0.0
    if part.counter and _counted(part.counter).search(sentence):
        return 1.0
    if part.counter is not None and _PERIOD.search(sentence):
        # Days are asked for and months are said: more likely the period of something else.
        return _OTHER_COUNTER
    if _PERIOD.search(sentence):
        return 1.0
    return 0.5 if _LOOSE_PERIOD.search(sentence) else 0.0


def _number(part: Part, sentence: str) -> float:
    if re.search(r"率|比例|占比|百分之", part.text):
        return 1.0 if re.search(r"\d%|百分之|分之", sentence) else 0.2
    if part.counter is None and part.counted and part.counted[-1] in _MONEY:
        return 1.0 if re.search(r"\d%|百分之|\d(?:万|亿)?元|\d倍", sentence) else 0.2
    generic = part.counter in (None, "个", "家", "项", "人", "名")
    if generic and part.counted and not _stands_by_number(part.counted, sentence):
        return _ELSEWHERE
    if part.counter and _counted(part.counter).search(sentence):
        return 1.0
    if part.counter == "个" and _ANY_NUMBER.search(sentence):
        return 0.8
    if _ANY_NUMBER.search(sentence):
        return _ELSEWHERE if part.counter else 0.7
    return 0.0


def _stands_by_number(thing: str, sentence: str) -> bool:
    """Tell whether a number counts `thing`: 300个对象, 对象共300个; not a number of something else far away."""
    # What is counted has its head noun at the end: of 民生问题, 问题.
    word = rf"(?:{re.escape(thing)}|{re.escape(thing[-2:])})"
    return bool(
        re.search(rf"{_NUMBER}{_COUNTS_ELSE}[^，。；,;\d]{{0,{_NEAR_NUMBER}}}{word}", sentence)
        or re.search(rf"{word}[^，。；;\d]{{0,{_NEAR_NUMBER}}}{_NUMBER}{_COUNTS_ELSE}", sentence)
    )


@lru_cache(maxsize=256)
def _counted(counter: str) -> re.Pattern[str]:
    same = _SAME_COUNTERS.get(counter, counter)
    return re.compile(rf"(?:{_NUMBER}|[一二三四五六七八九十百千两]+)\s*(?:{same})")
