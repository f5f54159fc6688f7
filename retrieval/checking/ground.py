"""The clauses that one sentence is held against, as one text, with the facts in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.checking.dates import dates
from retrieval.checking.facts import Fact
from retrieval.checking.organs import organs
from retrieval.checking.prepared import Prepared, Token, prepare
from retrieval.checking.quantities import quantities
from retrieval.checking.values import Source
from retrieval.checking.words import PLAIN, credit

_AS_GOOD = 0.75
"""A part of the clauses counts as what the sentence is about from this share of the best part's likeness."""


@dataclass(frozen=True)
class Ground:
    """Clauses that together have to say what the sentence says."""

    sources: tuple[Source, ...]

    @cached_property
    def body(self) -> Prepared:
        """What the clauses say, and the headings it stands under; a heading is a line of its own."""
        return prepare("\n".join("\n".join((*source.path, source.text)) for source in self.sources))

    @cached_property
    def heads(self) -> Prepared:
        """Titles and paths."""
        return prepare("\n".join("\n".join((source.title, *source.path)) for source in self.sources))

    @cached_property
    def all(self) -> Prepared:
        """Titles, paths and texts."""
        return prepare("\n".join("\n".join((source.title, *source.path, source.text)) for source in self.sources))

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Numbers and dates of texts and headings."""
        return numbers_of(self.all)

    @cached_property
    def organs(self) -> tuple[Fact, ...]:
        """Organs of texts and headings."""
        return tuple(organs(self.all))

    def focus(self, sentence: Prepared) -> list[tuple[int, int]]:
        """Give the parts of `all` that are most like each piece of the sentence."""
        found: set[tuple[int, int]] = set()
        spans = self.all.sentences
        for start, end in sentence.sentences:
            for piece in _pieces(sentence, start, end):
                scores = [(likeness(piece, self.all.text[a:b]), (a, b)) for a, b in spans]
                best = max((score for score, _ in scores), default=0.0)
                found.update(span for score, span in scores if best and score >= best * _AS_GOOD)
        return sorted(found)


def ground_of(sources: Sequence[Source]) -> Ground:
    """Put clauses together."""
    return Ground(tuple(sources))


def numbers_of(prepared: Prepared) -> tuple[Fact, ...]:
    """Find the quantities and dates of a text, in order."""
    days = dates(prepared.text)
    found = [*days, *quantities(prepared.text, [(day.start, day.end) for day in days])]
    return tuple(sorted(found, key=lambda fact: fact.start))


def content(tokens: Sequence[Token]) -> list[Token]:
    """Leave out punctuation and words that say nothing of their own."""
    return [t for t in tokens if t.tag not in ("x", "m") and t.text not in PLAIN and (len(t.text) > 1 or t.tag[0] in "nva")]


def likeness(words: Sequence[Token], text: str) -> float:
    """Say how many of the words a piece of text meets."""
    return sum(credit(word.text, word.tag, text) * len(word.text) for word in words)


def _pieces(sentence: Prepared, start: int, end: int) -> list[list[Token]]:
    """Cut a sentence's words at commas; a piece of a word or two goes with the one before it."""
    pieces: list[list[Token]] = []
    for a, b in sentence.segments:
        if a < start or b > end:
            continue
        words = content(sentence.tokens_in(a, b))
        if pieces and len(words) < 2:
            pieces[-1].extend(words)
        elif words:
            pieces.append(words)
    return pieces
