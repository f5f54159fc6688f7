"""Does a fact belong to what the sentence ties it to? 警告六个月，记过十二个月 does not support 记过六个月.

1. Every fact has a label: the words between it and the next fact of its kind, or the comma, on either side.
2. In the clauses, the label of each fact of the kind is compared with the words around the sentence's fact.
3. Where the label of a fact with another value fits well, and no label of one with the same value does, the sentence
   has tied the wrong one.

For organs and words of a set, verbs and prepositions count with the side they stand on: 由甲报乙 is not 由乙报甲.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.checking.facts import Fact
from retrieval.checking.prepared import Prepared, Token
from retrieval.checking.words import CONTRASTS, PLAIN, credit, occurrences, paraphrases

_FITS = 0.6
_CLEARLY = 0.34
_ROLE_WORDS = frozenset(
    "由 报 向 送 经 交 对 将 被 给 请 会同 抄送 主送 报送 报告 批准 审批 审核 备案 负责 牵头 配合 协助 同意 提出 提交 移交 通报 反馈 监督 指导 领导 委托 征求 接受 组织 通知 送 制定 承担".split()
)

Agree = Callable[[Fact, Fact], bool]


@dataclass(frozen=True)
class Label:
    """The words that a fact stands among; with a side ("<" before it, ">" after it) where sides matter."""

    words: tuple[tuple[str, str, str], ...]
    """Side, word and tag."""


def binding_faults(
    sentence: Prepared, claimed: Sequence[Fact], ground: Prepared, stated: Sequence[Fact], agree: Agree, *, sided: bool
) -> list[str]:
    """Tell of facts that stand in the clauses, but for something else.

    Args:
        sentence: Without keys.
        claimed: Its facts.
        ground: The clauses.
        stated: Their facts.
        agree: Whether two facts are the same.
        sided: Whether before and after matter.
    """
    faults = []
    for fact in claimed:
        like = [other for other in stated if other.group == fact.group]
        own = [other for other in like if agree(fact, other)]
        others = [other for other in like if not agree(fact, other) and other.value != fact.value]
        if not own or not others:
            continue
        around = label(sentence, fact, [f for f in claimed if f.group == fact.group], sided=sided, wide=True)
        fit_own = max(_fit(label(ground, o, like, sided=sided), around, sided=sided) for o in own)
        best = max(others, key=lambda o: _fit(label(ground, o, like, sided=sided), around, sided=sided))
        fit_other = _fit(label(ground, best, like, sided=sided), around, sided=sided)
        if fit_other >= _FITS and fit_own < fit_other - _CLEARLY:
            faults.append(f"“{fact.shown}”在条款中另有所指，此处条款为“{best.shown}”")
    return faults


def contrast_facts(prepared: Prepared) -> list[Fact]:
    """Find the words of sets of which one never stands for another."""
    found = []
    for number, contrast in enumerate(CONTRASTS):
        for word in contrast:
            for at in occurrences(word, prepared.text):
                found.append(Fact("用词", f"用词:{number}", word, at, at + len(word), word))
    return sorted(found, key=lambda fact: fact.start)


def label(prepared: Prepared, fact: Fact, like: Sequence[Fact], *, sided: bool, wide: bool = False) -> Label:
    """Give the words that `fact` stands among.

    Args:
        prepared: Where it stands.
        fact: What it is.
        like: The facts of its kind there.
        sided: Whether before and after matter.
        wide: Reach over commas up to the next fact of the kind.
    """
    start, end = prepared.sentence_at(fact.start) if wide else prepared.segment_at(fact.start)
    words = _between(prepared, fact, like, (start, end), sided=sided)
    if not wide and not any(word for _, word, _ in words if word not in PLAIN):
        # Nothing between the comma and the number: what stands before the comma names it.
        start = max((s for s, e in prepared.segments if e <= start - 1 or e < start), default=start)
        words = _between(prepared, fact, like, (start, end), sided=sided)
    return Label(tuple(words))


def _between(
    prepared: Prepared, fact: Fact, like: Sequence[Fact], span: tuple[int, int], *, sided: bool
) -> list[tuple[str, str, str]]:
    begin = max([span[0], *(o.end for o in like if o.end <= fact.start)])
    stop = min([span[1], *(o.start for o in like if o.start >= fact.end)])
    found = []
    for token in prepared.tokens_in(begin, stop):
        if token.start < fact.end and token.end > fact.start or not _counts(token, sided=sided):
            continue
        side = ("<" if token.end <= fact.start else ">") if sided and token.text in _ROLE_WORDS else ""
        found.append((side, token.text, token.tag))
    return found


def _counts(token: Token, *, sided: bool) -> bool:
    if sided and token.text in _ROLE_WORDS:
        return True
    return token.tag[0] not in "xmqupcr" and token.text not in PLAIN and len(token.text) > 1


def _fit(named: Label, around: Label, *, sided: bool) -> float:
    """Say how much of a label is met by the words around the sentence's fact."""
    if not named.words:
        return 0.5
    texts = {side: "|".join(word for s, word, _ in around.words if s == side) for side in ("", "<", ">")}
    total = met = 0.0
    for side, word, tag in named.words:
        weight = 0.4 if len(word) == 1 else 1.0
        total += weight
        met += weight * _met(word, tag, texts[side], sided=bool(side))
    return met / total


def _met(word: str, tag: str, text: str, *, sided: bool) -> float:
    if not text:
        return 0.0
    if sided:
        spoken = text.split("|")
        return float(word in spoken or any(other in spoken for other in paraphrases(word)))
    return credit(word, tag, text)
