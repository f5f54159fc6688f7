"""How many, how long, when: numbers and dates of a sentence against those of the clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from retrieval.checking.binding import binding_faults
from retrieval.checking.dates import dates_agree
from retrieval.checking.facts import Fact
from retrieval.checking.ground import Ground, numbers_of
from retrieval.checking.locality import half_ranges, strangers, wrong_bases
from retrieval.checking.prepared import Prepared
from retrieval.checking.quantities import listed_counts, quantities_agree
from retrieval.checking.respective import has_respective
from retrieval.checking.scope import frequency_lost
from retrieval.checking.tables import is_cell


def facts_agree(claimed: Fact, stated: Fact) -> bool:
    """Tell whether two numbers or dates are the same."""
    if claimed.kind != stated.kind:
        return False
    return dates_agree(claimed, stated) if claimed.kind == "日期" else quantities_agree(claimed, stated)


def number_faults(sentence: Prepared, ground: Ground) -> Iterator[str]:
    """Tell of numbers and dates that the clauses do not hold, or hold for something else."""
    claimed = numbers_of(sentence)
    counts: set[int] | None = None
    for fact in claimed:
        own = [other for other in ground.facts if other.group == fact.group or other.kind == fact.kind]
        if fact.value == 1 and not fact.bound and f"每{_unit(fact)}" in ground.all.text:
            continue
        if _parted(fact, own) or _yearly(fact, ground):
            continue
        meant = _limited(fact, sentence.text)
        agreeing = [other for other in own if facts_agree(fact, other) or facts_agree(meant, other)]
        if agreeing and not _other_unit(fact, agreeing, own):
            if fact.group == "数额:次" and all(
                frequency_lost(sentence.text, _piece(ground.all, other)) for other in agreeing
            ):
                yield f"条款说明了频次，句中“{fact.shown}”没有"
            continue
        if fact.group in _COUNTS and not fact.bound and not any(o.group == fact.group for o in own):
            counts = counts if counts is not None else set(listed_counts(ground.all.text))
            told = len(re.split(r"[,、;]", sentence.text[fact.end :].partition(":")[2]))
            if fact.value in counts or (not counts and fact.value == told):
                continue
        if is_cell(fact.shown, ground.sources):
            continue
        yield f"{fact.kind}“{fact.shown}”不在条款中"
    yield from _set_phrases(sentence.text, ground.all.text)
    for denied in _DENIED.findall(sentence.text):
        if denied not in ground.all.text:
            yield f"“{denied}”：条款没有这样否定"
    tied = [fact for fact in ground.facts if not has_respective(ground.all, fact.start)]
    yield from binding_faults(sentence, claimed, ground.all, tied, facts_agree, sided=False)
    yield from half_ranges(sentence, claimed, ground.all, ground.facts, facts_agree)
    yield from strangers(sentence, claimed, ground.all, ground.facts, facts_agree)
    yield from wrong_bases(sentence, claimed, ground.all, ground.facts, facts_agree)


_COUNTS = frozenset(["数额:个", "数额:级", "数额:档", "数额:等", "数额:层"])
"""What a summary counts by itself: 分两档, 包括三项."""


def _set_phrases(claim: str, text: str) -> Iterator[str]:
    """Tell of 伐一补五 for 伐一补三."""
    for match in _SET_PHRASE.finditer(claim):
        form = rf"{match[1]}{_FIGURE}{match[2]}{_FIGURE}"
        if match[0] not in text and (stated := re.search(form, text)):
            yield f"“{match[0]}”在条款中为“{stated[0]}”"


_FIGURE = "[一二三四五六七八九]"
_VERB = "((?![一二三四五六七八九十百千两第至到或和])[一-鿿])"
_SET_PHRASE = re.compile(rf"{_VERB}{_FIGURE}{_VERB}{_FIGURE}(?![0-9一-鿿]*[年月日元个])")


_DENIED = re.compile(r"(?:不是|并非|绝非|不再是|不为|没有)[^\d,。;、]{0,3}\d+(?:\.\d+)?")
"""不是6, 没有6个月的期限: a figure of the clauses that a sentence denies."""


def _yearly(fact: Fact, ground: Ground) -> bool:
    """Tell whether 一年 or 每年 is the year that 每年 or 年度 of the clauses counts by."""
    year = ("月", 12)
    whole = fact.value == year and (fact.kind == "频次" or fact.bound in ("", "in"))
    if whole and re.search(
        r"(?<![一-鿿])年度|[按每本各上全个]年度|年度(?=支出|考核|评|检|总|报|内|累计|计划|预算)|全年|每年|年休假",
        ground.all.text,
    ):
        return True
    same = [other for other in ground.facts if other.kind == "频次" and other.value == fact.value]
    return fact.kind == "期限" and fact.bound in ("", "in") and bool(same)


def _other_unit(fact: Fact, agreeing: list[Fact], stated: list[Fact]) -> bool:
    """Tell whether 14个 rests on 14家 alone, though the clauses count in 个 as well."""
    if fact.group != "数额:个":
        return False
    unit = _unit(fact)
    return all(_unit(other) != unit for other in agreeing) and any(_unit(o) == unit for o in stated)


def _unit(fact: Fact) -> str:
    return fact.shown.lstrip("0123456789.零一二三四五六七八九十百千万亿两")


def _parted(fact: Fact, stated: list[Fact]) -> bool:
    """Tell whether the clauses part cases at a number, so that 超过两天 can only mean 两天以上, or that that."""
    bounds = {other.bound for other in stated if other.value == fact.value and other.group == fact.group}
    below = bool(bounds & {"in", "le"})
    return below and ((fact.bound in ("gt", "lt") and "ge" in bounds) or (fact.bound == "ge" and "gt" in bounds))


def _limited(fact: Fact, text: str) -> Fact:
    """Read 上限为…, said far from the number, as the limit that it is."""
    if fact.bound:
        return fact
    before = text[: fact.start]
    bound = "le" if re.search(r"上限|限额|封顶|最高", before) else "ge" if re.search(r"下限|最低|底线", before) else ""
    return replace(fact, bound=bound)


def _piece(prepared: Prepared, fact: Fact) -> str:
    start, end = prepared.segment_at(fact.start)
    return prepared.text[start:end]
