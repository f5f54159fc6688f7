"""The graph, run by onnxruntime: 8-bit weights keep what float32 says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from onnx import TensorProto, helper

from retrieval.embedders.onnx_e5 import OnnxE5Embedder
from retrieval.embedders.runtime import onnxruntime
from tests.training.tiny_model import CHARACTERS, SIZE, write_tiny_model
from training.export import CONTRIB, OPSET, Floats, GraphBuilder, quantize_rows

TEXTS = [CHARACTERS[start : start + 12] for start in range(0, 40, 4)]


def test_int8_stays_near_float32(tmp_path: Path) -> None:
    exact = OnnxE5Embedder(write_tiny_model(tmp_path / "exact", int8=False)).embed_array(TEXTS)
    small = OnnxE5Embedder(write_tiny_model(tmp_path / "small")).embed_array(TEXTS)
    assert (exact * small).sum(axis=1).min() > 0.995
    sizes = [(tmp_path / name / "model.onnx").stat().st_size for name in ("exact", "small")]
    matrices = SIZE.vocabulary * SIZE.hidden + SIZE.layers * (4 * SIZE.hidden + 2 * SIZE.feed_forward) * SIZE.hidden
    assert sizes[0] - sizes[1] > 2.5 * matrices


def test_each_row_is_quantized_by_its_own_largest_number() -> None:
    matrix = np.array([[1.27, -0.5, 0.0], [0.0127, 0.001, -0.002], [0.0, 0.0, 0.0]], dtype=np.float32)
    quantized, scales = quantize_rows(matrix, 127)
    assert quantized.dtype == np.int8
    assert quantized[:2].max(axis=1).tolist() == [127, 127]
    np.testing.assert_allclose(quantized * scales[:, None], matrix, atol=0.005)


def test_one_huge_token_does_not_coarsen_the_others() -> None:
    matrix = np.random.default_rng(3).normal(0, 0.1, (16, 32)).astype(np.float32)
    states = np.random.default_rng(4).normal(0, 1, (1, 6, 32)).astype(np.float32)
    states[0, 0] *= 300
    exact, plain, by_token = (
        states @ matrix.T,
        _product(matrix, states, "linear"),
        _product(matrix, states, "linear_by_token"),
    )
    assert np.abs(plain - exact)[0, 1:].max() > 1
    assert np.abs(by_token - exact)[0, 1:].max() < 0.2


def _product(matrix: Floats, states: Floats, kind: str) -> Floats:
    """Run one product of the graph, with 8-bit weights."""
    graph = GraphBuilder(int8=True)
    out = getattr(graph, kind)("states", "one", matrix, np.zeros(len(matrix), np.float32))
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("states", out)]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "one", values[:1], values[1:], graph.weights),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)],
        ir_version=8,
    )
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    product: Floats = session.run(None, {"states": states})[0]
    return product
