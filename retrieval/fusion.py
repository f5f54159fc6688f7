"""Relative score fusion: one score from a dense and a keyword score, each brought to the span from 0 to 1.

Ranks alone (reciprocal rank fusion) forget how far apart two clauses lie: one that is by far the nearest, and one that
holds a word no other clause holds, look like any first place. Measured on statutes, see docs/benchmark.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DENSE_WEIGHT = 1.0
KEYWORD_WEIGHT = 0.5
OFFSET = 0.15
"""What every item that was found starts with, so that a factor for what a question names can lift the last one too."""


@dataclass(frozen=True)
class Scores:
    """One way of searching: what it counts, and the score of each item."""

    weight: float
    scores: Mapping[str, float]
    """Higher is better; an item that is not there counts as `lowest`."""
    lowest: float
    """The score that counts as 0."""


def relative_score_fusion(ways: Sequence[Scores], *, offset: float = OFFSET) -> dict[str, float]:
    """Fuse scores: the weighted sum of each way's score as a share of its best one, above its lowest.

    Args:
        ways: An item of any of them is in the result.
        offset: Added to every score.

    Returns:
        Item to score, best first; ties in the order of the items' names.
    """
    fused: dict[str, float] = {}
    for way in ways:
        span = max(way.scores.values(), default=way.lowest) - way.lowest
        for item, score in way.scores.items():
            share = (score - way.lowest) / span if span > 0 else 0.0
            fused[item] = fused.get(item, offset) + way.weight * share
    return dict(sorted(fused.items(), key=lambda pair: (-pair[1], pair[0])))
