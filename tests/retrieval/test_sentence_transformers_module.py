"""The model's folder, loaded by sentence-transformers: the same vectors as the bundled embedder gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.embedders.onnx_e5 import PASSAGE, QUERY, OnnxE5Embedder
from tests.training.tiny_model import write_tiny_model

pytestmark = pytest.mark.models

TEXTS = ["集中整改的期限是六个月。", "巡视组应当如何处理？", "期限" * 600]


def test_both_give_the_same_vectors(tmp_path: Path) -> None:
    library = pytest.importorskip("sentence_transformers", reason="needs the extra `models`: make models")
    folder = write_tiny_model(tmp_path, prompts={QUERY: "query: ", PASSAGE: "passage: "})
    own = OnnxE5Embedder(folder)
    model = library.SentenceTransformer(str(folder), trust_remote_code=True, local_files_only=True)
    np.testing.assert_allclose(model.encode_document(TEXTS), own.embed_documents(TEXTS), atol=1e-5)
    np.testing.assert_allclose(model.encode_query(TEXTS[1]), own.embed_query(TEXTS[1]), atol=1e-5)
    model.save(str(tmp_path / "copy"))
    again = library.SentenceTransformer(str(tmp_path / "copy"), trust_remote_code=True, local_files_only=True)
    np.testing.assert_allclose(again.encode_document(TEXTS), own.embed_documents(TEXTS), atol=1e-5)
