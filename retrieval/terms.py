"""The content words of a question, with how much each matters: names more than verbs, words beside what asks more."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge import segmentation
from retrieval import lexicon
from retrieval.matching import synonyms
from retrieval.places import bare_name

_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,20})[”\"」』]")


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question."""

    word: str
    weight: float
    """How much the word matters by its part of speech and place; its rarity in the documents is added later."""
    is_verb: bool = False
    """It says what is done, which questions say in words of their own."""
    is_focus: bool = False
    """It stands right before what asks: 期限 in 期限是多久, 延长 in 能不能延长."""


_QUOTED_WEIGHT = 1.5
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
_AUXILIARIES = "能会可得该须新再先已未没轮次"
"""What the segmenter joins to a verb of one character where both together are no word: 能管, 新加."""
_COMPLEMENT = re.compile(r"(?<=\w)(?:上去|下去|出去|出来|下来|进去|进来|起来|上来|回去|过去|过来)$|(?<=^\w)[到给]$")
"""What says how a verb ends: 递上去, 带到."""
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


def quoted_terms(segment: str) -> tuple[Term, ...]:
    """What stands in “”, each as one word."""
    return tuple(Term(name, _QUOTED_WEIGHT) for name in dict.fromkeys(_QUOTED.findall(segment)))


def words_of(segment: str) -> tuple[Term, ...]:
    """The content words of a normalized question or a part of one, each once."""
    asking = list(lexicon.INTERROGATIVE.finditer(segment))
    found: dict[str, Term] = {}
    place = 0
    for word, tag in _with_times(_without_auxiliaries(segmentation.tag(segment))):
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
        term = Term(
            word=bare_name(word) if tag == "ns" and len(word) > 1 else word,
            weight=weight,
            is_verb=tag[0] in "va" and tag != "vn",
            is_focus=is_focus,
        )
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
        elif len(word) == 2 and tag == "s" and word[1] in "里内中上":
            cut += [(word[0], "n"), (word[1], "f")]
        elif len(word) == 2 and word[0] in _AUXILIARIES and len(segmentation.cut(word, new_words=False)) == 2:
            cut += [(word[0], "d"), (word[1], "v")]
        elif tag[0] == "v" and _COMPLEMENT.search(word) and not synonyms(word):
            bare = _COMPLEMENT.sub("", word)
            cut += [(bare, "v"), (word[len(bare) :], "d")]
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


def without_organs(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Let 单位 and 机关 weigh little: where somebody is asked for they only say so once more."""
    light = _CATEGORY * _CATEGORY
    return tuple(replace(term, weight=term.weight * light) if term.word in _ORGANS else term for term in terms)
