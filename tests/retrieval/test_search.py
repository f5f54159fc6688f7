"""Each kind of search finds its target; what is found is shown once, with where it came from."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from retrieval.embedders import Embedder
from retrieval.fusion import DENSE_WEIGHT, KEYWORD_WEIGHT, OFFSET
from retrieval.keyword_index import KeywordIndex
from retrieval.search import HybridSearch
from retrieval.snapshot import Snapshot
from tests.retrieval.small_library import CANTEENS, MUSEUMS, RIVERS, OpenIndex

REPEATED = """# 青禾县河道巡查办法摘编

第一条 河道巡查人员每月巡查不少于两次，巡查记录保存三年。

第二条 （旧）本办法自发布之日起施行。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> OpenIndex:
    folder = tmp_path_factory.mktemp("search")
    for name, text in {"rivers": RIVERS, "canteens": CANTEENS, "museums": MUSEUMS, "extract": REPEATED}.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    index = OpenIndex.open(folder, folder / "data", embedder)
    index.update()
    return index


@pytest.fixture
def snapshot(index: OpenIndex) -> Snapshot:
    return index.snapshot


TARGETS = [
    ("河道巡查人员多久巡查一次？", "每月巡查不少于两次"),
    ("社区食堂账目多久公布？", "每季度公布一次"),
    ("博物馆星期几不开门？", "每周一闭馆"),
]


@pytest.mark.parametrize(("question", "words"), TARGETS)
def test_hybrid_search_finds_it(index: OpenIndex, snapshot: Snapshot, question: str, words: str) -> None:
    (best,) = HybridSearch(index.embedder, index.store).search(snapshot, question, count=1)
    assert words in best.clause.text
    assert best.ranks.dense is not None
    assert best.ranks.keyword is not None


@pytest.mark.parametrize(("question", "words"), TARGETS)
def test_dense_search_alone_finds_it(index: OpenIndex, snapshot: Snapshot, question: str, words: str) -> None:
    silent = dataclasses.replace(snapshot, keywords=KeywordIndex(None, len(snapshot.clauses)))
    (best,) = HybridSearch(index.embedder, index.store).search(silent, question, count=1)
    assert words in best.clause.text
    assert (best.ranks.dense, best.ranks.keyword) == (1, None)


@pytest.mark.parametrize(("question", "words"), TARGETS)
def test_keyword_search_alone_finds_it(index: OpenIndex, snapshot: Snapshot, question: str, words: str) -> None:
    without_vectors = dataclasses.replace(snapshot, clause_of_record={})
    (best,) = HybridSearch(index.embedder, index.store).search(without_vectors, question, count=1)
    assert words in best.clause.text
    assert (best.ranks.dense, best.ranks.keyword) == (None, 1)


def test_the_score_is_that_of_the_fusion(index: OpenIndex, snapshot: Snapshot) -> None:
    question = TARGETS[1][0]
    found = HybridSearch(index.embedder, index.store).search(snapshot, question, count=20)
    words = snapshot.keywords.scores(question)
    cosines = {result.clause.id: result.similarity for result in found if result.similarity is not None}
    top, keyword = max(cosines.values()), float(max(words))
    for result in found:
        by_words = KEYWORD_WEIGHT * words[snapshot.places[result.clause.id]] / keyword
        by_vectors = result.score - OFFSET - by_words
        assert -1e-6 <= by_vectors <= DENSE_WEIGHT + 1e-6
        assert (by_vectors == pytest.approx(DENSE_WEIGHT)) == (result.similarity == top)


def test_clauses_with_the_same_words_are_shown_once(index: OpenIndex, snapshot: Snapshot) -> None:
    found = HybridSearch(index.embedder, index.store).search(snapshot, TARGETS[0][0], count=20)
    same = [result for result in found if "每月巡查不少于两次" in result.clause.text]
    assert len(same) == 1
    assert len([c for c in snapshot.clauses if "每月巡查不少于两次" in c.text]) == 2


def test_a_title_or_a_heading_finds_clauses_that_do_not_say_it(index: OpenIndex, snapshot: Snapshot) -> None:
    found = HybridSearch(index.embedder, index.store).search(snapshot, "青禾县河道巡查办法 总则", count=1)
    assert found[0].clause.path == ("第一章 总则", "第一条")
    assert "总则" not in found[0].clause.text


def test_count_and_visibility_hold(index: OpenIndex, snapshot: Snapshot, tmp_path: Path) -> None:
    search = HybridSearch(index.embedder, index.store)
    assert len(search.search(snapshot, "办法", count=2)) == 2
    seen = search.search(snapshot, TARGETS[0][0], count=20, visible=lambda d: d.source == "museums.md")
    assert {result.document.source for result in seen} == {"museums.md"}
    assert search.search(snapshot, TARGETS[0][0], count=20, visible=lambda _d: False) == []


def test_nothing_is_found_in_an_empty_folder(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "documents").mkdir()
    index = OpenIndex.open(tmp_path / "documents", tmp_path / "data", embedder)
    report = index.update()
    assert report.clauses == 0
    assert index.search("任何问题") == []
