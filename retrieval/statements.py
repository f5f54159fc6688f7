"""Lists, definitions, yes and no, reasons: does a sentence say it, or only mention what is asked about?"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.question import Part

_ENUMERATION = re.compile(r"[^、，。；]+(?:、[^、，。；]+)+|(?:一是|\(一\)|第一|首先|1[.、])|[：:].*[；;]")
_WAYS = ("方式", "方法", "办法", "手段", "措施", "途径", "渠道", "形式", "举措", "招数", "法子", "路子")
"""What something is done by: asked for by one of these, told by another."""
_SET_NAME = re.compile(r"\d个\w{2,6}?(?=[”\"])")
_HEADING_LENGTH = 24
_NO_LIST, _ANY_LIST, _HEADS_LIST = 0.3, 0.8, 0.9
_CONTRARY = 0.4
"""What is left of the fit where one asks what must not be and the other says what shall."""

_MODAL = "不得|不能|不予|不应|不再|不可以|不|禁止|严禁|没有|未|可以|应当|必须|允许|需要|有权|无权|免"
_ANY_MODAL = re.compile(_MODAL)
_ITEM = re.compile(r"[（(][一二三四五六七八九十]+[）)]")
"""Says under what heading something falls, not whether it may be."""
_NEGATED = re.compile(r"不(?:能|得|予|应|可以?|享受|属于|纳入|再|是|得以)(?![^，。？?]{0,3}(?:吗|？))|禁止|禁忌|不予")
_A_NOT_A = re.compile(r"(.)[不没]\1|可不可以|需不需要")

_ADOPTED_KIND = re.compile(r"(?:方针|原则|任务|目标|定位|理念|主题|主线|基调|体制|机制|口号|要求|思路|标准)$")
"""What is adopted rather than defined: 坚持…的方针."""
_DEFINED = re.compile(r"是指|指的是|所称|即|就是|是|包括|重点是|分为")
_REASON = re.compile(r"因为|由于|为了|为解决|防止|考虑到|有利于|避免|旨在|目的|意义")
_CALLS_FOR_IT = re.compile(
    r"(?:认真|切实|严格|全面|坚决)(?:抓好|落实|贯彻|执行|按照)[^，。,、]{0,12}(?:规定|要求)(?=[，。,、；;]|$)"
)
_ASKS_PROVISION = re.compile(r"(?:什么|哪些|怎样的?|如何|怎么)(?:样的)?(?:明确)?规定")
_PROVIDES = re.compile(r"(?:规定|明确|提出|要求)[“\":：]")
"""A rule is quoted, not spoken of."""
_ASKS_FOR_CALLS = re.compile(r"落实|贯彻|执行|学习|抓好")
_SAID, _NOT_SAID = 0.8, 0.4


def only_names(part: Part, sentence: str, beside: str) -> bool:
    """Tell whether a sentence only names the set whose members are asked for, and those beside it do not tell them.

    Args:
        part: What is asked.
        sentence: 要按照“四个融入”要求….
        beside: The sentences before and behind it.
    """
    return any(_set_is_only_named(name, f"{sentence}{beside}") for name in _SET_NAME.findall(part.text))


def only_calls_for_it(part: Part, sentence: str) -> bool:
    """Tell whether a sentence calls for a rule to be carried out (要认真落实《条例》规定) and the question does not."""
    return bool(_CALLS_FOR_IT.search(sentence)) and not _ASKS_FOR_CALLS.search(part.text)


def quotes_rule(part: Part, sentence: str) -> bool:
    """Tell whether a sentence quotes what is laid down (规定“…”) and the question asks for that: 作了什么规定."""
    return bool(_ASKS_PROVISION.search(part.text) and _PROVIDES.search(sentence))


def listing(part: Part, sentence: str) -> float:
    """An enumeration, better one that says of what: 约谈函询、调研督导等方式."""
    if only_calls_for_it(part, sentence):
        return _NO_LIST
    fit = 1.0 if quotes_rule(part, sentence) else _enumerates(part.category, sentence)
    return fit if is_negated(part.text) == is_negated(sentence) else fit * _CONTRARY


def _enumerates(category: str | None, sentence: str) -> float:
    if category and len(sentence) <= _HEADING_LENGTH and category in sentence:
        return _HEADS_LIST
    if not _ENUMERATION.search(sentence):
        return _NO_LIST
    if category is None:
        return _ANY_LIST
    return 1.0 if _enumeration_of(category).search(sentence) else _ANY_LIST


@lru_cache(maxsize=1024)
def _enumeration_of(category: str) -> re.Pattern[str]:
    kind = f"(?:{'|'.join(map(re.escape, _WAYS))})" if category in _WAYS else re.escape(category)
    return re.compile(
        rf"、[^，。；、]{{2,10}}(?:等)?[^，。；、]{{0,2}}{kind}|等[^，。；]{{0,4}}{kind}|"
        rf"{kind}[^，。；]{{0,4}}(?:[:：]|包括|有|是|为)"
    )


def _set_is_only_named(name: str, text: str) -> bool:
    word = name[2:]
    if re.search(rf"[^，。；、]{{2,}}、[^，。；]{{2,}}[“\"]{re.escape(name)}", text):
        # 领导责任、工作推进…“四个体系”: the members stand in front.
        return False
    return name in text and text.count(word) == text.count(name) and not re.search(r"[:：]|包括|即|就是", text)


def is_negated(text: str) -> bool:
    """Tell whether a normalized text is about what may or shall not be; 能不能 asks, and is neither."""
    return bool(_NEGATED.search(_A_NOT_A.sub("", text)))


def yes_or_no(part: Part, sentence: str) -> float:
    """不得收取 for 能收费吗: the modal stands by the word that is asked about; elsewhere it says less."""
    if _ITEM.match(sentence):
        return 0.3
    if any(
        _modal_by(term.word).search(sentence)
        for term in part.terms
        if term.is_focus or term.weight >= 1.0 or part.text.find(term.word) > len(part.text) // 2
    ):
        return 1.0
    return 0.7 if _ANY_MODAL.search(sentence) else _NOT_SAID


@lru_cache(maxsize=1024)
def _modal_by(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_MODAL})[^，。；]{{0,8}}{re.escape(word)}")


def definition(part: Part, sentence: str) -> float:
    """甲，是指…, …称甲; 甲是…, 甲，重点是…; of 乙的甲 also 坚持…的甲."""
    subject = part.subject
    if subject is None:
        return _SAID if _DEFINED.search(sentence) else _NOT_SAID
    whole, head = rf"{re.escape(subject)}(?:工作|制度)?", re.escape(subject.split("的")[-1])
    if re.search(rf"{whole}[”\"」]?[,，]?(?:是指|指|即|就是|[:：]|重点是|包括)|(?:称|称为|叫做){whole}", sentence):
        return 1.0
    if re.search(rf"(?:^|[“\"，,：:；;])\s*{whole}是(?!否)", sentence):
        return 0.9
    if re.search(
        rf"{whole}[”\"」]?(?:[,，]?是(?!否)|为)|{head}[”\"」]?(?:[,，]?(?:是(?!否)|指|即|[:：])|为)", sentence
    ):
        return 0.75
    kind = _ADOPTED_KIND.search(subject)
    if kind is None:
        return 0.3
    adopted = (
        r"(?:坚持|遵循|实行|贯彻|把|以)[^。；]{4,40}(?:的|作为|为|[”\"])"
        rf"[^，。；]{{0,8}}{kind.group()}(?=[”\"」，。；,]|$)"
    )
    return 0.9 if re.search(adopted, sentence) else 0.3


def reason(sentence: str) -> float:
    """Does it give a reason or a purpose?"""
    return _SAID if _REASON.search(sentence) else _NOT_SAID
