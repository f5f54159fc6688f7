"""Does a number stand beside what the sentence says of it, in one sentence of the clauses?

新任领导干部在每年1月31日前报告 takes the date of one rule and whom it is for of another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from retrieval.checking.facts import Fact
from retrieval.checking.ground import content
from retrieval.checking.prepared import Prepared, Token
from retrieval.checking.words import PLAIN, credit, occurrences

Agree = Callable[[Fact, Fact], bool]

_TIMES = frozenset(["日期", "期限", "频次"])


def half_ranges(
    sentence: Prepared, claimed: Sequence[Fact], ground: Prepared, stated: Sequence[Fact], agree: Agree
) -> Iterator[str]:
    """Tell of one end of a range told as the whole: 五年 of 五年至八年."""
    ranges = list(_ranges(ground, stated))
    inside = {fact for pair in ranges for fact in pair}
    for fact in claimed:
        own = [other for other in stated if agree(fact, other)]
        if not own or not all(other in inside for other in own):
            continue
        partners = [b if a == other else a for other in own for a, b in ranges if other in (a, b)]
        if not any(agree(mine, partner) for mine in claimed for partner in partners):
            yield f"条款为“{own[0].shown}”至“{partners[0].shown}”，句中只有“{fact.shown}”"
            return


def strangers(
    sentence: Prepared, claimed: Sequence[Fact], ground: Prepared, stated: Sequence[Fact], agree: Agree
) -> Iterator[str]:
    """Tell of a fact whose own sentence of the clauses lacks what another sentence with a like fact says."""
    for fact in claimed:
        if deed := _wrong_deed(fact, claimed, sentence, ground, stated, agree):
            yield f"“{fact.shown}”不是对“{deed}”的规定"
            return
        own = {ground.sentence_at(other.start) for other in stated if agree(fact, other)}
        others = {ground.sentence_at(o.start) for o in stated if _like(fact, o) and not agree(fact, o)} - own
        # A title says nothing of its own.
        others = {(a, b) for a, b in others if "," in ground.text[a:b] or ground.text[b : b + 1] != "\n"}
        if not own or not others:
            continue
        start, _ = sentence.segment_at(fact.start)
        start = max(
            start, sentence.text.rfind("、", 0, fact.start) + 1, *(o.end for o in claimed if o.end <= fact.start), 0
        )
        words = [w for w in content(sentence.tokens_in(start, fact.start)) if w.tag[0] in "nbtsj" and len(w.text) > 1]
        for a, b in sorted(others):
            foreign = [w for w in words if occurrences(w.text, ground.text[a:b])]
            foreign = [w for w in foreign if not any(_in(w.text, w.tag, ground.text[x:y]) for x, y in own)]
            elsewhere = [s for s in ground.sentences if s not in own and s != (a, b)]
            if foreign and not any(_in(w.text, w.tag, ground.text[x:y]) for w in foreign for x, y in elsewhere):
                yield f"“{fact.shown}”不是对“{foreign[0].text}”的规定"
                return


def _wrong_deed(
    fact: Fact, claimed: Sequence[Fact], sentence: Prepared, ground: Prepared, stated: Sequence[Fact], agree: Agree
) -> str:
    """Give the verb after a number that the clauses only use after another: 三分之二参与, 四分之三同意."""
    _, end = sentence.segment_at(fact.start)
    if stop := re.search(r"[()和与及、]", sentence.text[fact.end : end]):
        end = fact.end + stop.start()
    end = min([end, *(o.start for o in claimed if o.group == fact.group and o.start >= fact.end)])
    verbs = [t for t in sentence.tokens_in(fact.end, end) if t.tag in "vd" and len(t.text) > 1 and t.text not in PLAIN]
    if not verbs:
        return ""
    verb = verbs[-1]
    like = [other for other in stated if other.group == fact.group]
    mine = [other for other in like if agree(fact, other)]
    own = [_after(ground, other) for other in mine]
    # A later number may leave out the verb of the first.
    last = max((other.end for other in mine), default=0)
    others = [_after(ground, other) for other in like if other.value != fact.value and other.start >= last]
    foreign = bool(own) and not any(_in(verb.text, verb.tag, text) for text in own)
    return verb.text if foreign and any(_in(verb.text, verb.tag, text) for text in others) else ""


def _after(prepared: Prepared, fact: Fact) -> str:
    """Give the piece that a number stands in and, where it ends a condition, the next one."""
    start, end = prepared.segment_at(fact.start)
    if re.search(r"[的时后]$", prepared.text[start:end]):
        end = next((b for a, b in prepared.segments if a > end), end)
    return prepared.text[start:end]


def wrong_bases(
    sentence: Prepared, claimed: Sequence[Fact], ground: Prepared, stated: Sequence[Fact], agree: Agree
) -> Iterator[str]:
    """Tell of a share of something else: 本金的百分之五 for 收益的百分之五."""
    for fact in claimed:
        start, _ = sentence.segment_at(fact.start)
        base = re.search(r"([一-鿿]{2,8})的$", sentence.text[start : fact.start])
        own = [other for other in stated if agree(fact, other)]
        if fact.kind != "比例" or base is None or not own:
            continue
        words = content(sentence.tokens_in(start + base.start(), fact.start))[-1:]
        places = [ground.text[slice(*ground.segment_at(other.start))] for other in own]
        if words and not any(_in(words[0].text, words[0].tag, place) for place in places):
            yield f"“{fact.shown}”不是“{words[0].text}”的比例"
            return


def _ranges(prepared: Prepared, facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    for one, two in pairwise(facts):
        between = prepared.text[one.end : two.start]
        if one.group == two.group and len(between) <= 1 and re.fullmatch(r"至|到|-", between):
            yield one, two


def _like(one: Fact, two: Fact) -> bool:
    return one.group == two.group or (one.kind in _TIMES and two.kind in _TIMES)


def _in(word: str, tag: str, text: str) -> bool:
    return credit(word, tag, text) >= 0.8


def misordered(sentence: Prepared, ground: Prepared) -> Iterator[str]:
    """Tell of the steps of a procedure in another order, and of items put together of the parts of others."""
    yield from _later_first(sentence, ground)
    yield from _sequence(sentence, ground)
    for start, end in sentence.segments:
        items = [m.span() for m in re.finditer(r"[^、]+", sentence.text[start:end])]
        if len(items) < _FEWEST:
            continue
        words = [content(sentence.tokens_in(start + a, start + b)) for a, b in items]
        for item in words[1:-1]:
            if len(item) > 1 and _mixed(item, ground):
                yield f"“{''.join(w.text for w in item)}”把条款的几项混在一起"
                return
        if _STEPS.search(sentence.text) and (order := _order(words, ground)) and order != sorted(order):
            yield "步骤的先后与条款不同"
            return


_FEWEST = 3
_STEPS = re.compile(r"程序|步骤|顺序|流程|依次|先后|逐级")


def _sequence(sentence: Prepared, ground: Prepared) -> Iterator[str]:
    """Tell of 先转运、再评估 for 先评估、再转运."""
    claimed = _STEP_WORDS.findall(sentence.text)
    for start, end in ground.sentences:
        stated = _STEP_WORDS.findall(ground.text[start:end])
        if len(claimed) > 1 and sorted(claimed) == sorted(stated) and claimed != stated:
            yield f"先后为{'、'.join(stated)}，句中为{'、'.join(claimed)}"
            return


_STEP_WORDS = re.compile(r"(?:先|再|然后|最后|(?<=、)后)([一-鿿]{2})")


def _later_first(sentence: Prepared, ground: Prepared) -> Iterator[str]:
    """Tell of 审查后公示 where 公示 is an earlier step of the clauses' list."""
    for (a, b), (c, d) in pairwise(sentence.segments):
        first, second = content(sentence.tokens_in(a, b)), content(sentence.tokens_in(c, d))
        if not sentence.text[a:b].endswith("后") or not first or not second:
            continue
        one, two = _step(first, ground), _step(second, ground)
        if one is not None and two is not None and two < one:
            yield f"“{sentence.text[a:b]}”与“{sentence.text[c:d]}”的先后与条款相反"
            return


