"""Cuts the base's vocabulary of a hundred languages down to what Chinese policy text uses.

Kept are the special pieces, every piece that holds a Chinese character, and the best-scored pieces of ASCII,
punctuation and full-width forms. A kept piece keeps its score, so that a text of kept pieces is cut as before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from training.base_weights import BaseModel

SPACE = "\u2581"
SPECIAL_TOKENS = ("<s>", "<pad>", "</s>", "<unk>")
CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\u3007]")
PLAIN = re.compile("[\u0020-\u007e\u2010-\u2027\u2030-\u205e\u2160-\u217f\u2460-\u249b\u3000-\u303f\uff00-\uffef·°×]+")
MAX_TOKENS = 512


@dataclass(frozen=True)
class Vocabulary:
    """The pieces that stay.

    Attributes:
        ids: Their ids in the base, int64, shape (kept,); the place in it is the new id.
        tokenizer: Cuts texts into the new ids, `<s>` and `</s>` put around them.
    """

    ids: NDArray[np.int64]
    tokenizer: Tokenizer


def prune_vocabulary(base: BaseModel, *, plain_pieces: int = 6000) -> Vocabulary:
    """Choose the pieces and build the tokenizer over them.

    Args:
        base: The base model.
        plain_pieces: How many pieces of ASCII, punctuation and full-width forms to keep, best-scored first.
    """
    special = [base.pieces.index(token) for token in SPECIAL_TOKENS]
    rest = [index for index in range(len(base.pieces)) if index not in special]
    chinese = [index for index in rest if CHINESE.search(base.pieces[index])]
    plain = [index for index in rest if PLAIN.fullmatch(base.pieces[index].replace(SPACE, " "))]
    plain.sort(key=lambda index: -base.scores[index])
    kept = special + sorted(chinese + plain[:plain_pieces])
    pairs = [(base.pieces[index], base.scores[index]) for index in kept]
    return Vocabulary(np.asarray(kept, dtype=np.int64), build_tokenizer(pairs))


def build_tokenizer(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """Build the Unigram tokenizer of XLM-RoBERTa over `pieces`, the four special ones first.

    It puts a space in front of every text, as the base knows it.
    """
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=SPECIAL_TOKENS.index("<unk>"), byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement=SPACE, prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(list(SPECIAL_TOKENS))
    return tokenizer


def without_leading_space(tokenizer: Tokenizer) -> Tokenizer:
    """Copy the tokenizer, its space in front of every text left out: Chinese has none, and it is a token to be read."""
    copy = Tokenizer.from_str(tokenizer.to_str())
    copy.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="never")
    copy.decoder = decoders.Metaspace(replacement=SPACE, prepend_scheme="never")
    return copy


def tokenizer_json(tokenizer: Tokenizer) -> str:
    """Write the tokenizer as compact JSON, so that the file stays small."""
    return json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
