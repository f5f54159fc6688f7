"""From questions with known answers to examples: the sentences compared for each, and which of them are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answer_kinds import holds_answer
from retrieval.answering import CLAUSES
from retrieval.assistant import Assistant
from retrieval.calibration import CONSERVATIVE, Weights
from retrieval.evaluation import is_from, squeeze
from retrieval.evidence import Scored
from retrieval.gathering import COMPARED, gather
from retrieval.passages import PassageVectors
from retrieval.question import Part, understand
from retrieval.refusal import Judge
from retrieval.steering import steer
from training.calibration.questions import QuestionSet

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """One question.

    Attributes:
        documents: Name of the set of documents it was asked of: what is held out together.
        features: float64, shape (sentences, features), in the order the words alone give.
        right: Which of the sentences hold most of the gold of their document; all False where nothing answers.
        holds: Which of them hold the kind of thing that is asked for.
        answerable: Whether the documents hold the answer.
        is_list: Whether a list is wanted, which is chosen by its heading.
        yes_no: Whether yes or no is wanted.
    """

    documents: str
    features: Floats
    right: NDArray[np.bool_]
    holds: NDArray[np.bool_]
    answerable: bool
    is_list: bool
    yes_no: bool


def examples(assistant: Assistant, asked: QuestionSet) -> list[Example]:
    """Gather the evidence for every question of a set as answering does; those without any give no example."""
    with assistant.reading() as (_, search):
        passages = PassageVectors(search.embedder)
    made = [_example(assistant, asked.name, row, passages) for row in asked.rows]
    return [one for one in made if one is not None]


def _example(assistant: Assistant, documents: str, row: dict[str, Any], passages: PassageVectors) -> Example | None:
    with assistant.reading() as (snapshot, search):
        question = understand(row["question"])
        steering = steer(row["question"], snapshot.documents.values(), snapshot.own_names)
        found = search.search(snapshot, row["question"], count=CLAUSES, steering=steering)
        # Cosines are wanted whatever the present calibration makes of them.
        reading = CONSERVATIVE.model_copy(update={"ranking": Weights(weights={"similarity": 1e-9})})
        judge = Judge(question, steering, reading)
        evidence = gather(question, found, snapshot, judge, passages)
    if evidence is None:
        return None
    part, ranked = evidence.scored[0]
    read = [one for one in ranked[:COMPARED] if one.features.similarity]
    compared = sorted(read, key=lambda one: -CONSERVATIVE.ranking.score(one.features))
    return _labelled(documents, row, part, compared)


def _labelled(documents: str, row: dict[str, Any], part: Part, compared: Sequence[Scored]) -> Example:
    shares = np.array([_gold_share(one, row) for one in compared])
    return Example(
        documents=documents,
        features=np.array([one.features.vector() for one in compared]),
        right=(shares > 0) & (shares >= shares.max()),
        holds=np.array([holds_answer(part, one.sentence.normalized) for one in compared]),
        answerable=row["kind"] != "unanswerable",
        is_list=row["kind"] == "list",
        yes_no="yes_no" in part.wants,
    )


def _gold_share(one: Scored, row: dict[str, Any]) -> float:
    groups = row["answer_must_contain"]
    if not groups or not is_from(one.sentence.around.document.source, row["documents"]):
        return 0.0
    text = squeeze(one.sentence.text)
    return sum(any(squeeze(alternative) in text for alternative in group) for group in groups) / len(groups)
