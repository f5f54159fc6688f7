"""What the encoder is tuned on: a question, articles that answer it, and articles that only seem to."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from training.articles import LawArticle
from training.evaluation import Ints, Question, article_key, exact_title
from training.made_questions import MadeQuestion


@dataclass(frozen=True)
class Example:
    """One question to train on.

    Attributes:
        question: Its text.
        gold: Places of the articles that answer it; empty where none is there.
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


def gold_places(questions: Sequence[Question], articles: Sequence[LawArticle]) -> list[tuple[int, ...]]:
    """Find every article that answers each question: its golds, and articles that say the same.

    Of several versions of a law the one whose articles stand first counts: numbers change between versions.
    """
    by_key = places_by_key(articles)
    by_words: dict[str, list[int]] = {}
    for place, article in enumerate(articles):
        by_words.setdefault(_words(article), []).append(place)
    found = []
    for question in questions:
        own = [place for key in question.gold for place in _meant(question, by_key.get(key, []), articles)]
        found.append(tuple(sorted({twin for place in own for twin in by_words[_words(articles[place])]})))
    return found


def _meant(question: Question, places: Sequence[int], articles: Sequence[LawArticle]) -> list[int]:
    """Of the places of one gold, those of the titles that the question names, in the first of their versions."""
    named = [
        place for place in places if (exact_title(articles[place].title), articles[place].number) in question.named
    ]
    meant = named or places
    first = {}
    for place in meant:
        first.setdefault(exact_title(articles[place].title), articles[place].source)
    return [place for place in meant if articles[place].source in first.values()]


def _words(article: LawArticle) -> str:
    return re.sub(r"\W", "", article.text.removeprefix(article.number))


def asked_examples(
    questions: Sequence[Question], golds: Sequence[tuple[int, ...]], negatives: Mapping[str, Ints]
) -> list[Example]:
    """Pair questions with their articles and negatives (question id to places, best first), in their order."""
    return [
        Example(question.text, gold, tuple(int(place) for place in negatives.get(question.id, ())))
        for question, gold in zip(questions, golds, strict=True)
    ]


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
    parts: Sequence[tuple[Sequence[Example], float]], *, steps: int, batch: int, seed: int
) -> list[list[Example]]:
    """Lay out every step's examples beforehand, so that a run that was stopped goes on with the same ones.

    Args:
        parts: Kinds of examples, each gone through in epochs, with its share of every step; the first one also takes
            what rounding leaves, and the share of kinds that hold nothing.
        steps: Steps of the run.
        batch: Examples a step.
        seed: The same seed gives the same batches.
    """
    rng = random.Random(seed)
    counts = [round(batch * share) if examples else 0 for examples, share in parts]
    counts[0] += batch - sum(counts)
    streams = [_endless(examples, rng) for examples, _ in parts]
    return [
        [next(stream) for stream, count in zip(streams, counts, strict=True) for _ in range(count)]
        for _ in range(steps)
    ]


def _endless(examples: Sequence[Example], rng: random.Random) -> Iterator[Example]:
    order: list[int] = []
    while examples:
        if not order:
            order = list(range(len(examples)))
            rng.shuffle(order)
        yield examples[order.pop()]
