from __future__ import annotations

import numpy as np
import pytest

from retrieval.embedders import Embedder
from retrieval.passages import PassageVectors
from tests.retrieval.counting import CountingEmbedder

NEAR, FAR = "巡查记录保存三年。", "博物馆每周一闭馆。"


def test_the_sentence_that_answers_is_nearer(embedder: Embedder) -> None:
    near, far = PassageVectors(embedder).similarities("巡查记录保存多久？", [NEAR, FAR])
    assert near > far
    assert PassageVectors(embedder).similarities("巡查记录保存多久？", []) == []


def test_a_sentence_is_embedded_once_while_it_is_remembered(counting: CountingEmbedder) -> None:
    passages = PassageVectors(counting, most=1)
    first = passages.similarities("问", [NEAR])
    assert passages.similarities("问", [NEAR]) == pytest.approx(first)
    assert counting.embedded == [NEAR]
    passages.similarities("问", [FAR])
    passages.similarities("问", [NEAR])
    assert counting.embedded == [NEAR, FAR, NEAR]


def test_a_cosine_is_the_product_of_unit_vectors(embedder: Embedder) -> None:
    (cosine,) = PassageVectors(embedder).similarities("问", [NEAR])
    expected = np.dot(embedder.embed_query("问"), embedder.embed_documents([NEAR])[0])
    assert cosine == pytest.approx(float(expected), abs=1e-5)
