"""A follow-up understood from the question before it, without any model.

1. 黑龙江呢？ 第三条呢？ 那巡察呢？ put something else in the place of its like in the former question.
2. 那抄送谁？ 为什么？ 它由谁负责？ keep what the former question was about and ask something else of it.
3. Everything else stands alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.numerals import NUMERAL
from retrieval import lexicon
from retrieval.places import places_in
from retrieval.question import understand
from retrieval.tokenization import normalize

_OPENING = re.compile(r"^(?:那么?|然后|还有|另外|再问一下|再问|请问|接着问|以及|哦|嗯|好的|好)[，,、\s]*")
_ELLIPSIS = re.compile(r"^(?P<what>[^？?。！!]{1,24}?)(?:的)?呢[？?。！!]*$")
_PRONOUN = re.compile(r"^(?:它们?|其中|其|这个|这项|这些|该|此事|这)")
_ARTICLE = re.compile(rf"第\s*{NUMERAL}\s*条(?:之{NUMERAL})?")
_TITLE = re.compile(r"《[^《》]+》")
_QUOTED = re.compile(r"[“\"「『][^”\"」』]{2,20}[”\"」』]")
_CONDITION = re.compile(r"(?:前|后|时|里|中|内|外|期间|以来|情况下|的话|年|月|一级)$")
"""What stands in front of a question: a time, a place, a case."""
_AGAIN = re.compile(r"^(?:还有|其他|别的|继续|更多)(?:呢|吗|的)*[？?]*$")
_TRAILING = re.compile(
    r"(?:是|有|为|由|要|应当?|应该|需要?|在|的|多|到底|究竟|分别|现在|目前|一共|总共|都|规定|明确|提了?|定了?|向|给|对|按|报|送|归)+$"
)
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
    bare = _OPENING.sub("", question).strip() or question
    if _AGAIN.match(question):
        return former
    ellipsis = _ELLIPSIS.match(bare)
    if ellipsis:
        return _substituted(ellipsis["what"].strip("，,、 "), former)
    if _leans(question, bare):
        return Standalone(_PRONOUN.sub("", bare) or bare, topic(former))
    return Standalone(question)


def topic(former: Standalone) -> str:
    """What a question is about: its words up to what it asks, or, where it opens with that, behind it."""
    first = re.split(r"[？?。！!；;]", former.text, maxsplit=1)[0]
    asking = lexicon.INTERROGATIVE.search(first)
    if asking is None:
        return first
    about = _TRAILING.sub("", first[: asking.start()].rstrip("，,、 "))
    about = about or re.split(r"[，,、]", first[asking.end() :], maxsplit=1)[0]
    known = former.context
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
    text = former.text
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
    like = _like(what, text)
    if like:
        return Standalone(text.replace(like, what, 1), former.context)
    if _CONDITION.search(what):
        return Standalone(_in_front(what, text), former.context)
    return Standalone(what, topic(former))


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
