"""What a question asks for and what it is about, without any model.

1. Split a compound question into its parts (…几轮，每年几轮？), each with an interrogative of its own.
2. Say what kind of thing answers each part: a period, a number of something, somebody, a list, yes or no, …
3. Take its content words, with how much each matters: names more than verbs, words beside the interrogative more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import rjieba

from knowledge.numerals import NUMERAL
from retrieval import lexicon
from retrieval.places import bare_name, places_in
from retrieval.tokenization import normalize


class Want(StrEnum):
    """The kind of thing that answers a question."""

    DURATION = "duration"
    NUMBER = "number"
    WHO = "who"
    LIST = "list"
    YES_NO = "yes_no"
    DEFINITION = "definition"
    HOW = "how"
    REASON = "reason"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question."""

    word: str
    weight: float
    """How much the word matters by its part of speech and place; its rarity in the documents is added later."""
    is_focus: bool = False
    """It stands right before what asks: 期限 in 期限是多久, 延长 in 能不能延长."""


@dataclass(frozen=True)
class Part:
    """One question of a compound one, or the whole of a simple one."""

    text: str
    wants: frozenset[Want]
    terms: tuple[Term, ...]
    counter: str | None = None
    """What counts: 轮 in 几轮."""
    counted: str | None = None
    """What is counted: 单位 in 多少个单位, 对象 in 对象有多少个."""
    action: str | None = None
    """What somebody is asked for does: 任命 in 由谁任命."""
    category: str | None = None
    """What kind of things are asked for: 方式 in 哪些方式, 原则 in 原则有哪些."""
    subject: str | None = None
    """What is to be defined: 方针 in 方针是什么, 居住证 in 什么是居住证."""
    role: str | None = None
    """Who somebody is to be: 第一责任人 in 第一责任人是谁."""


@dataclass(frozen=True)
class Question:
    """A question, understood."""

    text: str
    parts: tuple[Part, ...]
    quoted: tuple[str, ...]
    """What stands in “”: names of sets, such as 四个更加."""
    places: tuple[str, ...]
    """Provinces and cities, without 省 and 市."""
    years: tuple[int, ...]
    figures: tuple[str, ...]
    """Numbers of two digits and more that the question takes for granted: 883 in 883个问题."""
    chapters: tuple[str, ...]
    """Chapters it names: 第六章."""
    relative: tuple[str, ...]
    """Times that only the documents themselves could place: 上一届, 明年."""
    context: str = ""
    """What the conversation is about."""

    @property
    def wants(self) -> frozenset[Want]:
        """What any of its parts asks for."""
        return frozenset().union(*(part.wants for part in self.parts))

    @property
    def terms(self) -> tuple[Term, ...]:
        """The content words of all its parts, each once."""
        return tuple({term.word: term for part in reversed(self.parts) for term in part.terms}.values())


