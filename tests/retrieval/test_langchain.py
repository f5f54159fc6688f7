"""The parts LangChain knows: our retriever in a chain, and its embeddings in our index."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.embeddings import DeterministicFakeEmbedding
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import AIMessage
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from pydantic import ValidationError

from retrieval.assistant import Assistant, AssistantOptions
from retrieval.embedders import Embedder
from retrieval.embedders.langchain import LangChainEmbedder
from retrieval.errors import IndexMismatchError, QuestionError
from retrieval.langchain import ClauseRetriever
from tests.commands import environment
from tests.conftest import WriteFolder
from tests.retrieval.counting import CountingEmbedder
from tests.retrieval.small_library import CANTEENS, MUSEUMS, RIVERS

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "河道巡查记录保存多久？"
CLAUSE = "第二条 河道巡查人员每月巡查不少于两次，巡查记录保存三年。"
CATALOGUE = "rivers.md:\n  number: 青水发〔2024〕3号\nmuseums.md:\n  audience: ['77']\n"


@pytest.fixture
def counting(embedder: Embedder) -> CountingEmbedder:
    return CountingEmbedder(embedder)


@pytest.fixture
def assistant(write_folder: WriteFolder, tmp_path: Path, counting: CountingEmbedder) -> Assistant:
    folder = write_folder(
        {"rivers.md": RIVERS, "canteens.md": CANTEENS, "museums.md": MUSEUMS, "catalogue.yaml": CATALOGUE}
    )
    return Assistant(AssistantOptions(folder, tmp_path / "data"), embedder=counting)


class Watcher(BaseCallbackHandler):
    """Notes what a retriever's run is told of."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any]] = []
        self.tags: list[str] | None = None

    def on_retriever_start(
        self, serialized: dict[str, Any], query: str, *, tags: list[str] | None = None, **kwargs: Any
    ) -> None:
        self.events.append(("start", query))
        self.tags = tags

    def on_retriever_end(self, documents: Any, **kwargs: Any) -> None:
        self.events.append(("end", documents))

    def on_retriever_error(self, error: BaseException, **kwargs: Any) -> None:
        self.events.append(("error", type(error)))


# ── the retriever ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_document_is_the_clause_word_for_word_and_says_where_it_stands(assistant: Assistant) -> None:
    found = ClauseRetriever(assistant=assistant, count=3).invoke(QUESTION)
    (best, *_) = results = assistant.search(QUESTION, count=3)
    assert [document.id for document in found] == [result.clause.id for result in results]
    assert found[0].page_content == CLAUSE
    assert found[0].metadata == {
        "clause_id": best.clause.id,
        "title": "青禾县河道巡查办法",
        "path": ["第二章 巡查", "第二条"],
        "label": "《青禾县河道巡查办法》第二章第二条",
        "source": "rivers.md",
        "number": "青水发〔2024〕3号",
        "published": "2024-03-01",
        "status": "unknown",
        "score": best.score,
        "ranks": {"dense": 1, "keyword": 1, "reranked": None},
    }
    assert json.loads(json.dumps(found[0].metadata)) == found[0].metadata


