"""Fits the two linear scores and the threshold, with numpy alone.

1. Ranking: softmax regression over the sentences of a question, so that right ones come first.
2. Confidence: logistic regression over each question's first sentence, right answers against questions without any,
   both sides weighing the same.
3. Threshold: where as large a share of right answers is kept as of the others is refused, on probabilities from fits
   that never saw the question's documents.

Signs are kept as they are meant: only an unmet word, or a strict kind, may speak against a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.calibration import FEATURES, Calibration, Weights
from training.calibration.examples import Example

Floats = NDArray[np.float64]

_STEPS, _RATE = 1500, 0.03
_RANKING_DECAY, _CONFIDENCE_DECAY = 0.01, 0.02
_NEARLY_BEST = 0.05
"""As in answering: a sentence that holds what is asked for is taken before one this much better that does not."""
_AGAINST = ("unmet", "strict")
_RANKED_BY = ("covered", "own", "phrase", "fit", "rank", "unmet", "similarity")
_SURE_BY = ("covered", "own", "phrase", "fit", "unmet", "strict", "similarity")


@dataclass(frozen=True)
class Quality:
    """Shares from 0 to 1, on documents that were held out."""

    first: float
    """Of answerable questions, how often the first sentence is a right one."""
    kept: float
    """Of those, how often it is sure enough."""
    refused: float
    """Of unanswerable questions."""


def fit(examples: Sequence[Example], embedder: str, list_threshold: float) -> tuple[Calibration, dict[str, Quality]]:
    """Fit everything on all examples, and say how well it does on each set of documents when that is held out."""
    held_out: dict[str, tuple[Floats, Floats]] = {}
    firsts: dict[str, float] = {}
    for name in dict.fromkeys(example.documents for example in examples):
        seen = [example for example in examples if example.documents != name]
        unseen = [example for example in examples if example.documents == name]
        ranking = fit_ranking(seen)
        confidence = fit_confidence(seen, ranking)
        firsts[name] = _share_first(unseen, ranking)
        held_out[name] = _probabilities(unseen, ranking, confidence)
    right, wrong = (np.concatenate([pair[side] for pair in held_out.values()]) for side in (0, 1))
    threshold = balanced_threshold(right, wrong)
    ranking = fit_ranking(examples)
    calibration = Calibration(
        embedder=embedder,
        ranking=ranking,
        confidence=fit_confidence(examples, ranking),
        threshold=round(threshold, 3),
        list_threshold=list_threshold,
    )
    quality = {
        name: Quality(firsts[name], float(np.mean(yes >= threshold)), float(np.mean(no < threshold)))
        for name, (yes, no) in held_out.items()
    }
    return calibration, quality


def fit_ranking(examples: Sequence[Example]) -> Weights:
    """Fit the order of sentences; the weights sum to 1."""
    useful = [e for e in examples if e.answerable and not e.is_list and e.right.any() and not e.right.all()]
    spread = _spread(np.vstack([example.features for example in useful]))

    def gradient(weights: Floats) -> Floats:
        total = np.zeros_like(weights)
        for example in useful:
            scaled = example.features / spread
            chances = _softmax(scaled @ weights)
            wanted = chances * example.right
            total += (wanted / wanted.sum() - chances) @ scaled
        return total / len(useful) - _RANKING_DECAY * weights

    weights = _ascend(gradient, _mask(_RANKED_BY)) / spread
    return _named(weights / np.abs(weights).sum(), _RANKED_BY)


def fit_confidence(examples: Sequence[Example], ranking: Weights) -> Weights:
    """Fit how sure the first sentence makes."""
    rows, answers = _first_rows(examples, ranking)
    sides = np.where(answers > 0, 0.5 / max(answers.mean(), 1e-9), 0.5 / max(1 - answers.mean(), 1e-9))
    spread = _spread(rows)
    extended = np.hstack([rows / spread, np.ones((len(rows), 1))])
    decay = np.append(np.full(rows.shape[1], _CONFIDENCE_DECAY), 0.0)

    def gradient(weights: Floats) -> Floats:
        chances = 1 / (1 + np.exp(-extended @ weights))
        slope: Floats = extended.T @ ((answers - chances) * sides) / len(answers) - decay * weights
        return slope

    weights = _ascend(gradient, np.append(_mask(_SURE_BY), 1.0), free_last=True)
    return _named(weights[:-1] / spread, _SURE_BY, bias=float(weights[-1]))


def balanced_threshold(right: Floats, wrong: Floats) -> float:
    """The probability at which the share of `right` kept and of `wrong` refused are both as large as they can be."""
    candidates = np.unique(np.concatenate([right, wrong]))
    middles = (candidates[1:] + candidates[:-1]) / 2
    kept = np.array([(right >= one).mean() for one in middles])
    refused = np.array([(wrong < one).mean() for one in middles])
    worse, better = np.minimum(kept, refused), np.maximum(kept, refused)
    return float(middles[int(np.argmax(worse + 0.5 * better))])


def first_sentence(example: Example, ranking: Weights) -> int:
    """The sentence that answering takes: the best that holds what is asked for, unless far behind."""
    scores = example.features @ _vector(ranking)
    order = np.argsort(-scores, kind="stable")
    close = [n for n in order if scores[n] >= scores[order[0]] - _NEARLY_BEST]
    return int(next((n for n in close if example.holds[n]), order[0]))


def _first_rows(examples: Sequence[Example], ranking: Weights) -> tuple[Floats, Floats]:
    """Features of the sentences taken, and 1 where it is right; wrong sentences of answerable questions left out."""
    rows, answers = [], []
    for example in examples:
        first = first_sentence(example, ranking)
        if example.holds[first] and not example.is_list and (not example.answerable or example.right[first]):
            rows.append(example.features[first])
            answers.append(float(example.answerable))
    return np.array(rows), np.array(answers)


def _probabilities(examples: Sequence[Example], ranking: Weights, confidence: Weights) -> tuple[Floats, Floats]:
    """Probabilities of right answers and of unanswerable questions; 0 where the kind of thing is not there."""
    right, wrong = [], []
    for example in examples:
        first = first_sentence(example, ranking)
        logit = example.features[first] @ _vector(confidence) + confidence.bias
        chance = float(example.holds[first]) / (1 + np.exp(-logit))
        if not example.answerable:
            wrong.append(chance)
        elif example.right[first] and not example.is_list:
            right.append(chance)
    return np.array(right), np.array(wrong)


def _share_first(examples: Sequence[Example], ranking: Weights) -> float:
    hits = [e.right[first_sentence(e, ranking)] for e in examples if e.answerable and not e.is_list]
    return float(np.mean(hits))


def _ascend(gradient: Callable[[Floats], Floats], mask: Floats, *, free_last: bool = False) -> Floats:
    """Adam with signs kept: features outside `mask` stay at 0."""
    weights = np.zeros_like(mask)
    signs = np.array([-1.0 if name in _AGAINST else 1.0 for name in FEATURES] + [0.0] * free_last)
    mean, square = np.zeros_like(mask), np.zeros_like(mask)
    for step in range(1, _STEPS + 1):
        slope = gradient(weights) * mask
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights = weights + _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weights = np.where(signs * weights < 0, 0.0, weights)
    return weights


def _spread(rows: Floats) -> Floats:
    """Standard deviation of each feature, so that the decay weighs on all alike; 1 for one that never varies."""
    deviations: Floats = rows.std(axis=0)
    return np.where(deviations > 1e-6, deviations, 1.0)


def _mask(names: Sequence[str]) -> Floats:
    return np.array([float(name in names) for name in FEATURES])


def _named(weights: Floats, names: Sequence[str], bias: float = 0.0) -> Weights:
    pairs = zip(FEATURES, weights, strict=True)
    return Weights(
        weights={name: round(float(weight), 4) for name, weight in pairs if name in names}, bias=round(bias, 4)
    )


def _vector(weights: Weights) -> Floats:
    return np.array([weights.weights.get(name, 0.0) for name in FEATURES])


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max())
    share: Floats = shifted / shifted.sum()
    return share
