"""What the encoder is tuned on: a question, articles that answer it, and articles that only seem to."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from training.articles import LawArticle
from training.evaluation import Ints, Question, article_key
from training.made_questions import MadeQuestion

FIRST_NEGATIVE, LAST_NEGATIVE = 3, 40


@dataclass(frozen=True)
class Example:
    """One question to train on.

    Attributes:
        question: Its text.
        gold: Places of the articles that answer it.
        negatives: Places of articles that rank high without answering, best first; may be empty.
    """

    question: str
    gold: tuple[int, ...]
    negatives: tuple[int, ...] = ()


def places_by_key(articles: Sequence[LawArticle]) -> dict[tuple[str, str], list[int]]:
    """Find every place of a (law, article) pair: a law may be there in several versions."""
    places: dict[tuple[str, str], list[int]] = {}
    for place, article in enumerate(articles):
        places.setdefault(article_key(article), []).append(place)
    return places


def real_examples(
    questions: Sequence[Question], articles: Sequence[LawArticle], rankings: Mapping[str, Ints]
) -> list[Example]:
    """Pair questions with their articles and with negatives out of `rankings` (question id to places, best first).

    The first ranks are passed over: what stands there without being gold often answers all the same.
    """
    by_key = places_by_key(articles)
    examples = []
    for question in questions:
        gold = tuple(place for key in sorted(question.gold) for place in by_key.get(key, ()))
        ranking = [int(place) for place in rankings.get(question.id, ()) if place not in gold]
        if gold:
            examples.append(Example(question.text, gold, tuple(ranking[FIRST_NEGATIVE:LAST_NEGATIVE])))
    return examples


def made_examples(made: Sequence[MadeQuestion], articles: Sequence[LawArticle]) -> list[Example]:
    """Pair made questions with their article; other articles of the same law are the negatives."""
    by_source: dict[str, list[int]] = {}
    for place, article in enumerate(articles):
        by_source.setdefault(article.source, []).append(place)
    return [
        Example(
            question.text,
            (question.place,),
            tuple(place for place in by_source[articles[question.place].source] if place != question.place),
        )
        for question in made
    ]


def batches(
    real: Sequence[Example], made: Sequence[Example], *, steps: int, batch: int, made_share: float, seed: int
) -> list[list[Example]]:
    """Lay out every step's examples beforehand, so that a run that was stopped goes on with the same ones.

    Args:
        real: Examples of real questions, gone through in epochs.
        made: Examples of made questions, likewise.
        steps: Steps of the run.
        batch: Examples a step.
        made_share: Share of made questions in a step, 0 to 1.
        seed: The same seed gives the same batches.
    """
    rng = random.Random(seed)
    made_count = round(batch * made_share) if made else 0
    real_stream, made_stream = _endless(real, rng), _endless(made, rng)
    return [
        [next(real_stream) for _ in range(batch - made_count)] + [next(made_stream) for _ in range(made_count)]
        for _ in range(steps)
    ]


def _endless(examples: Sequence[Example], rng: random.Random) -> Iterator[Example]:
    order: list[int] = []
    while examples:
        if not order:
            order = list(range(len(examples)))
            rng.shuffle(order)
        yield examples[order.pop()]
