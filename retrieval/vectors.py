"""The vectors that are stored: each text's own, with a share of those of the texts beside it in its document.

What a question asks for is often told by several articles in a row, each of which says only its part. Measured on
statutes with five sets of vectors, tuned and not: docs/benchmark.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.records import Record

Vectors = NDArray[np.float32]

NEIGHBOUR_SHARE = 0.1
"""Weight of either neighbour beside the text's own 1."""


def with_neighbours(
    wanted: Sequence[tuple[Sequence[Record], int]], embed: Callable[[list[str]], Sequence[Sequence[float]]]
) -> Vectors:
    """Make the vectors of some records; their neighbours are embedded as well, and nothing else.

    Args:
        wanted: All records of a document, in its order, and the place of one of them; at least one such pair.
        embed: Texts to rows of unit length.

    Returns:
        A vector for each pair: float32 of unit length, shape (pairs, numbers).
    """
    documents = {id(document): document for document, _ in wanted}
    places = [(id(document), place) for document, place in wanted]
    beside = {
        (key, place): [(key, near) for near in (place - 1, place + 1) if 0 <= near < len(documents[key])]
        for key, place in places
    }
    read = list(dict.fromkeys((*places, *(near for nearby in beside.values() for near in nearby))))
    rows = np.asarray(embed([documents[key][place].text for key, place in read]), dtype=np.float32)
    at = {place: row for row, place in enumerate(read)}
    vectors = rows[[at[place] for place in places]]
    for row, place in enumerate(places):
        for near in beside[place]:
            vectors[row] += NEIGHBOUR_SHARE * rows[at[near]]
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
