"""Weights and threshold are fitted so that right sentences come first and unanswerable questions are refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from retrieval.calibration import FEATURES
from training.calibration.examples import Example
from training.calibration.fitting import balanced_threshold, fit, fit_ranking
from training.calibration.questions import copy_laws, read_rows, read_sets


def _example(documents: str, seed: int, *, answerable: bool) -> Example:
    """Four sentences of which the last is right: nearer to the question, and meeting more of it, than the others."""
    chance = np.random.default_rng(seed)
    features = chance.uniform(0.1, 0.5, (4, len(FEATURES)))
    right = np.zeros(4, dtype=bool)
    if answerable:
        right[3] = True
        for name in ("covered", "own", "similarity"):
            features[3, FEATURES.index(name)] += 0.4
        features[3, FEATURES.index("unmet")] = 0.0
    return Example(documents, features, right, np.ones(4, dtype=bool), answerable, is_list=False, yes_no=False)


EXAMPLES = [_example(f"文件{n % 3}", n, answerable=n % 4 != 0) for n in range(60)]


def test_fitted_weights_find_the_right_sentence_and_refuse_without_one() -> None:
    calibration, quality = fit(EXAMPLES, "某模型-1", 0.46)
    assert calibration.embedder == "某模型-1"
    assert set(quality) == {"文件0", "文件1", "文件2"}
    assert all(held_out.first > 0.9 and held_out.kept > 0.8 and held_out.refused > 0.8 for held_out in quality.values())


def test_signs_are_kept_and_the_ranking_sums_to_one() -> None:
    weights = fit_ranking(EXAMPLES).weights
    assert all(weight >= 0 for name, weight in weights.items() if name != "unmet")
    assert weights["unmet"] <= 0
    assert sum(map(abs, weights.values())) == pytest.approx(1.0, abs=1e-2)


def test_the_threshold_keeps_and_refuses_alike() -> None:
    right, wrong = np.array([0.9, 0.8, 0.7, 0.2]), np.array([0.1, 0.3, 0.4, 0.75])
    threshold = balanced_threshold(right, wrong)
    assert 0.4 < threshold < 0.7


def test_sets_are_read_by_their_names(tmp_path: Path) -> None:
    shared, own = tmp_path / "shared", tmp_path / "own"
    (shared / "evaluation").mkdir(parents=True)
    (shared / "laws" / "行政法规").mkdir(parents=True)
    own.mkdir()
    (shared / "laws" / "行政法规" / "集市条例(2020-01-01).md").write_text("# 集市条例\n", encoding="utf-8")
    row = {"id": "1", "question": "问？", "kind": "deadline", "answer_must_contain": [["1年"]], "documents": []}
    law = row | {"documents": ["集市条例(2020-01-01)"]}
    for path, content in (
        (shared / "evaluation" / "questions.jsonl", row),
        (own / "press_questions.jsonl", row),
        (own / "starter_questions.jsonl", row),
        (own / "laws_a_questions.jsonl", law),
    ):
        path.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")
    sets = {one.name: one for one in read_sets(shared, own, tmp_path / "work")}
    assert len(sets["press"].rows) == 2
    assert [path.name for path in sets["laws_a_questions"].documents.iterdir()] == ["集市条例(2020-01-01).md"]


def test_a_law_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"documents": ["没有的条例"]}\n\n', encoding="utf-8")
    with pytest.raises(FileNotFoundError, match="没有的条例"):
        copy_laws(tmp_path, read_rows(path), tmp_path / "laws")
