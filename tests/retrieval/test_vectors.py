"""A stored vector is the text's own, with a share of its neighbours' in the same document."""

from __future__ import annotations

import numpy as np

from retrieval.records import Record
from retrieval.vectors import NEIGHBOUR_SHARE, with_neighbours

DOCUMENTS = [[Record(f"{name}{n}", f"clause {name}{n}", f"{name}{n}") for n in range(3)] for name in "ab"]


class Axes:
    """Gives each text an axis of its own, and remembers what it was asked."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, texts: list[str]) -> list[list[float]]:
        self.read += texts
        return [[float(place == "ab".index(text[0]) * 3 + int(text[1])) for place in range(6)] for text in texts]


def test_neighbours_have_their_share_and_documents_do_not_mix() -> None:
    vectors = with_neighbours([(document, place) for document in DOCUMENTS for place in range(3)], Axes())
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    share = vectors / vectors.max(axis=1, keepdims=True)
    np.testing.assert_allclose(share[1], [NEIGHBOUR_SHARE, 1, NEIGHBOUR_SHARE, 0, 0, 0], atol=1e-6)
    np.testing.assert_allclose(share[2], [0, NEIGHBOUR_SHARE, 1, 0, 0, 0], atol=1e-6)
    np.testing.assert_allclose(share[3], [0, 0, 0, 1, NEIGHBOUR_SHARE, 0], atol=1e-6)


def test_only_what_is_wanted_and_what_stands_beside_it_is_embedded() -> None:
    axes = Axes()
    vectors = with_neighbours([(DOCUMENTS[1], 2)], axes)
    assert vectors.shape == (1, 6)
    assert vectors.dtype == np.float32
    assert sorted(axes.read) == ["b1", "b2"]


def test_a_text_on_its_own_keeps_its_vector() -> None:
    assert with_neighbours([(DOCUMENTS[0][:1], 0)], Axes()).tolist() == [[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]]
