"""Two lists that go together by 分别: 达到300小时、600小时的，分别认定为三星级、四星级."""

from __future__ import annotations

import re

from retrieval.checking.prepared import Prepared

_JOINED = re.compile(r"[、和与及]|以及")


def has_respective(prepared: Prepared, offset: int) -> bool:
    """Tell whether `offset` stands in such a sentence: what is nearest to a number there is not what it goes with."""
    start, end = prepared.sentence_at(offset)
    return bool(_pairs(prepared.text[start:end]))


def _pairs(text: str) -> list[tuple[str, str]]:
    """Give the items that go together; empty where there are not two lists of one length around 分别."""
    before, _, after = text.partition("分别")
    one = _items(before.rstrip(", ").split(",")[-1])
    two = _items(re.split(r"[,;]", after)[0])
    return list(zip(one, two, strict=True)) if len(one) == len(two) > 1 else []


def _items(text: str) -> list[str]:
    """Cut a list; what stands before its first item and after its last is left out, by the length of the others."""
    items = [item.strip() for item in _JOINED.split(re.sub(r"的$", "", text))]
    if len(items) < 2:
        return items
    size = len(items[1]) if len(items) > 2 else min(map(len, items))
    return [items[0][-size:], *items[1:-1], items[-1] if items[-1][:1].isdigit() else items[-1][:size]]
