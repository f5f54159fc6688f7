from __future__ import annotations

from retrieval.embedders import Embedder
from retrieval.embedders.remembering import RememberingEmbedder
from retrieval.passages import PassageVectors
from tests.retrieval.counting import CountingEmbedder


class _Asked(CountingEmbedder):
    def __init__(self, inner: Embedder) -> None:
        super().__init__(inner)
        self.asked: list[str] = []

    def embed_query(self, text: str) -> list[float]:
        self.asked.append(text)
        return super().embed_query(text)


def test_a_question_is_read_once_and_passages_stay_in_one_memory(embedder: Embedder) -> None:
    watched = _Asked(embedder)
    passages = PassageVectors(watched)
    remembering = RememberingEmbedder(watched)
    first = remembering.embed_query("记录保存多久？")
    view = passages.asked_by(remembering)
    view.similarities("记录保存多久？", ["记录保存三年。"])
    passages.similarities("账目多久公布？", ["记录保存三年。"])
    assert watched.asked == ["记录保存多久？", "账目多久公布？"]
    assert watched.embedded == ["记录保存三年。"]
    assert first == embedder.embed_query("记录保存多久？")
    assert (remembering.identity, remembering.calibration) == (watched.identity, watched.calibration)
