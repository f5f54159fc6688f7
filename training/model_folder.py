"""What lies beside the graph in the model's folder, so that sentence-transformers reads it too."""

from __future__ import annotations

import json
from pathlib import Path

from retrieval.embedders.onnx_e5 import PASSAGE, QUERY

MODULES = [{"idx": 0, "name": "0", "path": "", "type": "retrieval.embedders.sentence_transformers_module.OnnxE5Module"}]
CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": QUERY, "document": PASSAGE},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def write_sentence_transformers_files(folder: Path) -> None:
    """Write `modules.json` and the prompts of the two sides."""
    for name, value in (("modules.json", MODULES), ("config_sentence_transformers.json", CONFIG)):
        (folder / name).write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
