"""What a question asks about, by the words around what asks: what is counted, done, listed or defined, which role."""

from __future__ import annotations

import re

from knowledge import segmentation
from retrieval import lexicon
from retrieval.terms import Term

_ASKS_CATEGORY = re.compile(
    rf"哪些|哪(?:几|[二两三四五六七八九十]|\d+)(?:{lexicon.COUNTERS})?|什么|几(?:个方面|项|种|条)"
)
_LIST_NOUN = re.compile(rf"(?:{lexicon.LIST_NOUNS})")
_CATEGORY_BEFORE = re.compile(r"([\u4e00-\u9fff]{2})(?:都|主要|分别)?(?:是|有|包括)$")
_ASKS_MEANING = re.compile(
    r"(?:什么是|什么叫做?|何谓|所谓)([^，。？?]{2,16})|"
    r"([^，。？?]{2,8}?)(?:跟|和|与|同)[^，。？?]{2,10}?(?:是什么关系|什么关系|的?关系是什么)|"
    r"([^，。？?]{2,16}?)(?:是指(?:什么人|什么)|指的?是?什么|是什么(?:意思)?|是哪[\d几一二三四五六七八九十]+个?字|什么意思|是啥|怎么(?:定义|表述)|如何(?:定义|表述)|的?含义)"
)
_ROLES = (
    "组长|主任|书记|局长|部长|市长|省长|县长|主席|校长|院长|"
    "负责人|责任人|召集人|联系人|法定代表人|主管部门|主管机关|牵头单位"
)
_ASKS_IDENTITY = re.compile(
    rf"((?:第一|主要|直接)?(?:{_ROLES}))(?:到底|现在|一般|应当?)?(?:是|为|叫)(?:谁|哪位|什么人|什么名字|什么|哪个人)|"
    rf"((?:第一|主要|直接)?(?:{_ROLES}))(?:到底|现在|一般|应当?)?由(?:谁|哪位|什么人)(?=来?(?:担任|当|兼|出任|做)|[？?。]|$)|"
    rf"谁(?:是|担任|当|来当|兼任)[^，。？?]{{0,10}}?((?:第一|主要|直接)?(?:{_ROLES}))"
)
_ESSENCE = re.compile(r"的?(?:性质|定位|概念|内涵|定义|本质|具体含义|关系)$")
_AROUND_SUBJECT = "“”\"'《》的、和与 "


def counted_thing(segment: str, asked: re.Match[str] | None, terms: tuple[Term, ...]) -> str | None:
    """The word behind 多少 and its counter, else the one right before."""
    if asked is None:
        return None
    behind = segment[asked.end() :]
    following = [term.word for term in terms if behind.startswith(term.word)]
    noun = _LIST_NOUN.match(behind)
    if following or noun:
        # 问题 is too common to be a word of the question, and still what is counted.
        return max(following, key=len) if following else noun.group() if noun else None
    if re.match(r"\w", behind):
        word, tag = segmentation.tag(behind)[0]
        return word if tag == "n" or not re.search(r"\w", behind[len(word) :]) else None
    return next((term.word for term in terms if term.is_focus), None)


def action(segment: str, terms: tuple[Term, ...]) -> str | None:
    """The word right behind 谁 or 哪个部门, else the deed that is done to somebody: 抄送 in 抄送给谁."""
    asked = lexicon.WHO.search(segment)
    behind = re.sub("^(?:来|去|负责|承担|具体)+", "", segment[asked.end() :]) if asked else ""
    following = [term.word for term in terms if len(term.word) > 1 and behind.startswith(term.word)]
    if following or not asked:
        return max(following, key=len, default=None)
    before = segment[: asked.start() + (asked.group()[0] in "给送报")]
    done = [t.word for t in terms if t.is_verb and len(t.word) > 1 and re.search(rf"{re.escape(t.word)}给?$", before)]
    return max(done, key=len, default=None)


def category(segment: str, terms: tuple[Term, ...]) -> str | None:
    """The word behind 哪些 or 什么, else the one before 有哪些."""
    asked = _ASKS_CATEGORY.search(segment)
    if asked is None:
        return None
    behind = segment[asked.end() :]
    following = [term.word for term in terms if len(term.word) > 1 and behind.startswith(term.word)]
    noun = _LIST_NOUN.match(behind)
    if noun:
        return noun.group()
    if following:
        return max(following, key=len)
    before = _CATEGORY_BEFORE.search(segment[: asked.start()])
    return before.group(1) if before else next((t.word for t in terms if t.is_focus), None)


def subject(segment: str) -> str | None:
    """What is to be defined: the words before 是什么 or behind 什么是, without quotes and without 的性质."""
    asked = _ASKS_MEANING.search(segment)
    if asked is None:
        return None
    subject = next(group for group in asked.groups() if group)
    return _ESSENCE.sub("", subject.strip(_AROUND_SUBJECT)) or None


def role(segment: str) -> str | None:
    """The role whose holder is asked for: 第一责任人 in 第一责任人是谁."""
    asked = _ASKS_IDENTITY.search(segment)
    return None if asked is None else next(g for g in asked.groups() if g)
