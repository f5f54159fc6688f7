"""Whose rule is it? 市财政局负责组织评审 takes the duty of 市住建局负责编制预算，组织评审；市财政局负责拨付资金.

1. The subject of a piece is what stands before its first verb or preposition; a piece without one has the last one's.
2. Where all the rest of the piece stands in a part of the clauses (between full stops and semicolons) that opens with
   another subject, of which the sentence knows nothing, and its own subject stands in another part alone, they were
   exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from retrieval.checking.facts import Fact
from retrieval.checking.prepared import Prepared, Token, in_heading
from retrieval.checking.wording import words_of_weight
from retrieval.checking.words import PLAIN, credit

Agree = Callable[[Fact, Fact], bool]

_SAID = 0.8
_HINTED = 0.4
_ALIKE = 0.6
_PERSON = re.compile(r"..(?:人|员|长|单位|部门|机关|领导)$")


def exchanged_subjects(
    sentence: Prepared, claimed: Sequence[Fact], ground: Prepared, stated: Sequence[Fact], agree: Agree
) -> Iterator[str]:
    """Tell of what is said of one thing and was put down to another.

    Args:
        sentence: Without keys.
        claimed: Its numbers and organs.
        ground: The clauses.
        stated: Theirs.
        agree: Whether two facts are the same.
    """
    parts = [
        (ground.text[a:b], named, [f for f in stated if a <= f.start < b]) for a, b, named in _parts(ground, stated)
    ]
    held: list[Token] = []
    for start, end in sentence.segments:
        own = subject(sentence, start, end, claimed)
        held = own or held
        stop = own[-1].end if own else start
        facts = [f for f in claimed if stop <= f.start < end]
        rest = words_of_weight(sentence, [(f.start, f.end) for f in facts])
        words = [w for w in rest if stop <= w.start < end]
        mine = [t for t in held if t.text not in PLAIN]
        if not mine or not (words or facts):
            continue
        saying = [
            part
            for part in parts
            if all(credit(w.text, w.tag, part[0]) >= _SAID for w in words)
            and all(any(agree(f, o) for o in part[2]) for f in facts)
        ]
        others = [part for part in parts if part not in saying]
        if not saying or not any(_holds(mine, "".join(t.text for t in named)) for _, named, _ in others):
            continue
        if all(_other(held, part, sentence.text) for part in saying):
            named = "".join(t.text for t in saying[0][1])
            yield f"条款说的是“{named}”，不是“{''.join(t.text for t in held)}”"
            return


def _parts(ground: Prepared, organs: Sequence[Fact]) -> Iterator[tuple[int, int, list[Token]]]:
    """Cut the clauses where a subject begins or a sentence ends; give each part with its subject."""
    for start, end in ground.sentences:
        if in_heading(ground.text, start):
            continue
        named = subject(ground, *ground.segment_at(start), organs)
        for a, b in ground.segments:
            other = subject(ground, a, b, organs) if start < a < end else []
            if any(t.text not in PLAIN for t in other) or _PERSON.search("".join(t.text for t in other)):
                yield start, a, named
                start, named = a, other
        yield start, end, named


_FEWEST = 2


def exchanged_agents(
    sentence: Prepared, ground: Prepared, stated: Sequence[Fact], agents: Sequence[tuple[list[Token], Token]]
) -> Iterator[str]:
    """Tell of 村道由乡镇负责 for 乡镇负责乡道，村委会负责村道.

    Args:
        sentence: Without keys.
        ground: The clauses.
        stated: Their organs.
        agents: Who does what in the sentence, by 由.
    """
    spans = list(_parts(ground, stated))
    parts = [(ground.text[a:b], named) for a, b, named in spans]
    pieces = [(ground.text[x:y], n) for a, b, n in spans for x, y in ground.segments if a <= x < b]
    for who, verb in agents:
        start, _ = sentence.segment_at(verb.start)
        words = [w for w in words_of_weight(sentence, ()) if start <= w.start and w.end <= who[0].start]
        said = [*words, verb] if words else [verb]
        saying = [p for p in pieces if words and _holds(said, p[0])] or [
            p for p in parts if words and _holds(said, p[0])
        ]
        name = "".join(t.text for t in who)
        if not saying or any(f"由{name}" in text for text, _ in saying):
            continue
        if not any(_holds(who, "".join(t.text for t in named)) for _, named in parts):
            continue
        if all(_other(who, ("".join(t.text for t in p[1]), p[1], []), sentence.text) for p in saying):
            yield f"“由{name}{verb.text}”：条款此处为“{''.join(t.text for t in saying[0][1])}”"
            return


def subject(prepared: Prepared, start: int, end: int, organs: Sequence[Fact]) -> list[Token]:
    """Give the words that a piece opens with, up to 由, 按, 应当, 负责, a figure and their like; else its first organ.

    The segmenter takes many nouns for verbs (改造, 治理), so that verbs do not end a subject.
    """
    if prepared.text[start:end].endswith(_CASES):
        return []
    if mark := _MARK.match(prepared.text, start, end):
        start = mark.end()
    found: list[Token] = []
    for token in prepared.tokens_in(start, end):
        if token.text in _PREDICATES or token.tag[0] in "pmrd" or (token.tag == "x" and token.text != "、"):
            return found
        found.append(token)
    opening = next((f for f in organs if f.kind == "机构" and f.start == start), None)
    if opening:
        return prepared.tokens_in(start, opening.end)
    return found[:-1] if found and found[-1].tag == "v" else []


_CASES = ("的", "时", "后", "者")
_MARK = re.compile(r"第\d+条(?:\d+)?|\(?[一二三四五六七八九十\d]{1,3}(?:[)、.]|是)|[问答]")
_PREDICATES = frozenset(
    [
        "应当",
        "应该",
        "应",
        "必须",
        "须",
        "要",
        "需",
        "需要",
        "不得",
        "可以",
        "可",
        "能",
        "不能",
        "负责",
        "是",
        "为",
        "有",
        "在",
        "不",
        "未",
        "将",
        "会",
        "实行",
        "采取",
        "包括",
        "享受",
        "经",
        "自",
        "因",
        "经过",
    ]
)


def _holds(words: Sequence[Token], text: str) -> bool:
    return all(credit(w.text, w.tag, text) >= _SAID for w in words)


def _other(own: Sequence[Token], part: tuple[str, list[Token], list[Fact]], text: str) -> bool:
    """Tell whether a part opens with another subject, which the sentence does not speak of."""
    named = "".join(t.text for t in part[1])
    words = [t for t in part[1] if t.tag[0] not in "xc" and t.text not in PLAIN]
    mine = [t for t in own if t.text not in PLAIN]
    if not (words or _PERSON.search(named)) or _holds(mine, part[0]):
        return False
    pairs = [named[n : n + 2] for n in range(len(named) - 1)]
    rest = text.replace("".join(t.text for t in own), "|")
    alike = sum(pair in text for pair in pairs) >= _ALIKE * len(pairs)
    return not alike and not any(p in rest for p in pairs) and all(credit(t.text, t.tag, rest) < _HINTED for t in words)


def other_counts(
    sentence: Prepared, claimed: Sequence[Fact], ground: Prepared, stated: Sequence[Fact], agree: Agree
) -> Iterator[str]:
    """Tell of a figure of something else: 沿河一万二千户纳管 for 沿河三十六个村纳管."""
    for fact in (f for f in claimed if f.kind in _COUNTED and f.group not in _MEASURES):
        start, end = sentence.segment_at(fact.start)
        near = [f for f in claimed if start <= f.start < end]
        rest = words_of_weight(sentence, [(f.start, f.end) for f in near])
        words = [w for w in rest if start <= w.start < end]
        if len(words) < _FEWEST:
            continue
        for a, b in ground.segments:
            if not _holds(words, ground.text[a:b]):
                continue
            facts = [f for f in stated if a <= f.start < b and _like(f, fact)]
            within = ground.sentence_at(a)
            if any(agree(fact, f) for f in stated if within[0] <= f.start < within[1]):
                break
            if facts and not any(agree(mine, f) for mine in claimed for f in facts):
                yield f"“{fact.shown}”：此处条款为“{facts[0].shown}”"
                return


_COUNTED = ("数额", "比例")
_MEASURES = ("数额:岁", "数额:元", "数额:次")


def _like(one: Fact, two: Fact) -> bool:
    return two.kind in _COUNTED and one.kind in _COUNTED and one.group != two.group and one.bound == two.bound
