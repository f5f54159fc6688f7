"""Makes the feed-forward layers narrower: they hold two thirds of the work of a text.

Of each layer, the units whose output varies most are kept. The matrix behind them is fitted anew, by least squares over
the texts given, so that the layer's output stays as near as it can be to what it was; tuning mends the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import torch
from torch import Tensor, nn

from training.network import Encoder

RIDGE = 1e-4
"""Added to the units' variances, as a share of their mean: some units hardly ever fire."""

TOGETHER = 32
"""Texts whose tokens are added up at once."""


def narrow(encoder: Encoder, texts: Sequence[Sequence[int]], width: int) -> Encoder:
    """Keep `width` units of every feed-forward layer.

    Args:
        encoder: Left as it is.
        texts: Token ids of texts as they will be read, some hundreds of them.
        width: Units that stay in each layer.

    Returns:
        An encoder of its own, with the narrower layers.
    """
    moments = _moments(encoder, texts)
    narrower = Encoder(replace(encoder.size, feed_forward=width))
    weights = encoder.state_dict()
    for index, (mean, covariance) in enumerate(moments):
        wide, narrow_ = f"layers.{index}.fi", f"layers.{index}.fo"
        matrix, bias = weights[f"{narrow_}.weight"].double(), weights[f"{narrow_}.bias"].double()
        kept = (covariance.diagonal() * matrix.square().sum(0)).topk(width).indices.sort().values
        among = covariance[kept][:, kept]
        among.diagonal().add_(RIDGE * among.diagonal().mean())
        fitted = torch.linalg.solve(among, covariance[kept] @ matrix.T).T
        weights[f"{wide}.weight"] = weights[f"{wide}.weight"][kept]
        weights[f"{wide}.bias"] = weights[f"{wide}.bias"][kept]
        weights[f"{narrow_}.weight"] = fitted.float()
        weights[f"{narrow_}.bias"] = (bias + matrix @ mean - fitted @ mean[kept]).float()
    narrower.load_state_dict(weights)
    return narrower.eval()


def _moments(encoder: Encoder, texts: Sequence[Sequence[int]]) -> list[tuple[Tensor, Tensor]]:
    """Mean (units,) and covariance (units, units) of what enters the second matrix of every layer, over all tokens."""
    units, layers = encoder.size.feed_forward, range(encoder.size.layers)
    sums = [torch.zeros(units, dtype=torch.float64) for _ in layers]
    squares = [torch.zeros(units, units, dtype=torch.float64) for _ in layers]
    rows: list[list[Tensor]] = [[] for _ in layers]
    hooks = [layer.fo.register_forward_pre_hook(_keeper(rows[at])) for at, layer in enumerate(encoder.layers)]
    for start in range(0, len(texts), TOGETHER):
        with torch.no_grad():
            for text in texts[start : start + TOGETHER]:
                ids = torch.tensor([text])
                encoder(ids, torch.ones_like(ids))
        # Added up for several texts at once: adding matrices of this size takes longer than multiplying a few rows.
        for at in layers:
            together = torch.cat(rows[at])
            sums[at] += together.sum(0)
            squares[at] += together.T @ together
            rows[at].clear()
    for hook in hooks:
        hook.remove()
    tokens = sum(map(len, texts))
    means = [total / tokens for total in sums]
    return [(mean, square / tokens - torch.outer(mean, mean)) for mean, square in zip(means, squares, strict=True)]


def _keeper(rows: list[Tensor]) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    """Keep what enters a module, one row a token."""

    def keep(_module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        rows.append(inputs[0].flatten(0, -2))

    return keep
