"""Questions made from the laws themselves, by the forms in which Chinese statutes are written.

Each form turns one sentence of an article into a question that this article answers:

- definitions (本法所称甲，是指…): what is 甲;
- conditions (…的，由…处罚款): what follows, how is it punished;
- periods (…之日起十日内…): within how long;
- duties and permissions (甲应当、可以、不得乙): who has to, may 甲 do 乙.

People do not quote statutes, so some of a question's words are left out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import rjieba

from training.articles import LawArticle

SENTENCE = re.compile(r"[^。；\n]+")
NUMBER = re.compile(r"^第[^\s]{1,12}条(?:之[一二三四五六七八九十]+)?\s*|^[（(][一二三四五六七八九十]+[）)]")
OWN_LAW = re.compile(
    r"(?:违反|依照|根据|按照)?本(?:法|条例|规定|办法|解释|细则)(?:的)?(?:有关)?(?:规定)?[，的]?|前款(?:规定)?的?|下列"
)
DEFINITION = re.compile(r"(?:所称|所谓)(?:的)?[“]?(?P<term>[^，。“”]{2,18})[”]?[，]?(?:是)?指")
CONDITION = re.compile(r"^(?P<case>[^，]{4,40}(?:，[^，]{2,24}){0,2}的)，(?P<result>.+)")
PERIOD = re.compile(
    r"(?P<before>.*?)[零一二三四五六七八九十百]+(?P<unit>个?工作日|日|个月|年|小时|天)(?:以)?内(?P<after>.*)"
)
DUTY = re.compile(r"^(?P<who>[^，应可不]{2,20})(?P<verb>应当|可以|不得|有权)(?P<what>[^，]{4,30})")
VAGUE = re.compile("情形之一|行为之一|第[零一二三四五六七八九十百千]+[条款项]")
PENALTY = re.compile("罚款|责令|处罚|有期徒刑|拘役|吊销|警告")


@dataclass(frozen=True)
class MadeQuestion:
    """A question and the place of the article it was made from."""

    text: str
    place: int


def make_questions(articles: Sequence[LawArticle], *, count: int, seed: int) -> list[MadeQuestion]:
    """Make questions from articles chosen at random, one an article at most.

    Args:
        articles: The articles; a question's `place` counts in them.
        count: How many questions at most.
        seed: The same seed gives the same questions.
    """
    rng = random.Random(seed)
    places = list(range(len(articles)))
    rng.shuffle(places)
    made = []
    for place in places:
        forms = [form for sentence in _sentences(articles[place].text) for form in _forms(sentence, rng)]
        if forms:
            made.append(MadeQuestion(_spoken(rng.choice(forms), rng), place))
        if len(made) >= count:
            break
    return made


def _sentences(text: str) -> Iterator[str]:
    for sentence in SENTENCE.findall(text):
        plain = OWN_LAW.sub("", NUMBER.sub("", sentence.strip())).strip("，：: ")
        if 8 <= len(plain) <= 160 and not VAGUE.search(plain):
            yield plain


def _forms(sentence: str, rng: random.Random) -> Iterator[str]:
    if found := DEFINITION.search(sentence):
        term = found["term"].strip("的")
        yield rng.choice(("什么是{}？", "{}是指什么？", "{}怎么认定？", "哪些情况属于{}？", "{}包括什么？")).format(
            term
        )
        return
    if found := CONDITION.match(sentence):
        case = found["case"].removesuffix("的")
        if PENALTY.search(found["result"]):
            ends = ("会受到什么处罚？", "怎么处罚？", "要承担什么责任？", "会被罚款吗？", "要坐牢吗？", "犯法吗？")
        else:
            ends = ("怎么办？", "应当如何处理？", "该怎么处理？", "由谁承担责任？", "有什么后果？", "怎么认定？")
        yield case + rng.choice(ends)
    if found := PERIOD.match(sentence):
        asked = rng.choice(("多长时间内", "几天内", "多久之内", "什么期限内"))
        yield (found["before"] + asked + found["after"])[:60].rstrip("，") + "？"
    if found := DUTY.match(sentence):
        who, verb, what = found["who"], found["verb"], found["what"]
        yield rng.choice(_DUTY_FORMS[verb]).format(who=who, what=what)


_DUTY_FORMS = {
    "应当": (
        "谁应当{what}？",
        "{who}要不要{what}？",
        "{who}必须{what}吗？",
        "{who}怎样{what}？",
        "哪个部门负责{what}？",
    ),
    "可以": ("{who}可以{what}吗？", "{who}能不能{what}？", "谁可以{what}？", "什么情况下可以{what}？"),
    "不得": ("{who}能{what}吗？", "{who}可以{what}吗？", "{who}{what}合法吗？", "{what}犯法吗？"),
    "有权": ("{who}有权{what}吗？", "谁有权{what}？", "{who}可不可以{what}？"),
}


def _spoken(question: str, rng: random.Random) -> str:
    """Leave out up to a third of the words, never the last ones, which ask."""
    words = rjieba.cut(question)
    share = rng.choice((0.0, 0.15, 0.3))
    return "".join(word for at, word in enumerate(words) if at >= len(words) - 4 or rng.random() >= share)
