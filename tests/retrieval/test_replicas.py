"""Assistants with data folders of their own that share a database and a Chroma server."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from retrieval.assistant import Assistant, AssistantOptions
from retrieval.database_generations import POLL_SECONDS, DatabaseGenerations
from retrieval.embedders import Embedder
from retrieval.errors import IndexMismatchError, IndexUnavailableError
from tests.conftest import WriteFolder
from tests.retrieval.counting import CountingEmbedder
from tests.retrieval.small_library import CANTEENS, RIVERS, query

QUESTION = "河道巡查记录保存多久？"

# Chroma's HTTP client has no way to be closed.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(params=["sqlite_url", "empty_postgresql_url"])
def shared_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, counting: CountingEmbedder) -> Iterator[list[Embedder]]:
    loaded: list[Embedder] = [counting]
    monkeypatch.setattr("retrieval.assistant.load_embedder", lambda _name: loaded[-1])
    return loaded


@pytest.fixture
def replicas(
    write_folder: WriteFolder, tmp_path: Path, server_url: str, shared_url: str, loaded: list[Embedder]
) -> tuple[AssistantOptions, AssistantOptions]:
    """Two replicas: each has a copy of the documents and a data folder of its own."""
    folder = write_folder({"rivers.md": RIVERS, "canteens.md": CANTEENS})
    shutil.copytree(folder, tmp_path / "copy")

    def options(documents: Path, name: str) -> AssistantOptions:
        return AssistantOptions(documents, tmp_path / name, chroma_url=server_url, database_url=shared_url)

    return options(folder, "one"), options(tmp_path / "copy", "two")


def change(options: AssistantOptions, value: str) -> None:
    (options.documents_dir / "rivers.md").write_text(RIVERS.replace("三年", value), encoding="utf-8")


def test_a_reload_by_one_is_seen_by_the_other(
    replicas: tuple[AssistantOptions, AssistantOptions], counting: CountingEmbedder
) -> None:
    one, two = Assistant(replicas[0]), Assistant(replicas[1])
    one.open()
    embedded = len(counting.embedded)
    two.open()
    # The vectors that the first has made are the second's too.
    assert len(counting.embedded) == embedded == 5
    assert "三年" in two.ask(QUESTION).text

    change(replicas[0], "五年")
    assert one.reload().changed == ("rivers.md",)
    for assistant in (one, two):
        assert "五年" in assistant.ask(QUESTION).text
        (nearest,) = assistant.search(QUESTION, count=1)
        assert "五年" in nearest.clause.text
        assert nearest.ranks.dense == 1
    assert {path.name for path in replicas[1].data_dir.iterdir()} == set()


def test_a_database_that_is_away_leaves_the_replicas_answering(
    replicas: tuple[AssistantOptions, AssistantOptions], monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = Assistant(replicas[0])
    assistant.open()

    def away(_self: DatabaseGenerations) -> None:
        raise IndexUnavailableError("存放索引的数据库无法使用")

    with monkeypatch.context() as broken:
        broken.setattr(DatabaseGenerations, "_connection", away)
        assert "三年" in assistant.ask(QUESTION).text
        with pytest.raises(IndexUnavailableError):
            assistant.reload()
    change(replicas[0], "五年")
    assistant.reload()
    assert "五年" in assistant.ask(QUESTION).text


def test_questions_that_come_at_once_after_a_pause_all_see_the_reload(
    replicas: tuple[AssistantOptions, AssistantOptions], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = Assistant(replicas[0]), Assistant(replicas[1])
    for assistant in (one, two):
        assistant.open()
        assistant.ask(QUESTION)
    change(replicas[0], "五年")
    one.reload()
    time.sleep(POLL_SECONDS)
    look = DatabaseGenerations._live_generation

    def slowly(self: DatabaseGenerations) -> str | None:
        time.sleep(0.2)
        return look(self)

    monkeypatch.setattr(DatabaseGenerations, "_live_generation", slowly)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: two.ask(QUESTION).text, range(8)))

    assert all("五年" in answer for answer in answers)


def test_a_database_that_hangs_holds_up_nobody(
    replicas: tuple[AssistantOptions, AssistantOptions], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.database_generations._PATIENCE_SECONDS", 0.1)
    assistant = Assistant(replicas[0])
    assistant.open()
    back = Event()
    look = DatabaseGenerations._live_generation

    def hang(self: DatabaseGenerations) -> str | None:
        assert back.wait(20)
        return look(self)

    monkeypatch.setattr(DatabaseGenerations, "_live_generation", hang)
    assert "三年" in assistant.ask(QUESTION).text
    assert "三年" in assistant.ask(QUESTION).text
    change(replicas[0], "五年")
    Assistant(replicas[0]).reload()
    assert "三年" in assistant.ask(QUESTION).text
    back.set()
    deadline = time.monotonic() + 20
    while "五年" not in assistant.ask(QUESTION).text:
        assert time.monotonic() < deadline


def test_one_reload_at_a_time(replicas: tuple[AssistantOptions, AssistantOptions], shared_url: str) -> None:
    one, two = Assistant(replicas[0]), Assistant(replicas[1])
    one.open()
    within, leave = Event(), Event()

    def hold() -> None:
        with DatabaseGenerations(shared_url).exclusive():
            within.set()
            assert leave.wait(20)

    with ThreadPoolExecutor(2) as pool:
        holding = pool.submit(hold)
        assert within.wait(20)
        reloading = pool.submit(two.reload)
        # Questions are answered while it waits.
        assert "三年" in one.ask(QUESTION).text
        assert not reloading.done()
        leave.set()
        holding.result(20)
        assert reloading.result(20).clauses == 5


def test_waiting_for_the_lock_ends(
    replicas: tuple[AssistantOptions, AssistantOptions], shared_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.database_generations.LOCK_TIMEOUT_SECONDS", 1.0)
    assistant = Assistant(replicas[0])
    assistant.open()
    with (
        DatabaseGenerations(shared_url).exclusive(),
        ThreadPoolExecutor(1) as pool,
        pytest.raises(IndexUnavailableError, match="另一个进程正在"),
    ):
        pool.submit(assistant.reload).result(20)
    assert "三年" in assistant.ask(QUESTION).text


def test_another_embedder_is_refused_until_it_is_rebuilt(
    replicas: tuple[AssistantOptions, AssistantOptions], loaded: list[Embedder]
) -> None:
    former = Assistant(replicas[0])
    former.open()
    loaded.append(CountingEmbedder(loaded[0], "another-384"))
    other = Assistant(replicas[1])
    with pytest.raises(IndexMismatchError, match=r"index --rebuild"):
        other.open()
    other.reload(rebuild=True)
    assert "三年" in other.ask(QUESTION).text
    with pytest.raises(IndexMismatchError, match="another-384"):
        former.ask(QUESTION)


def test_a_damaged_generation_is_one_line_and_a_rebuild_mends_it(
    replicas: tuple[AssistantOptions, AssistantOptions], shared_url: str
) -> None:
    Assistant(replicas[0]).open()
    (row,) = query(shared_url, "SELECT content FROM index_generations")
    content = bytes(row[0])  # type: ignore[call-overload]
    for damaged in (b"", content[: len(content) // 2], content[:200] + b"\0" * 50 + content[250:]):
        query(shared_url, "UPDATE index_generations SET content = :content", content=damaged)
        with pytest.raises(IndexUnavailableError, match=r"已损坏.*--rebuild") as caught:
            Assistant(replicas[0]).open()
        assert "\n" not in str(caught.value)
    mended = Assistant(replicas[0])
    mended.reload(rebuild=True)
    assert "三年" in mended.ask(QUESTION).text


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "不是 SQLAlchemy 的数据库地址"),
        ("mysql://user:secret@127.0.0.1/name", "PostgreSQL 或 SQLite"),
        ("postgresql://user:secret@127.0.0.1:9/name", "无法使用"),
        ("sqlite:////nowhere/at/all/index.sqlite3", "无法使用"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_line(tmp_path: Path, url: str, said: str) -> None:
    options = AssistantOptions(tmp_path, tmp_path / "data", chroma_url="http://127.0.0.1:9", database_url=url)
    with pytest.raises(IndexUnavailableError, match=said) as caught:
        Assistant(options).open()
    assert "\n" not in str(caught.value)
    assert "ZHENGWEN_DATABASE_URL" in str(caught.value)
    assert "secret" not in str(caught.value)
