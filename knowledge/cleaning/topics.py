"""What pieces of text are about, as far as shared words tell: which title belongs where, where a topic ends."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from knowledge import segmentation
from knowledge.cleaning.lines import HAN

_SHORTEST_HEAD = 2
_HAN_RUN = re.compile(rf"[{HAN}]{{2,}}")


def words(text: str) -> Counter[str]:
    """Count the words of two characters and more."""
    return Counter(word for word in segmentation.cut(text) if len(word) > 1 and _HAN_RUN.fullmatch(word))


def bigrams(text: str) -> set[str]:
    """Every pair of neighbouring Chinese characters."""
    return {run[i : i + 2] for run in _HAN_RUN.findall(text) for i in range(len(run) - 1)}


def title_overlap(title: str, pieces: Sequence[set[str]]) -> list[float]:
    """How much of a title each piece says, 0 to 1; what few pieces say counts more.

    Args:
        title: The title.
        pieces: `bigrams` of each piece it may belong to.
    """
    pairs = bigrams(title)
    held = [pairs & piece for piece in pieces]
    counts = Counter(pair for one in held for pair in one)
    weights = {pair: math.log(1 + (len(pieces) + 1) / (0.5 + max(1, counts[pair]))) for pair in pairs}
    whole = sum(weights.values()) or 1.0
    return [sum(weights[pair] for pair in one) / whole for one in held]


def similarity(first: Counter[str], second: Counter[str], weights: dict[str, float]) -> float:
    """Cosine of two bags of words, 0 to 1, each word by its weight and the logarithm of its count."""
    left, right = _vector(first, weights), _vector(second, weights)
    product = sum(value * right[word] for word, value in left.items() if word in right)
    size = math.sqrt(sum(v * v for v in left.values()) * sum(v * v for v in right.values()))
    return product / size if size else 0.0


def rarity(bags: Sequence[Counter[str]]) -> dict[str, float]:
    """Weight of each word by how few of the bags hold it."""
    held = Counter(word for bag in bags for word in bag)
    return {word: math.log(1 + len(bags) / count) for word, count in held.items()}


def _vector(bag: Counter[str], weights: dict[str, float]) -> dict[str, float]:
    return {word: (1 + math.log(count)) * weights.get(word, 0.0) for word, count in bag.items()}


def foreign_tail(paragraphs: Sequence[str], others: Sequence[str], *, contrast: float = 2.0) -> tuple[int, int] | None:
    """Find where a run of paragraphs turns to the topic of another piece.

    Args:
        paragraphs: The run.
        others: Text of the other pieces of the page.
        contrast: How many times nearer the tail must be to the other piece than to its own head.

    Returns:
        Place of the tail's first paragraph and of the other piece, or None where the run keeps to its topic.
    """
    bags = [words(paragraph) for paragraph in paragraphs]
    foreign = [words(other) for other in others]
    weights = rarity([*bags, *foreign])
    best: tuple[float, int, int] | None = None
    head, tail = Counter[str](), Counter[str]()
    for bag in bags:
        tail.update(bag)
    for cut in range(1, len(bags) - 1):
        head.update(bags[cut - 1])
        tail = tail - bags[cut - 1]
        if cut < _SHORTEST_HEAD:
            continue
        own = similarity(head, tail, weights)
        for place, other in enumerate(foreign):
            near, far = similarity(tail, other, weights), similarity(head, other, weights)
            if near > contrast * max(own, far) and (best is None or near - own - far > best[0]):
                best = (near - own - far, cut, place)
    return None if best is None else (best[1], best[2])
