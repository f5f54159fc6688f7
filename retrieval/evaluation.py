"""Scores answers and search results against questions whose answers are known. Pure: nothing is asked or searched here.

An answer counts as

- correct: answered, at least one alternative of every group stands in it, and it is no longer than its kind allows;
- cited: answered, and its first citation is from a gold document;
- full: correct and cited;
- refused: refused, where the documents do not hold the answer (kind `unanswerable`).

A search counts as a hit at k where a clause of a gold document is among the first k; for statutes, by law and article.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from retrieval.values import Answer, AnswerStatus, SearchResult

UNANSWERABLE = "unanswerable"
RECALL_DEPTHS = (5, 10)
STATUTE_DEPTHS = (1, 5, 10, 20)
_RECIPROCAL_DEPTH = 10
_LONGEST_LIST, _LONGEST_ANSWER = 1200, 500

_DASHES = re.compile(r"[‐-―—–\-~～]+")
_QUOTES = re.compile(r"[“”„\"'‘’]")
_CIVIL_CODE = "民法典"
# The code's books stand in files of their own, whose titles need not name the code.
_CIVIL_CODE_BOOKS = ("总则", "物权", "合同", "人格权", "婚姻家庭", "继承", "侵权责任", "附则")
_ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?")

LawArticle = tuple[str, str]
"""A law by its bare name, and the number of one of its articles."""


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """A question to answer.

    Attributes:
        id: Kept in what is reported.
        question: As a person asks it.
        kind: Figures are given by kind; `unanswerable` has to be refused.
        answer_must_contain: Groups of alternatives.
        documents: File names, without suffix, of the documents that hold the answer.
    """

    id: str | int
    question: str
    kind: str
    answer_must_contain: tuple[tuple[str, ...], ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the documents hold the answer."""
        return self.kind != UNANSWERABLE


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article that answers."""

    law: str
    article: str


@dataclass(frozen=True, slots=True)
class StatuteQuestion:
    """A question to search the laws for, and the articles that answer it."""

    id: str | int
    question: str
    gold: tuple[GoldArticle, ...]

    @property
    def gold_articles(self) -> frozenset[LawArticle]:
        """The gold as bare law names and article numbers."""
        return frozenset((law_name(pair.law), pair.article) for pair in self.gold)


@dataclass(frozen=True, slots=True)
class Tally:
    """Hits, of how many."""

    hits: int
    of: int

    @classmethod
    def count(cls, outcomes: Iterable[bool]) -> Tally:
        """Count the outcomes that are true."""
        seen = list(outcomes)
        return cls(sum(seen), len(seen))


# ── answers ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """One question, what was said, and how it counts.

    Attributes:
        question: What was asked.
        answer: What was said.
        found_at: Place, from 1, of the first clause of a gold document among those found; None where there was none.
        correct: See the module.
        cited: See the module.
        reason: Why it is a failure; empty where it is none.
        latency_ms: Time the answer took.
    """

    question: AnswerQuestion
    answer: Answer
    found_at: int | None
    correct: bool
    cited: bool
    reason: str
    latency_ms: float

    @property
    def refused(self) -> bool:
        """Whether it was refused."""
        return self.answer.status is AnswerStatus.REFUSED


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """The figures of a set of answers; `refused` counts the unanswerable ones, the others the answerable ones."""

    questions: int
    recall: Mapping[int, Tally]
    correct: Tally
    cited: Tally
    full: Tally
    refused: Tally
    median_ms: float
    p95_ms: float


def score_answer(question: AnswerQuestion, answer: Answer, found: Sequence[SearchResult]) -> ScoredAnswer:
    """Score one answer and the search for the same question, best first."""
    text = squeeze(answer.text)
    answered = answer.status is AnswerStatus.ANSWERED
    missing = [group for group in question.answer_must_contain if not holds([group], text)]
    longest = _LONGEST_LIST if question.kind == "list" else _LONGEST_ANSWER
    correct = question.answerable and answered and not missing and len(text) <= longest
    cited = answered and bool(answer.citations) and is_from(answer.citations[0].source, question.documents)
    places = (n for n, result in enumerate(found, 1) if is_from(result.document.source, question.documents))
    if question.answerable:
        reason = "" if correct and cited else _reason(answer, missing, len(text), longest)
    else:
        reason = "文件中没有答案，应当拒答" if answered else ""
    return ScoredAnswer(question, answer, next(places, None), correct, cited, reason, answer.elapsed_ms)


def _reason(answer: Answer, missing: Sequence[Sequence[str]], length: int, longest: int) -> str:
    if answer.status is AnswerStatus.REFUSED:
        return "被拒答"
    if missing:
        return "答案中缺少：" + "；".join("／".join(group) for group in missing)
    if length > longest:
        return f"答案有 {length} 个字，上限 {longest} 个字"
    return f"首条出处是 {answer.citations[0].source}" if answer.citations else "没有出处"


def answer_figures(scored: Sequence[ScoredAnswer]) -> AnswerFigures:
    """Sum up scored answers."""
    answerable = [one for one in scored if one.question.answerable]
    latencies = [one.latency_ms for one in scored]
    return AnswerFigures(
        questions=len(scored),
        recall={k: Tally.count((one.found_at or k + 1) <= k for one in answerable) for k in RECALL_DEPTHS},
        correct=Tally.count(one.correct for one in answerable),
        cited=Tally.count(one.cited for one in answerable),
        full=Tally.count(one.correct and one.cited for one in answerable),
        refused=Tally.count(one.refused for one in scored if not one.question.answerable),
        median_ms=percentile(latencies, 50),
        p95_ms=percentile(latencies, 95),
    )


def figures_by_kind(scored: Sequence[ScoredAnswer]) -> dict[str, AnswerFigures]:
    """Sum up scored answers by the kind of their questions, in the order of the kinds' names."""
    kinds = sorted({one.question.kind for one in scored})
    return {kind: answer_figures([one for one in scored if one.question.kind == kind]) for kind in kinds}


