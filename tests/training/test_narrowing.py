"""Narrower feed-forward layers say nearly what the wide ones said."""

from __future__ import annotations

import random

import pytest

torch = pytest.importorskip("torch", reason="training needs torch, which the extra `training` installs")

from tests.training.tiny_model import SIZE, random_weights  # noqa: E402
from training.narrowing import narrow  # noqa: E402
from training.network import Encoder  # noqa: E402

pytestmark = pytest.mark.models

TEXTS = [[0, *random.Random(seed).choices(range(4, SIZE.vocabulary), k=20), 2] for seed in range(60)]


def _encoder() -> Encoder:
    encoder = Encoder(SIZE)
    encoder.load_state_dict({name: torch.from_numpy(value) for name, value in random_weights().items()})
    return encoder.eval()


def _vectors(encoder: Encoder) -> torch.Tensor:
    with torch.no_grad():
        ids = torch.tensor(TEXTS)
        return encoder.embed(ids, torch.ones_like(ids))


def test_all_units_kept_change_nothing() -> None:
    same = narrow(_encoder(), TEXTS, SIZE.feed_forward)
    torch.testing.assert_close(_vectors(same), _vectors(_encoder()), atol=2e-3, rtol=0)


def test_fewer_units_are_fitted_to_what_all_of_them_said() -> None:
    wide, narrower = _encoder(), narrow(_encoder(), TEXTS, SIZE.feed_forward // 2)
    assert narrower.size.feed_forward == SIZE.feed_forward // 2
    assert narrower.layers[0].fi.weight.shape == (SIZE.feed_forward // 2, SIZE.hidden)
    cut = _encoder()
    for layer in cut.layers:
        layer.fo.weight.data[:, SIZE.feed_forward // 2 :] = 0
    near, far = ((_vectors(each) * _vectors(wide)).sum(1).mean() for each in (narrower, cut))
    assert near > far
    assert near > 0.9


def test_units_that_never_fire_go_first() -> None:
    encoder = _encoder()
    for layer in encoder.layers:
        layer.fi.weight.data[::2] = 0
        layer.fi.bias.data[::2] = -9
    narrower = narrow(encoder, TEXTS, SIZE.feed_forward // 2)
    torch.testing.assert_close(_vectors(narrower), _vectors(encoder), atol=2e-3, rtol=0)
