"""A model of a few thousand random numbers in the real format: real tokenizer, real graph, real onnxruntime."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from training.base_weights import NetworkSize
from training.export import Floats, export_onnx
from training.model_folder import NO_PROMPTS, write_sentence_transformers_files
from training.pruning import SPACE, SPECIAL_TOKENS, build_tokenizer, tokenizer_json

CHARACTERS = "集中整改的期限是六个月巡视组应当如何处理第一二三条。？！；，：abcdefghijklmnopqrstuvwxyz: "
PIECES = [(token, 0.0) for token in SPECIAL_TOKENS] + [
    (piece, -float(rank)) for rank, piece in enumerate(dict.fromkeys([SPACE, *CHARACTERS.replace(" ", "")]))
]
SIZE = NetworkSize(
    hidden=32, layers=2, heads=4, feed_forward=64, vocabulary=len(PIECES), positions=512, types=2, norm_epsilon=1e-12
)


def random_weights(seed: int = 7, size: NetworkSize = SIZE) -> dict[str, Floats]:
    """Weights by their torch names, of the spread that trained ones have."""
    rng = np.random.default_rng(seed)

    def draw(*shape: int) -> Floats:
        return rng.normal(0, 0.2, shape).astype(np.float32)

    weights = {
        "word.weight": draw(size.vocabulary, size.hidden),
        "pos.weight": draw(size.positions, size.hidden),
        "segment.weight": draw(size.types, size.hidden),
        "ln.weight": draw(size.hidden) + 1,
        "ln.bias": draw(size.hidden),
    }
    for layer in range(size.layers):
        shapes = {part: (size.hidden, size.hidden) for part in ("q", "k", "v", "ao")}
        shapes |= {"fi": (size.feed_forward, size.hidden), "fo": (size.hidden, size.feed_forward)}
        for part, shape in shapes.items():
            weights |= {f"layers.{layer}.{part}.weight": draw(*shape), f"layers.{layer}.{part}.bias": draw(shape[0])}
        for norm in ("aln", "oln"):
            weights[f"layers.{layer}.{norm}.weight"] = draw(size.hidden) + 1
            weights[f"layers.{layer}.{norm}.bias"] = draw(size.hidden)
    return weights


def write_tiny_model(
    folder: Path, *, int8: bool = True, seed: int = 7, prompts: Mapping[str, str] = NO_PROMPTS
) -> Path:
    """Write model, tokenizer and prompts into `folder`, as the bundled embedder lies in its own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tokenizer.json").write_text(tokenizer_json(build_tokenizer(PIECES)), encoding="utf-8")
    write_sentence_transformers_files(folder, prompts)
    export_onnx(random_weights(seed), SIZE, folder / "model.onnx", int8=int8)
    return folder
