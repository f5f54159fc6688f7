"""The format of the base's file, written by hand and read back."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from training.base_weights import read_base, unpack_blocks


def _file(tensors: dict[str, tuple[int, bytes]], magic: bytes = b"E5S1") -> bytes:
    pieces = [b"<s>", "▁期限".encode()]
    offsets = np.cumsum([0, *map(len, pieces)]).astype("<u4").tobytes()
    head = magic + struct.pack("<I7ifi", 1, 32, 1, 1, 32, 2, 4, 2, 1e-12, 32)
    head += struct.pack("<5iQ", 2, 0, 2, 1, 3, sum(map(len, pieces))) + offsets
    head += struct.pack("<2f", 0.0, -1.5) + b"".join(pieces)
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0xFF12, 1, ord("2"))
    directory_bytes = 4 + sum(2 + len(name) + 21 for name in tensors)
    at, directory, body = len(head) + directory_bytes, struct.pack("<i", len(tensors)), b""
    for name, (count, raw) in tensors.items():
        directory += (
            struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, count, at + len(body), len(raw))
        )
        body += raw
    return head + directory + body


def _block(scale: float, halves: list[int]) -> bytes:
    return np.float16(scale).tobytes() + bytes(
        low | high << 4 for low, high in zip(halves[:16], halves[16:], strict=True)
    )


def test_sizes_pieces_and_both_kinds_of_tensors_are_read(tmp_path: Path) -> None:
    halves = [n % 16 for n in range(32)]
    path = tmp_path / "base.bin"
    path.write_bytes(
        _file(
            {
                "emb.word": (64, _block(0.5, halves) + _block(0.25, halves[::-1])),
                "l0.q.b": (32, np.arange(32, dtype="<f4").tobytes()),
            }
        )
    )
    base = read_base(path)
    assert (base.size.hidden, base.size.layers, base.size.vocabulary) == (32, 1, 2)
    assert base.pieces == ["<s>", "▁期限"]
    assert base.scores == [0.0, -1.5]
    assert base.tensors["emb.word"].shape == (2, 32)
    assert base.tensors["emb.word"][0].tolist() == [(half - 8) * 0.5 for half in halves]
    assert base.tensors["l0.q.b"].tolist() == list(range(32))


def test_a_block_holds_the_first_half_in_its_low_halves() -> None:
    halves = [*range(16), *reversed(range(16))]
    assert unpack_blocks(_block(1.0, halves)).tolist() == [half - 8 for half in halves]


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(_file({}, magic=b"GGUF"))
    with pytest.raises(ValueError, match="begin with"):
        read_base(path)
