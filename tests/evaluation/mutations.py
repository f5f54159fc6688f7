"""Sentences of clauses, changed in one thing: a number, an organ, the mood, a limit, an addition, another clause's."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

Mutation = Callable[[str, random.Random], str | None]
"""Gives the sentence changed, or None where there is nothing of the kind in it."""

_NUMBER = re.compile(r"(?<![第\d.])(\d+|[二三四五六七八九])(?=个月|年|日|天|个工作日|项|次|名|人|元|万元|%|小时|轮|个)")
_FIGURES = "一二三四五六七八九"
_MOODS = (("应当", "不得"), ("必须", "可以"), ("不得", "可以"), ("可以", "应当"), ("严禁", "允许"))
_ORGANS = (
    ("省委", "市委"),
    ("市委", "县委"),
    ("巡视组", "巡察组"),
    ("党委", "党组"),
    ("纪委", "组织部"),
    ("巡视办", "巡察办"),
    ("组织部门", "宣传部门"),
)
_LIMITS = (
    ("不超过", "不少于"),
    ("不少于", "不超过"),
    ("以上", "以下"),
    ("至少", "至多"),
    ("个月内", "个月后"),
    ("个月", "日"),
)
_ADDITIONS = (
    "，以提高工作效率",
    "，违者一律罚款",
    "，并由财政局统一拨付经费",
    "，确保按期取得实效",
    "，同时接受新闻媒体监督",
    "，由人大常委会审议通过",
)


def changed_number(sentence: str, chance: random.Random) -> str | None:
    """Another number in place of one."""
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    match = chance.choice(found)
    figure = match[0]
    other = str(int(figure) + chance.choice([1, 3, 8])) if figure.isdigit() else _other(figure, chance)
    return sentence[: match.start()] + other + sentence[match.end() :]


def _other(figure: str, chance: random.Random) -> str:
    return chance.choice([other for other in _FIGURES[1:] if other != figure])


def swapping(pairs: Sequence[tuple[str, str]]) -> Mutation:
    """Make the mutation that puts one word of a pair for the other, once."""

    def swap(sentence: str, chance: random.Random) -> str | None:
        held = [(old, new) for old, new in pairs if old in sentence]
        if not held:
            return None
        old, new = chance.choice(held)
        return sentence.replace(old, new, 1)

    return swap


def added(sentence: str, chance: random.Random) -> str:
    """Something that the clause does not say at all."""
    return sentence.rstrip("。；") + chance.choice(_ADDITIONS) + "。"


MUTATIONS: dict[str, Mutation] = {
    "number": changed_number,
    "mood": swapping(_MOODS),
    "organ": swapping(_ORGANS),
    "limit": swapping(_LIMITS),
    "added": added,
}


def mutated(sentence: str, clause: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Give each kind's change of a sentence that the clause does not happen to hold as well."""
    for kind, mutation in MUTATIONS.items():
        other = mutation(sentence, chance)
        if other is not None and other.rstrip("。；") not in clause:
            yield kind, other
