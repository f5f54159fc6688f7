"""Does a fact belong to what the sentence ties it to? 警告六个月，记过十二个月 does not support 记过六个月.

1. Every fact has a label: the words between it and the next fact of its kind, or the comma, on either side.
2. In the clauses, the label of each fact of the kind is compared with the words around the sentence's fact.
3. Where the label of a fact with another value fits well, and no label of one with the same value does, the sentence
   has tied the wrong one.

For organs and words of a set, verbs and prepositions count with the side they stand on: 由甲报乙 is not 由乙报甲.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.checking.facts import Fact
from retrieval.checking.prepared import Prepared, Token, in_heading
from retrieval.checking.words import CONTRASTS, PLAIN, credit, occurrences, paraphrases
from retrieval.lexicon import word_set

_FITS = 0.6
_CLEARLY = 0.5
_SURELY = 0.95
_SOME = 0.25
_LIST = 30
_CLOSE = 2
_MONEY = "数额:元"
_DIRECTIONS = {"ge": "+", "gt": "+", "le": "-", "lt": "-", "in": "-"}
_UNTOLD = 0.3
"""What a label without a word of its own counts for."""
_AS_GOOD = 0.9
_CONDITION = re.compile(r"[的时后]$|^[^,]{0,8}(?:如|若)")
_ROLE_WORDS = word_set("roles.txt")

Agree = Callable[[Fact, Fact], bool]


@dataclass(frozen=True)
class Label:
    """The words that a fact stands among; with a side ("<" before it, ">" after it) where sides matter."""

    words: tuple[tuple[str, str, str], ...]
    """Side, word and tag."""


def binding_faults(
    sentence: Prepared,
    claimed: Sequence[Fact],
    ground: Prepared,
    stated: Sequence[Fact],
    agree: Agree,
    *,
    sided: bool,
    beside: tuple[Sequence[Fact], Sequence[Fact]] = ((), ()),
) -> list[str]:
    """Tell of facts that stand in the clauses, but for something else.

    Args:
        sentence: Without keys.
        claimed: Its facts.
        ground: The clauses.
        stated: Their facts.
        agree: Whether two facts are the same.
        sided: Whether before and after matter.
        beside: Further facts of the sentence and of the clauses that may be part of a label.
    """
    faults = []
    mine, theirs = [*claimed, *beside[0]], [*stated, *beside[1]]
    for fact in _first_ends(sentence, claimed):
        like = [other for other in _first_ends(ground, stated) if other.group == fact.group]
        own = [other for other in like if agree(fact, other)]
        others = [other for other in like if other.value != fact.value and not agree(fact, other)]
        others = [o for o in others if not _opposed(fact, o) and not in_heading(ground.text, o.start)]
        # What a title says (2025年度) holds for all that stands under it.
        if not own or not others or any(in_heading(ground.text, o.start) for o in own):
            continue
        alone = not any(f.group == fact.group and f is not fact and not _ranged(sentence, f, fact) for f in claimed)
        around = label(sentence, fact, mine, sided=sided, wide=alone)
        labels = [label(ground, o, theirs, sided=sided) for o in own]
        for other in others:
            if any(_ranged(ground, o, other) for o in own):
                continue
            if sided and any(_coordinated(ground, o, other) for o in own):
                continue
            if sided and _in_order(fact, own, other, [f for f in claimed if agree(f, other)]):
                continue
            named = label(ground, other, theirs, sided=sided)
            if all(
                _beats(
                    named,
                    one,
                    around,
                    follows=not sided and _follows(ground, other, o),
                    precedes=alone and not sided and _near(ground, o, other),
                )
                for one, o in zip(labels, own, strict=True)
            ):
                faults.append(f"“{fact.shown}”在条款中另有所指，此处条款为“{other.shown}”")
                break
    return faults


def _in_order(fact: Fact, own: Sequence[Fact], other: Fact, partners: Sequence[Fact]) -> bool:
    """Tell whether the sentence names both in the order of the clauses: then they have not changed places."""
    return any((fact.start < two.start) == (one.start < other.start) for two in partners for one in own)


def _opposed(one: Fact, other: Fact) -> bool:
    """Tell whether one is a least and the other a most: nobody takes 最低200元 for 最高20万元."""
    return {_DIRECTIONS.get(one.bound, ""), _DIRECTIONS.get(other.bound, "")} == {"+", "-"}


@lru_cache(maxsize=1024)
def contrast_facts(prepared: Prepared) -> tuple[Fact, ...]:
    """Find the words of sets of which one never stands for another."""
    found = []
    for number, contrast in enumerate(CONTRASTS):
        for word in (w for w in contrast if w in prepared.text):
            for at in occurrences(word, prepared.text):
                found.append(Fact("用词", f"用词:{number}", word, at, at + len(word), word))
    return tuple(sorted(found, key=lambda fact: fact.start))


def order_facts(prepared: Prepared) -> list[Fact]:
    """Find 审批前 and 审批后: what comes before something and what after it."""
    return [
        Fact("先后", f"先后:{m['what']}", m["side"], m.start(), m.end(), m[0]) for m in _ORDER.finditer(prepared.text)
    ]


def actors(prepared: Prepared, organs: Sequence[Fact]) -> list[Fact]:
    """Find who acts or is acted on: 校长, 班主任, 采购人代表, 接待单位, and the organs."""
    found = list(organs)
    tokens = prepared.tokens
    for place, token in enumerate(tokens):
        if len(token.text) == 1 or not _PERSON.search(token.text) or token.text in _NOBODY or token.tag[0] in "vdm":
            continue
        first = place
        if place and tokens[place - 1].tag in ("n", "vn", "v", "b", "nz") and len(tokens[place - 1].text) == 2:
            before = tokens[place - 1].text
            first = place - (token.text in _GENERIC and before not in PLAIN and before not in _ROLE_WORDS)
        start, end = tokens[first].start, token.end
        if not any(f.start < end and f.end > start for f in found):
            name = prepared.text[start:end]
            found.append(Fact("机构", "人", name, start, end, name))
    return [Fact(f.kind, "人", f.value, f.start, f.end, f.shown) for f in sorted(found, key=lambda f: f.start)]


_ORDER = re.compile(
    r"(?P<what>[一-鿿]{2})(?:之|以)?(?P<side>[前后]|(?<=期)内|(?<=期)满后)(?!款|项|述|条|置|期|提(?![出交供请前醒高报升取拨])|续|果|备|勤|台|者|代|半|方|来|往)"
)
_PERSON = re.compile(
    r"(?:人|员|长|主任|书记|代表|专家|教师|教练|家长|医生|护士|班主任|单位|机构|部门|企业|供应商|学校|社区|当事人|者)$"
)
_BODY = re.compile(r"(?:局|厅|委|政府|办|院|部)$")
_WHO = frozenset(["单位", "部门", "机构", "机关", "组织", "负责人"])
"""Words that say little, but tell one number's case from another's."""
_GENERIC = frozenset(["人员", "单位", "部门", "机构", "代表", "人", "企业", "组织"])
_NOBODY = frozenset(
    [
        "个人",
        "本人",
        "他人",
        "任何人",
        "人",
        "延长",
        "增长",
        "成长",
        "特长",
        "时长",
        "最长",
        "年长",
        "或者",
        "其他人",
        "动员",
        "复员",
        "全员",
        "每人",
        "部长级",
    ]
)


def label(prepared: Prepared, fact: Fact, facts: Sequence[Fact], *, sided: bool, wide: bool = False) -> Label:
    """Give the words and the facts of other kinds that `fact` stands among.

    Args:
        prepared: Where it stands.
        fact: What it is.
        facts: The facts there.
        sided: Whether before and after matter.
        wide: Reach over commas up to the next fact of the kind.
    """
    sentence = prepared.sentence_at(fact.start)
    start, end = sentence if wide else prepared.segment_at(fact.start)
    if fact.kind == "先后" and fact.end == end:
        end = next((b for a, b in prepared.segments if a > end and b <= sentence[1]), end)
    if sided and (fact.group == "机构" or (fact.group == "人" and _BODY.search(fact.shown))):
        end = continued(prepared, fact, facts)
    if not sided and prepared.text.count(":", *sentence) > 1:
        # A row of a table: 级别：厅局级，标准：650元.
        start, end = sentence
    elif not wide and not sided and fact.kind != "先后":
        start, end = _widened(prepared, fact, facts, (start, end))
    return Label(tuple(_between(prepared, fact, facts, (start, end), sided=sided)))


def continued(prepared: Prepared, fact: Fact, facts: Sequence[Fact]) -> int:
    """Give the end of what is said of an organ: 甲负责县道，并对乡道进行指导 goes on up to the next organ."""
    _, end = prepared.segment_at(fact.start)
    _, last = prepared.sentence_at(fact.start)
    for a, b in prepared.segments:
        if a == end + 1 and a < last and not any(a <= f.start < b and f.group == fact.group for f in facts):
            end = b
    return end


def _widened(prepared: Prepared, fact: Fact, facts: Sequence[Fact], span: tuple[int, int]) -> tuple[int, int]:
    """Take in the condition before a number's comma, or the rule after the comma where the number is in a condition."""
    start, end = span
    within = prepared.sentence_at(start)
    around = [s for s in prepared.segments if s[0] >= within[0] and s[1] <= within[1]]
    place = around.index(span)
    words = _between(prepared, fact, facts, span, sided=False)
    if place and (not words or _is_condition(prepared, around[place - 1], fact, facts)):
        start = around[place - 1][0]
    if place + 1 < len(around) and _CONDITION.search(prepared.text[span[0] : span[1]]):
        end = around[place + 1][1]
    return start, end


