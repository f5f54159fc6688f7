"""A follow-up understood from the question before it, without any model.

1. 黑龙江呢？ 第三条呢？ 那巡察呢？ put something else in the place of its like in the former question.
2. 那抄送谁？ 为什么？ 它由谁负责？ keep what the former question was about and ask something else of it.
3. 下一条呢？ moves on by one article; 以哪个为准？ asks the former question of the rule in force.
4. Everything else stands alone, and 换个话题 says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge import segmentation
from knowledge.numerals import NUMERAL, parse_numeral
from retrieval import lexicon
from retrieval.intent import asks_which_holds, rule_in_force
from retrieval.places import places_in
from retrieval.question import understand
from retrieval.tokenization import normalize

_OPENING = re.compile(
    r"^(?:那么?|然后|还有|另外|再问一下|再问|请问|接着问|以及|哦|嗯|好的|好|对了|顺便问一下|顺便问)[，,、\s]*"
)
_SWITCH = re.compile(r"^(?:换(?:个|一个)(?:话题|问题)|问(?:个|一个)别的|另一个问题|不说这个了)[，,。：:\s]*")
_ELLIPSIS = re.compile(r"^(?P<what>[^？?。！!]{1,24}?)(?:的)?呢[？?。！!]*$")
_PRONOUN = re.compile(
    r"^(?:它们?|他们?|其中|其|这(?:个|项|些|份|样|种|类|里面?)?|那(?:个|项|些|份|里面?)|该|此事|上述|上面(?:说|提到)?的|"
    r"前面(?:说|提到)的|刚才(?:说|提到)的)的?"
)
_ARTICLE = re.compile(rf"第\s*{NUMERAL}\s*条(?:之{NUMERAL})?")
_TITLE = re.compile(r"《[^《》]+》")
_NEXT_ARTICLE = re.compile(
    r"^(?:(?P<next>[下后][一1]?条|接下来[一那]?条)|[上前][一1]?条)(?:讲|说|是|规定|内容|呢|的)*(?:什么|了什么|呢)?[？?。]*$"
)
_OF_ONE_RULE = re.compile(r"(?:按照?|根据)?《[^《》]+》(?:里|中)?(?:规定|要求|写|说)?的?|(?:19|20)\d\d年的?")
_QUOTED = re.compile(r"[“\"「『][^”\"」』]{2,20}[”\"」』]")
_CONDITION = re.compile(r"(?:前|后|时|里|中|内|外|期间|以来|情况下|的话|年|月|一级)$")
"""What stands in front of a question: a time, a place, a case."""
_AGAIN = re.compile(r"^(?:还有|其他|别的|继续|更多)(?:呢|吗|的)*[？?]*$")
_PAST = re.compile(r"^(?:修订|修改|调整)(?:以前|之前|前)的?")
_WHOLE_CASE = 8
"""Characters of a case that says all by itself: 其他党组织想搞巡察呢？"""
_TRAILING = re.compile(
    r"(?:是|有|为|由|要|应当?|应该|需要?|在|的|多|到底|究竟|分别|现在|目前|一共|总共|都|规定|明确|提了?|定了?|向|给|对|按|报|送|归)+$"
)
_DEED = 2
"""Characters of a deed: 抄送, 报."""
_SHORT = 14
"""Characters of a question that may lean on the one before without saying so."""
_FEW_WORDS = 1
"""A question with no more words of its own than this leans on the one before."""


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that can be answered without its conversation."""

    text: str
    context: str = ""
    """What the conversation is about; its words count, but less than those of the question."""


def complete(question: str, former: Standalone) -> Standalone:
    """Make `question` stand alone.

    Args:
        question: As it was asked.
        former: The question before it in the same conversation, itself complete.
    """
    if _SWITCH.match(question):
        return Standalone(_SWITCH.sub("", question).strip() or question)
    bare = _OPENING.sub("", question).strip() or question
    if _AGAIN.match(question):
        return former
    if asks_which_holds(bare) and rule_in_force(bare) is None:
        return Standalone(_OF_ONE_RULE.sub("", former.text), former.context)
    step = _NEXT_ARTICLE.match(bare)
    if step and _ARTICLE.search(former.text):
        return Standalone(_neighbour(former.text, 1 if step["next"] else -1), former.context)
    ellipsis = _ELLIPSIS.match(bare)
    if ellipsis:
        return _substituted(ellipsis["what"].strip("，,、 "), former)
    if _leans(question, bare):
        return Standalone(_PRONOUN.sub("", bare) or bare, topic(former))
    return Standalone(question)


def readings(question: str, former: Standalone) -> tuple[Standalone, ...]:
    """The ways to understand a question: one where it is plain, else first with and then without its conversation.

    A short question that names nothing (哪些部门参与？) may go on with what was talked about, or begin anew.
    """
    alone = complete(question, former)
    if alone != Standalone(question) or len(question) > _SHORT or _names_something(question):
        return (alone,)
    return (Standalone(question, topic(former)), alone)


