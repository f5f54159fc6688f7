"""What stands right beside a fact or a 应当: with the same characters around another one, it was swapped.

1. Facts and the words of duty (应当, 可以, 不得) are compared by the characters on either side of them.
2. A place of the clauses is as good as the run of equal characters before and after it.
3. Where a place with another value is clearly better than any with the same value, the value was swapped in the copy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

from retrieval.checking.facts import Fact
from retrieval.checking.prepared import Prepared, Token, in_heading
from retrieval.checking.words import PLAIN, credit

Agree = Callable[[Fact, Fact], bool]

_REACH = 8
_ENOUGH = 5
_BETTER = 4
_END = 2
_STOPS = ",;:。\n"
_WORD = 2
"""Characters that have to be equal after a word of duty: what it governs stands there."""
_DUTY = re.compile(
    r"(?P<ban>不得不?|不能|不准|不许|不可以|不应当?|严禁|禁止)|(?P<spare>无需|不必|不用)|"
    r"(?P<must>应当|应该|必须|务必|(?<!无)(?<!必)须)|(?P<may>可以|允许|有权|(?<![许认不])可(?=[一-鿿]))|(?P<urge>鼓励|提倡)"
)


def duties(prepared: Prepared) -> list[Fact]:
    """Find the words that say whether something has to be done, may be, or must not be."""
    return [Fact("语气", "语气", str(m.lastgroup), m.start(), m.end(), m[0]) for m in _DUTY.finditer(prepared.text)]


def sides(prepared: Prepared, ground: Prepared) -> list[Fact]:
    """Find who acts and who is acted on where the clauses speak of both: 检举人 and 被检举人."""
    parties = {m[1] for m in _ACTED_ON.finditer(ground.text)}
    return [
        Fact("用词", f"被:{party}", "被" if m[1] else party, m.start(), m.end(), m[0])
        for party in parties
        for m in re.finditer(f"(被?)(?:{party})", prepared.text)
    ]


_ACTED_ON = re.compile("被([一-鿿]{2,6}?(?:人(?!员)|者|单位|组织|机构|对象|企业))")


@lru_cache(maxsize=1024)
def names(prepared: Prepared) -> tuple[Fact, ...]:
    """Find what may be a name: up to three words that end in a noun, whatever the segmenter calls the others."""
    found: list[Fact] = []
    row: list[Token] = []
    for token in prepared.tokens:
        row = [*row[-2:], token] if token.tag[0] in "njl" or (token.tag[0] in "vba" and token.text not in PLAIN) else []
        if (row and token.tag[0] in "njl") or token.tag == "vn":
            for n in range(len(row)):
                start = row[n].start
                found.append(Fact("名词", "名词", "", start, token.end, prepared.text[start : token.end]))
    return tuple(f for f in found if f.end - f.start >= _WORD)


def exchanged(sentence: Prepared, ground: Prepared) -> Iterator[str]:
    """Tell of a name that stands where the clauses have another, which the sentence does not speak of."""

    def same(one: Fact, two: Fact) -> bool:
        if len(one.shown) == len(two.shown) == _WORD and set(one.shown) & set(two.shown):
            return True
        return credit(one.shown, "n", two.shown) >= _AS_SAID or credit(two.shown, "n", one.shown) >= _AS_SAID

    stated = names(ground)
    for fact in names(sentence):
        own = [other for other in stated if fact.shown in other.shown]
        if all(in_heading(ground.text, other.start) for other in own):
            continue
        best = max(sum(_alike(sentence, fact, ground, other)) for other in own)
        for other in stated:
            if sentence.text[fact.end : fact.end + 1] != ground.text[other.end : other.end + 1]:
                continue
            found = sum(_alike(sentence, fact, ground, other))
            if other.shown in PLAIN or found < _ENOUGH or found - best < _BETTER or same(fact, other):
                continue
            piece = ground.segment_at(other.start)
            if any(piece[0] <= o.start < other.start for o in own) or _hinted(other.shown, sentence.text):
                continue
            yield f"“{fact.shown}”：此处条款为“{other.shown}”"
            return


def _hinted(name: str, text: str) -> bool:
    """Tell whether a text says a part of a name, or the like."""
    parts = any(name[n : n + _WORD] in text for n in range(len(name) - 1))
    return parts or credit(name, "n", text) > _HINTED


_AS_SAID = 0.8
_HINTED = 0.4


def swapped(
    sentence: Prepared, claimed: Sequence[Fact], ground: Prepared, stated: Sequence[Fact], agree: Agree
) -> Iterator[str]:
    """Tell of facts that stand where the clauses have another.

    Args:
        sentence: Without keys.
        claimed: Its facts and words of duty.
        ground: The clauses.
        stated: Theirs.
        agree: Whether two facts are the same.
    """
    for fact in claimed:
        like = [other for other in stated if other.group == fact.group]
        same = [other for other in like if agree(fact, other)]
        own = [_alike(sentence, fact, ground, other) for other in same]
        others = [other for other in like if not agree(fact, other) and other.value != fact.value]
        for other in others:
            found = _alike(sentence, fact, ground, other)
            if fact.kind == "语气" and found[1] < _WORD:
                continue
            if any(
                _shortened(ground, other, one, run[0]) and found[0] - run[0] < _BETTER
                for one, run in zip(same, own, strict=True)
            ):
                continue
            if sum(found) >= _ENOUGH and sum(found) - max(map(sum, own), default=0) >= _BETTER:
                yield f"“{fact.shown}”：此处条款为“{other.shown}”"
                return


def _shortened(ground: Prepared, other: Fact, own: Fact, before: int) -> bool:
    """Tell whether the own place leaves out what was said at the other: 年满80周岁的老人100元，年满90周岁的200元."""
    follows = other.end <= own.start and "。" not in ground.text[other.end : own.start]
    return follows and before >= _WORD and own.kind != "语气"


def _alike(sentence: Prepared, fact: Fact, ground: Prepared, other: Fact) -> tuple[int, int]:
    """Count the equal characters before and after two facts."""
    before = _run(sentence.text[: fact.start][::-1], ground.text[: other.start][::-1])
    return before, _run(sentence.text[fact.end :], ground.text[other.end :])


def _run(one: str, two: str) -> int:
    count = 0
    for a, b in zip_longest(one[:_REACH], two[:_REACH], fillvalue="。"):
        ends = (a in _STOPS, b in _STOPS)
        if a != b or any(ends):
            # To end together after some characters says more than they do.
            return count + _END * (all(ends) and count > 1)
        count += 1
    return count
