"""Finds hard negatives: articles that rank high for a question without answering it.

Which of the high ranks truly do not answer is not known. Two rules keep the most likely answers out:

- by rank, for a model that has not been tuned, whose cosines lie too close together to be compared: the first few are
  passed over;
- by cosine, for a tuned model: what is nearly as near as the gold is taken for another answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.embedders.onnx_e5 import PASSAGE, QUERY
from retrieval.keyword_index import KeywordIndex
from training.evaluation import Floats, Ints, Question, fuse

Embed = Callable[[Sequence[str], str], Floats]
DEPTH = 60


@dataclass(frozen=True)
class Rule:
    """Which of the ranks count as negatives.

    Attributes:
        first: Ranks passed over.
        last: The last rank taken.
        nearest_share: Highest cosine as a share of the gold's; None: cosines are not compared.
    """

    first: int = 3
    last: int = 40
    nearest_share: float | None = None


BY_RANK = Rule()
BY_COSINE = Rule(first=0, last=30, nearest_share=0.97)


def mine(
    questions: Sequence[Question], golds: Sequence[Sequence[int]], texts: Sequence[str], embed: Embed, rule: Rule
) -> dict[str, Ints]:
    """Rank `texts` for each question by BM25 and the embedder, fused, and keep what counts as a negative.

    Args:
        questions: Their ids name the results.
        golds: For each question the places in `texts` that answer it; places beyond the texts are passed over.
        texts: What is searched.
        embed: Takes texts and their side; gives rows of unit length.
        rule: What counts.

    Returns:
        Question id to places in `texts`, best first.
    """
    passages = embed(texts, PASSAGE)
    queries = embed([question.text for question in questions], QUERY)
    keyword = KeywordIndex.build(texts)
    found = {}
    for question, gold, query in zip(questions, golds, queries, strict=True):
        cosines = passages @ query
        ranking = fuse(cosines, keyword.scores(question.text), DEPTH)[rule.first :]
        there = [place for place in gold if place < len(texts)]
        kept = ~np.isin(ranking, there)
        if rule.nearest_share is not None and there:
            kept &= cosines[ranking] < rule.nearest_share * cosines[there].max()
        found[question.id] = ranking[kept][: rule.last - rule.first]
    return found
