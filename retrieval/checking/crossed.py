"""The case of one item with the rule of another: 五万元以上的，自行询价 where the clause has 不足五万元的，自行询价.

1. An item is a sentence of the clauses that has a case before its first comma and a rule after it.
2. Of both, only that counts which no other item has: 不足五万元 and 自行询价. Where the case holds numbers, organs or
   a class (Ⅰ级), these alone count.
3. A sentence that has the case of one and nothing of its rule, but the rule of another and nothing of its case, has
   crossed them. One that tells of both items has both cases and both rules, and passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from retrieval.checking.facts import Fact
from retrieval.checking.prepared import Prepared
from retrieval.checking.wording import words_of_weight
from retrieval.checking.words import credit, siblings

Agree = Callable[[Fact, Fact], bool]
_MOST = 0.6
"""Share of a rule's own words that says that the sentence gives this rule."""
_HARDLY = 0.25
_AS_SAID = 0.9
_DENIES = re.compile(r"[无没未不]")
"""有劳动能力 and 没有劳动能力 hold the same words."""
_LEAD = re.compile(r"(?:规定|要求)$")
_CASE = re.compile(r"[的时后者]$|的[一-鿿]{2,6}$")


@dataclass(frozen=True)
class _Marks:
    """What a stretch of text holds: facts, and words outside of them."""

    facts: tuple[Fact, ...]
    words: tuple[tuple[str, str], ...]
    """Word and tag."""


_NOTHING = _Marks((), ())


@dataclass(frozen=True)
class _Item:
    case: _Marks
    rule: _Marks
    shown: str
    row: bool = False
    """Whether it is a row of a table, which one word tells from the others."""


def crossed(
    sentence: Prepared, claimed: Sequence[Fact], ground: Prepared, stated: Sequence[Fact], agree: Agree
) -> Iterator[str]:
    """Tell of a case that the sentence joins to the rule of another item.

    Args:
        sentence: Without keys.
        claimed: Its numbers and organs.
        ground: The clauses.
        stated: Their numbers and organs.
        agree: Whether two facts are the same, limits included.
    """
    items = list(_items(ground, stated))
    own = [_own(item, [other for other in items if other is not item], agree) for item in items]
    for start, end in sentence.sentences if len(items) > 1 else ():
        told = _marks(sentence, claimed, start, end)
        text = sentence.text[start:end]
        cases = [
            _has_case(mine.case, mine.case if item.row else item.case, told, text, agree)
            for mine, item in zip(own, items, strict=True)
        ]
        hinted = [_share(item.case, told, text, agree) > 0.0 for item in own]
        rules = [_share(item.rule, told, text, agree) for item in own]
        for here, there in permutations(range(len(own)), 2):
            vague = own[here].case == _NOTHING
            if vague and (own[there].case == _NOTHING or _DENIES.search(own[there].shown)):
                continue
            has_rule = own[here].rule == _NOTHING or rules[here] > _HARDLY
            if cases[here] and not hinted[there] and not has_rule and rules[there] >= _MOST:
                yield f"“{own[here].shown}”的规定不是这样，那是“{own[there].shown}”的规定"
                return


def _items(ground: Prepared, stated: Sequence[Fact]) -> Iterator[_Item]:
    for start, end in ground.sentences:
        comma = ground.text.find(",", start, end)
        if ground.text.count(":", start, end) > 1 and comma >= 0:
            case, rule = (start, comma), (comma + 1, end)
            yield _Item(
                _marks(ground, stated, *case), _marks(ground, stated, *rule), ground.text[slice(*case)], row=True
            )
            continue
        # 答：, 一、期限： and their like are no part of the item.
        start = max(start, ground.text.rfind(":", start, end) + 1)
        pieces = [(a, b) for a, b in ground.segments if start <= a < end]
        if len(pieces) > 2 and _LEAD.search(ground.text[slice(*pieces[0])]):
            del pieces[0]
        if len(pieces) > 1 and ground.text[pieces[0][1]] == "," and _is_case(ground, *pieces[0]):
            case, rule = pieces[0], (pieces[1][0], pieces[-1][1])
            yield _Item(_marks(ground, stated, *case), _marks(ground, stated, *rule), ground.text[slice(*case)])


def _is_case(prepared: Prepared, start: int, end: int) -> bool:
    named = any(token.tag == "eng" for token in prepared.tokens_in(start, end))
    text = prepared.text[start:end]
    return named or bool(_CASE.search(text) and not text.endswith(("规定", "要求", "精神")))


def _marks(prepared: Prepared, facts: Sequence[Fact], start: int, end: int) -> _Marks:
    inside = tuple(fact for fact in facts if start <= fact.start < end)
    spans = [(fact.start, fact.end) for fact in inside]
    words = [w for w in words_of_weight(prepared, spans) if start <= w.start < end]
    # 一方 and 双方 tell cases apart, though they say little elsewhere.
    classes = [t for t in prepared.tokens_in(start, end) if t.tag == "eng" or siblings(t.text)]
    return _Marks(inside, tuple(dict.fromkeys((w.text, w.tag) for w in (*classes, *words))))


def _own(item: _Item, others: Sequence[_Item], agree: Agree) -> _Item:
    """Keep of an item what no other has; of a case that holds facts or a class, these alone."""
    cases = [other.case for other in others]
    case = _without(item.case, cases, agree)
    classes = tuple(word for word in case.words if word[1] == "eng")
    if case.facts or classes:
        case = _Marks(case.facts, classes)
    rule = _without(item.rule, [m for o in others for m in (o.case, o.rule)], agree)
    return _Item(case, rule, item.shown, item.row)


def _without(marks: _Marks, others: Sequence[_Marks], agree: Agree) -> _Marks:
    facts = tuple(f for f in marks.facts if not any(agree(f, o) for other in others for o in other.facts))
    words = tuple(w for w in marks.words if not any(_said(w, "|".join(t for t, _ in o.words)) for o in others))
    return _Marks(facts, words)


def _has_case(case: _Marks, whole: _Marks, told: _Marks, text: str, agree: Agree) -> bool:
    """Tell whether the sentence has a case: its own marks or, where it has none (取得社会工作师证书的), all of it."""
    if case == _NOTHING:
        plain = not _DENIES.search(text)
        return plain and len((*whole.facts, *whole.words)) > 1 and _share(whole, told, text, agree) == 1.0
    sure = case.facts or len(case.words) > 1 or any(tag == "eng" for _, tag in case.words)
    sure = sure or ((whole is case or len(whole.words) > 1) and _share(whole, told, text, agree) == 1.0)
    return bool(sure) and _share(case, told, text, agree) == 1.0


def _share(marks: _Marks, told: _Marks, text: str, agree: Agree) -> float:
    facts = [any(agree(mine, fact) for mine in told.facts) for fact in marks.facts]
    words = [_tells(word, told, text) for word in marks.words]
    return sum((*facts, *words)) / len((*facts, *words)) if (*facts, *words) else 0.0


def _tells(word: tuple[str, str], told: _Marks, text: str) -> bool:
    return word in told.words if word[1] == "eng" else _said(word, text)


def _said(word: tuple[str, str], text: str) -> bool:
    return word[0] in text.split("|") if word[1] == "eng" else credit(word[0], word[1], text) >= _AS_SAID
