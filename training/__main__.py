"""One command from nothing to the bundled embedder: `python -m training`."""

from __future__ import annotations

import argparse
import json
import logging
import shutil
from dataclasses import replace
from pathlib import Path

from training.corpus import read_corpus
from training.pipeline import ROUNDS, Job, extract_base, narrow_base, tune_rounds, validate
from training.tuning import Recipe

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Read the command line and run every step."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="laws and questions")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "embedder", help="files of the steps; kept")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "embedder" / "model", help="where the model goes")
    steps = [each.steps for each in ROUNDS]
    parser.add_argument("--steps", type=int, nargs=len(ROUNDS), default=steps, help="steps of each round")
    parser.add_argument("--batch", type=int, default=Recipe.batch)
    parser.add_argument("--real-share", type=float, default=Recipe.real_share)
    parser.add_argument("--case-share", type=float, default=Recipe.case_share)
    parser.add_argument("--made-share", type=float, default=Recipe.made_share)
    parser.add_argument("--negatives", type=int, default=Recipe.negatives)
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    recipe = Recipe(
        batch=options.batch,
        real_share=options.real_share,
        case_share=options.case_share,
        made_share=options.made_share,
        negatives=options.negatives,
        seed=options.seed,
    )
    rounds = tuple(replace(each, steps=count) for each, count in zip(ROUNDS, options.steps, strict=True))
    job = Job(options.work, recipe, rounds, say=logging.getLogger("training").info)
    run(job, options.shared, options.out)


def run(job: Job, shared: Path, out: Path) -> None:
    """Run every step and write the figures beside the steps' files."""
    base = extract_base(job)
    corpus = read_corpus(shared)
    tuned = tune_rounds(job, corpus, narrow_base(job, corpus, base))
    shutil.copytree(tuned.folder, out, dirs_exist_ok=True)
    figures = validate(corpus, {"base": base.folder, "tuned": out}, job.say)
    (job.work / f"figures-{job.key}.json").write_text(json.dumps(figures, indent=2), encoding="utf-8")
    for name, kinds in figures.items():
        for kind, values in kinds.items():
            job.say(f"{name}, {kind}: " + ", ".join(f"{key} {value:.3f}" for key, value in values.items()))


if __name__ == "__main__":
    main()
