"""Lets sentence-transformers load the bundled embedder's folder, whose `modules.json` names this class.

`SentenceTransformer(str(MODEL_FOLDER), trust_remote_code=True)` then runs the very same graph, so that tools built on
sentence-transformers (evaluation suites, vector stores) see the vectors that the index holds. Imported by
sentence-transformers alone: it needs the extra `models`.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from sentence_transformers.base.modules import InputModule

from retrieval.embedders.onnx_e5 import MODEL_FILE, TOKENIZER_FILE, OnnxE5Embedder

Features = dict[str, torch.Tensor]


class OnnxE5Module(InputModule):  # type: ignore[misc, unused-ignore]
    """The whole embedder as one module: texts in, `sentence_embedding` (texts, 384) out, float32 of unit length."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.embedder = OnnxE5Embedder(folder)

    @classmethod
    def load(cls, model_name_or_path: str, **_options: object) -> OnnxE5Module:
        """Load from the model's folder; the options of other modules have no meaning here."""
        return cls(Path(model_name_or_path))

    def preprocess(self, inputs: Sequence[str], prompt: str | None = None, **_options: object) -> Features:
        """Embed texts, the prompt in front of every window of a long one."""
        return {"sentence_embedding": torch.from_numpy(self.embedder.embed_array(inputs, prompt or ""))}

    def forward(self, features: Features, **_options: object) -> Features:
        """Pass on what `preprocess` has embedded."""
        return features

    def get_embedding_dimension(self) -> int:
        """Numbers of a vector."""
        return self.embedder.dimension

    def save(self, output_path: str, *_arguments: object, **_options: object) -> None:
        """Copy model and tokenizer; sentence-transformers writes the rest."""
        for name in (MODEL_FILE, TOKENIZER_FILE):
            shutil.copy(self.embedder.folder / name, Path(output_path) / name)