# ── statutes ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ScoredRanking:
    """One question on the laws, and where its gold articles were found.

    Attributes:
        question: What was searched for.
        places: Places of the gold articles that were found, from 1, ascending; an article counts once.
        first: What was found first, as law and article; empty where nothing was.
        latency_ms: Time the search took.
    """

    question: StatuteQuestion
    places: tuple[int, ...]
    first: str
    latency_ms: float

    def recall(self, depth: int) -> float:
        """Share of the gold articles among the first `depth`."""
        return sum(place <= depth for place in self.places) / len(self.question.gold_articles)


@dataclass(frozen=True, slots=True)
class StatuteFigures:
    """Means over the questions, from 0 to 1."""

    questions: int
    hit: float
    reciprocal: float
    recall: Mapping[int, float]
    median_ms: float
    p95_ms: float


def score_statute(question: StatuteQuestion, found: Sequence[SearchResult], latency_ms: float) -> ScoredRanking:
    """Score what was found for a question on the laws, best first."""
    pairs = [(law_name(result.clause.title), article_number(result.clause.path)) for result in found]
    # Several clauses of one article, or versions of one law, take one place together.
    ranking = list(dict.fromkeys(pairs))
    gold = question.gold_articles
    places = tuple(place for place, pair in enumerate(ranking, 1) if pair in gold)
    return ScoredRanking(question, places, found[0].clause.label if found else "", latency_ms)


def statute_figures(scored: Sequence[ScoredRanking]) -> StatuteFigures:
    """Average scored rankings: hit@1, MRR@10, recall at each depth."""
    firsts = [one.places[0] if one.places else None for one in scored]
    latencies = [one.latency_ms for one in scored]
    return StatuteFigures(
        questions=len(scored),
        hit=_mean([float(place == 1) for place in firsts]),
        reciprocal=_mean([1 / place if place and place <= _RECIPROCAL_DEPTH else 0.0 for place in firsts]),
        recall={k: _mean([one.recall(k) for one in scored]) for k in STATUTE_DEPTHS},
        median_ms=percentile(latencies, 50),
        p95_ms=percentile(latencies, 95),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def law_name(title: str) -> str:
    """A law's bare name: without 《》, 中华人民共和国 and a note in parentheses; the Civil Code's books are one law."""
    name = re.sub(r"[《》\s]", "", title).replace("中华人民共和国", "")
    name = re.sub(r"[（(][^（()）]*[）)]$", "", name)
    return _CIVIL_CODE if _CIVIL_CODE in name or name.startswith(_CIVIL_CODE_BOOKS) else name


def article_number(path: Sequence[str]) -> str:
    """The number of the innermost article of a heading path, such as 第五十四条; empty where there is none."""
    numbers = (_ARTICLE.search(re.sub(r"\s", "", step)) for step in reversed(path))
    return next((number[0] for number in numbers if number), "")


# ── both ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def squeeze(text: str) -> str:
    """Words alone: width folded, white space and quotation marks out, dashes alike."""
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s+", "", _QUOTES.sub("", folded))


def holds(groups: Iterable[Iterable[str]], squeezed: str) -> bool:
    """Tell whether a squeezed text holds at least one alternative of every group."""
    return all(any(squeeze(alternative) in squeezed for alternative in group) for group in groups)


def is_from(source: str, documents: Iterable[str]) -> bool:
    """Tell whether a source's file name, without suffix, is one of `documents`."""
    return PurePosixPath(source).stem in documents


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of the values do not exceed, interpolated; 0 for no values."""
    if len(values) < 2:
        return values[0] if values else 0.0
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
