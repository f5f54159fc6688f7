"""Tuning a tiny encoder: it learns, it resumes, and the exported graph says what torch says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the extra `training` installs")

from retrieval.embedders.onnx_e5 import OnnxE5Embedder  # noqa: E402
from tests.training.tiny_model import CHARACTERS, SIZE, random_weights, write_tiny_model  # noqa: E402
from training.examples import Example  # noqa: E402
from training.network import Encoder  # noqa: E402
from training.pipeline import average  # noqa: E402
from training.tuning import Batcher, Recipe, tune  # noqa: E402

pytestmark = pytest.mark.models

RECIPE = Recipe(steps=24, batch=4, rate=3e-3, negatives=1, chunk=2, seed=1)
TEXTS = [CHARACTERS[n * 4 : n * 4 + 6] for n in range(8)]
EXAMPLES = [Example(TEXTS[n][:3], (n,), tuple(m for m in range(8) if m != n)) for n in range(8)]
PLAN = [EXAMPLES[4 * (step % 2) : 4 * (step % 2) + 4] for step in range(RECIPE.steps)]


def _encoder() -> Encoder:
    encoder = Encoder(SIZE)
    encoder.load_state_dict({name: torch.from_numpy(value) for name, value in random_weights().items()})
    return encoder


@pytest.fixture
def batcher(tmp_path: Path) -> Batcher:
    tokenizer = OnnxE5Embedder(write_tiny_model(tmp_path / "tiny")).tokenizer
    return Batcher(tokenizer, [(text, text) for text in TEXTS], RECIPE)


def test_the_exported_graph_says_what_torch_says(tmp_path: Path) -> None:
    embedder = OnnxE5Embedder(write_tiny_model(tmp_path, int8=False))
    for text, row in zip(TEXTS, embedder.embed_array(TEXTS), strict=True):
        ids = torch.tensor([embedder.tokenizer.encode(text).ids])
        with torch.no_grad():
            expected = _encoder().eval().embed(ids, torch.ones_like(ids))[0].numpy()
        np.testing.assert_allclose(row, expected, atol=1e-4)


def test_the_loss_falls_and_word_vectors_stay(tmp_path: Path, batcher: Batcher) -> None:
    encoder, losses = _encoder(), []
    tune(encoder, batcher, PLAN, tmp_path / "run.ckpt", progress=lambda _done, _total, loss: losses.append(loss))
    assert losses[-1] < losses[0] - 0.1
    assert torch.equal(encoder.word.weight, torch.from_numpy(random_weights()["word.weight"]))


def test_a_run_that_was_stopped_goes_on_where_it_was(
    tmp_path: Path, batcher: Batcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Several threads add their gradients in the order they are done, which rounds differently each time.
    monkeypatch.setattr("training.tuning.usable_cores", lambda: 1)

    class StoppedError(Exception):
        pass

    def stop_at_ten(done: int, _total: int, _loss: float) -> None:
        if done == 10:
            raise StoppedError

    whole, halved, steps = _encoder(), _encoder(), []
    tune(whole, batcher, PLAN, tmp_path / "whole.ckpt", progress=lambda *_: None, checkpoint_every=5)
    with pytest.raises(StoppedError):
        tune(halved, batcher, PLAN, tmp_path / "run.ckpt", progress=stop_at_ten, checkpoint_every=5)
    again = _encoder()
    tune(again, batcher, PLAN, tmp_path / "run.ckpt", progress=lambda done, *_: steps.append(done), checkpoint_every=5)
    assert steps[0] == 6
    for name, value in whole.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], value)
    assert not torch.equal(whole.layers[0].q.weight, _encoder().layers[0].q.weight)


def test_the_average_lies_between_its_weights_by_their_shares() -> None:
    weights = [{"w": torch.full((2,), value)} for value in (0.0, 1.0, 2.0)]
    assert average(weights, (0.2, 0.3, 0.5))["w"].tolist() == pytest.approx([1.3, 1.3])
