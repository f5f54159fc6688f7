"""Lists: the items that answer 哪些 and 分别是什么, complete and in order, each by its first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.values import Clause
from retrieval.snapshot import Snapshot
from retrieval.tokenization import sentences

LONGEST_LIST = 1000
"""Characters of an answer; items of a longer list are cut to their first phrase."""

_ITEM = re.compile(
    r"(?m)(?:^|(?<=[。；;：:\n]))\s*(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[，,、]|"
    r"(?:首先|其次|再次|最后)[，,]|\d{1,2}[.．、]|[①-⑳])"
)


@dataclass(frozen=True)
class ItemList:
    """A clause that leads into a list, and its items."""

    clause: Clause
    lead: str
    """The sentence that leads into the items, word for word."""
    items: tuple[str, ...]
    """Each with its marker, word for word."""
    members: tuple[Clause, ...]
    """The items' clauses where they have clauses of their own."""

    def render(self) -> str:
        """The answer's text: the lead-in, then an item a line."""
        shortened = [first_sentence(item) for item in self.items]
        if len(self.lead) + sum(map(len, shortened)) > LONGEST_LIST:
            shortened = [first_phrase(item) for item in shortened]
        return "\n".join((self.lead.strip(), *shortened)).strip()


def list_of(clause: Clause, snapshot: Snapshot) -> ItemList | None:
    """The list a clause leads into: its child clauses, or the items inside its text; None where it has none."""
    children = snapshot.children.get(clause.id, ())
    if len(children) >= 2:
        return ItemList(clause, _last_sentence(clause.text), tuple(child.text for child in children), children)
    starts = [found.start() for found in _ITEM.finditer(clause.text)]
    if len(starts) < 2:
        return None
    ends = [*starts[1:], len(clause.text)]
    items = tuple(clause.text[start:end].strip() for start, end in zip(starts, ends, strict=True))
    return ItemList(clause, _last_sentence(clause.text[: starts[0]]), items, ())


def first_sentence(item: str) -> str:
    """The item's first sentence: what it demands, before how."""
    return next((s for s in sentences(item.strip()) if s.strip()), item).strip()


def first_phrase(item: str) -> str:
    """The item up to its first comma."""
    return re.split(r"(?<=[，,。；])", item.strip(), maxsplit=1)[0].strip()


def _last_sentence(text: str) -> str:
    pieces = [piece for piece in sentences(text) if piece.strip()]
    return pieces[-1] if pieces else ""