def _is_condition(prepared: Prepared, span: tuple[int, int], fact: Fact, facts: Sequence[Fact]) -> bool:
    counted = any(other.group != fact.group and span[0] <= other.start < span[1] for other in facts)
    return counted or bool(_CONDITION.search(prepared.text[span[0] : span[1]]))


def _between(
    prepared: Prepared, fact: Fact, facts: Sequence[Fact], span: tuple[int, int], *, sided: bool
) -> list[tuple[str, str, str]]:
    like = [other for other in facts if other.group == fact.group]
    begin = max([span[0], *(o.end for o in like if o.end <= fact.start)])
    stop = min([span[1], *(o.start for o in like if o.start >= fact.end)])
    if not sided and fact.kind != "先后":
        begin, stop = _item(prepared, fact, like, begin, stop)
    found = []
    for token in joined_singles(prepared.tokens_in(begin, stop)):
        if (token.start < fact.end and token.end > fact.start) or not _counts(token, fact, sided=sided):
            continue
        turns = sided and (token.text in _ROLE_WORDS or (fact.group == "人" and token.tag[0] == "v"))
        side = ("<" if token.end <= fact.start else ">") if turns else ""
        found.append((side, token.text, token.tag))
        if fact.group == _MONEY and 0 <= fact.start - token.end <= _CLOSE:
            # What stands right before a number names it.
            found.append((side, token.text, token.tag))
    found += [
        ("", f"#{other.kind}{other.value}{_DIRECTIONS.get(other.bound, '')}", "fact")
        for other in facts
        if other.group != fact.group and other.start >= begin and other.end <= stop
    ]
    return found


