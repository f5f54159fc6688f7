"""Reloading: only what changed and its neighbours are embedded, what is gone is gone, a failure changes nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from knowledge.errors import CatalogueError, DocumentsFolderError
from retrieval.embedders import Embedder
from retrieval.errors import EmbedderError, IndexMismatchError, IndexUnavailableError
from retrieval.vector_store import VectorStore
from tests.conftest import WriteFolder
from tests.retrieval.counting import CountingEmbedder
from tests.retrieval.small_library import MUSEUMS, RIVERS, OpenIndex

KEPT_QUESTION = "河道巡查记录保存多久？"


def test_a_reload_embeds_only_what_changed_and_its_neighbours(opened: OpenIndex, counting: CountingEmbedder) -> None:
    assert len(counting.embedded) == len(opened.texts()) == 5
    counting.embedded.clear()
    report = opened.update()
    assert (report.added, report.changed, report.removed, report.failed) == ((), (), (), ())
    assert report.unchanged == ("canteens.md", "rivers.md")
    assert counting.embedded == []

    (opened.documents / "rivers.md").write_text(RIVERS.replace("保存三年", "保存五年"), encoding="utf-8")
    report = opened.update()
    assert (report.changed, report.unchanged) == (("rivers.md",), ("canteens.md",))
    assert len([text for text in counting.embedded if "保存五年" in text]) == 1
    assert len(counting.embedded) == 3
    assert all("河道" in text for text in counting.embedded)
    assert report.clauses == 5
    assert opened.leftovers() == []

    _many(opened, 9)
    opened.update()
    counting.embedded.clear()
    many = opened.documents / "many.md"
    many.write_text(many.read_text(encoding="utf-8").replace("开放5小时", "开放十小时"), encoding="utf-8")
    opened.update()
    # The neighbours of the changed article have another vector, which their own neighbours have a share in.
    assert sorted(re.findall(r"第(\d)条", "".join(counting.embedded))) == ["3", "4", "5", "6", "7"]


def test_a_changed_document_does_not_answer_with_both_values(opened: OpenIndex) -> None:
    (opened.documents / "rivers.md").write_text(RIVERS.replace("保存三年", "保存五年"), encoding="utf-8")
    opened.update()
    found = [result.clause.text for result in opened.search(KEPT_QUESTION, 10)]
    assert "保存五年" in found[0]
    assert not any("保存三年" in text for text in found)


def test_a_deleted_document_no_longer_answers(opened: OpenIndex) -> None:
    (opened.documents / "rivers.md").unlink()
    report = opened.update()
    assert report.removed == ("rivers.md",)
    assert {result.document.source for result in opened.search(KEPT_QUESTION, 10)} == {"canteens.md"}
    assert opened.leftovers() == []


def test_an_added_document_answers_and_a_moved_one_is_cited_where_it_is(opened: OpenIndex) -> None:
    (opened.documents / "museums.md").write_text(MUSEUMS, encoding="utf-8")
    (opened.documents / "rivers.md").rename(opened.documents / "河道.md")
    report = opened.update()
    assert report.added == ("museums.md", "河道.md")
    assert report.removed == ("rivers.md",)
    assert "周一" in opened.best("博物馆哪天闭馆？")
    assert opened.search(KEPT_QUESTION)[0].document.source == "河道.md"


def test_an_unchanged_clause_keeps_its_id(opened: OpenIndex) -> None:
    before = {clause.text: clause.id for clause in opened.snapshot.clauses}
    longer = RIVERS.replace("## 第二章", "第一条之一 巡查应当公开。\n\n## 第二章").replace("两次", "三次")
    (opened.documents / "rivers.md").write_text(longer, encoding="utf-8")
    opened.update()
    after = {clause.text: clause.id for clause in opened.snapshot.clauses}
    same = before.keys() & after.keys()
    assert len(same) == 4
    assert {text: after[text] for text in same} == {text: before[text] for text in same}
    assert not {after[text] for text in after.keys() - same} & set(before.values())


def test_a_catalogue_that_corrects_a_title_is_taken_up_alone(opened: OpenIndex, counting: CountingEmbedder) -> None:
    counting.embedded.clear()
    (opened.documents / "catalogue.yaml").write_text("rivers.md:\n  title: 河湖巡查办法\n", encoding="utf-8")
    assert not opened.indexer.is_current(opened.manifest)
    opened.update()
    assert opened.search(KEPT_QUESTION)[0].clause.label.startswith("《河湖巡查办法》")
    assert len(counting.embedded) == 3
    assert opened.leftovers() == []


def test_a_clause_that_repeats_itself_is_indexed(
    write_folder: WriteFolder, tmp_path: Path, counting: CountingEmbedder
) -> None:
    folder = write_folder({"long.md": "# 长文\n\n第一条 " + "按期报告进展情况。" * 300 + "\n"})
    index = OpenIndex.open(folder, tmp_path / "data", counting)
    index.update()
    assert index.leftovers() == []


# ── files that cannot be read ──────────────────────────────────────────────────────────────────────────────────────


def test_bad_files_are_reported_on_a_line_each_and_the_good_are_indexed(opened: OpenIndex) -> None:
    (opened.documents / "empty.md").write_text("", encoding="utf-8")
    (opened.documents / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (opened.documents / "damaged.docx").write_bytes(b"PK\x03\x04 cut off")
    (opened.documents / "gone.md").symlink_to(opened.documents / "nowhere.md")
    (opened.documents / "museums.txt").write_bytes("第一条 博物馆每周一闭馆。\n".encode("gb18030"))
    report = opened.update()
    assert [source for source, _ in report.failed] == ["binary.txt", "damaged.docx", "empty.md", "gone.md"]
    assert all(error.startswith(source) and "\n" not in error for source, error in report.failed)
    assert report.added == ("museums.txt",)
    assert "周一闭馆" in opened.best("博物馆哪天闭馆？")
    assert "三年" in opened.best(KEPT_QUESTION)
    assert opened.indexer.is_current(opened.manifest)


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_file_that_was_good_keeps_its_clauses(opened: OpenIndex, rebuild: bool) -> None:
    (opened.documents / "rivers.md").write_bytes(os.urandom(4000))
    report = opened.update(rebuild=rebuild)
    assert [source for source, _ in report.failed] == ["rivers.md"]
    assert "三年" in opened.best(KEPT_QUESTION)
    (opened.documents / "rivers.md").write_text(RIVERS.replace("三年", "四年"), encoding="utf-8")
    report = opened.update()
    assert (report.changed, report.failed) == (("rivers.md",), ())
    assert "四年" in opened.best(KEPT_QUESTION)


# ── reloads that fail ──────────────────────────────────────────────────────────────────────────────────────────────


def _still_answers(index: OpenIndex, generation: str) -> bool:
    return index.manifest.generation == generation and "三年" in index.best(KEPT_QUESTION)


def _change(index: OpenIndex) -> None:
    (index.documents / "rivers.md").write_text(RIVERS.replace("三年", "五年"), encoding="utf-8")
    (index.documents / "museums.md").write_text(MUSEUMS, encoding="utf-8")


def _many(index: OpenIndex, count: int) -> None:
    articles = "".join(f"第{n}条 第{n}号场馆每日开放{n}小时。\n\n" for n in range(1, count + 1))
    (index.documents / "many.md").write_text(f"# 场馆办法\n\n{articles}", encoding="utf-8")


def _in_small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.indexing._BATCH", 4)
    monkeypatch.setattr("retrieval.indexing._WRITTEN_TOGETHER", 8)


def test_a_wrong_catalogue_leaves_the_old_index_answering(opened: OpenIndex) -> None:
    generation = opened.manifest.generation
    _change(opened)
    (opened.documents / "catalogue.yaml").write_text("rivers.md:\n  titel: 河湖\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="第 2 行"):
        opened.update()
    assert _still_answers(opened, generation)
    assert opened.leftovers() == []


def test_a_missing_folder_leaves_the_old_index_answering(opened: OpenIndex) -> None:
    generation = opened.manifest.generation
    opened.documents.rename(opened.documents.with_name("elsewhere"))
    with pytest.raises(DocumentsFolderError, match="不存在"):
        opened.update()
    assert _still_answers(opened, generation)
    opened.documents.with_name("elsewhere").rename(opened.documents)
    assert opened.indexer.is_current(opened.manifest)


def test_an_embedder_that_fails_midway_leaves_the_old_index_answering(
    opened: OpenIndex, counting: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    _in_small_batches(monkeypatch)
    generation = opened.manifest.generation
    _change(opened)
    _many(opened, 30)
    counting.fail_after = len(counting.embedded) + 20
    with pytest.raises(EmbedderError):
        opened.update()
    assert len([name for name in opened.leftovers() if name.startswith("vector")]) >= 8
    assert _still_answers(opened, generation)
    assert not opened.indexer.is_current(opened.manifest)

    (opened.documents / "many.md").unlink()
    counting.fail_after = None
    opened.update()
    assert "五年" in opened.best(KEPT_QUESTION)
    assert opened.leftovers() == []


def test_vectors_are_written_while_the_next_ones_are_embedded(
    opened: OpenIndex, counting: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    _in_small_batches(monkeypatch)
    went_on, embed, add = Event(), counting.embed_documents, VectorStore.add
    writes: list[tuple[int, bool]] = []

    def watched(texts: list[str]) -> list[list[float]]:
        rows = embed(texts)
        if len(counting.embedded) > 5 + 8:
            went_on.set()
        return rows

    def waiting(store: VectorStore, ids: Sequence[str], *rest: Any) -> None:
        writes.append((len(ids), went_on.wait(timeout=20)))
        add(store, ids, *rest)

    monkeypatch.setattr(counting, "embed_documents", watched)
    monkeypatch.setattr(VectorStore, "add", waiting)
    _many(opened, 19)
    steps: list[tuple[int, int]] = []
    opened.indexer.update(
        opened.embedder,
        opened.store,
        progress=lambda done, total, what: steps.append((done, total)) if what == "embedding" else None,
    )
    assert writes == [(8, True), (8, True), (3, True)]
    assert list(dict.fromkeys(steps)) == [(4, 19), (8, 19), (12, 19), (16, 19), (19, 19)]
    assert opened.leftovers() == []


def test_a_chroma_that_fails_ends_the_embedding_soon(
    opened: OpenIndex, counting: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    _in_small_batches(monkeypatch)

    def fail(*_arguments: object) -> None:
        raise IndexUnavailableError("向量库无法使用")

    monkeypatch.setattr(VectorStore, "add", fail)
    _many(opened, 80)
    counting.embedded.clear()
    with pytest.raises(IndexUnavailableError):
        opened.update()
    # Two writes of eight, and the neighbours of each.
    assert len(counting.embedded) == 9 + 10


@pytest.mark.parametrize("step", ["add", "ids"])
def test_a_chroma_that_fails_leaves_the_old_index_answering(
    opened: OpenIndex, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = opened.manifest.generation
    _change(opened)

    def fail(*_arguments: object) -> None:
        raise IndexUnavailableError("向量库无法使用")

    with monkeypatch.context() as broken:
        broken.setattr(VectorStore, step, fail)
        with pytest.raises(IndexUnavailableError):
            opened.update()
        assert _still_answers(opened, generation)
    opened.update()
    assert "五年" in opened.best(KEPT_QUESTION)
    assert opened.leftovers() == []


def test_a_stale_vector_that_cannot_be_deleted_is_never_found(
    opened: OpenIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    _change(opened)

    def fail(*_arguments: object) -> None:
        raise IndexUnavailableError("向量库无法使用")

    with monkeypatch.context() as broken:
        broken.setattr(VectorStore, "delete", fail)
        with pytest.raises(IndexUnavailableError):
            opened.update()
        # The new state is live already: what failed is the clearing up.
        assert not any("三年" in result.clause.text for result in opened.search(KEPT_QUESTION, 10))
    assert opened.leftovers() != []
    opened.update()
    assert opened.leftovers() == []


# ── another embedder ───────────────────────────────────────────────────────────────────────────────────────────────


def test_another_embedders_index_is_refused_until_it_is_rebuilt(opened: OpenIndex, embedder: Embedder) -> None:
    other = OpenIndex.open(opened.documents, opened.data, CountingEmbedder(embedder, "another-384"), opened.database)
    with pytest.raises(IndexMismatchError, match=r"run_bot\.py index --rebuild") as caught:
        other.update()
    assert embedder.identity in str(caught.value)
    assert "another-384" in str(caught.value)
    assert "三年" in opened.best(KEPT_QUESTION)

    report = other.update(rebuild=True)
    assert report.clauses == 5
    assert "三年" in other.best(KEPT_QUESTION)
    assert other.leftovers() == []
    with pytest.raises(IndexUnavailableError):
        opened.store.ids()


# ── damage ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_damaged_manifest_is_named_and_a_rebuild_mends_it(opened: OpenIndex) -> None:
    opened.overwrite_manifest(opened.manifest.model_dump_json()[:-40])
    with pytest.raises(IndexUnavailableError, match=r"已损坏.*--rebuild"):
        opened.update()
    opened.update(rebuild=True)
    assert "三年" in opened.best(KEPT_QUESTION)
    assert opened.leftovers() == []


def test_an_index_of_a_former_format_is_built_anew(opened: OpenIndex) -> None:
    opened.overwrite_manifest('{"format": 0, "clauses": []}')
    report = opened.update()
    assert report.added == ("canteens.md", "rivers.md")
    assert opened.leftovers() == []


def test_a_new_parser_reads_every_file_again(opened: OpenIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.indexing.PARSER_VERSION", "next")
    assert not opened.indexer.is_current(opened.manifest)
    opened.update()
    assert opened.indexer.is_current(opened.manifest)
    assert "三年" in opened.best(KEPT_QUESTION)


@pytest.mark.parametrize("database", [None])
def test_a_data_folder_that_cannot_be_written_is_one_line(opened: OpenIndex, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    index = OpenIndex(opened.documents, in_the_way / "data", opened.embedder, opened.store)
    with pytest.raises(IndexUnavailableError, match="无法写入") as caught:
        index.update()
    assert "\n" not in str(caught.value)
    assert "--data" in str(caught.value)
