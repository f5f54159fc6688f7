"""The runtime of our own embedder, on a tiny model in the real format."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedders.onnx_e5 import MAX_TOKENS, PASSAGE, QUERY, OnnxE5Embedder
from retrieval.errors import EmbedderError
from tests.training.tiny_model import SIZE, write_tiny_model

SENTENCE = "巡视组应当如何处理集中整改的期限。"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def embedder(folder: Path) -> OnnxE5Embedder:
    return OnnxE5Embedder(folder)


def test_rows_are_float32_of_unit_length_in_the_order_given(embedder: OnnxE5Embedder) -> None:
    texts = ["期限", SENTENCE * 3, "", "六个月", SENTENCE]
    rows = embedder.embed_array(texts)
    assert rows.dtype == np.float32
    assert rows.shape == (5, SIZE.hidden)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    for text, row in zip(texts, rows, strict=True):
        np.testing.assert_array_equal(embedder.embed_array([text])[0], row)


def test_langchain_gets_lists(embedder: OnnxE5Embedder) -> None:
    passage = embedder.embed_documents(["集中整改的期限"])[0]
    query = embedder.embed_query("集中整改的期限")
    assert isinstance(passage[0], float)
    assert isinstance(query[0], float)
    np.testing.assert_allclose(query, embedder.embed_array(["集中整改的期限"])[0], atol=1e-7)
    assert embedder.embed_documents([]) == []


def test_each_side_is_read_behind_the_prompt_that_the_folder_names(tmp_path: Path, embedder: OnnxE5Embedder) -> None:
    prompted = OnnxE5Embedder(write_tiny_model(tmp_path, prompts={QUERY: "query: ", PASSAGE: "passage: "}))
    text = "集中整改的期限"
    for vector, prompt in ((prompted.embed_query(text), "query: "), (prompted.embed_documents([text])[0], "passage: ")):
        np.testing.assert_allclose(vector, embedder.embed_array([prompt + text])[0], atol=1e-7)
    assert not np.allclose(prompted.embed_query(text), embedder.embed_query(text))
    assert all(
        len(prompted.tokenizer.encode("query: " + window).ids) <= MAX_TOKENS
        for window in prompted._cut("六个月" * 700, "query: ")
    )


def test_without_a_file_of_prompts_there_are_none(tmp_path: Path, embedder: OnnxE5Embedder) -> None:
    folder = write_tiny_model(tmp_path)
    (folder / "config_sentence_transformers.json").unlink()
    assert OnnxE5Embedder(folder).embed_query("期限") == embedder.embed_query("期限")


def test_several_workers_give_what_one_gives(
    folder: Path, embedder: OnnxE5Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.embedders.onnx_e5.usable_cores", lambda: 8)
    texts = [SENTENCE[: 1 + n % len(SENTENCE)] * (1 + n % 3) for n in range(40)]
    many = OnnxE5Embedder(folder).embed_array(texts)
    np.testing.assert_allclose(many, embedder.embed_array(texts), atol=1e-5)


def test_questions_from_several_threads_do_not_disturb_each_other(embedder: OnnxE5Embedder) -> None:
    questions = [SENTENCE[n:] for n in range(8)]
    alone = [embedder.embed_query(question) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(embedder.embed_query, questions)) == alone


def test_a_long_text_is_cut_at_sentences_and_every_window_is_read(embedder: OnnxE5Embedder) -> None:
    long = SENTENCE * 60
    windows = embedder._cut(long, "")
    assert len(windows) > 1
    assert "".join(windows) == long
    assert all(window.endswith("。") for window in windows)
    other_end = embedder.embed_array([long[:-10] + "一二三。"])
    assert not np.allclose(other_end, embedder.embed_array([long]), atol=1e-4)


def test_a_long_text_without_a_sentence_end_is_cut_all_the_same(embedder: OnnxE5Embedder) -> None:
    long = "六个月" * 700
    windows = embedder._cut(long, "")
    assert "".join(windows) == long
    assert all(len(embedder.tokenizer.encode(window).ids) <= MAX_TOKENS for window in windows)
    np.testing.assert_allclose(np.linalg.norm(embedder.embed_documents([long])), 1, atol=1e-6)


def test_the_identity_follows_the_weights_and_the_prompts(folder: Path, tmp_path: Path) -> None:
    same = OnnxE5Embedder(write_tiny_model(tmp_path / "same"))
    prompted = OnnxE5Embedder(write_tiny_model(tmp_path / "prompted", prompts={QUERY: "query: ", PASSAGE: ""}))
    assert prompted.identity != same.identity
    other = OnnxE5Embedder(write_tiny_model(tmp_path / "other", seed=8))
    assert same.identity == OnnxE5Embedder(folder).identity
    assert other.identity != same.identity


def test_a_missing_or_damaged_file_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match=r"model\.onnx and tokenizer\.json"):
        OnnxE5Embedder(tmp_path)
    write_tiny_model(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(EmbedderError, match=r"model\.onnx .*damaged"):
        OnnxE5Embedder(tmp_path)
    write_tiny_model(tmp_path)
    (tmp_path / "config_sentence_transformers.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EmbedderError, match=r"config_sentence_transformers\.json .*damaged"):
        OnnxE5Embedder(tmp_path)
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EmbedderError, match=r"tokenizer\.json .*damaged"):
        OnnxE5Embedder(tmp_path)
