"""Fit and store the calibration of an embedder: `python -m training.calibration`, some minutes."""

from __future__ import annotations

import argparse
import logging
import tempfile
from pathlib import Path

from retrieval.assistant import Assistant, AssistantOptions
from retrieval.calibration import CALIBRATION_FILE
from retrieval.embedders import load_embedder
from retrieval.embedders.onnx_e5 import MODEL_FOLDER
from training.calibration.examples import Example, examples
from training.calibration.fitting import fit
from training.calibration.questions import read_sets

ROOT = Path(__file__).resolve().parents[2]
LIST_THRESHOLD = 0.46


def main() -> None:
    """Read the command line, gather the examples, fit and write."""
    parser = argparse.ArgumentParser(prog="python -m training.calibration", description=__doc__)
    parser.add_argument("--embedder", default="bundled", help="as ZHENGWEN_EMBEDDER")
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER, help="the model's folder")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="documents, laws and questions")
    parser.add_argument("--questions", type=Path, default=ROOT / "tests" / "evaluation", help="the project's questions")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    say = logging.getLogger("training").info
    # Beforehand: a folder that cannot be made is told before minutes of work, not after.
    options.out.mkdir(parents=True, exist_ok=True)
    gathered: list[Example] = []
    with tempfile.TemporaryDirectory() as work:
        for asked in read_sets(options.shared, options.questions, Path(work)):
            assistant = Assistant(
                AssistantOptions(asked.documents, Path(work) / f"index-{asked.name}", options.embedder)
            )
            found = examples(assistant, asked)
            say("%s: %d questions, %d with evidence", asked.name, len(asked.rows), len(found))
            gathered += found
    calibration, quality = fit(gathered, load_embedder(options.embedder).identity, LIST_THRESHOLD)
    for name, held_out in quality.items():
        say("held out %s: first %.3f, kept %.3f, refused %.3f", name, held_out.first, held_out.kept, held_out.refused)
    (options.out / CALIBRATION_FILE).write_text(calibration.model_dump_json(indent=2) + "\n", encoding="utf-8")
    say("written: %s", options.out / CALIBRATION_FILE)


if __name__ == "__main__":
    main()