async def test_asynchronous_searches_leave_the_event_loop(
    assistant: Assistant, counting: CountingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant.open()
    retriever = ClauseRetriever(assistant=assistant)
    went_on, threads, embed = threading.Event(), [], counting.embed_query

    def waiting(text: str) -> list[float]:
        threads.append(threading.current_thread())
        assert went_on.wait(timeout=20), "the event loop stood still"
        return embed(text)

    monkeypatch.setattr(counting, "embed_query", waiting)
    asyncio.get_running_loop().call_later(0.01, went_on.set)
    found, others = await asyncio.gather(retriever.ainvoke(QUESTION), retriever.abatch(["食堂账目多久公布？"] * 2))
    assert found[0].page_content == CLAUSE
    assert all("每季度" in documents[0].page_content for documents in others)
    assert threading.main_thread() not in threads


def test_count_and_audience_hold(assistant: Assistant) -> None:
    question = "博物馆哪天闭馆？"
    assert len(ClauseRetriever(assistant=assistant, count=2).invoke(question)) == 2
    for audience, seen in ((None, True), ("77", True), ("78", False)):
        found = ClauseRetriever(assistant=assistant, count=20, audience=audience).invoke(question)
        assert ("museums.md" in {document.metadata["source"] for document in found}) is seen
    with pytest.raises(ValidationError):
        ClauseRetriever(assistant=assistant, count=0)


def test_callbacks_hear_of_each_search_and_of_each_error(assistant: Assistant) -> None:
    watcher = Watcher()
    retriever = ClauseRetriever(assistant=assistant, tags=["政策"])
    found = retriever.invoke(QUESTION, {"callbacks": [watcher], "tags": ["这一次"]})
    assert watcher.events == [("start", QUESTION), ("end", found)]
    assert set(watcher.tags or ()) == {"政策", "这一次"}
    with pytest.raises(QuestionError, match="空"):
        retriever.invoke(" ", {"callbacks": [watcher]})
    assert watcher.events[-1] == ("error", QuestionError)


def test_it_is_a_link_of_a_chain(assistant: Assistant) -> None:
    prompt = ChatPromptTemplate.from_template("{clauses}\n{question}")
    chain = (
        {"clauses": ClauseRetriever(assistant=assistant), "question": RunnablePassthrough()}
        | prompt
        | FakeListChatModel(responses=["三年"])
    )
    assert chain.invoke(QUESTION).content == "三年"


def test_the_example_of_the_readme_runs(
    write_folder: WriteFolder,
    tmp_path: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    write_folder({"rivers.md": RIVERS}).rename(tmp_path / "我的文件夹")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("retrieval.assistant.load_embedder", lambda _name: embedder)
    echo = RunnableLambda(lambda prompt: AIMessage(prompt.to_string()))
    exec(example, {"model": echo})
    printed = capsys.readouterr().out
    assert CLAUSE in printed
    assert "《青禾县河道巡查办法》第二章第二条" in printed


def test_a_question_without_it_does_not_import_it(write_folder: WriteFolder, tmp_path: Path) -> None:
    program = (
        "import sys, run_bot\n"
        "try:\n    run_bot.main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'langchain_core', 'retrieval.langchain', 'sentence_transformers', 'torch'}\n"
        "sys.stderr.write(repr(heavy & set(sys.modules)))\n"
    )
    place = ["--documents", write_folder({"rivers.md": RIVERS}), "--data", tmp_path / "data"]
    done = subprocess.run(
        [sys.executable, "-c", program, *place, "ask", QUESTION],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "三年" in done.stdout
    assert done.stderr == "set()"


# ── LangChain's parts in place of ours ─────────────────────────────────────────────────────────────────────────────


def test_any_langchain_embeddings_can_take_the_place_of_ours(write_folder: WriteFolder, tmp_path: Path) -> None:
    options = AssistantOptions(write_folder({"rivers.md": RIVERS, "canteens.md": CANTEENS}), tmp_path / "data")
    embeddings = DeterministicFakeEmbedding(size=32)
    assistant = Assistant(options, embedder=LangChainEmbedder(embeddings, "fake-32", window_characters=200))
    report = assistant.open()
    assert report is not None
    assert report.clauses == 5
    found = ClauseRetriever(assistant=assistant, count=5).invoke(QUESTION)
    # The fake's vectors mean nothing, but they are there for all five; the keywords find the clause.
    ranks = {document.page_content: document.metadata["ranks"] for document in found}
    assert ranks[CLAUSE]["keyword"] == 1
    assert sorted(rank["dense"] for rank in ranks.values()) == [1, 2, 3, 4, 5]
    with pytest.raises(IndexMismatchError, match="fake-32"):
        Assistant(options, embedder=LangChainEmbedder(embeddings, "fake-of-next-year")).open()


def test_rows_are_brought_to_unit_length() -> None:
    embeddings = DeterministicFakeEmbedding(size=32)
    wrapped = LangChainEmbedder(embeddings, "fake-32")
    rows = np.array([wrapped.embed_query("甲"), *wrapped.embed_documents(["甲", "乙"])])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1)
    raw = np.array(embeddings.embed_query("甲"))
    np.testing.assert_allclose(rows[0], raw / np.linalg.norm(raw))
