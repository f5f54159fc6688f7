"""From the clauses found to the sentences that answer.

1. Cut the clauses found into sentences, each with what its clause and its neighbours say around it.
2. Weigh the question's words by their rarity in the documents.
3. Score each sentence: how much of the question it and its surroundings meet, whether it holds the kind of thing
   that is asked for (a period, a number with its counter, an organ), and how well its clause was found.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.values import Clause, Document
from retrieval.answer_kinds import fitness, is_strict
from retrieval.calibration import CONSERVATIVE, Features
from retrieval.instructions import speaks_to_a_machine
from retrieval.lexicon import INTERROGATIVE, MEASURES, SIBLINGS
from retrieval.matching import match
from retrieval.question import Part, Question
from retrieval.records import context
from retrieval.snapshot import Snapshot
from retrieval.terms import Term
from retrieval.tokenization import normalize, sentences
from retrieval.values import SearchResult

# How much a question's word counts where it stands: in the sentence, beside it, in the heading or the question above,
# elsewhere in the clause.
_BESIDE = 0.7
_ABOVE = 0.8
_ELSEWHERE = 0.5
_MEASURED = 0.9
_TITLED = 0.8
_OF_A_SIBLING = 0.7
"""What is left of all signs where the sentence is on 巡视 and the question on 巡察."""
_SHORTEST_PHRASE, _SHORTEST_NAME = 4, 3

_OPENING_MARKS = " \u3000\n\t，。；、,;.”’"
_CLOSING_MARKS = _OPENING_MARKS + "！？!?）)」』"
_ANSWER = re.compile(r"(?m)^\s*答\s*[：:]")
_NUMBER = re.compile(r"第[^\s　]{1,12}条(?:之[一二三四五六七八九十]+)?")
"""Only the number of an article: 一是 and （一） belong to what an item says."""


@dataclass(frozen=True)
class Surroundings:
    """A clause that was found, normalized once for all its sentences."""

    clause: Clause
    document: Document
    rank_share: float
    """Fused score as a share of the best clause's."""
    similarity: float
    """Cosine of question and clause; 0 where the dense ranking did not hold it."""
    above: str
    """Heading path, question, and the lead-in of the clause it is an item of."""
    catalogue: str
    titled: str
    """Title of the document, which all its clauses are about."""
    whole: str


