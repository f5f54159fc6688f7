"""Who: organs of a sentence, their ranks, and who does what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.checking.binding import actors, binding_faults
from retrieval.checking.facts import Fact
from retrieval.checking.ground import Ground, numbers_of
from retrieval.checking.organs import abbreviates, light_name, organ_is_stated, organs
from retrieval.checking.prepared import Prepared, Token
from retrieval.checking.subjects import exchanged_agents
from retrieval.checking.words import PLAIN, credit, said_at, siblings


def organ_faults(sentence: Prepared, ground: Ground) -> Iterator[str]:
    """Tell of organs that the clauses do not name, or name for something else."""
    claimed = organs(sentence)
    stated = [fact.shown for fact in ground.organs]
    for fact in claimed:
        if not organ_is_stated(fact.shown, stated, ground.heads.text, ground.all.text):
            yield f"机构“{fact.shown}”不在条款中"
            continue
        if owned := _owned(fact.shown, sentence, ground):
            yield f"条款说的是“{fact.shown}的{owned}”"
    yield from _strange_posts(sentence, ground)
    beside = (numbers_of(sentence), ground.facts)
    yield from binding_faults(sentence, claimed, ground.all, ground.organs, same_organ, sided=True, beside=beside)
    yield from _wrong_agents(sentence, ground)
    told = list(_agents(sentence, 0, len(sentence.text)))
    yield from exchanged_agents(sentence, ground.all, ground.organs, told)
    people = actors(sentence, claimed)
    yield from binding_faults(
        sentence, people, ground.all, actors(ground.all, ground.organs), same_organ, sided=True, beside=beside
    )


def _strange_posts(sentence: Prepared, ground: Ground) -> Iterator[str]:
    """Tell of a post that the clauses do not name: 县长 for 县委书记."""
    for token in sentence.tokens:
        if not _A_POST.fullmatch(token.text):
            continue
        post = f"副{token.text}" if sentence.text[: token.start].endswith("副") else token.text
        if not said_at(post, ground.all.text):
            yield f"职务“{post}”不在条款中"
            return


_A_POST = re.compile("(?:[省市县区州镇乡局处科部厅校院所站]|组|队|秘书|检察)长|书记|主任|科员|主席")


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
            acts = (following.tag.startswith("v") and following.tag != "vn") or following.text[:2] in _DEEDS
            last = following.end >= end or prepared.text[following.end : following.end + 1] in ",;。、"
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
        like = [w for w, v in stated if credit(v.text, v.tag, verb.text) >= 0.8 or v.text[:2] == verb.text[:2]]
        # 全额 of 由县财政全额保障 is how, not who.
        names = [t.text for t in who if len(t.text) > 1 and t.tag[0] not in "md" and not siblings(t.text)]
        named = [name for name in names if name not in PLAIN]
        if named and all(credit(name, "n", ground.body.text) < 0.3 for name in named):
            yield f"“由{''.join(t.text for t in who)}{verb.text}”在条款正文中没有"
            return
        texts = ["".join(t.text for t in other) for other in like]
        told = f"{''.join(t.text for t in who)}{verb.text}"
        if any(f"{lead}{told}" in ground.all.text for lead in "报经送"):
            continue
        if like and names and not any(credit(name, "n", text) >= 0.8 for name in names for text in texts):
            yield f"“由{''.join(t.text for t in who)}{verb.text}”：条款为“由{texts[0]}”"
            return


def same_organ(claimed: Fact, stated: Fact) -> bool:
    """Tell whether two names are of one organ: whole, without its place, or shortened."""
    one, two = light_name(str(claimed.value)), light_name(str(stated.value))
    return one == two or one.endswith(two) or two.endswith(one) or abbreviates(one, two)


def rank_faults(sentence: Prepared, ground: Ground) -> Iterator[str]:
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
