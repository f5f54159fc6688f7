"""The assistant over a real index: questions during reloads, several processes, what each chat may see."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from knowledge.errors import CatalogueError, DocumentsFolderError
from retrieval.assistant import LONGEST_QUESTION, Assistant, AssistantOptions
from retrieval.embedders import Embedder
from retrieval.errors import IndexMismatchError, IndexUnavailableError, QuestionError
from tests.conftest import WriteFolder
from tests.retrieval.counting import CountingEmbedder
from tests.retrieval.small_library import CANTEENS, RIVERS

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "河道巡查记录保存多久？"


@pytest.fixture
def options(write_folder: WriteFolder, tmp_path: Path) -> AssistantOptions:
    return AssistantOptions(write_folder({"rivers.md": RIVERS, "canteens.md": CANTEENS}), tmp_path / "data")


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch, embedder: Embedder) -> list[Embedder]:
    """What assistants load as their embedder: the last of the list."""
    loaded = [embedder]
    monkeypatch.setattr("retrieval.assistant.load_embedder", lambda _name: loaded[-1])
    return loaded


@pytest.fixture
def assistant(options: AssistantOptions) -> Assistant:
    assistant = Assistant(options)
    assistant.open()
    return assistant


def change(options: AssistantOptions, value: str) -> None:
    (options.documents_dir / "rivers.md").write_text(RIVERS.replace("三年", value), encoding="utf-8")


def test_the_index_is_built_at_the_first_question_and_kept(options: AssistantOptions) -> None:
    first = Assistant(options)
    assert "三年" in first.ask(QUESTION).text
    report = Assistant(options).open()
    assert report is None
    change(options, "五年")
    again = Assistant(options)
    report = again.open()
    assert report is not None
    assert report.changed == ("rivers.md",)
    assert "五年" in again.ask(QUESTION).text


def test_a_failed_reload_leaves_the_old_answers(assistant: Assistant, options: AssistantOptions) -> None:
    change(options, "五年")
    (options.documents_dir / "catalogue.yaml").write_text("rivers.md:\n  titel: 甲\n", encoding="utf-8")
    with pytest.raises(CatalogueError):
        assistant.reload()
    assert "三年" in assistant.ask(QUESTION).text
    shutil.rmtree(options.documents_dir)
    with pytest.raises(DocumentsFolderError):
        assistant.reload()
    assert "三年" in assistant.ask(QUESTION).text


def test_questions_during_reloads_get_the_old_state_or_the_new_never_both(
    assistant: Assistant, options: AssistantOptions
) -> None:
    """Both documents hold the number of the state they belong to."""
    done = Event()

    def write(number: int) -> None:
        for name in ("rivers", "canteens"):
            text = f"# {name}办法\n\n第一条 公共设施巡查每月{number}次。\n\n第二条 {name}名册保存{number}年。\n"
            (options.documents_dir / f"{name}.md").write_text(text, encoding="utf-8")

    def ask() -> list[set[str]]:
        seen = []
        while not done.is_set():
            results = assistant.search("公共设施巡查次数和名册保存年限", count=10)
            assert len(results) >= 3
            assert all(result.ranks.dense for result in results)
            seen.append({number for r in results for number in re.findall(r"(\d+)[次年]", r.clause.text)})
        return seen

    write(100)
    assistant.reload()
    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        for number in range(101, 106):
            write(number)
            assistant.reload()
        done.set()
        states = [state for future in asking for state in future.result()]
    assert all(len(state) == 1 for state in states)
    assert len(set.union(*states)) > 1


def test_a_reload_by_another_process_is_seen(assistant: Assistant, options: AssistantOptions) -> None:
    assert "三年" in assistant.ask(QUESTION).text
    change(options, "五年")
    command = [sys.executable, "run_bot.py", "--documents", options.documents_dir, "--data", options.data_dir]
    done = subprocess.run(
        [*command, "index", "--json"], cwd=ROOT, capture_output=True, text=True, check=True, env=os.environ.copy()
    )
    assert json.loads(done.stdout)["changed"] == 1

    assert "五年" in assistant.ask(QUESTION).text
    (nearest,) = assistant.search(QUESTION, count=1)
    assert "五年" in nearest.clause.text
    # The vector that the other process added is found here.
    assert nearest.ranks.dense == 1

    change(options, "七年")
    assert assistant.reload().changed == ("rivers.md",)
    (nearest,) = assistant.search(QUESTION, count=1)
    assert "七年" in nearest.clause.text
    assert nearest.ranks.dense == 1


def test_another_embedder_is_refused_until_the_same_assistant_rebuilds(
    options: AssistantOptions, loaded: list[Embedder]
) -> None:
    former = Assistant(options)
    former.open()
    loaded.append(CountingEmbedder(loaded[0], "another-384"))
    assistant = Assistant(options)
    for refused in (assistant.open, assistant.reload, lambda: assistant.ask(QUESTION)):
        with pytest.raises(IndexMismatchError, match=r"index --rebuild"):
            refused()
    assert "三年" in former.ask(QUESTION).text

    assistant.reload(rebuild=True)
    assert "三年" in assistant.ask(QUESTION).text
    assert assistant.search(QUESTION, count=1)[0].ranks.dense == 1
    with pytest.raises(IndexMismatchError, match="another-384"):
        former.ask(QUESTION)


def test_vectors_that_are_gone_are_made_again(options: AssistantOptions, tmp_path: Path) -> None:
    Assistant(options).open()
    moved = AssistantOptions(options.documents_dir, tmp_path / "moved")
    shutil.copytree(options.data_dir, moved.data_dir, ignore=shutil.ignore_patterns("chroma"))
    assistant = Assistant(moved)
    assert assistant.open() is not None
    assert assistant.search(QUESTION, count=1)[0].ranks.dense == 1


@pytest.mark.parametrize(
    "name", ["documents.jsonl", "records.txt", "keywords/params.index.json", "keywords/vocab.index.json"]
)
@pytest.mark.parametrize("damage", ["missing", "cut off"])
def test_a_damaged_generation_is_one_line_and_a_rebuild_mends_it(
    options: AssistantOptions, name: str, damage: str
) -> None:
    Assistant(options).open()
    (folder,) = (options.data_dir / "generations").iterdir()
    if damage == "missing":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes((folder / name).read_bytes()[:30])
    with pytest.raises(IndexUnavailableError, match=r"已损坏.*--rebuild") as caught:
        Assistant(options).open()
    assert "\n" not in str(caught.value)
    mended = Assistant(options)
    mended.reload(rebuild=True)
    assert "三年" in mended.ask(QUESTION).text


def test_a_data_folder_that_cannot_be_made_is_one_line(options: AssistantOptions, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnavailableError, match="无法写入") as caught:
        Assistant(AssistantOptions(options.documents_dir, tmp_path / "file" / "data")).open()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("question", ["", "   ", "\0\n\t", "　"])
def test_an_empty_question_is_refused(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionError, match="空"):
        assistant.ask(question)


def test_a_question_may_be_long_but_not_a_document(assistant: Assistant) -> None:
    assistant.ask("巡" * LONGEST_QUESTION)
    with pytest.raises(QuestionError, match="5000 个字，上限 1000"):
        assistant.search("巡" * 5000)


@pytest.mark.parametrize(
    "question", ["🙂🙂", "河道\0巡查记录\ud800保存多久", "How long are inspection records kept?", "？", "-- '; DROP"]
)
def test_any_question_gets_an_answer_or_a_refusal(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).text
    assert assistant.ask(question, conversation_key="someone").question == question


def test_a_quote_is_word_for_word_and_without_the_path(assistant: Assistant, options: AssistantOptions) -> None:
    answer = assistant.ask(QUESTION)
    (citation,) = answer.citations
    assert citation.quote in RIVERS
    assert citation.path == ("第二章 巡查", "第二条")
    assert citation.source == "rivers.md"
    assert "第二章" not in citation.quote
    assert citation.title == "青禾县河道巡查办法"
    assert options.documents_dir.joinpath(citation.source).is_file()


def test_a_clause_is_opened_with_its_neighbours(assistant: Assistant) -> None:
    (citation,) = assistant.ask(QUESTION).citations
    view = assistant.open_clause(citation.clause_id)
    assert view is not None
    assert view.previous is not None
    assert view.next is not None
    assert [view.previous.path[-1], view.clause.path[-1], view.next.path[-1]] == ["第一条", "第二条", "第三条"]
    first = assistant.open_clause(view.previous.id)
    assert first is not None
    assert first.previous is None
    assert assistant.open_clause("nobody") is None


def test_a_document_for_some_chats_is_not_seen_by_others(assistant: Assistant, options: AssistantOptions) -> None:
    (options.documents_dir / "catalogue.yaml").write_text("rivers.md:\n  audience: ['-100']\n", encoding="utf-8")
    assistant.reload()
    inside, outside = assistant.search(QUESTION, audience="-100"), assistant.search(QUESTION, audience="7")
    assert {r.document.source for r in inside} == {"rivers.md", "canteens.md"}
    assert {r.document.source for r in outside} == {"canteens.md"}
    assert [summary.document.source for summary in assistant.documents(audience="7")] == ["canteens.md"]
    assert assistant.open_clause(inside[0].clause.id, audience="-100") is not None
    assert assistant.open_clause(inside[0].clause.id, audience="7") is None
    assert "三年" in assistant.ask(QUESTION, audience="-100").text
    assert "三年" not in assistant.ask(QUESTION, audience="7").text


def test_the_documents_are_listed_with_their_clauses(assistant: Assistant) -> None:
    listed = {summary.document.source: summary.clauses for summary in assistant.documents()}
    assert listed == {"canteens.md": 2, "rivers.md": 3}
