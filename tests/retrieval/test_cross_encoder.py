"""A CrossEncoder made here, loaded through the real code: the checks of the extra `models`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.errors import RerankerError
from retrieval.rerankers import load_reranker
from tests.commands import CommandLine, one_line
from tests.retrieval.tiny_bert import write_bert

pytestmark = [pytest.mark.models, pytest.mark.xdist_group("models")]

QUESTION = "河道巡查记录保存三年"
TEXTS = ["河道巡查", "社区食堂账目", "", "三年", "巡查人员每月巡查不少于两次", "社区食堂" * 30, *["公布"] * 9]


@pytest.fixture(scope="module")
def library() -> Any:
    return pytest.importorskip("sentence_transformers", reason="needs the extra `models`: make models")


@pytest.fixture(scope="module")
def folder(library: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_reranker(tmp_path_factory.mktemp("tiny"), labels=1)


def write_reranker(folder: Path, labels: int) -> Path:
    """A tiny BERT with a head for pairs, saved as CrossEncoders are."""
    from sentence_transformers import CrossEncoder
    from transformers import BertForSequenceClassification

    # Spread wide, so that pairs get scores that differ.
    write_bert(folder / "bert", 3, BertForSequenceClassification, num_labels=labels, initializer_range=0.6)
    CrossEncoder(str(folder / "bert"), device="cpu").save_pretrained(str(folder / "model"))
    return folder / "model"


def test_scores_are_float32_in_the_order_given_whatever_stands_beside(folder: Path) -> None:
    reranker = load_reranker(str(folder))
    scores = reranker.score(QUESTION, TEXTS)
    assert (scores.dtype, scores.shape) == (np.float32, (len(TEXTS),))
    assert len(np.unique(scores.round(4))) > 4
    # Not squeezed between 0 and 1.
    assert not ((scores >= 0) & (scores <= 1)).all()
    alone = [reranker.score(QUESTION, [text])[0] for text in TEXTS]
    np.testing.assert_allclose(scores, alone, atol=1e-4)
    assert reranker.score(QUESTION, []).shape == (0,)


def test_both_sides_are_read(folder: Path) -> None:
    reranker = load_reranker(str(folder))
    assert not np.allclose(reranker.score(QUESTION, TEXTS), reranker.score("食堂账目", TEXTS), atol=1e-3)


def test_the_window_leaves_room_for_the_question(folder: Path) -> None:
    assert load_reranker(str(folder)).window_characters == 18


def test_threads_get_the_scores_of_their_own_questions(folder: Path) -> None:
    reranker = load_reranker(str(folder))
    questions = [QUESTION[:length] for length in range(1, 9)]
    expected = [reranker.score(question, TEXTS) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda question: reranker.score(question, TEXTS), questions * 4))
    for scores, right in zip(found, expected * 4, strict=True):
        np.testing.assert_allclose(scores, right, atol=1e-5)


def test_the_command_line_reranks_with_it(line: CommandLine, folder: Path) -> None:
    plain = line.run("search", QUESTION, "--json").json()["results"]
    line.monkeypatch.setenv("ZHENGWEN_RERANKER", str(folder))
    ended = line.run("search", QUESTION, "--json")
    assert (ended.code, ended.err) == (0, "")
    found = ended.json()["results"]
    assert [one["clause_id"] for one in found] != [one["clause_id"] for one in plain]
    assert {one["clause_id"] for one in found} == {one["clause_id"] for one in plain}
    assert sorted(one["ranks"]["reranked"] for one in found) == [1, 2, 3, 4, 5]
    # What the question speaks of weighs in afterwards, so that the scores need not be those of the plain order.
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    assert "向量/关键词/重排" in line.run("search", QUESTION).out
    assert line.run("ask", "河道巡查记录保存多久？", "--json").json()["status"] in ("answered", "refused")


@pytest.mark.parametrize("name", ["./nowhere/model", "~/nowhere-at-all", "/nowhere/model"])
def test_a_missing_folder_is_one_line_that_names_the_setting(library: Any, line: CommandLine, name: str) -> None:
    line.monkeypatch.setenv("ZHENGWEN_RERANKER", name)
    ended = line.run("ask", "河道巡查记录保存多久？")
    assert (ended.code, ended.out) == (1, "")
    assert one_line(ended.err)
    assert "ZHENGWEN_RERANKER" in ended.err


def test_what_would_score_by_chance_is_refused(library: Any, folder: Path, tmp_path: Path) -> None:
    from transformers import BertModel

    write_bert(tmp_path / "embedder", 1, BertModel)
    (tmp_path / "empty").mkdir()
    several = write_reranker(tmp_path / "labels", labels=3)
    for name, told in ((tmp_path / "embedder", "BertModel"), (several, "3 个分数"), (tmp_path / "empty", "加载失败")):
        with pytest.raises(RerankerError, match=told) as caught:
            load_reranker(str(name))
        assert "\n" not in str(caught.value)
        assert "清空 ZHENGWEN_RERANKER" in str(caught.value)
