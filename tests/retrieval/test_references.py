"""What is found passes a part of its score on to what it refers to: rules that share no word with the question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.embedders import Embedder
from retrieval.references import PASSED_ON, pass_on
from retrieval.search import HybridSearch
from retrieval.snapshot import generation_folder
from tests.retrieval.small_library import OpenIndex

LAW = """# 青禾县市容条例

第一条 为了市容整洁，制定本条例。

第七条 行为人应当恢复原状，并承担由此发生的费用。

第九条 本条例所称公共场所，包括广场和车站。
"""
RULES = """# 青禾县喷漆涂写处理办法

第一条 在墙面喷漆涂写的，依照《青禾县市容条例》第七条处理。

第二条 前条所称行为的举报电话由县城管局公布。

第三条 经批准的墙绘不是喷漆涂写。
"""
FILLERS = [
    f"# 青禾县{name}办法\n\n第一条 {name}每季度检查一次，检查结果公开。\n"
    for name in ("食堂", "桥梁", "图书", "茶园", "渔船", "路灯")
]
QUESTION = "有人在墙上喷漆涂写怎么处理？"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> OpenIndex:
    folder = tmp_path_factory.mktemp("references")
    for name, text in {"law": LAW, "rules": RULES, **{f"filler{n}": text for n, text in enumerate(FILLERS)}}.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    index = OpenIndex.open(folder, folder / "data", embedder)
    index.update()
    return index


def test_a_clause_gets_its_share_of_the_best_that_refers_to_it() -> None:
    references = {"a": ("general", "b"), "b": ("general",), "c": ("nowhere",)}
    passed = pass_on({"a": 1.0, "b": 0.5, "c": 0.1}, references, lambda clause_id: clause_id != "nowhere")
    assert passed == pytest.approx({"a": 1.0, "b": 0.5 + PASSED_ON, "general": PASSED_ON, "c": 0.1})
    assert list(passed) == ["a", "b", "general", "c"]


def test_nothing_is_passed_on_twice() -> None:
    assert pass_on({"a": 1.0}, {"a": ("b",), "b": ("c",)}).keys() == {"a", "b"}


def test_the_index_knows_what_refers_to_what(index: OpenIndex) -> None:
    snapshot = index.snapshot
    named = {
        snapshot.clauses[snapshot.places[clause]].label: [
            snapshot.clauses[snapshot.places[one]].label for one in targets
        ]
        for clause, targets in snapshot.references.items()
    }
    assert named == {
        "《青禾县喷漆涂写处理办法》第一条": ["《青禾县市容条例》第七条"],
        "《青禾县喷漆涂写处理办法》第二条": ["《青禾县喷漆涂写处理办法》第一条"],
    }


def test_the_rule_that_is_referred_to_moves_up(index: OpenIndex) -> None:
    search = HybridSearch(index.embedder, index.store)
    without = replace(index.snapshot, references={})
    before, after = (
        [result.clause.label for result in search.search(snapshot, QUESTION, count=20)]
        for snapshot in (without, index.snapshot)
    )
    assert before[0] == after[0] == "《青禾县喷漆涂写处理办法》第一条"
    assert after.index("《青禾县市容条例》第七条") < before.index("《青禾县市容条例》第七条")


def test_what_may_not_be_seen_is_not_found_by_reference(index: OpenIndex) -> None:
    found = HybridSearch(index.embedder, index.store).search(
        index.snapshot, QUESTION, count=20, visible=lambda document: "市容" not in document.title
    )
    assert found
    assert not any("市容" in result.clause.label for result in found)


def test_a_generation_of_an_earlier_version_refers_to_nothing_until_the_next_reload(
    index: OpenIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    (generation_folder(index.data, index.manifest.generation) / "references.txt").unlink()
    assert index.snapshot.references == {}
    monkeypatch.setattr("retrieval.indexing.PARSER_VERSION", "next")
    index.update()
    assert len(index.snapshot.references) == 2
