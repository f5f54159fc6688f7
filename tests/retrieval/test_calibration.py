from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.calibration import CALIBRATION_FILE, CONSERVATIVE, Features, read_calibration
from retrieval.embedders import load_embedder
from retrieval.errors import EmbedderError
from tests.retrieval.counting import CountingEmbedder

GOOD = Features(covered=1.0, own=1.0, phrase=0.8, fit=1.0, rank=1.0, unmet=0.0, strict=1.0, similarity=0.8)
POOR = Features(covered=0.3, own=0.2, phrase=0.0, fit=0.3, rank=0.6, unmet=0.6, strict=1.0, similarity=0.5)


def test_the_bundled_calibration_belongs_to_the_bundled_weights() -> None:
    """Where this fails the model is new: run `make calibration`."""
    bundled = load_embedder()
    assert bundled.calibration.embedder == bundled.identity
    assert bundled.calibration.reads_similarity
    assert bundled.calibration.probability(GOOD) > bundled.calibration.threshold
    assert bundled.calibration.probability(POOR) < bundled.calibration.threshold


def test_an_embedder_without_one_of_its_own_reads_no_cosines(counting: CountingEmbedder) -> None:
    assert counting.calibration is CONSERVATIVE
    assert not CONSERVATIVE.reads_similarity
    assert CONSERVATIVE.probability(GOOD) > CONSERVATIVE.threshold > CONSERVATIVE.probability(POOR)


def test_a_calibration_of_other_weights_is_left_alone(tmp_path: Path) -> None:
    assert read_calibration(tmp_path, "某模型-1") is None
    stored = CONSERVATIVE.model_copy(update={"embedder": "某模型-1"})
    (tmp_path / CALIBRATION_FILE).write_text(stored.model_dump_json(), encoding="utf-8")
    assert read_calibration(tmp_path, "某模型-1") == stored
    assert read_calibration(tmp_path, "某模型-2") is None


def test_a_damaged_calibration_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / CALIBRATION_FILE).write_text("{", encoding="utf-8")
    with pytest.raises(EmbedderError, match="make calibration"):
        read_calibration(tmp_path, "某模型-1")
