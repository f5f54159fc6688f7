"""What stays of the vocabulary, and how texts are cut afterwards."""

from __future__ import annotations

import numpy as np

from training.base_weights import BaseModel, NetworkSize
from training.pruning import prune_vocabulary, without_leading_space

PIECES = ["<s>", "<pad>", "</s>", "<unk>", ",", "▁", "▁de", "期限", "ный", "整改", "集中", "(", "▁κα", "2", "a"]


def _base() -> BaseModel:
    size = NetworkSize(4, 1, 1, 4, len(PIECES), 8, 2, 1e-12)
    scores = [0.0] * 4 + [-float(place) for place in range(4, len(PIECES))]
    return BaseModel(size, PIECES, scores, {}, {})


def test_chinese_pieces_stay_and_other_scripts_go() -> None:
    kept = [PIECES[index] for index in prune_vocabulary(_base()).ids]
    assert kept[:4] == PIECES[:4]
    assert {"期限", "整改", "集中"} <= set(kept)
    assert not {"ный", "▁κα"} & set(kept)


def test_of_plain_pieces_the_best_scored_stay() -> None:
    kept = [PIECES[index] for index in prune_vocabulary(_base(), plain_pieces=2).ids]
    assert kept[4:] == [",", "▁", "期限", "整改", "集中"]


def test_ids_count_in_the_kept_rows_and_full_width_forms_are_folded() -> None:
    vocabulary = prune_vocabulary(_base())
    rows = [PIECES[vocabulary.ids[token]] for token in vocabulary.tokenizer.encode("集中整改（期限２").ids]
    assert rows == ["<s>", "▁", "集中", "整改", "(", "期限", "2", "</s>"]
    assert np.all(np.diff(vocabulary.ids[4:]) > 0)


def test_the_space_in_front_can_be_left_out() -> None:
    vocabulary = prune_vocabulary(_base())
    ids = without_leading_space(vocabulary.tokenizer).encode("集中 整改").ids
    assert [PIECES[vocabulary.ids[token]] for token in ids] == ["<s>", "集中", "▁", "整改", "</s>"]
