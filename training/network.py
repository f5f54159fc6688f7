"""The BERT encoder of multilingual-e5-small in torch: token ids in, one vector of unit length a text out."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.base_weights import BaseModel, NetworkSize


class Layer(nn.Module):
    """One encoder layer: attention, then feed-forward, each added to its input and normalised."""

    def __init__(self, size: NetworkSize) -> None:
        super().__init__()
        self.heads = size.heads
        self.q, self.k, self.v, self.ao = (nn.Linear(size.hidden, size.hidden) for _ in range(4))
        self.aln = nn.LayerNorm(size.hidden, size.norm_epsilon)
        self.fi = nn.Linear(size.hidden, size.feed_forward)
        self.fo = nn.Linear(size.feed_forward, size.hidden)
        self.oln = nn.LayerNorm(size.hidden, size.norm_epsilon)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Take states (batch, tokens, hidden) and an additive mask (batch, 1, 1, tokens)."""
        q, k, v = (part(states).unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in (self.q, self.k, self.v))
        attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        states = self.aln(states + self.ao(attended.transpose(1, 2).flatten(-2)))
        normed: Tensor = self.oln(states + self.fo(functional.gelu(self.fi(states))))
        return normed


class Encoder(nn.Module):
    """Embeddings and all layers; `embed` adds mean pooling and unit length."""

    def __init__(self, size: NetworkSize) -> None:
        super().__init__()
        self.size = size
        self.word = nn.Embedding(size.vocabulary, size.hidden)
        self.pos = nn.Embedding(size.positions, size.hidden)
        self.segment = nn.Embedding(size.types, size.hidden)
        self.ln = nn.LayerNorm(size.hidden, size.norm_epsilon)
        self.layers = nn.ModuleList(Layer(size) for _ in range(size.layers))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Take ids and mask, both (batch, tokens); give states (batch, tokens, hidden)."""
        places = torch.arange(input_ids.shape[1], device=input_ids.device)
        states: Tensor = self.ln(self.word(input_ids) + self.pos(places) + self.segment.weight[0])
        mask = (1.0 - attention_mask[:, None, None, :].to(states.dtype)) * -1e4
        for layer in self.layers:
            states = layer(states, mask.to(states.dtype))
        return states

    def embed(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Take ids and mask, both (batch, tokens); give float32 vectors of unit length, (batch, hidden)."""
        states = self(input_ids, attention_mask).float()
        weights = attention_mask.unsqueeze(-1).float()
        return functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)


def build_network(base: BaseModel, kept: NDArray[np.int64]) -> Encoder:
    """Build the encoder with the base's weights and the rows of the pieces that stay."""
    sizes = base.size
    size = NetworkSize(
        sizes.hidden,
        sizes.layers,
        sizes.heads,
        sizes.feed_forward,
        len(kept),
        sizes.positions,
        sizes.types,
        sizes.norm_epsilon,
    )
    encoder = Encoder(size)
    encoder.load_state_dict(
        {_torch_name(name): torch.from_numpy(_rows(name, value, kept)) for name, value in base.tensors.items()}
    )
    return encoder


def _rows(name: str, value: NDArray[np.float32], kept: NDArray[np.int64]) -> NDArray[np.float32]:
    return value[kept] if name == "emb.word" else value


def _torch_name(name: str) -> str:
    """`emb.word` → `word.weight`; `emb.ln.b` → `ln.bias`; `l3.q.w` → `layers.3.q.weight`."""
    ends = {"w": "weight", "b": "bias"}
    parts = name.split(".")
    if parts[0] == "emb":
        table = {"type": "segment"}.get(parts[1], parts[1])
        return f"{table}.{ends[parts[2]] if len(parts) > 2 else 'weight'}"
    return f"layers.{parts[0][1:]}.{parts[1]}.{ends[parts[2]]}"
