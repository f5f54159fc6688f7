"""Do these clauses say this? Every kind of check in turn; what is found comes back as reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.catalogue.regions import PREFECTURES, PROVINCES
from retrieval.checking.binding import actors, binding_faults, contrast_facts, order_facts
from retrieval.checking.claims import tells_of_former
from retrieval.checking.crossed import crossed
from retrieval.checking.dates import dates_agree
from retrieval.checking.facts import Fact
from retrieval.checking.ground import Ground, numbers_of
from retrieval.checking.locality import half_ranges, misordered, strangers, wrong_bases, wrong_subjects
from retrieval.checking.located import misplaced
from retrieval.checking.neighbours import duties, swapped
from retrieval.checking.organs import abbreviates, light_name, organ_is_stated, organs
from retrieval.checking.polarity import mood_faults, stands_under_a_ban
from retrieval.checking.prepared import Prepared, Token, prepare
from retrieval.checking.quantities import listed_counts, quantities_agree
from retrieval.checking.respective import has_respective, respective_faults
from retrieval.checking.scope import frequency_lost, scope_faults
from retrieval.checking.titles import is_repealed_by, number_is_stated, numbers_in, source_titles, title_is_stated, titles_in
from retrieval.checking.wording import MOST_ADDED, added_words, scattered, strange_item
from retrieval.checking.words import EXCHANGEABLE, credit, paraphrases, siblings


def faults(claim: str, ground: Ground) -> list[str]:
    """Tell what of `claim` the clauses do not say, in Chinese; empty where they say all of it.

    Args:
        claim: Without keys, and without the article that it names for its clause.
        ground: The clauses.
    """
    sentence = prepare(claim)
    if ground.quotes(sentence) and not stands_under_a_ban(sentence, ground.all):
        return []
    found = [
        *_names(claim, ground),
        *_numbers(sentence, ground),
        *_organs(sentence, ground),
        *_places(sentence, ground),
    ]
    focus = ground.focus(sentence)
    found += mood_faults(sentence, ground.all, focus)
    found += scope_faults(sentence, ground.all, focus.all)
    found += _ranks(sentence, ground)
    found += respective_faults(sentence, ground.all)
    found += misordered(sentence, ground.all)
    found += _contrasts(sentence, ground)
    claimed, stated = (*numbers_of(sentence), *organs(sentence)), (*ground.facts, *ground.organs)
    found += crossed(sentence, claimed, ground.all, stated, _agree)
    claimed, stated = (*claimed, *contrast_facts(sentence)), (*stated, *contrast_facts(ground.all))
    found += misplaced(sentence, claimed, ground.all, stated, _agree)
    claimed, stated = (*claimed, *duties(sentence)), (*stated, *duties(ground.all))
    found += swapped(sentence, claimed, ground.all, stated, _agree)
    found += _added(sentence, ground)
    return found


def holds_every_word(claim: str, ground: Ground) -> bool:
    """Tell whether the clauses know every word of weight: a clause that was not cited gets no benefit of the doubt."""
    sentence = prepare(claim)
    known = [(fact.start, fact.end) for fact in (*numbers_of(sentence), *organs(sentence))]
    over, _ = added_words(sentence, ground.all.text, known)
    return over < _HARDLY - MOST_ADDED


_HARDLY = 0.5


def facts_agree(claimed: Fact, stated: Fact) -> bool:
    """Tell whether two numbers or dates are the same."""
    if claimed.kind != stated.kind:
        return False
    return dates_agree(claimed, stated) if claimed.kind == "日期" else quantities_agree(claimed, stated)


def _agree(one: Fact, two: Fact) -> bool:
    """Tell whether two facts of any kind are the same."""
    if one.kind != two.kind:
        return False
    if one.kind == "机构":
        return _same_organ(one, two)
    return one.value == two.value if one.kind in ("用词", "语气") else facts_agree(one, two)


def _names(claim: str, ground: Ground) -> Iterator[str]:
    stated = [title for source in ground.sources for title in source_titles(source)]
    whole = "\n".join("\n".join((s.title, *s.path, s.text)) for s in ground.sources)
    for title in titles_in(claim):
        if is_repealed_by(title, ground.sources) and not tells_of_former(claim):
            yield f"《{title}》已由条款废止，句中没有说明"
        if not title_is_stated(title, stated, whole):
            yield f"文件名《{title}》不在条款中"
    numbers = numbers_in(whole)
    for number in numbers_in(claim):
        if not number_is_stated(number, numbers):
            yield f"文号“{number}”不在条款中"


def _numbers(sentence: Prepared, ground: Ground) -> Iterator[str]:
    claimed = numbers_of(sentence)
    counts: set[int] | None = None
    for fact in claimed:
        own = [other for other in ground.facts if other.group == fact.group or other.kind == fact.kind]
        if (fact.bound in ("gt", "lt") and _parted(fact, own)) or _yearly(fact, ground):
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
        yield f"{fact.kind}“{fact.shown}”不在条款中"
    tied = [fact for fact in ground.facts if not has_respective(ground.all, fact.start)]
    yield from binding_faults(sentence, claimed, ground.all, tied, facts_agree, sided=False)
    yield from half_ranges(sentence, claimed, ground.all, ground.facts, facts_agree)
    yield from strangers(sentence, claimed, ground.all, ground.facts, facts_agree)
    yield from wrong_bases(sentence, claimed, ground.all, ground.facts, facts_agree)
    yield from wrong_subjects(sentence, claimed, ground.all)


_COUNTS = frozenset(["数额:个", "数额:级", "数额:档", "数额:等", "数额:层"])
"""What a summary counts by itself: 分两档, 包括三项."""


def _yearly(fact: Fact, ground: Ground) -> bool:
    """Tell whether 一年 or 每年 is the year that 每年 or 年度 of the clauses counts by."""
    year = ("月", 12)
    if fact.value == year and (fact.kind == "频次" or fact.bound in ("", "in")):
        if re.search(r"年度|全年|每年|年休假", ground.all.text):
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
    """Tell whether the clauses part cases at a number, so that 超过两天 can only mean 两天以上."""
    bounds = {other.bound for other in stated if other.value == fact.value and other.group == fact.group}
    return "ge" in bounds and bool(bounds & {"in", "le"})


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


def _organs(sentence: Prepared, ground: Ground) -> Iterator[str]:
    claimed = organs(sentence)
    stated = [fact.shown for fact in ground.organs]
    for fact in claimed:
        if not organ_is_stated(fact.shown, stated, ground.heads.text, ground.all.text):
            yield f"机构“{fact.shown}”不在条款中"
            continue
        if owned := _owned(fact.shown, sentence, ground):
            yield f"条款说的是“{fact.shown}的{owned}”"
    beside = (numbers_of(sentence), ground.facts)
    yield from binding_faults(sentence, claimed, ground.all, ground.organs, _same_organ, sided=True, beside=beside)
    yield from _wrong_agents(sentence, ground)
    people = actors(sentence, claimed)
    yield from binding_faults(
        sentence, people, ground.all, actors(ground.all, ground.organs), _same_organ, sided=True, beside=beside
    )


def _owned(organ: str, sentence: Prepared, ground: Ground) -> str:
    """Give the organ that is meant where the clauses only speak of 办理机关的上一级机关."""
    places = [m.end() for m in re.finditer(re.escape(organ), ground.all.text)]
    after = [
        re.match(r"的((?:上|下)[一1]?级[一-鿿]{0,6}(?:机关|部门|政府|机构|组织|单位|党组织))", ground.all.text[at:])
        for at in places
    ]
    if not after or not all(after) or f"{organ}的" in sentence.text or not after[0]:
        return ""
    return after[0][1]


_DEEDS = frozenset(["核定", "确定", "制定", "审核", "批准", "负责", "承担", "担任", "组织", "实施", "监督", "报告"])
"""Verbs that the segmenter often takes for nouns."""


def _agents(prepared: Prepared, start: int, end: int) -> Iterator[tuple[list[Token], Token]]:
    """Give who does what: 由 somebody, up to the verb."""
    tokens = prepared.tokens_in(start, end)
    for place, token in enumerate(tokens):
        if token.text != "由":
            continue
        who: list[Token] = []
        named = True
        for following in tokens[place + 1 :]:
            if (following.tag == "x" and following.text != "、") or following.text == "由":
                break
            if following.text in ("会同", "联合", "商"):
                named = False
                continue
            acts = (following.tag.startswith("v") and following.tag != "vn") or following.text in _DEEDS
            last = following.end == end or prepared.text[following.end] in ",;。、"
            acts = acts or (following.tag == "vn" and last)
            if acts and who:
                yield who, following
                break
            named = named and following.tag != "p"
            if named:
                who.append(following)


def _wrong_agents(sentence: Prepared, ground: Ground) -> Iterator[str]:
    stated = list(_agents(ground.all, 0, len(ground.all.text)))
    for who, verb in _agents(sentence, 0, len(sentence.text)):
        like = [w for w, v in stated if credit(v.text, v.tag, verb.text) >= 0.8]
        # 全额 of 由县财政全额保障 is how, not who.
        names = [t.text for t in who if len(t.text) > 1 and t.tag[0] not in "md" and not siblings(t.text)]
        texts = ["".join(t.text for t in other) for other in like]
        if like and names and not any(credit(name, "n", text) >= 0.8 for name in names for text in texts):
            yield f"“由{''.join(t.text for t in who)}{verb.text}”：条款为“由{texts[0]}”"
            return


def _same_organ(claimed: Fact, stated: Fact) -> bool:
    one, two = light_name(str(claimed.value)), light_name(str(stated.value))
    return one == two or one.endswith(two) or two.endswith(one) or abbreviates(one, two)


def _places(sentence: Prepared, ground: Ground) -> Iterator[str]:
    for token in sentence.tokens:
        name = token.text.rstrip("省市县区")
        named = name in PROVINCES or name in PREFECTURES
        if (named and name not in ground.all.text) or (
            token.tag == "ns"
            and len(token.text) > 1
            and token.text not in ground.all.text
            and not named
            and token.text not in _ANYWHERE
        ):
            yield f"地名“{token.text}”不在条款中"


def _ranks(sentence: Prepared, ground: Ground) -> Iterator[str]:
    """Tell of another rank before the same name, and of ranks listed otherwise: 省、市两级 for 市、区两级."""
    text = ground.all.text
    for match in _RANKED.finditer(sentence.text):
        rank, name = match[1], match[2]
        if match[0] not in text and any(other + name in text for other in "省市县区" if other != rank):
            yield f"“{match[0]}”：条款中是另一级"
            return
    stated = [set(re.findall(_RANK, match[0])) for match in _RANK_LIST.finditer(ground.all.text)]
    for match in _RANK_LIST.finditer(sentence.text):
        ranks = set(re.findall(_RANK, match[0]))
        if stated and not any(ranks <= other for other in stated):
            yield f"层级“{match[0]}”与条款不同"


_RANKED = re.compile(r"(?=(省|市|县|区)([一-鿿]{2}))[省市县区][一-鿿]{2}")
_RANK = "[省市县区乡镇旗州]"
_RANK_LIST = re.compile(
    rf"(?<![一-鿿]){_RANK}级?(?:[、和与及]{_RANK}级?)+(?![一-鿿]*[\)])|(?<=由){_RANK}(?:[、和与及]{_RANK})+"
)
_ANYWHERE = frozenset(
    [
        "中国",
        "全国",
        "国内",
        "地方",
        "境内",
        "国家",
        "中央",
        "本市",
        "本省",
        "本县",
        "我省",
        "我市",
        "省内",
        "市内",
        "当地",
        "城乡",
    ]
)


def _contrasts(sentence: Prepared, ground: Ground) -> Iterator[str]:
    def same(one: Fact, two: Fact) -> bool:
        return one.value == two.value

    stated = contrast_facts(ground.all)
    for fact in contrast_facts(sentence):
        like = [other for other in stated if other.group == fact.group]
        said = (str(fact.value), *paraphrases(str(fact.value)))
        if like and not any(same(fact, other) for other in like) and not any(w in ground.all.text for w in said):
            yield f"“{fact.shown}”在条款中为“{like[0].shown}”"
            return
    yield from _compounds(sentence, ground)
    orders = order_facts(ground.all)
    yield from binding_faults(
        sentence,
        order_facts(sentence),
        ground.all,
        orders,
        same,
        sided=False,
        beside=(numbers_of(sentence), ground.facts),
    )
    claimed = [fact for fact in contrast_facts(sentence) if int(fact.group.partition(":")[2]) in EXCHANGEABLE]
    yield from binding_faults(sentence, claimed, ground.all, stated, same, sided=True)


def _compounds(sentence: Prepared, ground: Ground) -> Iterator[str]:
    """Tell of 巡察监督 where the clauses hold 巡视监督 alone, though they speak of 巡察 elsewhere."""
    text, said = sentence.text, ground.all.text
    for fact in contrast_facts(sentence):
        word = str(fact.value)
        for before, after in ((text[max(0, fact.start - 2) : fact.start], ""), ("", text[fact.end : fact.end + 2])):
            beside = before + after
            if len(beside) < 2 or not _CHINESE.fullmatch(beside) or before + word + after in said:
                continue
            other = next((s for s in siblings(word) if before + s + after in said), None)
            if other:
                yield f"“{before}{word}{after}”在条款中为“{before}{other}{after}”"
                return


_CHINESE = re.compile(r"[一-鿿]+")


def _added(sentence: Prepared, ground: Ground) -> Iterator[str]:
    known = [(fact.start, fact.end) for fact in (*numbers_of(sentence), *organs(sentence))]
    over, words = added_words(sentence, ground.all.text, known)
    if over >= 0:
        yield f"条款中没有：{'、'.join(words)}"
    elif item := strange_item(sentence, ground.all.text, known):
        yield f"条款的列举中没有“{item}”"
    elif piece := scattered(sentence, ground.places, ground.heads.text, known):
        yield f"条款中没有一处说到“{piece}”"