@dataclass(frozen=True)
class Sentence:
    """One sentence of a clause that was found."""

    around: Surroundings
    text: str
    start: int
    """Offset in the clause's text."""
    normalized: str
    beside: str

    @property
    def clause(self) -> Clause:
        """The clause it stands in."""
        return self.around.clause

    @property
    def end(self) -> int:
        """Offset in the clause's text."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Scored:
    """A sentence as evidence for one part of a question."""

    sentence: Sentence
    score: float
    features: Features

    @property
    def met(self) -> float:
        """How much of the question it meets, from 0 to 1; what the sentence says itself counts more."""
        return 0.6 * self.features.covered + 0.25 * self.features.own + 0.15 * self.features.phrase


_UNHEARD, _UNHEARD_VERB, _SINGLE = 0.7, 0.4, 0.25


@dataclass(frozen=True)
class Weigher:
    """Weighs words by their rarity in one snapshot."""

    snapshot: Snapshot

    def weights(self, terms: Sequence[Term]) -> list[float]:
        """One weight a term: its own by the share of its rarity."""
        return [term.weight * self._rarity(term) for term in terms]

    def _rarity(self, term: Term) -> float:
        rarity = self.rarity(term.word, is_verb=term.is_verb)
        # 管, 搞, 抓: said of anything, whatever the index makes of the character.
        return min(rarity, _SINGLE) if term.is_verb and len(term.word) == 1 else rarity

    def rarity(self, word: str, *, is_verb: bool = False) -> float:
        """From 0.1 (in every clause) to 1 (in one): inverse document frequency as a share of the largest.

        A word that no clause holds may be the heart of the matter or a way of speaking: it counts as a middling one, a
        verb as less, and a single character, which the index does not hold as a word, as little.
        """
        total = max(1, len(self.snapshot.clauses))
        holding = self.snapshot.keywords.document_frequency(word)
        if not holding:
            return _SINGLE if len(word) == 1 else _UNHEARD_VERB if is_verb else _UNHEARD
        inverse = math.log(1 + (total - holding + 0.5) / (holding + 0.5))
        return max(0.1, inverse / math.log(2 * total + 2))


def surroundings(results: Iterable[SearchResult], snapshot: Snapshot) -> list[Surroundings]:
    """Normalize the clauses found."""
    results = list(results)
    best = max((result.score for result in results), default=1.0)
    return [
        _surround(result.clause, result.document, snapshot, result.score / best, result.similarity or 0.0)
        for result in results
    ]


def surroundings_of(clause: Clause, snapshot: Snapshot, items: Sequence[Surroundings]) -> Surroundings:
    """A clause that was not found itself but through its items: as near as the nearest of them."""
    rank_share = max((item.rank_share for item in items), default=0.0)
    similarity = max((item.similarity for item in items), default=0.0)
    return _surround(clause, snapshot.document(clause), snapshot, rank_share, similarity)


def _surround(
    clause: Clause, document: Document, snapshot: Snapshot, rank_share: float, similarity: float
) -> Surroundings:
    parent = snapshot.clause(clause.parent) if clause.parent else None
    published = f"{document.published.year}年" if document.published else None
    catalogue = " ".join(filter(None, (document.issuer, document.region, document.number, published)))
    return Surroundings(
        clause=clause,
        document=document,
        rank_share=rank_share,
        similarity=similarity,
        above=normalize(f"{context(clause)} {parent.text if parent else ''}"),
        catalogue=normalize(catalogue),
        titled=normalize(document.title),
        whole=normalize(clause.text),
    )


def cut(around: Surroundings) -> list[Sentence]:
    """Cut a clause into sentences; the question of an interview is none of its answer, nor is an order to a machine."""
    text = around.clause.text
    start = _answer_start(around.clause)
    pieces: list[tuple[int, str]] = []
    for piece in sentences(text[start:]):
        opening = len(piece) - len(piece.lstrip(_OPENING_MARKS))
        if piece[opening:].strip(_CLOSING_MARKS) and not speaks_to_a_machine(piece):
            pieces.append((start + opening, piece[opening:]))
        start += len(piece)
    folded = [normalize(piece) for _, piece in pieces]
    return [
        Sentence(
            around=around,
            text=piece,
            start=at,
            normalized=folded[i],
            beside=" ".join(folded[max(0, i - 1) : i] + folded[i + 1 : i + 2]),
        )
        for i, (at, piece) in enumerate(pieces)
    ]


def _answer_start(clause: Clause) -> int:
    """Where a clause begins to answer: behind its own number, which the label says, or behind 答：."""
    last = clause.path[-1] if clause.path else ""
    if last.startswith("问"):
        answered = _ANSWER.search(clause.text)
        return answered.end() if answered else 0
    number = _NUMBER.match(last)
    if number and clause.text.startswith(number.group()):
        return len(number.group())
    return 0


@dataclass(frozen=True)
class PartScorer:
    """Scores sentences for one part of a question."""

    part: Part
    weigher: Weigher

    @cached_property
    def _weights(self) -> list[float]:
        return self.weigher.weights(self.part.terms)

    @cached_property
    def _runs(self) -> tuple[str, ...]:
        return content_runs(self.part.text)

    @property
    def total(self) -> float:
        """The weight of all words of the part."""
        return sum(self._weights) or 1.0

    def score(self, sentence: Sentence) -> Scored:
        """Score one sentence by its words; see `with_similarity`."""
        around = sentence.around
        covered = own = unmet = 0.0
        of_a_sibling = 1.0
        fit = fitness(self.part, sentence.normalized)
        for term, weight in zip(self.part.terms, self._weights, strict=True):
            here = match(term.word, sentence.normalized)
            if fit >= 1.0 and term.word in MEASURES:
                # 3个月内 is a 期限, whether the sentence calls it so or not.
                here = max(here, _MEASURED)
            named = max(match(term.word, around.catalogue), _TITLED * match(term.word, around.titled))
            # What the catalogue says of the document every sentence of it says: 黑龙江 in a plan of 黑龙江's.
            itself = max(here, named)
            with_others = max(
                itself,
                _BESIDE * match(term.word, sentence.beside),
                _ABOVE * match(term.word, around.above),
                _ELSEWHERE * match(term.word, around.whole),
            )
            if term.word in SIBLINGS and not itself and SIBLINGS[term.word] in sentence.normalized:
                of_a_sibling = _OF_A_SIBLING
            own += weight * itself
            covered += weight * with_others
            unmet = max(unmet, weight * (1 - with_others))
        features = Features(
            covered=of_a_sibling * covered / self.total,
            own=of_a_sibling * own / self.total,
            phrase=shared_phrases(self._runs, sentence.normalized),
            fit=of_a_sibling * fit,
            rank=around.rank_share,
            unmet=unmet / self.total,
            strict=float(is_strict(self.part)),
        )
        return Scored(sentence, CONSERVATIVE.ranking.score(features), features)

    def unmet(self, sentences_chosen: Sequence[Sentence]) -> list[tuple[Term, float]]:
        """Words that none of the sentences meets itself, with their weights."""
        return [
            (term, weight)
            for term, weight in zip(self.part.terms, self._weights, strict=True)
            if not any(match(term.word, sentence.normalized) >= 0.5 for sentence in sentences_chosen)
        ]


@dataclass(frozen=True)
class Evidence:
    """What was found for one question."""

    question: Question
    clauses: tuple[Surroundings, ...]
    """The clauses found, best first."""
    scored: tuple[tuple[Part, tuple[Scored, ...]], ...]
    """For each part of the question its sentences, best first."""
    weigher: Weigher


def content_runs(question: str) -> tuple[str, ...]:
    """The question without what asks and without punctuation: runs that may stand in a document word for word."""
    return tuple(run for run in re.split(r"\W+", INTERROGATIVE.sub(" ", question)) if len(run) >= _SHORTEST_NAME)


def shared_phrases(runs: Sequence[str], sentence: str) -> float:
    """Share of the runs' characters that stand in the sentence in pieces of at least four characters."""
    total = sum(map(len, runs))
    shared = 0
    for run in runs:
        if len(run) < _SHORTEST_PHRASE:
            # “双签字”: all of it or nothing.
            shared += len(run) * (run in sentence)
            continue
        start = 0
        while start <= len(run) - _SHORTEST_PHRASE:
            length = _SHORTEST_PHRASE
            if run[start : start + length] not in sentence:
                start += 1
                continue
            while start + length < len(run) and run[start : start + length + 1] in sentence:
                length += 1
            shared += length
            start += length
    return shared / total if total else 0.0