_WANTS: tuple[tuple[Want, re.Pattern[str]], ...] = (
    (Want.DURATION, lexicon.DURATION),
    (Want.WHO, lexicon.WHO),
    (Want.LIST, lexicon.LIST),
    (Want.DEFINITION, lexicon.DEFINITION),
    (Want.YES_NO, lexicon.YES_NO),
    (Want.REASON, lexicon.REASON),
    (Want.HOW, lexicon.HOW),
)
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,20})[”\"」』]")
_TITLE = re.compile(r"《[^《》]*》")
_NAMED = re.compile(rf"{_QUOTED.pattern}|{_TITLE.pattern}|第\s*{NUMERAL}\s*条(?:之{NUMERAL})?")
"""What is looked up by its name, not by its words."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|-|届)")
_FIGURE = re.compile(rf"(?<![\d.第哪-])(\d{{2,}})(?=(?:{lexicon.COUNTERS})(?<!年)(?<!月)(?<!日))")
_CHAPTER = re.compile(r"第[一二三四五六七八九十百零\d]+章")
_RELATIVE = re.compile(r"上一?届|下一?届|前[一两]届|去年|前年|明年|后年|上一?轮|下一?轮|上个?月|下个?月")
_ASKS_CATEGORY = re.compile(
    rf"哪些|哪(?:几|[二两三四五六七八九十]|\d+)(?:{lexicon.COUNTERS})?|什么|几(?:个方面|项|种|条)"
)
_LIST_NOUN = re.compile(rf"(?:{lexicon.LIST_NOUNS})")
_CATEGORY_BEFORE = re.compile(r"([\u4e00-\u9fff]{2})(?:都|主要|分别)?(?:是|有|包括)$")
_ASKS_MEANING = re.compile(
    r"(?:什么是|什么叫做?|何谓|所谓)([^，。？?]{2,16})|"
    r"([^，。？?]{2,8}?)(?:跟|和|与|同)[^，。？?]{2,10}?(?:是什么关系|什么关系|的?关系是什么)|"
    r"([^，。？?]{2,16}?)(?:是指(?:什么人|什么)|指的?是?什么|是什么(?:意思)?|什么意思|是啥|怎么(?:定义|表述)|如何(?:定义|表述)|的?含义)"
)
_ROLES = "组长|主任|书记|局长|部长|市长|省长|县长|主席|校长|院长|负责人|责任人|召集人|联系人|法定代表人|主管部门|主管机关|牵头单位"
_ASKS_IDENTITY = re.compile(
    rf"((?:第一|主要|直接)?(?:{_ROLES}))(?:到底|现在|一般|应当?)?(?:是|为|由|叫)(?:谁|哪位|什么人|什么名字|什么|哪个人)|"
    rf"谁(?:是|担任|当|来当|兼任)[^，。？?]{{0,10}}?((?:第一|主要|直接)?(?:{_ROLES}))"
)
_ASKS_WHO_IS_MEANT = re.compile(r"指(?:的是)?什么人")
_ESSENCE = re.compile(r"的?(?:性质|定位|概念|内涵|定义|本质|具体含义|关系)$")
_AROUND_SUBJECT = "“”\"'《》的、和与 "
_QUOTED_WEIGHT = 1.5
_COUNTED = re.compile(rf"(?:多少|几)({lexicon.COUNTERS})?")
_WEIGHTS = {
    "n": 1.0,
    "j": 0.9,
    "l": 0.9,
    "i": 0.8,
    "z": 0.8,
    "t": 0.5,
    "m": 0.6,
    "v": 0.6,
    "a": 0.5,
    "b": 0.6,
    "x": 0.8,
}
"""By the first letter of the segmenter's part of speech; others carry no content."""
_NEAR = 1.4
"""Words before the interrogative say what is asked; the others where to look."""
_CATEGORY = 0.5
"""哪些手段, 什么渠道: the word says what kind of thing the answer is, and seldom stands in it."""
_LINKS = frozenset(lexicon.LINKS.split())
_ASKS_FOR_KIND = ("哪", "什么", "何")
_ASKS_WHETHER = re.compile(r"可不可以|可否|能否|是否|怎么|如何|怎样|.[不没].")
_BEFORE = ("前", "以前", "之前")
_WITH_NEED = frozenset(
    [
        "要求",
        "要点",
        "要闻",
        "要素",
        "要件",
        "要害",
        "要领",
        "重要",
        "主要",
        "需要",
        "必要",
        "首要",
        "纪要",
        "摘要",
        "概要",
        "简要",
        "提要",
        "紧要",
        "只要",
    ]
)
"""Words of two characters that 要 belongs to."""
_ORGANS = frozenset(["单位", "机关", "部门", "机构", "人", "领导", "组织"])
"""Where somebody is asked for these say so once more."""
_EACH = 0.6
"""每年, 每轮: the segmenter takes them for pronouns."""
_COUNT_WORD = re.compile(rf"(?:\d|[一二三四五六七八九十两])(?:{lexicon.COUNTERS})?")
"""哪三种, 3项: how many says little, and is written in many ways; larger numbers are names."""
_SHORT = 0.5
"""Of a word of one character, or a numeral."""
_INHERITED = 0.5
"""A later part of a compound question leans on the words of the first."""


