"""Every step from a tiny base to the model, and a second run that finds all of them done."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the extra `training` installs")

from retrieval.embedders.onnx_e5 import OnnxE5Embedder  # noqa: E402
from tests.training.tiny_model import CHARACTERS, SIZE, random_weights, write_tiny_model  # noqa: E402
from training.articles import LawArticle  # noqa: E402
from training.corpus import Corpus  # noqa: E402
from training.evaluation import Question  # noqa: E402
from training.model_folder import BASE_PROMPTS  # noqa: E402
from training.pipeline import Job, Model, Round, extract_base, narrow_base, tune_rounds, validate  # noqa: E402
from training.tuning import Recipe  # noqa: E402

pytestmark = pytest.mark.models

ARTICLES = [LawArticle("甲.md", "甲", (f"第{n}条",), f"第{n}条 {CHARACTERS[n : n + 9]}") for n in range(24)]
QUESTIONS = [Question(str(n), CHARACTERS[n : n + 5], frozenset({("甲", f"第{n}条")})) for n in range(24)]
CORPUS = Corpus(ARTICLES, quick=24, pool=24, questions=QUESTIONS, written=[])


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A job whose first step is done: the tiny model stands for the base."""
    recipe = Recipe(batch=4, negatives=1, real_share=1.0, case_share=0.0, made_share=0.0, chunk=2, seed=3)
    rounds = (Round(3, 1e-3, 0.8), Round(2, 1e-3, 0.5))
    job = Job(tmp_path / "work", recipe, rounds, feed_forward=48, made_questions=4)
    write_tiny_model(job.work / "base", prompts=BASE_PROMPTS)
    weights = {name: torch.from_numpy(value) for name, value in random_weights().items()}
    torch.save({"size": vars(SIZE), "weights": weights}, job.work / f"base-{job.plain_pieces}.pt")
    return job


def _made(job: Job) -> Model:
    return tune_rounds(job, CORPUS, narrow_base(job, CORPUS, extract_base(job)))


def test_the_model_is_narrower_has_no_prompts_and_was_tuned(job: Job) -> None:
    model = _made(job)
    assert model.size == replace(SIZE, feed_forward=48)
    embedder = OnnxE5Embedder(model.folder)
    assert set(embedder.prompts.values()) == {""}
    assert embedder.tokenizer.encode("期限").tokens == ["<s>", "期", "限", "</s>"]
    assert not torch.equal(model.weights["layers.0.q.weight"], torch.from_numpy(random_weights()["layers.0.q.weight"]))
    figures = validate(CORPUS, {"base": job.work / "base", "tuned": model.folder}, lambda _line: None)
    assert figures.keys() == {"base", "tuned"}
    assert 0 <= figures["tuned"]["fused"]["recall@10"] <= 1
    json.dumps(figures)


def test_what_is_done_is_not_done_again(job: Job) -> None:
    first = _made(job)
    stamps = {path: path.stat().st_mtime_ns for path in job.work.rglob("*") if path.is_file()}
    again = _made(job)
    assert {path: path.stat().st_mtime_ns for path in job.work.rglob("*") if path.is_file()} == stamps
    assert again.folder == first.folder
    for name, value in first.weights.items():
        np.testing.assert_array_equal(again.weights[name].numpy(), value.numpy())
