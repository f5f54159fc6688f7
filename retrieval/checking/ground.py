"""The clauses that one sentence is held against, as one text, with the facts in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from retrieval.checking.dates import dates
from retrieval.checking.facts import Fact
from retrieval.checking.organs import organs
from retrieval.checking.prepared import Prepared, Token, prepare
from retrieval.checking.quantities import quantities
from retrieval.checking.tables import tables
from retrieval.checking.values import Source
from retrieval.checking.words import PLAIN, credit, occurrences

_ITEM = re.compile(r"\(?[一二三四五六七八九十\d]{1,3}(?:[)、.]|是)")
_CONTEXT = 0.3
_STAND_IN = 0.8
_SHORTEST_QUOTE = 8
_EDGES = " ,.;:。!?、"
_MARK = re.compile(
    r"\([一二三四五六七八九十\d]+\)$|第[\d一二三四五六七八九十百]+条$|[一二三四五六七八九十\d]+[、.]$|[一二三四五六七八九十]是$|[问答]:$"
)
_CUES = frozenset(["不得", "禁止", "严禁", "未经", "未", "不", "没有", "可以"])
_AS_GOOD = 0.9
"""A part of the clauses counts as what the sentence is about from this share of the best part's likeness."""


@dataclass(frozen=True)
class Focus:
    """Where each piece of a sentence is to be looked for in the clauses."""

    pieces: tuple[tuple[tuple[int, int], tuple[tuple[int, int], ...]], ...]
    """Span of the piece, spans of the sentences that it is most like."""

    def at(self, offset: int) -> tuple[tuple[int, int], ...]:
        """Give the places for the piece that `offset` of the sentence stands in."""
        return next((spans for (a, b), spans in self.pieces if a <= offset < b), ())

    @property
    def all(self) -> list[tuple[int, int]]:
        """Every place, in order."""
        return sorted({span for _, spans in self.pieces for span in spans})


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
    def told(self) -> dict[tuple[int, int], str]:
        """Each sentence of `all` by its span, an item with the heading that it stands under."""
        found, header = {}, ""
        for start, end in self.all.sentences:
            text = self.all.text[start:end]
            item = bool(_ITEM.match(text))
            header = header if item else ""
            found[(start, end)] = f"{header}:{text}" if header else text
            if ":" in text and (not item or not header):
                header = text[: text.rindex(":")]
        return found

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Every two sentences of `all` in a row: a rule leaves out what was just said."""
        told = list(self.told.values())
        pairs = tuple(f"{one}\n{two}" for one, two in pairwise(told)) or told
        return (*pairs, *self._under_topic(), *self._rows(), *self._outline())

    def _outline(self) -> Iterator[str]:
        """Give what stands first in each item of 一是……二是……, which a summary puts in a row."""
        items = [
            self.all.text[slice(*self.all.segment_at(a))]
            for a, b in self.all.sentences
            if _ITEM.match(self.all.text[a:b])
        ]
        if len(items) > 1:
            yield ";".join(items)

    def _rows(self) -> Iterator[str]:
        """Give each row of a table with its headings."""
        for table in (table for source in self.sources for table in tables(source.text)):
            yield from (",".join((*table[0], *row)) for row in table[1:])

    def _under_topic(self) -> Iterator[str]:
        """Give each part after the first of 五万元以下的项目，……；三十万元以上的，…… with the topic of the first."""
        topic, last = "", -1
        for start, end in self.all.sentences:
            if last < 0 or self.all.text[last : last + 1] != ";":
                topic = self.all.text[start : self.all.segment_at(start)[1]]
            else:
                yield f"{topic}:{self.all.text[start:end]}"
            last = end

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Numbers and dates of texts and headings."""
        return numbers_of(self.all)

    @cached_property
    def organs(self) -> tuple[Fact, ...]:
        """Organs of texts and headings."""
        return organs(self.all)

    def focus(self, sentence: Prepared) -> Focus:
        """Find the sentences of `all` that each piece of the sentence is most like."""
        spans = self.all.sentences
        everything = content(sentence.tokens)
        whole = {span: likeness(everything, self.told[span]) for span in spans}
        found = []
        for piece, words in _pieces(sentence):
            # What the rest of the sentence is like decides between equals.
            scores = {s: likeness(words, self.told[s]) + _CONTEXT * whole[s] for s in spans}
            best = max(scores.values(), default=0.0)
            found.append((piece, tuple(s for s in spans if best and scores[s] >= best * _AS_GOOD)))
        return Focus(tuple(found))

    def quotes(self, sentence: Prepared) -> bool:
        """Tell whether the sentence is a whole sentence of a clause, or several in a row, word for word.

        Whole, because a part can lose what the rest says: the end of 不得委托个人承担 is 委托个人承担.
        """
        bare, text = sentence.text.strip(_EDGES), self.all.text
        starts, ends = {a for a, _ in self.all.sentences}, {b for _, b in self.all.sentences}
        for match in re.finditer(re.escape(bare), text) if len(bare) >= _SHORTEST_QUOTE else ():
            at, stop = match.span()
            begins = at in starts or len(_MARK.sub("", text[:at])) in starts
            if begins and (stop in ends or text[stop : stop + 1] == ":"):
                return True
        return False


