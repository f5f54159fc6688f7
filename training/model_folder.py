"""What lies beside the graph in the model's folder, so that sentence-transformers reads it too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from retrieval.embedders.onnx_e5 import PASSAGE, PROMPTS_FILE, QUERY

MODULES = [{"idx": 0, "name": "0", "path": "", "type": "retrieval.embedders.sentence_transformers_module.OnnxE5Module"}]
BASE_PROMPTS = {QUERY: "query: ", PASSAGE: "passage: "}
"""What the base was trained with. They are four of a question's eighteen tokens, so tuning does without."""
NO_PROMPTS = {QUERY: "", PASSAGE: ""}


def write_sentence_transformers_files(folder: Path, prompts: Mapping[str, str]) -> None:
    """Write `modules.json` and the prompts of the two sides."""
    config = {
        "model_type": "SentenceTransformer",
        "prompts": dict(prompts),
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    }
    for name, value in (("modules.json", MODULES), (PROMPTS_FILE, config)):
        (folder / name).write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
