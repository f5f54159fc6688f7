"""The statutes' quick set: 6,230 articles, asked by people's own questions, on both sides.

A chunk of the recipe counts for every article that begins in it, or, where none does, for the article it goes on with:
the most favourable count for chunks that know nothing of articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.corpora import SHARED, copy_quick_laws
from benchmarks.press import Indexed, index_both, indexing_rows
from benchmarks.processes import ask_command, memory_row, recipe_command
from benchmarks.quality import Passage
from benchmarks.table import Row
from benchmarks.timing import say, timed
from bot.terminal.evaluation_questions import read_question_set
from knowledge.library import read_library
from retrieval.embedders import Embedder
from retrieval.evaluation import (
    STATUTE_DEPTHS,
    LawArticle,
    ScoredRanking,
    StatuteQuestion,
    law_name,
    percentile,
    score_statute,
    statute_figures,
)
from training.split import is_held_back

DEPTH = max(STATUTE_DEPTHS)
QUESTIONS = SHARED / "evaluation" / "quick_statute_questions.jsonl"
_ANSWERED = 200
_MEMORY_QUESTIONS = 100
_ARTICLE_START = re.compile(r"^第[零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?", re.MULTILINE)


@dataclass(frozen=True)
class Compared:
    """One question on both sides."""

    ours: ScoredRanking
    recipe: ScoredRanking


class ArticlesOfChunks:
    """Which articles a chunk holds."""

    def __init__(self, documents: Path) -> None:
        parsed = read_library(documents).documents
        self._text = {one.document.source: one.text for one in parsed}
        self._law = {one.document.source: law_name(one.document.title) for one in parsed}

    def of(self, chunk: Passage) -> list[LawArticle]:
        """Every article that begins in a chunk, or the one it goes on with."""
        law, text = self._law[chunk.source], self._text[chunk.source]
        begun = _ARTICLE_START.findall(chunk.text)
        if not begun:
            begun = _ARTICLE_START.findall(text[: max(0, text.find(chunk.text))])[-1:]
        return [(law, number) for number in begun]


def run(folder: Path, embedder: Embedder) -> Iterator[tuple[str, list[Row]]]:
    """Measure the quick set; gives a title and rows for each table, nothing where it is not beside the checkout."""
    documents = copy_quick_laws(folder / "laws")
    if documents is None:
        say("没有测法条：旁边没有 ../shared/evaluation/quick_laws.txt")
        return
    questions = read_question_set(QUESTIONS).statutes
    indexed = index_both(documents, folder, embedder)
    compared = list(_compare(indexed, questions, ArticlesOfChunks(documents)))
    held_back = [one for one in compared if is_held_back(str(one.ours.question.id))]
    yield f"法条检索：未参与训练的五分之一（{len(held_back)} 题）", list(_quality_rows(held_back))
    yield f"法条检索：全部（{len(compared)} 题）", list(_quality_rows(compared))
    speed = list(_speed_rows(indexed, compared))
    yield "法条：速度与内存", [*speed, *indexing_rows(indexed), _memory(documents, folder)]


def _compare(indexed: Indexed, questions: Sequence[StatuteQuestion], articles: ArticlesOfChunks) -> Iterator[Compared]:
    for number, question in enumerate(questions, 1):
        text = question.question
        found, seconds = timed(partial(indexed.assistant.search, text, count=DEPTH))
        chunks, recipe_seconds = timed(partial(indexed.recipe.find, text, DEPTH))
        places: dict[LawArticle, int] = {}
        for place, chunk in enumerate(chunks, 1):
            for article in articles.of(chunk):
                places.setdefault(article, place)
        theirs = ScoredRanking(question, _places(question, places), "", 1000 * recipe_seconds)
        yield Compared(score_statute(question, found, 1000 * seconds), theirs)
        if number % 100 == 0:
            say(f"法条 {number}/{len(questions)} 题")


def _places(question: StatuteQuestion, places: Mapping[LawArticle, int]) -> tuple[int, ...]:
    return tuple(sorted(places[article] for article in question.gold_articles if article in places))


def _quality_rows(compared: Sequence[Compared]) -> Iterator[Row]:
    ours = statute_figures([one.ours for one in compared])
    theirs = statute_figures([one.recipe for one in compared])
    yield Row("hit@1", "", ours.hit, theirs.hit, "对照：第一个切块里有应答的条")
    yield Row("MRR@10", "", ours.reciprocal, theirs.reciprocal)
    for depth in STATUTE_DEPTHS:
        yield Row(f"recall@{depth}", "", ours.recall[depth], theirs.recall[depth])


def _speed_rows(indexed: Indexed, compared: Sequence[Compared]) -> Iterator[Row]:
    say(f"回答 {_ANSWERED} 题")
    asked = [one.ours.question.question for one in compared[:_ANSWERED]]
    answers = [1000 * timed(partial(indexed.assistant.ask, text))[1] for text in asked]
    searches, theirs = ([one.latency_ms for one in side] for side in _sides(compared))
    for name, ours in (("回答一题", answers), ("只检索一题", searches)):
        note = f"对照：检索前 {DEPTH} 个切块"
        yield Row(f"{name}（中位）", "毫秒", percentile(ours, 50), percentile(theirs, 50), note)
        yield Row(f"{name}（第 95 百分位）", "毫秒", percentile(ours, 95), percentile(theirs, 95), note)


def _sides(compared: Sequence[Compared]) -> tuple[list[ScoredRanking], list[ScoredRanking]]:
    return [one.ours for one in compared], [one.recipe for one in compared]


def _memory(documents: Path, folder: Path) -> Row:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()[:_MEMORY_QUESTIONS]
    some = folder / "some_questions.jsonl"
    some.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ours = ask_command(documents, folder / "ours", "ask", "--file", str(some), "--json")
    return memory_row(ours, recipe_command(folder / "recipe", some), f"打开索引并问 {len(lines)} 题")
