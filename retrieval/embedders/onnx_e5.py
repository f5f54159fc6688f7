"""The embedder of our own: multilingual-e5-small cut to Chinese and tuned, 8-bit ONNX. No torch, no hub.

How texts become vectors:

1. A text is cut into tokens, behind the prompt of its side where the model has one; the bundled one has none.
2. One that is longer than the model reads is cut at its sentences into windows; nothing is left out.
3. Windows are read one at a time, longest first, a thread on each core: the scale of 8-bit activations follows the
   whole input, so a vector must not depend on the texts beside it, and nothing is padded.
4. Token states are averaged and brought to unit length; windows of one text are averaged by their tokens.
"""

from __future__ import annotations

import hashlib
import json
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
PROMPTS_FILE = "config_sentence_transformers.json"
MAX_TOKENS = 512
WINDOW_CHARACTERS = 480
"""Characters that surely fit: Chinese policy text takes 0.6 to 0.8 of a token a character, Latin letters up to one."""
SPIN_MICROSECONDS = "50"
QUERY, PASSAGE = "query", "document"
"""The two sides, as sentence-transformers names them."""
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+[”’」』）)]*|[^。！？；!?;\n]+$")


class OnnxE5Embedder(Embedder):
    """384 numbers, a query and a document side. Safe to use from several threads."""

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        """Load the model.

        Args:
            folder: Holds `model.onnx` and `tokenizer.json`; prompts in `config_sentence_transformers.json`, if any.

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
        self.prompts = _load_prompts(folder / PROMPTS_FILE)

    @cached_property
    def identity(self) -> str:
        """Name and content of the weights, and the prompts: whatever changes a vector gives another identity."""
        digest = hashlib.sha256()
        for name in (MODEL_FILE, TOKENIZER_FILE):
            digest.update((self.folder / name).read_bytes())
        for side in (QUERY, PASSAGE):
            digest.update(self.prompts.get(side, "").encode())
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
        rows: list[list[float]] = self.embed_side(texts, PASSAGE).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Embed a question: 384 numbers of unit length."""
        row: list[float] = self.embed_side([text], QUERY)[0].tolist()
        return row

    def embed_side(self, texts: Sequence[str], side: str) -> Vectors:
        """Embed texts of one side, `QUERY` or `PASSAGE`, as `embed_array` does."""
        return self.embed_array(texts, self.prompts.get(side, ""))

    def embed_array(self, texts: Sequence[str], prompt: str = "") -> Vectors:
        """Embed texts behind a prompt.

        Args:
            texts: Any length; an empty text gives the vector of the prompt alone.
            prompt: Put in front of every window of a text.

        Returns:
            float32, shape (texts, 384), rows of unit length in the order given.
        """
        windows = [(place, ids) for place, text in enumerate(texts) for ids in self._windows(text, prompt)]
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
        states = self._session.run(None, {"input_ids": np.asarray([ids], dtype=np.int64)})[0]
        return _unit(np.asarray(states, dtype=np.float32)[0].mean(axis=0))

    def _windows(self, text: str, prompt: str) -> list[list[int]]:
        ids: list[int] = self.tokenizer.encode(prompt + text).ids
        if len(ids) <= MAX_TOKENS:
            return [ids]
        return [self.tokenizer.encode(prompt + window).ids for window in self._cut(text, prompt)]

    def _cut(self, text: str, prompt: str) -> list[str]:
        """Cut at sentences into windows the model reads whole; a sentence that is too long is halved."""
        windows: list[str] = []
        for sentence in _SENTENCE.findall(text):
            joined = windows[-1] + sentence if windows else sentence
            if windows and self._fits(prompt + joined):
                windows[-1] = joined
            else:
                windows.extend(self._halved(sentence, prompt))
        return windows

    def _halved(self, sentence: str, prompt: str) -> list[str]:
        if self._fits(prompt + sentence):
            return [sentence]
        middle = len(sentence) // 2
        return self._halved(sentence[:middle], prompt) + self._halved(sentence[middle:], prompt)

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


def _load_prompts(path: Path) -> dict[str, str]:
    try:
        prompts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["prompts"]
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError) as error:
        raise EmbedderError(f"{path.name} of the embedder is damaged ({error}): install the package again") from error
    return prompts


def _load_session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # Two threads share a question. Between two operators a thread waits awake for as long as the operator in between
    # takes: being woken costs more than that, and spinning on would take the cores from texts that go side by side.
    options.intra_op_num_threads = min(2, usable_cores())
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.spin_duration_us", SPIN_MICROSECONDS)
    # Joins sums and norms: fewer operators to wait between, a twentieth less for a question.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    # Working memory grows with the longest text and would never be given back.
    options.enable_cpu_mem_arena = False
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    # The library's exceptions have no base of their own.
    except Exception as error:
        reason = str(error).splitlines()[0]
        raise EmbedderError(f"{path.name} of the embedder is damaged ({reason}): install the package again") from error
