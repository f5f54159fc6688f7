"""A sentence-transformers model made here, loaded through the real code: the checks of the extra `models`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.embedders import load_embedder
from retrieval.errors import EmbedderError
from tests.retrieval.small_library import CANTEENS, RIVERS, OpenIndex
from tests.retrieval.tiny_bert import write_bert

pytestmark = [pytest.mark.models, pytest.mark.xdist_group("models")]


@pytest.fixture(scope="module")
def library() -> Any:
    return pytest.importorskip("sentence_transformers", reason="needs the extra `models`: make models")


def write_model(folder: Path, seed: int) -> Path:
    """A tiny BERT with prompts for both sides."""
    from sentence_transformers import SentenceTransformer
    from transformers import BertModel

    write_bert(folder / "bert", seed, BertModel)
    # A folder without modules is a transformer whose tokens are averaged.
    model = SentenceTransformer(str(folder / "bert"), prompts={"query": "查：", "document": "文："}, device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="module")
def folder(library: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("tiny"), seed=1)


def test_rows_are_of_unit_length_in_the_order_given(folder: Path) -> None:
    embedder = load_embedder(str(folder))
    texts = ["河道巡查", "社区食堂账目" * 20, "", "三年"]
    rows = np.array(embedder.embed_documents(texts))
    assert rows.shape == (4, 32)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    for text, row in zip(texts, rows, strict=True):
        np.testing.assert_allclose(embedder.embed_documents([text])[0], row, atol=1e-5)
    assert embedder.embed_documents([]) == []


def test_the_model_s_prompts_make_two_sides(folder: Path) -> None:
    embedder = load_embedder(str(folder))
    query = embedder.embed_query("河道巡查")
    assert isinstance(query[0], float)
    assert np.linalg.norm(query) == pytest.approx(1, abs=1e-5)
    assert not np.allclose(query, embedder.embed_documents(["河道巡查"])[0], atol=1e-4)


def test_the_window_follows_the_model(folder: Path) -> None:
    assert load_embedder(str(folder)).window_characters == 36


def test_the_identity_follows_the_weights(folder: Path, tmp_path: Path) -> None:
    identity = load_embedder(str(folder)).identity
    assert identity.startswith("model-")
    assert load_embedder(f"{folder}/").identity == identity
    assert load_embedder(str(write_model(tmp_path, seed=2))).identity != identity


def test_an_index_is_built_and_searched_with_it(folder: Path, tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "rivers.md").write_text(RIVERS, encoding="utf-8")
    (documents / "canteens.md").write_text(CANTEENS, encoding="utf-8")
    index = OpenIndex.open(documents, tmp_path / "data", load_embedder(str(folder)))
    assert index.update().clauses == 5
    assert index.leftovers() == []
    best = index.search("社区食堂账目公布", 1)[0]
    assert best.document.source == "canteens.md"
    assert best.ranks.dense is not None


@pytest.mark.parametrize("name", ["./nowhere/model", "~/nowhere-at-all", "/nowhere/model", "a/b/c"])
def test_a_missing_folder_is_one_line_without_a_look_at_the_network(library: Any, name: str) -> None:
    with pytest.raises(EmbedderError, match=r"不存在.*ZHENGWEN_EMBEDDER") as caught:
        load_embedder(name)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_one_line(library: Any, tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="加载失败") as caught:
        load_embedder(str(tmp_path))
    assert "\n" not in str(caught.value)
    (tmp_path / "modules.json").write_text("{", encoding="utf-8")
    with pytest.raises(EmbedderError, match="加载失败"):
        load_embedder(str(tmp_path))