def _names_something(question: str) -> bool:
    marks = (_TITLE, _ARTICLE, _QUOTED)
    return any(mark.search(question) for mark in marks) or bool(understand(question).places)


def topic(former: Standalone) -> str:
    """What a question is about: its words up to what it asks, or, where it opens with that, behind it."""
    first = re.split(r"[？?。！!；;]", former.text, maxsplit=1)[0]
    asking = lexicon.INTERROGATIVE.search(first)
    if asking is None:
        return f"{former.context} {first}" if former.context and first not in former.context else first
    about = _TRAILING.sub("", first[: asking.start()].rstrip("，,、 "))
    if asking.group().startswith(("多少", "几")) and not lexicon.DURATION.match(asking.group()):
        # 有多少家单位实行一体整改: what is counted is what the question is about.
        about += re.split(r"[，,、]", first[asking.end() :], maxsplit=1)[0]
    about = about or re.split(r"[，,、]", first[asking.end() :], maxsplit=1)[0]
    known = former.context
    if known and (len(about) <= _DEED or not any(tag.startswith("n") for _, tag in segmentation.tag(about))):
        # 什么时候报: a deed asked about in passing is not what the conversation is about.
        return known
    return f"{known} {about}" if known and len(about) < 2 * len(known) and known not in about else about


def _leans(question: str, bare: str) -> bool:
    """Tell whether a question says too little by itself: 那…, 它…, or hardly a word of content."""
    understood = understand(bare)
    if understood.places or _TITLE.search(bare) or _ARTICLE.search(bare):
        return bool(_PRONOUN.match(bare))
    own = [term for part in understood.parts[:1] for term in part.terms]
    return bare != question or bool(_PRONOUN.match(bare)) or len(own) <= _FEW_WORDS


def _substituted(what: str, former: Standalone) -> Standalone:
    """Put `what` in the place of its like in the former question, or in front of it where it has none."""
    text = former.text if _PAST.search(what) else _PAST.sub("", former.text)
    for pattern in (_ARTICLE, _TITLE):
        if pattern.search(what):
            changed = pattern.sub(what, text, count=1) if pattern.search(text) else f"{what}{topic(former)}"
            return Standalone(changed if pattern is not _ARTICLE or pattern.search(text) else what, former.context)
    if places_in(normalize(what)):
        former_places = places_in(normalize(text))
        if former_places:
            return Standalone(re.sub(rf"{former_places[0]}(?:省委?|市委?|县委?)?", what, text, count=1), former.context)
        return Standalone(_in_front(what, text), former.context)
    if _QUOTED.search(what) and _QUOTED.search(text):
        others = re.sub(rf"(?:[、和与]?{_QUOTED.pattern})+", what, text, count=1)
        return Standalone(others, former.context)
    about = topic(former)
    if len(what) > 2 and about[-2:] == what[-2:]:
        # 中央规划的目标 for 黑龙江的目标: another thing of the same kind, asked the same of.
        place = text.find(about)
        return Standalone(f"{what}{text[place + len(about) :]}" if place >= 0 else what)
    like = _like(what, text)
    if like:
        return Standalone(text.replace(like, what, 1), former.context)
    if _CONDITION.search(what):
        return Standalone(_in_front(what, text), former.context)
    if len(what) >= _WHOLE_CASE and any(tag.startswith("v") for _, tag in segmentation.tag(what)):
        return Standalone(f"{what}怎么办？")
    return Standalone(what, topic(former))


def _neighbour(text: str, step: int) -> str:
    """The question with its article's number moved by `step`."""

    def moved(found: re.Match[str]) -> str:
        number = parse_numeral(found.group(1))
        return found.group() if number is None or number + step < 1 else f"第{number + step}条"

    return re.sub(rf"第\s*({NUMERAL})\s*条(?:之{NUMERAL})?", moved, text, count=1)


def _in_front(what: str, text: str) -> str:
    """A place or a condition stands before the question; 中央 gives way to it."""
    return what + re.sub(r"^(?:中央|全国)", "", text)


def _like(what: str, text: str) -> str | None:
    """The word of `text` that `what` stands for: of the same length and beginning or end, or an organ for an organ."""
    candidates = [term.word for term in understand(text).terms if term.word in text and term.word != what]
    for word in candidates:
        if len(word) == len(what) and (word[0] == what[0] or word[-1] == what[-1]):
            return word
    organs = [found.group() for found in re.finditer(lexicon.ORGAN_WORDS, text)]
    if re.search(rf"(?:{lexicon.ORGAN_WORDS})$", what) and organs:
        return max(organs, key=len)
    return None
