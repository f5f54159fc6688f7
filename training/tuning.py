"""Tunes the encoder on questions and their articles.

1. A step takes a batch of examples: for each its question, one gold article and some hard negatives.
2. Questions and articles are encoded in chunks of similar length; word vectors stay as they are, since a batch
   touches few of them.
3. Each question has to find its article among all articles of the batch (InfoNCE); others that answer it as well
   are left out of the comparison.
4. AdamW, the rate warmed up and then brought down along a cosine. A checkpoint is written every so many steps.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from retrieval.embedders.onnx_e5 import usable_cores
from training.examples import Example
from training.network import Encoder

PAD = 1
Progress = Callable[[int, int, float], None]
"""Called with steps done, steps in all, and the loss averaged over the latest steps."""


@dataclass(frozen=True)
class Recipe:
    """How to tune.

    Attributes:
        steps: Steps of the run.
        batch: Examples a step.
        rate: The highest learning rate.
        warm_up: Share of the steps in which the rate rises.
        negatives: Hard negatives an example.
        temperature: Of the softmax over similarities.
        real_share: Share of real questions in a step.
        case_share: Share of written cases in a step.
        made_share: Share of made questions in a step; the rest are written questions on single articles.
        tokens: Longest text in training, in tokens.
        heading_share: How often an article stands under its headings as well as under its title.
        seed: Of the order of examples and the choice of negatives.
        chunk: Texts that one thread encodes together.
    """

    steps: int = 220
    batch: int = 48
    rate: float = 4e-5
    warm_up: float = 0.1
    negatives: int = 1
    temperature: float = 0.03
    real_share: float = 0.25
    case_share: float = 0.45
    made_share: float = 0.05
    tokens: int = 128
    heading_share: float = 0.5
    seed: int = 20
    chunk: int = 8


class Batcher:
    """Turns examples into token ids."""

    def __init__(self, tokenizer: Tokenizer, article_texts: Sequence[tuple[str, str]], recipe: Recipe) -> None:
        """Take the texts of each article under its title alone and under its headings as well."""
        self.tokenizer = tokenizer
        self.texts = article_texts
        self.recipe = recipe

    def passages(self, step: int, examples: Sequence[Example]) -> tuple[list[list[int]], Tensor]:
        """Choose the articles of a step.

        Returns:
            Their token ids, and a mask (examples, articles) that is True where an article answers the question
            without being the one it has to find. The first articles are the golds, one an example.
        """
        rng = random.Random(self.recipe.seed * 1_000_003 + step)
        places = [rng.choice(example.gold) for example in examples]
        for example in examples:
            places += rng.sample(example.negatives, min(self.recipe.negatives, len(example.negatives)))
        masked = torch.tensor(
            [
                [
                    (place in example.gold or place == places[row]) and column != row
                    for column, place in enumerate(places)
                ]
                for row, example in enumerate(examples)
            ]
        )
        chosen = [self.texts[place][rng.random() < self.recipe.heading_share] for place in places]
        return self._ids(chosen), masked

    def questions(self, examples: Sequence[Example]) -> list[list[int]]:
        """Give the token ids of the questions."""
        return self._ids([example.question for example in examples])

    def _ids(self, texts: list[str]) -> list[list[int]]:
        limit = self.recipe.tokens
        encoded = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        return [ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]] for ids in encoded]


class Chunks:
    """Encodes texts in chunks of similar length, each on a thread of its own, and takes gradients back through them.

    Torch's own threads wait for each other at every product, which is slow on cores that are shared; here a
    thread takes the next chunk when it is done with its last one.
    """

    def __init__(self, encoder: Encoder, recipe: Recipe, device: torch.device) -> None:
        self.encoder = encoder
        self.size = recipe.chunk
        self.device = device
        workers = 1 if device.type == "cuda" else usable_cores()
        torch.set_num_threads(1)
        self.pool = ThreadPoolExecutor(workers)
        self.bfloat16 = _has_fast_bfloat16(device)

    def forward(self, ids: Sequence[Sequence[int]]) -> tuple[Tensor, list[tuple[list[int], Tensor]]]:
        """Encode texts.

        Returns:
            Rows of unit length in the order given, cut off from the graph, for `backward` to fill their gradient;
            and the chunks, each with the places of its rows.
        """
        order = sorted(range(len(ids)), key=lambda at: -len(ids[at]))
        places = [order[start : start + self.size] for start in range(0, len(order), self.size)]
        outputs = list(self.pool.map(lambda chunk: self._encode([ids[at] for at in chunk]), places))
        rows = torch.empty(len(ids), outputs[0].shape[1], device=self.device)
        for chunk, output in zip(places, outputs, strict=True):
            rows[chunk] = output.detach()
        return rows.requires_grad_(), list(zip(places, outputs, strict=True))

    def backward(self, rows: Tensor, chunks: Sequence[tuple[list[int], Tensor]]) -> None:
        """Carry the gradient of `rows` on into the encoder's weights."""
        gradient = rows.grad
        assert gradient is not None

        def carry(chunk: tuple[list[int], Tensor]) -> None:
            chunk[1].backward(gradient[chunk[0]])  # type: ignore[no-untyped-call]

        list(self.pool.map(carry, chunks))

    def _encode(self, ids: Sequence[Sequence[int]]) -> Tensor:
        rows = [torch.tensor(row) for row in ids]
        tokens = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=PAD).to(self.device)
        lengths = torch.tensor([len(row) for row in rows], device=self.device)
        mask = (torch.arange(tokens.shape[1], device=self.device)[None] < lengths[:, None]).float()
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.bfloat16):
            return self.encoder.embed(tokens, mask)


