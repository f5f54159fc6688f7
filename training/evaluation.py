"""Scores an embedder on the statute questions: dense alone and fused with BM25, as the index searches.

Searches as the index does: its keyword index, its fusion. What clauses pass on to those they refer to is left out: the
figures are the embedder's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.embedders.onnx_e5 import PASSAGE, QUERY
from retrieval.fusion import DENSE_WEIGHT, KEYWORD_WEIGHT, Scores, relative_score_fusion
from retrieval.keyword_index import KeywordIndex
from retrieval.records import Record
from retrieval.vectors import with_neighbours
from training.articles import LawArticle

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Figures = dict[str, float]

DEPTH = 100
CIVIL_CODE_BOOKS = ("总则", "物权", "合同", "人格权", "婚姻家庭", "继承", "侵权责任", "附则")


@dataclass(frozen=True)
class Question:
    """A question and the articles that answer it.

    Attributes:
        id: Unlike any other's.
        text: As it is asked.
        gold: (law, article) pairs as they are scored, laws by `law_name`.
        named: The same with each law by its `exact_title`, so that an interpretation of the Civil Code is not taken
            for the code itself; empty where the file says no more than `gold`.
    """

    id: str
    text: str
    gold: frozenset[tuple[str, str]]
    named: frozenset[tuple[str, str]] = frozenset()


def question_of(id_: str, text: str, articles: Sequence[tuple[str, str]]) -> Question:
    """Make a question from the titles and numbers of the articles that answer it."""
    return Question(
        id_,
        text,
        frozenset((law_name(title), number) for title, number in articles),
        frozenset((exact_title(title), number) for title, number in articles),
    )


def read_questions(path: Path) -> list[Question]:
    """Read a file of questions, one JSON object a line: id, question, gold."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        question_of(row["id"], row["question"], [(gold["law"], gold["article"]) for gold in row["gold"]])
        for row in rows
    ]


def law_name(title: str) -> str:
    """Bring a law's title to the form in which golds name it; the Civil Code's books are one law."""
    name = re.sub(r"[《》\s]|[（(][^（()）]*[）)]$", "", title).replace("中华人民共和国", "")
    return "民法典" if "民法典" in name or name.startswith(CIVIL_CODE_BOOKS) else name


def exact_title(title: str) -> str:
    """Bring a title to one form that tells a code from its interpretations; the Civil Code's books are one law."""
    name = re.sub(r"[《》\s]", "", title).replace("中华人民共和国", "")
    return "民法典" if name.startswith(CIVIL_CODE_BOOKS) else name


def article_key(article: LawArticle) -> tuple[str, str]:
    """The (law, article) pair by which golds name an article."""
    return law_name(article.title), article.number


def best(scores: Floats, depth: int = DEPTH) -> Ints:
    """Give the places of the highest scores, best first."""
    return np.argsort(-scores, kind="stable")[:depth].astype(np.int64)


def fuse(dense: Floats, keyword: Floats, depth: int = DEPTH) -> Ints:
    """Fuse the cosines and the keyword scores of all articles for one question; gives their places, best first."""
    near, worded = best(dense, depth).tolist(), best(keyword, depth).tolist()
    cosines = {str(place): float(dense[place]) for place in near}
    words = {str(place): float(keyword[place]) for place in {*near, *worded}}
    fused = relative_score_fusion(
        [
            Scores(DENSE_WEIGHT, cosines, lowest=min(cosines.values())),
            Scores(KEYWORD_WEIGHT, words, lowest=0.0),
        ]
    )
    return np.asarray([int(place) for place in fused], dtype=np.int64)


def _stored(articles: Sequence[LawArticle], embed: Callable[[Sequence[str], str], Floats]) -> Floats:
    """The vectors that the index would store, in the order of the articles."""
    laws = [
        [Record("", "", article.indexed) for article in law]
        for _, law in groupby(articles, key=lambda article: article.source)
    ]
    places = [(law, place) for law in laws for place in range(len(law))]
    return with_neighbours(places, lambda texts: embed(texts, PASSAGE))


def score(questions: Sequence[Question], rankings: Sequence[Ints], articles: Sequence[LawArticle]) -> Figures:
    """Compute hit@1, recall@5, @10, @100 and MRR@10 of rankings of places in `articles`."""
    keys = [article_key(article) for article in articles]
    sums = dict.fromkeys(("hit@1", "recall@5", "recall@10", "recall@100", "MRR@10"), 0.0)
    for question, ranking in zip(questions, rankings, strict=True):
        seen = list(dict.fromkeys(keys[place] for place in ranking))
        places = [place for place, key in enumerate(seen, 1) if key in question.gold]
        sums["hit@1"] += bool(places) and places[0] == 1
        sums["MRR@10"] += 1 / places[0] if places and places[0] <= 10 else 0.0
        for depth in (5, 10, 100):
            sums[f"recall@{depth}"] += sum(place <= depth for place in places) / len(question.gold)
    return {name: round(total / max(1, len(questions)), 4) for name, total in sums.items()}


def evaluate(
    questions: Sequence[Question],
    articles: Sequence[LawArticle],
    embed: Callable[[Sequence[str], str], Floats],
    keyword: KeywordIndex,
) -> dict[str, Figures]:
    """Score an embedder dense and fused.

    Args:
        questions: Asked of `articles`.
        articles: What is searched.
        embed: Takes texts and their side; gives rows of unit length.
        keyword: The index of the same articles.
    """
    passages = _stored(articles, embed)
    queries = embed([question.text for question in questions], QUERY)
    cosines = [passages @ query for query in queries]
    fused = [fuse(row, keyword.scores(q.text)) for row, q in zip(cosines, questions, strict=True)]
    return {
        "dense": score(questions, [best(row) for row in cosines], articles),
        "fused": score(questions, fused, articles),
    }