def joined_singles(tokens: Sequence[Token]) -> list[Token]:
    """Put together nouns that the segmenter cuts into characters: 县|道, 村|道."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        single = len(token.text) == 1 and token.tag[0] in "njzq" and token.text not in PLAIN
        if single and last and last.end == token.start and len(last.text) == 1 and last.tag[0] in "njz":
            found[-1] = Token(last.text + token.text, "n", last.start, token.end)
        else:
            found.append(token)
    return found


def _item(prepared: Prepared, fact: Fact, like: Sequence[Fact], begin: int, stop: int) -> tuple[int, int]:
    """Keep to one item of A类200万元、B类100万元: what follows the 、 belongs to the next number."""
    text = prepared.text
    if begin in {o.end for o in like} and (comma := text.rfind("、", begin, fact.start)) >= 0:
        begin = comma + 1
    named = any(_counts(t, fact, sided=False) for t in prepared.tokens_in(begin, fact.start))
    if named and stop in {o.start for o in like} and (comma := text.find("、", fact.end, stop)) >= 0:
        stop = comma
    return begin, stop


def _counts(token: Token, fact: Fact, *, sided: bool) -> bool:
    if fact.kind == "先后":
        return token.tag[0] in "nv" and len(token.text) > 1
    if sided and token.text in _ROLE_WORDS:
        return True
    if token.tag == "eng":
        return True
    if token.text in _WHO:
        return True
    return token.tag[0] not in "xmqupcr" and token.text not in PLAIN and len(token.text) > 1


def _first_ends(prepared: Prepared, facts: Sequence[Fact]) -> list[Fact]:
    """Leave out the second ends of ranges: what the range is of stands before the first."""
    return [
        f for f in facts if not any(o.end < f.start and o.group == f.group and _ranged(prepared, o, f) for o in facts)
    ]


def _ranged(prepared: Prepared, one: Fact, two: Fact) -> bool:
    """Tell whether two numbers are the ends of one range: 500元至1000元."""
    first, last = sorted((one, two), key=lambda fact: fact.start)
    return prepared.text[first.end : last.start] in ("至", "到", "-")


def _near(prepared: Prepared, own: Fact, other: Fact) -> bool:
    """Tell whether the other number stands before, in the same sentence or the one before it."""
    between = prepared.text[other.end : own.start] if other.end <= own.start else "。"
    return not re.search(r"[。\n]", between)


def _coordinated(prepared: Prepared, one: Fact, two: Fact) -> bool:
    """Tell whether two stand side by side in a list, so that what is said of the last is said of both."""
    start, end = min(one.end, two.end), max(one.start, two.start)
    between = prepared.tokens_in(start, end)
    return end - start <= _LIST and not any(
        t.tag[0] in "vp" or t.text in _ROLE_WORDS or t.text in ",;:。\n" for t in between
    )


def _follows(prepared: Prepared, other: Fact, own: Fact) -> bool:
    return other.start > own.end and prepared.sentence_at(other.start) == prepared.sentence_at(own.start)


def _beats(other: Label, own: Label, around: Label, *, follows: bool, precedes: bool) -> bool:
    """Tell whether the other fact's label is the one that the sentence means.

    What both labels hold tells nothing; what only one of them holds has to stand in the sentence. A later number of the
    same sentence may leave out what was said of the first: 主要负责人办公室不超过60平方米，副职45平方米.
    """
    only_other = [word for word in other.words if not _holds(own, word)]
    only_own = [word for word in own.words if not _holds(other, word)]
    if not only_other:
        return False
    fit_other, fit_own = _fit(only_other, around), _fit(only_own, around) if only_own else _UNTOLD
    if follows and fit_other >= _SURELY and fit_own < 1.0 and only_own:
        return True
    if precedes and only_own and fit_own == 0.0 and fit_other >= _SOME:
        return True
    return fit_other >= _FITS and fit_other - fit_own >= _CLEARLY


def _fit(words: Sequence[tuple[str, str, str]], around: Label) -> float:
    total = met = 0.0
    for word in words:
        weight = 2.0 if word[2] == "fact" else 0.4 if len(word[1]) == 1 else 1.0
        total += weight
        met += weight * _holds(around, word)
    return met / total


def _holds(named: Label, word: tuple[str, str, str]) -> bool:
    side, text, tag = word
    spoken = [other for s, other, _ in named.words if s == side]
    if text in spoken or tag == "eng":
        # i is in ii.
        return text in spoken
    if side or tag == "fact":
        return any(other in spoken for other in paraphrases(text))
    return credit(text, tag, "|".join(spoken)) >= _AS_GOOD
