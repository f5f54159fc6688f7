"""Scores an embedder on the statute questions: dense alone and fused with BM25, as the index searches.

Ranks by the settings of the index: BM25 over words and character pairs, reciprocal rank fusion.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
import rjieba
from numpy.typing import NDArray

from training.articles import LawArticle

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Figures = dict[str, float]

K1, B = 0.9, 0.4
FUSION_K, DENSE_WEIGHT = 10, 1.5
DEPTH = 100
CIVIL_CODE_BOOKS = ("总则", "物权", "合同", "人格权", "婚姻家庭", "继承", "侵权责任", "附则")
WORD = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9]+")


@dataclass(frozen=True)
class Question:
    """A question and the places that answer it, as (law, article) pairs."""

    id: str
    text: str
    gold: frozenset[tuple[str, str]]


def read_questions(path: Path) -> list[Question]:
    """Read a file of questions, one JSON object a line: id, question, gold."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Question(row["id"], row["question"], frozenset((law_name(g["law"]), g["article"]) for g in row["gold"]))
        for row in rows
    ]


def law_name(title: str) -> str:
    """Bring a law's title to the form in which golds name it; the Civil Code's books are one law."""
    name = re.sub(r"[《》\s]|[（(][^（()）]*[）)]$", "", title).replace("中华人民共和国", "")
    return "民法典" if "民法典" in name or name.startswith(CIVIL_CODE_BOOKS) else name


def article_key(article: LawArticle) -> tuple[str, str]:
    """The (law, article) pair by which golds name an article."""
    return law_name(article.title), article.number


class KeywordRanking:
    """BM25 over words and character pairs together."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.index = bm25s.BM25(k1=K1, b=B)
        self.index.index([keyword_tokens(text) for text in texts], show_progress=False)

    def top(self, question: str, depth: int = DEPTH) -> Ints:
        """Give the places of the best texts, best first."""
        scores = self.index.get_scores(keyword_tokens(question))
        return np.argsort(-scores, kind="stable")[:depth].astype(np.int64)


def keyword_tokens(text: str) -> list[str]:
    """Cut a text into words and character pairs."""
    lowered = text.lower()
    words = [word for word in rjieba.cut(lowered) if WORD.fullmatch(word)]
    pairs = [run[i : i + 2] for run in WORD.findall(lowered) if ord(run[0]) > 127 for i in range(len(run) - 1)]
    return words + pairs


def dense_top(queries: Floats, passages: Floats, depth: int = DEPTH) -> Ints:
    """Give the places of the nearest passages, shape (queries, depth), best first."""
    return np.argsort(-(queries @ passages.T), axis=1, kind="stable")[:, :depth].astype(np.int64)


def fuse(dense: Ints, keyword: Ints) -> Ints:
    """Fuse two rankings of places by reciprocal rank."""
    scores: dict[int, float] = {}
    for weight, ranking in ((DENSE_WEIGHT, dense), (1.0, keyword)):
        for rank, place in enumerate(ranking.tolist(), 1):
            scores[place] = scores.get(place, 0.0) + weight / (FUSION_K + rank)
    return np.asarray(sorted(scores, key=lambda place: -scores[place]), dtype=np.int64)


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
    keyword: Sequence[Ints],
) -> dict[str, Figures]:
    """Score an embedder dense and fused.

    Args:
        questions: Asked of `articles`.
        articles: What is searched.
        embed: Takes texts and `query: ` or `passage: `; gives rows of unit length.
        keyword: The BM25 ranking of each question.
    """
    passages = embed([article.indexed for article in articles], "passage: ")
    queries = embed([question.text for question in questions], "query: ")
    dense = dense_top(queries, passages)
    fused = [fuse(a, b) for a, b in zip(dense, keyword, strict=True)]
    return {"dense": score(questions, list(dense), articles), "fused": score(questions, fused, articles)}