def tune(
    encoder: Encoder,
    batcher: Batcher,
    plan: Sequence[Sequence[Example]],
    checkpoint: Path,
    *,
    progress: Progress,
    checkpoint_every: int = 10,
) -> None:
    """Tune `encoder` in place, going on from `checkpoint` where there is one.

    Args:
        encoder: Holds the base's weights.
        batcher: Makes token ids.
        plan: The examples of every step.
        checkpoint: Written every `checkpoint_every` steps and at the end.
        progress: Told of every step.
        checkpoint_every: In steps.
    """
    recipe = batcher.recipe
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    encoder.to(device).train()
    encoder.word.requires_grad_(False)
    trained = [parameter for parameter in encoder.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate_share(step, len(plan), recipe.warm_up))
    done, losses = _resume(checkpoint, encoder, optimizer, schedule), []
    chunks = Chunks(encoder, recipe, device)
    for step in range(done, len(plan)):
        optimizer.zero_grad(set_to_none=True)
        losses.append(_step(chunks, batcher, step, plan[step]))
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        progress(step + 1, len(plan), sum(losses[-20:]) / len(losses[-20:]))
        if (step + 1) % checkpoint_every == 0 or step + 1 == len(plan):
            _save(checkpoint, step + 1, encoder, optimizer, schedule)
    encoder.cpu().eval()


def _step(chunks: Chunks, batcher: Batcher, step: int, examples: Sequence[Example]) -> float:
    """Take one batch forward and back; gives the loss."""
    ids, masked = batcher.passages(step, examples)
    passages, passage_chunks = chunks.forward(ids)
    questions, question_chunks = chunks.forward(batcher.questions(examples))
    logits = (questions @ passages.T / batcher.recipe.temperature).masked_fill(masked.to(chunks.device), -1e4)
    loss = functional.cross_entropy(logits, torch.arange(len(examples), device=chunks.device))
    loss.backward()  # type: ignore[no-untyped-call]
    chunks.backward(passages, passage_chunks)
    chunks.backward(questions, question_chunks)
    return float(loss.detach())


def _has_fast_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.cpu._is_avx512_bf16_supported())


def _rate_share(step: int, steps: int, warm_up: float) -> float:
    first = max(1, round(steps * warm_up))
    if step < first:
        return (step + 1) / first
    return 0.5 * (1 + math.cos(math.pi * (step - first) / max(1, steps - first)))


def _save(path: Path, done: int, encoder: Encoder, *others: object) -> None:
    state = {"done": done, "encoder": encoder.state_dict(), "others": [part.state_dict() for part in others]}  # type: ignore[attr-defined]
    # Renamed into place: a run that is stopped while writing leaves the former checkpoint whole.
    torch.save(state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def _resume(path: Path, encoder: Encoder, *others: object) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, map_location="cpu", weights_only=True)
    encoder.load_state_dict(state["encoder"])
    for part, saved in zip(others, state["others"], strict=True):
        part.load_state_dict(saved)  # type: ignore[attr-defined]
    return int(state["done"])
