"""How much each sign of an answer counts, and how sure is sure enough: fitted for one embedder, stored beside it.

`python -m training.calibration` fits it on questions with known answers; an embedder without one of its own gets
`CONSERVATIVE`, which reads no cosines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from pathlib import Path

from pydantic import ValidationError

from knowledge.values import Frozen
from retrieval.errors import EmbedderError

CALIBRATION_FILE = "calibration.json"


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a sentence as the answer to a part of a question, each from 0 to 1."""

    covered: float
    """Share of the question's weight that the sentence and its surroundings meet."""
    own: float
    """Share that the sentence meets itself."""
    phrase: float
    """Share of the question's characters that stand in the sentence in runs, word for word."""
    fit: float
    """Does it hold the kind of thing that is asked for?"""
    rank: float
    """Fused score of its clause as a share of the best clause's."""
    unmet: float
    """The weight of the heaviest word that nothing meets, as a share of all."""
    strict: float
    """1 where a period, a number or somebody is asked for, else 0."""
    similarity: float = 0.0
    """Cosine of question and sentence; 0 where it was not computed."""

    def vector(self) -> list[float]:
        """The features in the order of `FEATURES`."""
        return [float(getattr(self, name)) for name in FEATURES]


FEATURES = tuple(field.name for field in fields(Features))


class Weights(Frozen):
    """A linear score of features."""

    weights: dict[str, float]
    bias: float = 0.0

    def score(self, features: Features) -> float:
        """The weighted sum."""
        return self.bias + sum(weight * float(getattr(features, name)) for name, weight in self.weights.items())


class Calibration(Frozen):
    """Weights and thresholds for one embedder."""

    embedder: str
    """Identity of the embedder the figures were fitted for; empty for any."""
    ranking: Weights
    """Orders sentences."""
    confidence: Weights
    """Log-odds that the best sentence answers."""
    threshold: float
    """Least probability of an answer."""
    yes_no_margin: float = 0.0
    """Yes and no hang on one word: how much surer one has to be."""
    list_threshold: float
    """Least share of the question that a list's heading has to meet."""

    @property
    def reads_similarity(self) -> bool:
        """Whether cosines of sentences count at all."""
        return bool(self.ranking.weights.get("similarity") or self.confidence.weights.get("similarity"))

    def probability(self, features: Features) -> float:
        """How likely a sentence with these features answers, from 0 to 1."""
        return 1.0 / (1.0 + math.exp(-self.confidence.score(features)))


CONSERVATIVE = Calibration(
    embedder="",
    ranking=Weights(weights={"covered": 0.32, "own": 0.18, "phrase": 0.15, "fit": 0.2, "rank": 0.25}),
    confidence=Weights(weights={"covered": 6.0, "own": 2.5, "phrase": 1.5}, bias=-4.8),
    threshold=0.5,
    yes_no_margin=0.13,
    list_threshold=0.48,
)
"""For an embedder nothing was fitted for: words alone decide, a little more strictly."""


def read_calibration(folder: Path, identity: str) -> Calibration | None:
    """Read the calibration beside a model; None where there is none, or it belongs to other weights.

    Raises:
        EmbedderError: the file is damaged.
    """
    path = folder / CALIBRATION_FILE
    if not path.is_file():
        return None
    try:
        calibration = Calibration.model_validate_json(path.read_text(encoding="utf-8"))
    except (ValidationError, UnicodeDecodeError) as error:
        raise EmbedderError(f"{path} is damaged: make it anew with `make calibration`") from error
    return calibration if calibration.embedder == identity else None
