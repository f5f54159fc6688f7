from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.keyword_index import KeywordIndex

TEXTS = ["河道巡查记录保存三年。", "社区食堂的账目每季度公布一次。", "博物馆每周一闭馆，其余时间免费开放。"]


@pytest.fixture(scope="module")
def index() -> KeywordIndex:
    return KeywordIndex.build(TEXTS)


@pytest.mark.parametrize(("query", "place"), [("巡查记录", 0), ("食堂账目", 1), ("免费开放的时间", 2)])
def test_the_text_with_the_words_scores_best(index: KeywordIndex, query: str, place: int) -> None:
    scores = index.scores(query)
    assert scores.dtype == np.float32
    assert scores.shape == (3,)
    assert int(scores.argmax()) == place


@pytest.mark.parametrize("query", ["", "？！", "🙂", "quantum"])
def test_what_is_in_no_text_scores_nothing(index: KeywordIndex, query: str) -> None:
    assert not index.scores(query).any()


def test_how_many_texts_hold_a_word(index: KeywordIndex) -> None:
    assert index.document_frequency("巡查") == 1
    assert index.document_frequency("每") == 0
    assert index.document_frequency("社区食堂的账目") == 1
    assert index.document_frequency("财政") == 0


def test_what_is_saved_is_loaded(index: KeywordIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "keywords")
    again = KeywordIndex.load(tmp_path / "keywords", len(TEXTS))
    for query in ("巡查记录", "账目", "没有的词"):
        np.testing.assert_array_equal(again.scores(query), index.scores(query))
    assert again.document_frequency("巡查") == 1


@pytest.mark.parametrize("texts", [[], ["", "。。。"]])
def test_an_index_without_words_finds_nothing_and_is_saved_too(texts: list[str], tmp_path: Path) -> None:
    KeywordIndex.build(texts).save(tmp_path / "keywords")
    again = KeywordIndex.load(tmp_path / "keywords", len(texts))
    assert again.scores("巡查").shape == (len(texts),)
    assert not again.scores("巡查").any()
    assert again.document_frequency("巡查") == 0


def test_an_index_of_another_number_of_texts_is_damaged(index: KeywordIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "keywords")
    with pytest.raises(ValueError, match="3 texts, not 4"):
        KeywordIndex.load(tmp_path / "keywords", 4)
