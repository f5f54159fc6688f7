"""Is a fact where the rest of its piece is? 对高层建筑每月夜查 leads to 每周, though 每月 stands elsewhere.

1. The fact is masked; the other words and facts of its piece (with the condition before it) look for their place.
2. A place is what stands around a fact of the same kind: its piece, once alone and once with what was said before,
   since a rule leaves out what was just said. The sentence's own value may reach back further than another.
3. Where a place with another value holds the rest clearly better than any place with the same value, the sentence has
   put the value elsewhere. A sentence that gives both values is a list, and passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.checking.binding import continued
from retrieval.checking.facts import Fact
from retrieval.checking.prepared import Prepared, Token
from retrieval.checking.wording import words_of_weight
from retrieval.checking.words import credit

Agree = Callable[[Fact, Fact], bool]

_CONDITION = re.compile(r"[的时后者]$")
_SURE = 0.75
_AS_SAID = 0.9
_FEWEST = 2
_NO_NAME = ("单位", "部门", "机构", "机关")
_PIECE, _SENTENCE, _SAID_BEFORE = "piece", "sentence", "said before"
"""How far a place reaches: its piece, its sentence up to there, or all up to there since the last full stop."""
_REACHES = ((_SAID_BEFORE, _SENTENCE, 0.25), (_SENTENCE, _SENTENCE, 0.5), (_PIECE, _PIECE, 0.5))
"""How far the own place may reach, how far another, and by how much the other has to be better."""


def misplaced(
    sentence: Prepared, claimed: Sequence[Fact], ground: Prepared, stated: Sequence[Fact], agree: Agree
) -> Iterator[str]:
    """Tell of facts that the clauses have for something else.

    Args:
        sentence: Without keys.
        claimed: Its numbers, organs and words of a set.
        ground: The clauses.
        stated: Theirs.
        agree: Whether two facts are the same.
    """
    for fact in claimed:
        like = [other for other in stated if other.group == fact.group]
        own = [other for other in like if agree(fact, other)]
        others = [other for other in like if not agree(fact, other) and other.value != fact.value]
        words, beside = _beside(sentence, fact, claimed, _unit(sentence, fact))
        if len(words) + len(beside) < _FEWEST:
            # 补贴一千元 says too little without 调解一件疑难纠纷 before its comma.
            words, beside = _beside(sentence, fact, claimed, _unit(sentence, fact, wider=True))
            others = [o for o in others if o.bound == fact.bound]
        others = [o for o in others if not any(f.group == fact.group and agree(f, o) for f in beside)]
        rest = [f for f in beside if f.group != fact.group or f.kind == "机构"]
        if not own or not others or len(words) + len(rest) < _FEWEST:
            continue
        if fact.kind == "机构" and fact.shown.endswith(_NO_NAME):
            continue
        if fact.kind == "机构":
            # Several organs of one sentence each have their part in it.
            together = {ground.sentence_at(o.start) for o in own}
            others = [o for o in others if ground.sentence_at(o.start) not in together]
        look = _Look(words, rest, ground, stated, agree)
        for own_reach, reach, margin in _REACHES:
            mine = max(look.held(o, own_reach) for o in own)
            for other in others:
                best = look.held(other, reach)
                if best >= _SURE and best - mine >= margin:
                    yield f"“{fact.shown}”：此处条款为“{other.shown}”"
                    return


def _beside(
    prepared: Prepared, fact: Fact, facts: Sequence[Fact], span: tuple[int, int]
) -> tuple[list[Token], list[Fact]]:
    """Give the words and the other facts of a span that holds `fact`."""
    start, end = span
    beside = [f for f in facts if start <= f.start < end and f is not fact]
    spans = [(f.start, f.end) for f in (fact, *beside)]
    return [w for w in words_of_weight(prepared, spans) if start <= w.start < end], beside


def _unit(prepared: Prepared, fact: Fact, *, wider: bool = False) -> tuple[int, int]:
    """Give the piece of a fact, with the condition before it, or with the rule after it where it is a condition."""
    start, end = prepared.segment_at(fact.start)
    within = prepared.sentence_at(fact.start)
    pieces = [s for s in prepared.segments if within[0] <= s[0] < within[1]]
    place = next(n for n, s in enumerate(pieces) if s == (start, end))
    if place and (wider or _CONDITION.search(prepared.text[slice(*pieces[place - 1])])):
        start = pieces[place - 1][0]
    if place + 1 < len(pieces) and _CONDITION.search(prepared.text[start:end]):
        end = pieces[place + 1][1]
    return start, end


@dataclass(frozen=True)
class _Look:
    """What is looked for, and where."""

    words: Sequence[Token]
    rest: Sequence[Fact]
    ground: Prepared
    stated: Sequence[Fact]
    agree: Agree

    def held(self, around: Fact, reach: str) -> float:
        """Give the share of words and facts that stand around a fact of the clauses; facts count double."""
        start, end = _unit(self.ground, around)
        if around.group == "机构":
            end = max(end, continued(self.ground, around, self.stated))
        text = self.ground.text
        if reach == _SENTENCE:
            start = self.ground.sentence_at(around.start)[0]
        elif reach == _SAID_BEFORE:
            start = max(text.rfind("。", 0, around.start), text.rfind("\n", 0, around.start)) + 1
        met = sum(credit(w.text, w.tag, text[start:end]) >= _AS_SAID for w in self.words)
        near = [f for f in self.stated if start <= f.start < end]
        met += 2 * sum(any(self._like(mine, f) for f in near) for mine in self.rest)
        return met / (len(self.words) + 2 * len(self.rest))

    def _like(self, one: Fact, two: Fact) -> bool:
        """Tell whether a fact leads to the other: here 一次 does to 至少一次."""
        return self.agree(one, two) or (one.group == two.group and one.value == two.value)
