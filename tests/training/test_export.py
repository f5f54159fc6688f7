"""The graph, run by onnxruntime: 8-bit weights keep what float32 says."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from retrieval.embedders.onnx_e5 import PASSAGE, OnnxE5Embedder
from tests.training.tiny_model import CHARACTERS, SIZE, write_tiny_model
from training.export import quantize_rows

TEXTS = [CHARACTERS[start : start + 12] for start in range(0, 40, 4)]


def test_int8_stays_near_float32(tmp_path: Path) -> None:
    exact = OnnxE5Embedder(write_tiny_model(tmp_path / "exact", int8=False)).embed_array(TEXTS, PASSAGE)
    small = OnnxE5Embedder(write_tiny_model(tmp_path / "small")).embed_array(TEXTS, PASSAGE)
    assert (exact * small).sum(axis=1).min() > 0.995
    sizes = [(tmp_path / name / "model.onnx").stat().st_size for name in ("exact", "small")]
    matrices = SIZE.vocabulary * SIZE.hidden + SIZE.layers * (4 * SIZE.hidden + 2 * SIZE.feed_forward) * SIZE.hidden
    assert sizes[0] - sizes[1] > 2.5 * matrices


def test_each_row_is_quantized_by_its_own_largest_number() -> None:
    matrix = np.array([[1.27, -0.5, 0.0], [0.0127, 0.001, -0.002], [0.0, 0.0, 0.0]], dtype=np.float32)
    quantized, scales = quantize_rows(matrix)
    assert quantized.dtype == np.int8
    assert quantized[:2].max(axis=1).tolist() == [127, 127]
    np.testing.assert_allclose(quantized * scales[:, None], matrix, atol=0.005)
