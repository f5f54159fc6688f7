"""The embedder of our own: multilingual-e5-small cut to Chinese and tuned, 8-bit ONNX. No torch, no hub.

How texts become vectors:

1. A text is cut into tokens, `query: ` or `passage: ` in front of it.
2. One that is longer than the model reads is cut at its sentences into windows; nothing is left out.
3. Windows are read one at a time, longest first, a thread on each core: the scale of 8-bit activations follows the
   whole input, so a vector must not depend on the texts beside it, and nothing is padded.
4. Token states are averaged and brought to unit length; windows of one text are averaged by their tokens.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from retrieval.calibration import CONSERVATIVE, Calibration, read_calibration
from retrieval.embedders.base import Embedder
from retrieval.embedders.runtime import onnxruntime
from retrieval.errors import EmbedderError

Vectors = NDArray[np.float32]

MODEL_FOLDER = Path(__file__).parent / "model"
MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
MAX_TOKENS = 512
WINDOW_CHARACTERS = 480
"""Characters that surely fit: Chinese policy text takes 0.6 to 0.8 of a token a character, Latin letters up to one."""
QUERY, PASSAGE = "query: ", "passage: "
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+[”’」』）)]*|[^。！？；!?;\n]+$")


class OnnxE5Embedder(Embedder):
    """384 numbers, `query` and `passage` sides. Safe to use from several threads."""

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        """Load the model.

        Args:
            folder: Holds `model.onnx` and `tokenizer.json`.

        Raises:
            EmbedderError: a file is missing or damaged.
        """
        self.folder = folder
        missing = [name for name in (MODEL_FILE, TOKENIZER_FILE) if not (folder / name).is_file()]
        if missing:
            raise EmbedderError(f"the embedder needs {' and '.join(missing)} in {folder}: install the package again")
        self._workers = usable_cores()
        self.tokenizer = _load_tokenizer(folder / TOKENIZER_FILE)
        self._session = _load_session(folder / MODEL_FILE)

    @cached_property
    def identity(self) -> str:
        """Name and content of the weights: another file gives another identity."""
        digest = hashlib.sha256()
        for name in (MODEL_FILE, TOKENIZER_FILE):
            digest.update((self.folder / name).read_bytes())
        return f"zhengwen-e5-{digest.hexdigest()[:12]}-384"

    @cached_property
    def calibration(self) -> Calibration:
        """What stands beside the model, where it was fitted for these weights."""
        return read_calibration(self.folder, self.identity) or CONSERVATIVE

    @property
    def window_characters(self) -> int:
        """Characters that surely fit the model's 512 tokens."""
        return WINDOW_CHARACTERS

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages: float32 rows of 384, unit length, in the order given."""
        rows: list[list[float]] = self.embed_array(texts, PASSAGE).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Embed a question: 384 numbers of unit length."""
        row: list[float] = self.embed_array([text], QUERY)[0].tolist()
        return row

    def embed_array(self, texts: Sequence[str], prefix: str) -> Vectors:
        """Embed texts of one side.

        Args:
            texts: Any length; an empty text gives the vector of the prefix alone.
            prefix: `QUERY` or `PASSAGE`.

        Returns:
            float32, shape (texts, 384), rows of unit length in the order given.
        """
        windows = [(place, ids) for place, text in enumerate(texts) for ids in self._windows(text, prefix)]
        windows.sort(key=lambda window: -len(window[1]))
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if self._workers == 1 or len(windows) == 1:
            vectors = [self._read(ids) for _, ids in windows]
        else:
            vectors = list(self._pool.map(self._read, [ids for _, ids in windows]))
        for (place, ids), vector in zip(windows, vectors, strict=True):
            sums[place] += vector * len(ids)
        return _unit(sums)

    @property
    def dimension(self) -> int:
        """Numbers of a vector."""
        return int(self._session.get_outputs()[0].shape[-1])

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        """Kept: starting threads for a few sentences takes as long as reading one of them."""
        return ThreadPoolExecutor(self._workers, thread_name_prefix="embedder")

    def _read(self, ids: list[int]) -> Vectors:
        tokens = np.asarray([ids], dtype=np.int64)
        states = self._session.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})[0]
        return _unit(np.asarray(states, dtype=np.float32)[0].mean(axis=0))

    def _windows(self, text: str, prefix: str) -> list[list[int]]:
        ids: list[int] = self.tokenizer.encode(prefix + text).ids
        if len(ids) <= MAX_TOKENS:
            return [ids]
        return [self.tokenizer.encode(prefix + window).ids for window in self._cut(text, prefix)]

    def _cut(self, text: str, prefix: str) -> list[str]:
        """Cut at sentences into windows the model reads whole; a sentence that is too long is halved."""
        windows: list[str] = []
        for sentence in _SENTENCE.findall(text):
            joined = windows[-1] + sentence if windows else sentence
            if windows and self._fits(prefix + joined):
                windows[-1] = joined
            else:
                windows.extend(self._halved(sentence, prefix))
        return windows

    def _halved(self, sentence: str, prefix: str) -> list[str]:
        if self._fits(prefix + sentence):
            return [sentence]
        middle = len(sentence) // 2
        return self._halved(sentence[:middle], prefix) + self._halved(sentence[middle:], prefix)

    def _fits(self, text: str) -> bool:
        return len(self.tokenizer.encode(text).ids) <= MAX_TOKENS


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    unit: Vectors = (rows / np.maximum(lengths, 1e-12)).astype(np.float32)
    return unit


def usable_cores() -> int:
    """Count the cores this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _load_tokenizer(path: Path) -> Tokenizer:
    try:
        return Tokenizer.from_str(path.read_text(encoding="utf-8"))
    # The library raises a plain Exception for a file that is not a tokenizer.
    except Exception as error:
        raise EmbedderError(f"{path.name} of the embedder is damaged ({error}): install the package again") from error


def _load_session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # Two threads help each other over one question, a sixth faster; where several texts go side by side, they cost a
    # twentieth. Waiting without spinning, so that they do not take the cores from each other.
    options.intra_op_num_threads = min(2, usable_cores())
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The graph is laid out as it runs best; the optimizer would join sums and norms to a slower operator.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # Working memory grows with the longest text and would never be given back.
    options.enable_cpu_mem_arena = False
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    # The library's exceptions have no base of their own.
    except Exception as error:
        reason = str(error).splitlines()[0]
        raise EmbedderError(f"{path.name} of the embedder is damaged ({reason}): install the package again") from error
