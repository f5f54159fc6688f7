"""Lists: the items that answer 哪些 and 分别是什么, complete and in order, each by its first sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from knowledge.numerals import parse_numeral
from knowledge.values import Clause
from retrieval.snapshot import Snapshot
from retrieval.tokenization import sentences

LONGEST_LIST = 700
"""Characters of an answer; the items of a longer list are cut to their first phrase."""

_MARKER = (
    r"(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[，,、]|(?:首先|其次|再次|最后)[，,]|"
    r"\d{1,2}[.．、](?!\d)|[①-⑳])"
)
_ITEM = re.compile(rf"(?m)(?:^|(?<=[。；;：:\n]))\s*{_MARKER}")
_ANSWER = re.compile(r"(?m)^\s*答\s*[：:]")
_PLACE = re.compile(r"第([\d一二三四五六七八九十]+)(?:个|项|点|种|方面)(?!月|年|季度|层次)")
_COUNT = re.compile(r"(?:哪|几|的)?([\d一二两三四五六七八九十]+)(?:个|项|条|种|类|方面|点|大|张|方|关|块)")


@dataclass(frozen=True)
class ItemList:
    """A clause that leads into a list, and its items."""

    clause: Clause
    lead: str
    """The sentence that leads into the items, word for word; empty where there is none."""
    items: tuple[str, ...]
    """Each with its marker, word for word."""
    members: tuple[Clause, ...]
    """The items' clauses where they have clauses of their own."""

    def only(self, place: int) -> ItemList:
        """The list with one item alone, counted from 1."""
        return replace(self, items=self.items[place - 1 : place], members=self.members[place - 1 : place])

    def render(self) -> str:
        """The answer's text: the lead-in, then an item a line."""
        shortened = [first_sentence(item) for item in self.items]
        if len(self.lead) + sum(map(len, shortened)) > LONGEST_LIST:
            shortened = [first_phrase(item) for item in shortened]
        return "\n".join((self.lead, *shortened)).strip()


def list_of(clause: Clause, snapshot: Snapshot) -> ItemList | None:
    """The list a clause leads into: its child clauses, or the items inside its text; None where it has none."""
    children = snapshot.children.get(clause.id, ())
    if len(children) >= 2:
        return ItemList(clause, _lead(clause.text), tuple(child.text for child in children), children)
    starts = [found.start() for found in _ITEM.finditer(clause.text)]
    if len(starts) < 2:
        return None
    ends = [*starts[1:], len(clause.text)]
    items = tuple(clause.text[start:end].strip() for start, end in zip(starts, ends, strict=True))
    return ItemList(clause, _lead(clause.text[: starts[0]]), items, ())


def lists_near(clauses: Iterable[Clause], snapshot: Snapshot) -> list[ItemList]:
    """The lists that the clauses lead into or are items of, each once, in the order of the clauses."""
    found: dict[str, ItemList] = {}
    for clause in clauses:
        parent = snapshot.clause(clause.parent) if clause.parent else None
        for candidate in (clause, parent):
            if candidate is not None and candidate.id not in found:
                item_list = list_of(candidate, snapshot)
                if item_list is not None:
                    found[candidate.id] = item_list
    return list(found.values())


def asked_count(question: str) -> int | None:
    """How many items a question says there are: 4 in 哪4个方面; None where it does not."""
    found = _COUNT.search(question)
    return parse_numeral(found.group(1)) if found else None


def asked_place(question: str) -> int | None:
    """Which item a question asks for: 3 in 第三项原则; None where it asks for them all."""
    found = _PLACE.search(question)
    return parse_numeral(found.group(1)) if found else None


def first_sentence(item: str) -> str:
    """The item's first sentence: what it demands, before how."""
    return next((s for s in sentences(item.strip()) if s.strip()), item).strip()


def first_phrase(item: str) -> str:
    """The item up to its first comma."""
    return re.split(r"(?<=[，,。；])", item.strip(), maxsplit=1)[0].strip()


def _lead(text: str) -> str:
    """The sentence before the first item; not the question of an interview."""
    answered = _ANSWER.search(text)
    pieces = [piece for piece in sentences(text[answered.end() :] if answered else text) if piece.strip()]
    return pieces[-1].strip() if pieces else ""
