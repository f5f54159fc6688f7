"""Quality and speed on questions that are to be answered: both sides get each question in turn, in one run."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import Corpus
from benchmarks.quality import Passage, hold_the_answer, share
from benchmarks.recipe import TOP, Recipe
from benchmarks.table import Row
from benchmarks.timing import RecordingEmbedder, Spent, say, spent, timed
from retrieval.assistant import Assistant, AssistantOptions
from retrieval.embedders import Embedder
from retrieval.embedders.langchain import EmbedderEmbeddings
from retrieval.evaluation import AnswerQuestion, answer_figures, percentile, score_answer
from retrieval.values import Answer, SearchResult

DEPTH = 5
_WARM_UP_QUESTIONS = 3


@dataclass(frozen=True)
class Indexed:
    """Both indexes of one folder, what they took, and the passages that ours embedded."""

    assistant: Assistant
    recipe: Recipe
    ours: Spent
    recipes: Spent
    alone: Spent
    """The embedder alone, on the same texts."""
    texts: tuple[str, ...]
    chunks: int


@dataclass(frozen=True)
class Asked:
    """One question, asked of both sides; times in milliseconds."""

    question: AnswerQuestion
    answer: Answer
    found: Sequence[SearchResult]
    chunks: Sequence[Passage]
    answer_ms: float
    search_ms: float
    recipe_ms: float


def open_assistant(documents: Path, data: Path, embedder: Embedder) -> Assistant:
    """Open an assistant that uses an embedder which is loaded already."""
    assistant = Assistant(AssistantOptions(documents, data), embedder=embedder)
    assistant.open()
    return assistant


def index_both(documents: Path, folder: Path, embedder: Embedder) -> Indexed:
    """Index a folder by both sides, and embed our passages once more without any index.

    Args:
        documents: What is indexed.
        folder: Where the indexes go: `ours` and `recipe`.
        embedder: Loaded; it embeds a text first, so that neither side pays for its start.
    """
    embedder.embed_documents(["预热"])
    say("编制索引：对照做法")
    recipe = Recipe(EmbedderEmbeddings(embedder), folder / "recipe")
    chunks, recipes = spent(lambda: recipe.index(documents))
    say("编制索引：政问")
    recording = RecordingEmbedder(embedder)
    assistant, ours = spent(lambda: open_assistant(documents, folder / "ours", recording))
    say("只算向量")
    texts = tuple(recording.texts)
    _, alone = spent(lambda: embedder.embed_documents(list(texts)))
    return Indexed(assistant, recipe, ours, recipes, alone, texts, chunks)


def indexing_rows(indexed: Indexed) -> Iterator[Row]:
    """What indexing took, beside the recipe and beside the embedder alone."""
    sizes = f"{len(indexed.texts)} 段条款，{indexed.chunks} 个切块"
    yield Row("编制索引（读文件到写完）", "秒", indexed.ours.clock, indexed.recipes.clock, sizes)
    note = "对照一栏是对同样文字只算向量"
    yield Row("编制索引，比只算向量", "秒", indexed.ours.clock, indexed.alone.clock, note)
    yield Row(
        "编制索引，比只算向量（处理器时间）",
        "秒",
        indexed.ours.processor,
        indexed.alone.processor,
        f"{note}；机器忙时看这一行",
    )


def ask_both(indexed: Indexed, questions: Sequence[AnswerQuestion]) -> list[Asked]:
    """Ask both sides every question, after a few that are not counted."""
    for question in questions[:_WARM_UP_QUESTIONS]:
        _ask(indexed, question)
    say(f"提问 {len(questions)} 题")
    return [_ask(indexed, question) for question in questions]


def _ask(indexed: Indexed, question: AnswerQuestion) -> Asked:
    text = question.question
    _, recipe_seconds = timed(lambda: indexed.recipe.find(text))
    answer, answer_seconds = timed(lambda: indexed.assistant.ask(text))
    found, search_seconds = timed(lambda: indexed.assistant.search(text, count=DEPTH))
    chunks = indexed.recipe.find(text, DEPTH)
    times = (1000 * seconds for seconds in (answer_seconds, search_seconds, recipe_seconds))
    return Asked(question, answer, found, chunks, *times)


def quality_rows(asked: Sequence[Asked]) -> Iterator[Row]:
    """Recall, first hit, citations and refusals."""
    figures = answer_figures([score_answer(one.question, one.answer, one.found) for one in asked])
    answerable = [one for one in asked if one.question.answerable]
    for name, depth in ((f"recall@{DEPTH}", DEPTH), ("hit@1", 1)):
        ours = share([hold_the_answer(one.question, _clauses(one)[:depth]) for one in answerable])
        theirs = share([hold_the_answer(one.question, one.chunks[:depth]) for one in answerable])
        yield Row(name, "", ours, theirs, f"前 {depth} 段出自应引文件，且含全部要点")
    ours = share([hold_the_answer(one.question, _citations(one)) for one in answerable])
    theirs = share([hold_the_answer(one.question, one.chunks[:TOP]) for one in answerable])
    yield Row("引文对", "", ours, theirs, f"政问：答案下的引文；对照：交给模型的 {TOP} 个切块")
    shown = statistics.median(sum(len(p.text) for p in _citations(one)) for one in answerable)
    given = statistics.median(sum(len(p.text) for p in one.chunks[:TOP]) for one in answerable)
    yield Row("引文长度（中位）", "字", shown, given, "越短越好核对")
    yield Row("回答又对又有出处", "", figures.full.hits / max(1, figures.full.of), None, "对照没有大模型就没有答案")
    yield Row("该拒答的拒答", "", figures.refused.hits / max(1, figures.refused.of), None, "对照总会给出切块")


def speed_rows(asked: Sequence[Asked]) -> Iterator[Row]:
    """Time a question."""
    theirs = [one.recipe_ms for one in asked]
    for name, ours in (
        ("回答一题", [one.answer_ms for one in asked]),
        ("只检索一题", [one.search_ms for one in asked]),
    ):
        note = f"对照：检索前 {TOP} 个切块"
        yield Row(f"{name}（中位）", "毫秒", percentile(ours, 50), percentile(theirs, 50), note)
        yield Row(f"{name}（第 95 百分位）", "毫秒", percentile(ours, 95), percentile(theirs, 95), note)


def _clauses(asked: Asked) -> list[Passage]:
    return [Passage(result.document.source, result.clause.text) for result in asked.found]


def _citations(asked: Asked) -> list[Passage]:
    return [Passage(citation.source, citation.quote) for citation in asked.answer.citations]


def run(corpus: Corpus, folder: Path, embedder: Embedder) -> tuple[Indexed, list[Row]]:
    """Measure a corpus; the indexes stay in `folder`."""
    indexed = index_both(corpus.documents, folder, embedder)
    asked = ask_both(indexed, corpus.questions())
    return indexed, [*quality_rows(asked), *speed_rows(asked), *indexing_rows(indexed)]
