"""A reranker at its seam: which clauses it reads, what their new order changes, and what it leaves alone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from retrieval import fusion
from retrieval.assistant import Assistant, AssistantOptions
from retrieval.embedders import Embedder
from retrieval.errors import RerankerError
from retrieval.rerankers.base import Scores
from retrieval.reranking import CANDIDATES, handed_out
from retrieval.search import HybridSearch
from retrieval.values import SearchResult
from tests.commands import CommandLine, one_line
from tests.conftest import WriteFolder
from tests.retrieval.small_library import CANTEENS, MUSEUMS, RIVERS, OpenIndex

QUESTION = "河道巡查记录保存多久？"
MONDAY = "每周一闭馆"


@dataclass
class WordReranker:
    """Prefers the texts that hold `word`, whatever is asked; all others are the same to it."""

    word: str
    window_characters: int = 200
    read: list[str] = field(default_factory=list)

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        self.read += texts
        return np.array([self.word in text for text in texts], dtype=np.float32)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> OpenIndex:
    folder = tmp_path_factory.mktemp("reranking")
    many = "# 场馆办法\n\n" + "".join(f"第{n}条 第{n}号场馆每日开放{n}小时。\n\n" for n in range(1, 31))
    long = f"# 长文\n\n第一条 {'按期报告进展情况。' * 60}最后一句说的是轮渡停航。\n"
    texts = {"rivers": RIVERS, "canteens": CANTEENS, "museums": MUSEUMS, "many": many, "long": long}
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    index = OpenIndex.open(folder, folder / "data", embedder)
    index.update()
    return index


def search(index: OpenIndex, question: str, reranker: WordReranker | None) -> list[SearchResult]:
    return HybridSearch(index.embedder, index.store, reranker).search(index.snapshot, question, count=60)


def test_the_order_is_the_rerankers_and_the_scores_are_the_fusions(index: OpenIndex) -> None:
    before = search(index, QUESTION, None)
    clause_id = before[7].clause.id
    reranker = WordReranker(before[7].clause.text)
    after = search(index, QUESTION, reranker)
    assert after[0].clause.id == clause_id
    assert (after[0].ranks.reranked, after[0].ranks.dense) == (1, before[7].ranks.dense)
    others = [result.clause.id for result in before if result.clause.id != clause_id]
    assert [result.clause.id for result in after[1:]] == others
    assert [result.score for result in after] == [result.score for result in before]


def test_only_the_best_are_read_and_the_rest_stays_behind_them(index: OpenIndex) -> None:
    before = search(index, QUESTION, None)
    assert len(before) > CANDIDATES
    assert {result.ranks.reranked for result in before} == {None}
    reranker = WordReranker(before[CANDIDATES].clause.text)
    after = search(index, QUESTION, reranker)
    assert [result.clause.id for result in after] == [result.clause.id for result in before]
    ranks = [result.ranks.reranked for result in after]
    assert ranks == [*range(1, CANDIDATES + 1), *[None] * (len(after) - CANDIDATES)]
    assert len(reranker.read) >= CANDIDATES


def test_a_clause_is_read_under_its_title_and_path(index: OpenIndex) -> None:
    reranker = WordReranker("")
    search(index, QUESTION, reranker)
    assert any(text.startswith("青禾县河道巡查办法 巡查") and "保存三年" in text for text in reranker.read)


def test_a_long_clause_is_read_to_its_end(index: OpenIndex) -> None:
    reranker = WordReranker("轮渡停航", window_characters=60)
    best = search(index, "进展情况怎么报告", reranker)[0]
    assert best.document.source == "long.md"
    assert best.ranks.reranked == 1
    assert all(len(text) <= 60 for text in reranker.read)


def test_what_a_question_names_still_comes_first(write_folder: WriteFolder, tmp_path: Path, embedder: Embedder) -> None:
    folder = write_folder({"rivers.md": RIVERS, "canteens.md": CANTEENS, "museums.md": MUSEUMS})
    options = AssistantOptions(folder, tmp_path / "data")
    assistant = Assistant(options, embedder=embedder, reranker=WordReranker(MONDAY))
    assert MONDAY in assistant.search("账目多久公布一次？")[0].clause.text
    assert assistant.search("《社区食堂管理办法》账目多久公布一次？")[0].document.source == "canteens.md"
    answer = assistant.ask("社区食堂的账目多久公布一次？")
    assert "每季度公布一次" in answer.text


def test_scores_are_handed_out_in_order() -> None:
    fused = fusion.relative_score_fusion([fusion.Scores(1.0, {"a": 0.9, "b": 0.7, "c": 0.4, "d": 0.3}, lowest=0.0)])
    given = handed_out(fused, {"c": 1, "a": 2, "b": 3})
    assert list(given.values()) == list(fused.values())
    assert list(given) == ["c", "a", "b", "d"]
    assert handed_out(fused, {}) == fused
    assert handed_out({}, {}) == {}


# ── the setting ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_model_without_the_extra_is_one_line(
    write_folder: WriteFolder, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    options = AssistantOptions(
        write_folder({"rivers.md": RIVERS}), tmp_path / "data", reranker="BAAI/bge-reranker-base"
    )
    with pytest.raises(RerankerError, match=r"重排模型.*make models.*ZHENGWEN_RERANKER") as caught:
        Assistant(options, embedder=embedder).open()
    assert "\n" not in str(caught.value)
    assert not options.data_dir.exists()


def test_the_command_line_passes_the_setting_on(line: CommandLine) -> None:
    line.monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    line.monkeypatch.setenv("ZHENGWEN_RERANKER", "some/model")
    # The index is the same with and without.
    assert line.run("index").code == 0
    for command in (["ask", QUESTION, "--json"], ["search", QUESTION]):
        ended = line.run(*command)
        assert (ended.code, ended.out) == (1, "")
        assert one_line(ended.err)
        assert "some/model" in ended.err
    line.monkeypatch.setenv("ZHENGWEN_RERANKER", "")
    (found,) = line.run("search", QUESTION, "-k", "1", "--json").rows()
    assert found["results"][0]["ranks"] == {"dense": 1, "keyword": 1}