def ground_of(sources: Sequence[Source]) -> Ground:
    """Put clauses together; what was found in them serves the next sentence too."""
    return _ground_of(tuple(sources))


@lru_cache(maxsize=256)
def _ground_of(sources: tuple[Source, ...]) -> Ground:
    return Ground(sources)


@lru_cache(maxsize=1024)
def numbers_of(prepared: Prepared) -> tuple[Fact, ...]:
    """Find the quantities and dates of a text, in order."""
    days = dates(prepared.text)
    found = [*days, *quantities(prepared.text, [(day.start, day.end) for day in days])]
    return tuple(sorted(found, key=lambda fact: fact.start))


def content(tokens: Sequence[Token]) -> list[Token]:
    """Leave out punctuation and words that say nothing of their own."""
    return [
        t for t in tokens if t.tag not in ("x", "m") and t.text not in PLAIN and (len(t.text) > 1 or t.tag[0] in "nva")
    ]


def likeness(words: Sequence[Token], text: str) -> float:
    """Say how many of the words a piece of text meets; a word as itself counts for more than one like it."""
    return sum(_met(word, text) * len(word.text) for word in words)


def _met(word: Token, text: str) -> float:
    return 1.0 if occurrences(word.text, text) else _STAND_IN * credit(word.text, word.tag, text)


def _pieces(sentence: Prepared) -> list[tuple[tuple[int, int], list[Token]]]:
    """Cut a sentence's words at commas; a piece of a word or two goes with the one before it."""
    pieces: list[tuple[tuple[int, int], list[Token]]] = []
    for a, b in _parts(sentence):
        # Figures find the place better than most words.
        figures = [t for t in sentence.tokens_in(a, b) if t.tag == "m" and t.text.isdigit() and len(t.text) > 1]
        # So does whether something is forbidden.
        cues = [t for t in sentence.tokens_in(a, b) if t.text in _CUES]
        words = content(sentence.tokens_in(a, b)) + figures + cues
        if pieces and len(words) < 2:
            (start, _), before = pieces[-1]
            pieces[-1] = ((start, b), before + words)
        else:
            pieces.append(((a, b), words))
    return pieces


def _parts(sentence: Prepared) -> Iterator[tuple[int, int]]:
    """Cut between commas, and lists whose items say something of their own: 逾期未报、完成率低于80%、虚报情况的."""
    for start, end in sentence.segments:
        items = [(start + m.start(), start + m.end()) for m in re.finditer("[^、]+、?", sentence.text[start:end])]
        whole = all(len(content(sentence.tokens_in(*item))) > 1 for item in items)
        yield from items if whole else [(start, end)]