def _step(words: Sequence[Token], ground: Prepared) -> int | None:
    """Give the place of the list's item that says all the words; None where none does."""
    for place, (start, end) in enumerate(ground.sentences):
        text = ground.text[start:end]
        if re.search(r"(?:^|:)\([一二三四五六七八九十]+\)", text) and all(_in(w.text, w.tag, text) for w in words):
            return place
    return None


def _mixed(item: Sequence[Token], ground: Prepared) -> bool:
    for start, end in ground.sentences:
        parts = re.split(r"[、,:]", ground.text[start:end])
        if any(all(_in(w.text, w.tag, part) for w in item) for part in parts):
            return False
    return any(
        all(any(_in(w.text, w.tag, part) for part in re.split(r"[、,:]", ground.text[a:b])) for w in item)
        and ground.text[a:b].count("、") >= _FEWEST - 1
        for a, b in ground.sentences
    )


def _order(words: Sequence[Sequence[Token]], ground: Prepared) -> list[int]:
    """Give the places of the items in the sentence of the clauses that has them all; empty where none has."""
    for start, end in ground.sentences:
        text = ground.text[start:end]
        places = []
        for item in words[1:-1] if len(words) > _FEWEST else words:
            spans = [(m.start(), m.end()) for m in re.finditer(r"[^、,:]+", text)]
            found = [a for a, b in spans if item and all(_in(w.text, w.tag, text[a:b]) for w in item)]
            if found:
                places.append(found[0])
        if len(places) == len(words[1:-1] if len(words) > _FEWEST else words):
            return places
    return []