@lru_cache(maxsize=1024)
def understand(text: str, context: str = "") -> Question:
    """Analyse a question.

    Args:
        text: The question as asked, or completed from its conversation.
        context: What the conversation is about; its words count half.
    """
    folded = normalize(text)
    known = _terms(_NAMED.sub(_blank, normalize(context)))
    quoted = tuple(normalize(name) for name in _QUOTED.findall(text))
    segments = _segments(folded)
    parts: list[Part] = []
    for segment in segments:
        terms = _quoted_terms(segment) + _terms(_NAMED.sub(_blank, segment))
        own = {term.word for term in terms}
        if Want.WHO in _wants(segment):
            terms = tuple(replace(t, weight=t.weight * _CATEGORY * _CATEGORY) if t.word in _ORGANS else t for t in terms)
        inherited = parts[0].terms if parts else known
        terms += tuple(Term(term.word, term.weight * _INHERITED) for term in inherited if term.word not in own)
        counted = _COUNTED.search(segment)
        counter = counted.group(1) if counted else None
        parts.append(
            Part(
                text=segment,
                wants=_wants(segment),
                terms=terms,
                counter=counter,
                counted=_counted_thing(segment, counted, terms),
                action=_action(segment, terms),
                category=_category(segment, terms),
                subject=_subject(segment),
                role=_role(segment),
            )
        )
    outside = _TITLE.sub(_blank, f"{normalize(context)} {folded}")
    return Question(
        text=text,
        parts=tuple(parts),
        quoted=quoted,
        places=places_in(outside),
        years=tuple(int(year) for year in dict.fromkeys(_YEAR.findall(folded))),
        figures=tuple(dict.fromkeys(_FIGURE.findall(outside))),
        chapters=tuple(dict.fromkeys(_CHAPTER.findall(outside))),
        relative=tuple(dict.fromkeys(_RELATIVE.findall(outside))),
        context=context,
    )


def _segments(folded: str) -> list[str]:
    """Cut a compound question: a piece without an interrogative goes with the next, a trailing one with the last."""
    segments: list[str] = []
    pending = ""
    for piece in re.findall(r"[^,，、;；?？。!！]+[,，、;；?？。!！]*", folded):
        pending += piece
        if lexicon.INTERROGATIVE.search(piece) or lexicon.DURATION.search(piece):
            segments.append(pending)
            pending = ""
    if pending:
        if segments:
            segments[-1] += pending
        else:
            segments.append(pending)
    return segments or [folded]


def _wants(segment: str) -> frozenset[Want]:
    found = {want for want, pattern in _WANTS if pattern.search(segment)}
    if found & {Want.YES_NO, Want.WHO} and not lexicon.ASKS_TIME.search(segment):
        # 期限能不能延长 asks whether, 期限由谁定 asks who.
        found.discard(Want.DURATION)
    if Want.DEFINITION in found and _ASKS_WHO_IS_MEANT.search(segment):
        # 公务员是指什么人 asks what the word means.
        found.discard(Want.WHO)
    if Want.DURATION not in found and lexicon.NUMBER.search(segment):
        found.add(Want.NUMBER)
    return frozenset(found or {Want.OPEN})


def _counted_thing(segment: str, asked: re.Match[str] | None, terms: tuple[Term, ...]) -> str | None:
    """The word behind 多少 and its counter, else the one right before."""
    if asked is None:
        return None
    behind = segment[asked.end() :]
    following = [term.word for term in terms if behind.startswith(term.word)]
    if following:
        return max(following, key=len)
    if re.match(r"\w", behind):
        return None
    return next((term.word for term in terms if term.is_focus), None)


