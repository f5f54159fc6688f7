"""Writes the encoder as an ONNX graph for onnxruntime, in float32 or with 8-bit weights.

The graph is put together node by node rather than traced, because onnxruntime's own operators (one product for
query, key and value, attention, skip connection with its norm) are then certain to be used. With 8-bit weights:

- a matrix has one scale for each output; activations are scaled at run time, one scale for the whole input;
- what enters the feed-forward matrices is divided by each token's largest number beforehand: a few tokens there are a
  hundred times as large as the others, for which one scale would leave a handful of steps;
- the embedding table has one scale for each row.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.base_weights import NetworkSize

Floats = NDArray[np.float32]
TABLE_LEVELS, MATRIX_LEVELS = 127, 110
"""Steps on either side of zero. Processors without VNNI add products in pairs of 16 bits, which overflow where large
numbers meet large weights; somewhat smaller weights lose less than those sums would (measured: 127, 95, 80, 63)."""
OPSET = 17
CONTRIB = "com.microsoft"


class GraphBuilder:
    """Collects nodes and weights of a graph."""

    def __init__(self, *, int8: bool) -> None:
        self.int8 = int8
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a constant and give its name."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(
        self, kind: str, inputs: list[str], name: str, *, domain: str = "", **attributes: int | float | list[int]
    ) -> str:
        """Add a node of one output, named `name`."""
        node = helper.make_node(kind, inputs, [name], name=name, domain=domain)
        node.attribute.extend(helper.make_attribute(key, value) for key, value in attributes.items())
        self.nodes.append(node)
        return name

    def linear(self, states: str, name: str, matrix: Floats, bias: Floats | None) -> str:
        """Multiply by a matrix of shape (outputs, inputs) and add the bias, where there is one."""
        if self.int8:
            quantized, scales = quantize_rows(matrix, MATRIX_LEVELS)
            inputs = [states, self.weight(f"{name}.w8", quantized.T), self.weight(f"{name}.scale", scales), ""]
            inputs += [self.weight(f"{name}.b", bias)] if bias is not None else []
            return self.node("DynamicQuantizeMatMul", inputs, f"{name}.out", domain=CONTRIB)
        product = self.node("MatMul", [states, self.weight(f"{name}.w", matrix.T)], f"{name}.product")
        return product if bias is None else self.node("Add", [product, self.weight(f"{name}.b", bias)], f"{name}.out")

    def linear_by_token(self, states: str, name: str, matrix: Floats, bias: Floats) -> str:
        """Do as `linear`; with 8-bit weights every token has a scale of its own."""
        if not self.int8:
            return self.linear(states, name, matrix, bias)
        size = self.node("Abs", [states], f"{name}.size")
        largest = self.node("ReduceMax", [size], f"{name}.largest", axes=[-1], keepdims=1)
        product = self.linear(self.node("Div", [states, largest], f"{name}.even"), f"{name}.even", matrix, None)
        scaled = self.node("Mul", [product, largest], f"{name}.scaled")
        return self.node("Add", [scaled, self.weight(f"{name}.b", bias)], f"{name}.out")

    def table(self, ids: str, name: str, matrix: Floats) -> str:
        """Look rows up by `ids`."""
        if not self.int8:
            return self.node("Gather", [self.weight(f"{name}.w", matrix), ids], f"{name}.out")
        quantized, scales = quantize_rows(matrix, TABLE_LEVELS)
        rows = self.node("Gather", [self.weight(f"{name}.w8", quantized), ids], f"{name}.rows")
        scale = self.node("Gather", [self.weight(f"{name}.scale", scales[:, None]), ids], f"{name}.row_scale")
        wide = self.node("Cast", [rows], f"{name}.wide", to=TensorProto.FLOAT)
        return self.node("Mul", [wide, scale], f"{name}.out")


def quantize_rows(matrix: Floats, levels: int) -> tuple[NDArray[np.int8], Floats]:
    """Quantize each row by its largest number: int8 of the same shape, and float32 scales, shape (rows,)."""
    scales = np.maximum(np.abs(matrix).max(axis=1), 1e-12) / levels
    quantized = np.clip(np.rint(matrix / scales[:, None]), -levels, levels).astype(np.int8)
    return quantized, scales.astype(np.float32)


def export_onnx(weights: Mapping[str, Floats], size: NetworkSize, path: Path, *, int8: bool) -> None:
    """Write the graph: `input_ids`, int64 (batch, tokens), to `last_hidden_state`.

    Texts are read one at a time, so nothing is padded and attention needs no mask.

    Args:
        weights: The encoder's weights by their torch names.
        size: Sizes of the network.
        path: The file to write.
        int8: Whether matrices and the embedding table are quantized.
    """
    graph = GraphBuilder(int8=int8)
    states = _embeddings(graph, weights, size)
    for index in range(size.layers):
        last = index == size.layers - 1
        states = _layer(graph, weights, size, index, states, "last_hidden_state" if last else f"layer{index}")
    axes = ["batch", "tokens"]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "encoder",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, axes)],
            [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*axes, size.hidden])],
            graph.weights,
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)],
        ir_version=8,
        producer_name="zhengwen",
    )
    path.write_bytes(model.SerializeToString())


def _embeddings(graph: GraphBuilder, weights: Mapping[str, Floats], size: NetworkSize) -> str:
    words = graph.table("input_ids", "word", weights["word.weight"])
    # Every text is of the first segment, so its row is added to the table of positions beforehand.
    places = graph.weight("places", weights["pos.weight"] + weights["segment.weight"][0])
    zero, one = (graph.weight(f"number.{value}", np.array([value], dtype=np.int64)) for value in (0, 1))
    length = graph.node("Shape", ["input_ids"], "length", start=1, end=2)
    positions = graph.node("Slice", [places, zero, length, zero, one], "positions")
    summed = graph.node("Add", [words, positions], "summed")
    norm = [graph.weight("ln.w", weights["ln.weight"]), graph.weight("ln.b", weights["ln.bias"])]
    return graph.node("LayerNormalization", [summed, *norm], "embedded", axis=-1, epsilon=size.norm_epsilon)


def _layer(
    graph: GraphBuilder, weights: Mapping[str, Floats], size: NetworkSize, index: int, states: str, out: str
) -> str:
    def get(name: str, kind: str) -> Floats:
        return weights[f"layers.{index}.{name}.{kind}"]

    def normed(name: str, states: str, skip: str, out: str) -> str:
        summed = graph.node("Add", [states, skip], f"{out}.summed")
        constants = [graph.weight(f"{out}.{kind}", get(name, kind)) for kind in ("weight", "bias")]
        return graph.node("LayerNormalization", [summed, *constants], out, axis=-1, epsilon=size.norm_epsilon)

    prefix = f"layers.{index}"
    qkv_matrix = np.concatenate([get(part, "weight") for part in "qkv"])
    qkv_bias = np.concatenate([get(part, "bias") for part in "qkv"])
    qkv = graph.linear(states, f"{prefix}.qkv", qkv_matrix, qkv_bias)
    parts = [f"{prefix}.{part}" for part in "qkv"]
    graph.nodes.append(helper.make_node("Split", [qkv], parts, name=f"{prefix}.split", axis=-1))
    attended = graph.node("MultiHeadAttention", parts, f"{prefix}.attended", domain=CONTRIB, num_heads=size.heads)
    projected = graph.linear(attended, f"{prefix}.ao", get("ao", "weight"), get("ao", "bias"))
    states = normed("aln", projected, states, f"{prefix}.aln")
    wide = graph.linear_by_token(states, f"{prefix}.fi", get("fi", "weight"), get("fi", "bias"))
    active = graph.node("Gelu", [wide], f"{prefix}.gelu", domain=CONTRIB)
    narrow = graph.linear_by_token(active, f"{prefix}.fo", get("fo", "weight"), get("fo", "bias"))
    return normed("oln", narrow, states, out)
