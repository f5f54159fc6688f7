"""The embedder that works at once, and what is said where another is not there."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from retrieval.embedders import Embedder, load_embedder
from retrieval.embedders.langchain import EmbedderEmbeddings
from retrieval.errors import EmbedderError


@pytest.fixture(scope="module")
def bundled() -> Embedder:
    return load_embedder("bundled")


def test_rows_are_of_unit_length_in_the_order_given(bundled: Embedder) -> None:
    texts = ["河道巡查记录保存三年。", "", "博物馆周一闭馆。"]
    rows = np.array(bundled.embed_documents(texts))
    assert rows.shape == (3, 384)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    assert bundled.embed_documents([]) == []
    alone = np.array([bundled.embed_documents([text])[0] for text in texts])
    assert (rows @ alone.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_a_question_is_nearest_to_its_answer(bundled: Embedder) -> None:
    rows = np.array(bundled.embed_documents(["博物馆周一闭馆。", "河道巡查记录保存三年。"]))
    assert int((rows @ np.array(bundled.embed_query("巡查记录要留多久？"))).argmax()) == 1


async def test_langchain_takes_it_as_its_own_on_both_sides(bundled: Embedder) -> None:
    embeddings: Embeddings = EmbedderEmbeddings(bundled)
    text = "河道巡查记录保存三年。"
    assert embeddings.embed_documents([text]) == bundled.embed_documents([text])
    assert await embeddings.aembed_query(text) == bundled.embed_query(text)
    assert isinstance(embeddings, Embeddings)


def test_a_null_byte_hides_nothing(bundled: Embedder) -> None:
    whole, hidden = bundled.embed_documents(["河道\0巡查记录保存三年", "河道"])
    assert not np.allclose(whole, hidden, atol=1e-2)


def test_nothing_of_a_text_that_fills_the_window_is_cut_off(bundled: Embedder) -> None:
    head = "统计报表" * 200
    length = bundled.window_characters
    one, other = bundled.embed_documents(
        [head[: length - 9] + "博物馆周一闭馆。", head[: length - 9] + "巡查记录保存三年。"]
    )
    assert not np.allclose(one, other, atol=1e-4)


def test_threads_do_not_disturb_each_other(bundled: Embedder) -> None:
    questions = [f"第{n}条说什么？" for n in range(6)]
    alone = [bundled.embed_query(question) for question in questions]
    with ThreadPoolExecutor(3) as pool:
        np.testing.assert_allclose(list(pool.map(bundled.embed_query, questions)), alone, atol=1e-5)


def test_the_extra_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EmbedderError, match="make models") as caught:
        load_embedder("BAAI/bge-small-zh-v1.5")
    assert "BAAI/bge-small-zh-v1.5" in str(caught.value)
    assert "\n" not in str(caught.value)