def _action(segment: str, terms: tuple[Term, ...]) -> str | None:
    """The word right behind 谁 or 哪个部门."""
    asked = lexicon.WHO.search(segment)
    behind = re.sub("^(?:来|去|负责|承担|具体)+", "", segment[asked.end() :]) if asked else ""
    following = [term.word for term in terms if behind.startswith(term.word)]
    return max(following, key=len) if following else None


def _category(segment: str, terms: tuple[Term, ...]) -> str | None:
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


def _subject(segment: str) -> str | None:
    asked = _ASKS_MEANING.search(segment)
    if asked is None:
        return None
    subject = next(group for group in asked.groups() if group)
    return _ESSENCE.sub("", subject.strip(_AROUND_SUBJECT)) or None


def _role(segment: str) -> str | None:
    asked = _ASKS_IDENTITY.search(segment)
    return None if asked is None else next(g for g in asked.groups() if g)


def _quoted_terms(segment: str) -> tuple[Term, ...]:
    return tuple(Term(name, _QUOTED_WEIGHT) for name in dict.fromkeys(_QUOTED.findall(segment)))


def _blank(found: re.Match[str]) -> str:
    """Keep the length, so that places in the segment stay what they are."""
    return " " * len(found.group())


def _terms(segment: str) -> tuple[Term, ...]:
    asking = list(lexicon.INTERROGATIVE.finditer(segment))
    found: dict[str, Term] = {}
    place = 0
    for word, tag in _with_times(_without_auxiliaries(rjieba.tag(segment))):
        start, place = place, place + len(word)
        weight = _word_weight(word, tag)
        if not weight or any(start < mark.end() and mark.start() < place for mark in asking):
            continue
        between = [segment[place : mark.start()] for mark in asking if mark.start() >= place]
        is_focus = any(not link or link in _LINKS for link in between)
        is_focus = is_focus or any(start == mark.end() and _ASKS_WHETHER.fullmatch(mark.group()) for mark in asking)
        if is_focus:
            weight *= _NEAR
        elif any(start == mark.end() and mark.group().startswith(_ASKS_FOR_KIND) for mark in asking):
            weight *= _CATEGORY
        term = Term(bare_name(word) if tag == "ns" and len(word) > 1 else word, weight, is_focus)
        if term.word not in found or found[term.word].weight < weight:
            found[term.word] = term
    return tuple(found.values())


def _without_auxiliaries(tagged: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Take 要 off what the segmenter left it on: 要查, 办要; not off 要求 or 重要."""
    cut: list[tuple[str, str]] = []
    for word, tag in tagged:
        if len(word) == 2 and "要" in word and word not in _WITH_NEED:
            cut += [(piece, "vn" if piece != "要" else "d") for piece in word]
        elif len(word) == 2 and word[0] in "对向由给" and word[1] in "省市县区乡镇村":
            cut += [(word[0], "p"), (word[1], "n")]
        elif len(word) == 2 and word[1] == "起" and word != "一起":
            cut += [(word[0], "n"), (word[1], "d")]
        else:
            cut.append((word, tag))
    return cut


def _with_times(tagged: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join 前 to what it follows: what held 修订前 is another thing than what 修订 brought."""
    joined: list[tuple[str, str]] = []
    for word, tag in tagged:
        if word in _BEFORE and joined and joined[-1][1][0] in "vn":
            joined[-1] = (joined[-1][0] + word, "n")
        else:
            joined.append((word, tag))
    return joined


def _word_weight(word: str, tag: str) -> float:
    """How much a word matters by its part of speech; 0 for words without content."""
    if word in lexicon.STOP_WORDS or not re.search(r"\w", word):
        return 0.0
    if word.startswith("每") and len(word) > 1:
        return _EACH
    if _COUNT_WORD.fullmatch(word):
        return 0.0
    weight = _WEIGHTS.get(tag[0], 0.0)
    return weight * _SHORT if len(word) == 1 or tag == "m" else weight
