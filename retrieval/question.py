"""What a question asks for and what it is about, without any model.

1. Split a compound question into its parts (…几轮，每年几轮？), each with an interrogative of its own.
2. Say what kind of thing answers each part: a period, a number of something, somebody, a list, yes or no, …
3. Take its content words, with how much each matters: names more than verbs, words beside the interrogative more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from knowledge.numerals import NUMERAL
from retrieval import lexicon
from retrieval.asked_for import action, category, counted_thing, role, subject
from retrieval.places import places_in
from retrieval.terms import Term, quoted_terms, without_organs, words_of
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
_NAMED_TOGETHER = re.compile(
    r"(?P<names>[“\"][^”\"]{2,16}[”\"](?:(?:[、和与及]|以及)*[“\"][^”\"]{2,16}[”\"])+)(?:这[两三]个?)?(?:分别|各自?)"
)
_TITLE = re.compile(r"《[^《》]*》")
_NAMED = re.compile(rf"{_QUOTED.pattern}|{_TITLE.pattern}|第\s*{NUMERAL}\s*(?:条(?:之{NUMERAL})?|个方面|方面|项|点|个)")
"""What is looked up by its name, not by its words."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|-|届)")
_FIGURE = re.compile(rf"(?<![\d.第哪-])(\d{{2,}})(?=(?:{lexicon.COUNTERS})(?<!年)(?<!月)(?<!日))")
_CHAPTER = re.compile(r"第[一二三四五六七八九十百零\d]+章")
_RELATIVE = re.compile(r"上一?届|下一?届|前[一两]届|去年|前年|明年|后年|上一?轮|下一?轮|上个?月|下个?月")
_WHICH_ONES = re.compile(r"哪(?:几|[二两三四五六七八九十]|\d+)")
"""哪几种 asks for them all, 几种 for how many."""
_ASKS_WHO_IS_MEANT = re.compile(r"指(?:的是)?什么人")
_ASKS_WORDING = re.compile(r"是哪[\d几一二三四五六七八九十]+个?字")
_COUNTED = re.compile(rf"(?:多少|几)({lexicon.COUNTERS})?")
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
    known = words_of(_NAMED.sub(_blank, normalize(context)))
    quoted = tuple(normalize(name) for name in _QUOTED.findall(text))
    segments = _segments(folded)
    parts: list[Part] = []
    for segment in segments:
        terms = quoted_terms(segment) + words_of(_NAMED.sub(_blank, segment))
        own = {term.word for term in terms}
        if Want.WHO in _wants(segment):
            terms = without_organs(terms)
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
                counted=counted_thing(segment, counted, terms),
                action=action(segment, terms),
                category=category(segment, terms),
                subject=subject(segment),
                role=role(segment),
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
    return [each for segment in segments or [folded] for each in _each_named(segment)]


def _each_named(segment: str) -> list[str]:
    """“甲”和“乙”分别是什么 asks for each."""
    found = _NAMED_TOGETHER.search(segment)
    if found is None:
        return [segment]
    names = re.findall(r"[“\"][^”\"]+[”\"]", found["names"])
    return [f"{segment[: found.start()]}{name}{segment[found.end() :]}" for name in names]


def _wants(segment: str) -> frozenset[Want]:
    found = {want for want, pattern in _WANTS if pattern.search(segment)}
    if found & {Want.YES_NO, Want.WHO} and not lexicon.ASKS_TIME.search(segment):
        # 期限能不能延长 asks whether, 期限由谁定 asks who.
        found.discard(Want.DURATION)
    if Want.DEFINITION in found and _ASKS_WHO_IS_MEANT.search(segment):
        # 公务员是指什么人 asks what the word means.
        found.discard(Want.WHO)
    if Want.DEFINITION in found and _ASKS_WORDING.search(segment):
        # 是哪16个字 asks how it reads.
        found.discard(Want.LIST)
    lists_all = Want.LIST in found and _WHICH_ONES.search(segment)
    if Want.DURATION not in found and not lists_all and lexicon.NUMBER.search(segment):
        found.add(Want.NUMBER)
    return frozenset(found or {Want.OPEN})


def _blank(found: re.Match[str]) -> str:
    """Keep the length, so that places in the segment stay what they are."""
    return " " * len(found.group())
