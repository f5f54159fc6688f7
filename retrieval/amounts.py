"""Periods, dates and numbers: does a sentence hold the one that is asked for, or one of something else?"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.lexicon import PERIODS
from retrieval.matching import synonyms
from retrieval.question import Part

_NUMBER = r"\d+(?:\.\d+)?(?:多|余|来)?(?:万|亿|千)?"
_PERIOD = re.compile(rf"{_NUMBER}\s*(?:{PERIODS})|\d{{4}}-\d{{4}}|半年|一届任期|任期内")
_ASKS_DATE = re.compile(
    r"哪[一1]?天|几月几[日号]|"
    r"(?:何时|什么时候|什么时间|哪[一1]?年)[^，。]{0,4}(?:开始|施行|实施|生效|执行|起|算)|(?:自|从)(?:哪|何时|什么时候)"
)
_SETS_DATE = re.compile(r"\d{1,2}月\d{1,2}日|\d{4}年|之日起|之日|自[^，。；]{1,16}起|开始(?:施行|实施)")
_LOOSE_PERIOD = re.compile(
    r"每年|每季|每月|每周|定期|适时|及时|立即|当日|当场|次日|(?:没有|未)[^。]{0,12}规定|"
    r"确定|之前|以前|之后|以后|届满|时起|结束|期限?内|期间|任期|年底|年初|年度内"
)
_CALENDAR_YEAR = re.compile(r"(?<![\d-])(?:19|20)\d\d年")
_LOOSER = 0.3
"""期间 and 之后, where days or months are asked for."""
_SETS_NONE = re.compile(r"(?:没有|未)[^。，]{0,6}(?:硬性|统一|具体|明确)?规定")
_ANY_NUMBER = re.compile(rf"{_NUMBER}|[一二三四五六七八九十百千两]+[个项条次轮家名人种类]")
_SAME_COUNTERS = {
    "天": "个工作日|工作日|天|日",
    "日": "日|天",
    "月": "个月|月",
    "个月": "个月|月",
    "家": "家|个|所|户",
    "所": "所|个|家",
    "人": "人|名|位",
    "名": "名|人",
    "位": "位|人|名",
    "次": "轮次|次|回|场|遍",
    "回": "回|次",
    "场": "场|次",
    "遍": "遍|次",
    "项": "项|个|条",
    "条": "条|款|项",
    "种": "种|类|个",
    "份": "余份|份|件",
    "件": "件|份",
}
"""What else may count what is counted so: 次 for 场."""
_ASKS_TOTAL = re.compile(r"[一总]共|总计|共有|共计")
_TURNS = re.compile(r"人[（(]?次")
_ONE_OF_THEM = re.compile(r"(?<![\d第一二三四五六七八九十])(?:1|一)(?=[章节条款个项])")
_TIMES = ("次", "回", "遍", "场")
_EVERY = re.compile(r"每(?:年|半年|季度?|月|周|轮)")
_REGULARLY = 0.7
"""每年听取 says how many times a year."""
_MONEY = "费金款税资薪额贴酬"
_COUNTS_ELSE = r"(?![\d.]|次|轮|年|月|个月|日|天|届|条|章|页|%)"
_NEAR_NUMBER = 10
"""Characters between a number and what it counts."""
_ELSEWHERE = 0.3
"""There is a number, but it counts something else."""
_CALLED_OTHERWISE = 0.8
"""The number counts what says the same as what is asked for."""
_OTHER_COUNTER = 0.45
_SAYS_THERE_IS_NONE = 0.85
"""没有作出硬性规定 answers 多久 as well."""


def period(part: Part, sentence: str) -> float:
    """Say from 0 to 1 how well a normalized sentence holds a period, or the date where one is asked for."""
    if _ASKS_DATE.search(part.text):
        return 1.0 if _SETS_DATE.search(sentence) else 0.3 if _PERIOD.search(sentence) else 0.0
    if part.counter == "年" and not re.search("哪|什么", part.text):
        # 2020年 is no answer to 几年; 2022-2026年 may be.
        sentence = _CALENDAR_YEAR.sub(" ", sentence)
    if part.counter and _counted(part.counter).search(sentence):
        return 1.0
    if part.counter is not None and _PERIOD.search(sentence):
        # Days are asked for and months are said: more likely the period of something else.
        return _OTHER_COUNTER
    if _PERIOD.search(sentence):
        return 1.0
    if _SETS_NONE.search(sentence):
        return _SAYS_THERE_IS_NONE
    if not _LOOSE_PERIOD.search(sentence):
        return 0.0
    return 0.5 if part.counter is None or part.counter == "年" else _LOOSER


def number(part: Part, sentence: str) -> float:
    """Say from 0 to 1 how well a normalized sentence holds the number that is asked for."""
    if part.counter != "人" and part.counted == "人":
        # 个别谈话2055人次 counts talks.
        sentence = _TURNS.sub(" ", sentence)
    if _ASKS_TOTAL.search(part.text):
        # 单列一章 says of one chapter that it is there, not how many there are.
        sentence = _ONE_OF_THEM.sub(" ", sentence)
    if re.search(r"率|比例|占比|百分之", part.text):
        return 1.0 if re.search(r"\d%|百分之|分之", sentence) else 0.2
    if part.counter is None and part.counted and part.counted[-1] in _MONEY:
        return 1.0 if _amount_of(part.counted[-1]).search(sentence) else 0.2
    generic = part.counter in (None, "个", "家", "项", "人", "名")
    beside = _stands_by_number(part.counted, sentence) if generic and part.counted else 1.0
    if not beside:
        return _ELSEWHERE
    if part.counter and _counted(part.counter).search(sentence):
        return beside
    if part.counter in _TIMES and _EVERY.search(sentence):
        return _REGULARLY
    if part.counter == "个" and _ANY_NUMBER.search(sentence):
        return 0.8
    if _ANY_NUMBER.search(sentence):
        return _ELSEWHERE if part.counter else 0.7
    return 0.0


@lru_cache(maxsize=64)
def _amount_of(money: str) -> re.Pattern[str]:
    """A sum of money anywhere, a share where it stands by the word: 工资的1%, not a rate of something else."""
    share = r"(?:\d%|百分之)"
    return re.compile(
        rf"\d(?:万|亿)?元|\d倍|{share}[^。；]{{0,20}}{money}|{money}[^。；]{{0,20}}{share}|(?:工资|总额|基数)的[\d.]*?{share}"
    )


def _stands_by_number(thing: str, sentence: str) -> float:
    """Say how well a number counts `thing`: 300个对象, 对象共300个; not a number of something else far away."""
    # What is counted has its head noun at the end: of 民生问题, 问题.
    if _by_number(frozenset({thing, thing[-2:]})).search(sentence):
        return 1.0
    others = synonyms(thing)
    return _CALLED_OTHERWISE if others and _by_number(others).search(sentence) else 0.0


@lru_cache(maxsize=1024)
def _by_number(things: frozenset[str]) -> re.Pattern[str]:
    word = f"(?:{'|'.join(map(re.escape, sorted(things)))})"
    # 从3个方面对派出巡视组提出要求 counts no groups.
    aspects = "" if "方面" in things else "(?!个?方面)"
    return re.compile(
        rf"{_NUMBER}{_COUNTS_ELSE}{aspects}[^，。；,;\d]{{0,{_NEAR_NUMBER}}}{word}|"
        rf"{word}[^，。；;\d]{{0,{_NEAR_NUMBER}}}{_NUMBER}{_COUNTS_ELSE}"
    )


@lru_cache(maxsize=256)
def _counted(counter: str) -> re.Pattern[str]:
    same = _SAME_COUNTERS.get(counter, counter)
    # 第四章 counts nothing.
    return re.compile(
        rf"(?<![第\d.])(?:{_NUMBER}|(?<![第一二三四五六七八九十百])[一二三四五六七八九十百千两]+)\s*(?:{same})"
    )
