"""What the index asks of Chroma, asked of an embedded one and of a server."""

from __future__ import annotations

import math
import os
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from chromadb.api.client import Client

from retrieval.errors import IndexUnavailableError
from retrieval.vector_store import Chroma, VectorStore, collection_name
from tests.retrieval.chroma_server import SERVERS

pytestmark = [
    pytest.mark.xdist_group("chroma"),
    # Chroma's HTTP client has no way to be closed.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),
]

MakeStore = Callable[..., VectorStore]


@pytest.fixture(params=["embedded", "served"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> MakeStore:
    """Opens the store of an embedder; a second store of one test stands for a second process."""
    url = request.getfixturevalue("server_url") if request.param == "served" else None

    def make(identity: str = "embedder") -> VectorStore:
        # One server serves all tests: each has collections of its own.
        return VectorStore(Chroma(tmp_path / "chroma", url), f"{identity} {tmp_path}")

    return make


def direction(degrees: float) -> list[float]:
    """A vector of unit length."""
    return [math.cos(math.radians(degrees)), math.sin(math.radians(degrees))]


def add(store: VectorStore, **degrees: float) -> None:
    store.add(
        list(degrees),
        [direction(angle) for angle in degrees.values()],
        [f"clause of {id_}" for id_ in degrees],
    )


def test_the_nearest_come_first_with_their_cosine(make_store: MakeStore) -> None:
    store = make_store()
    add(store, a=0, b=60, c=180)
    found = store.nearest(direction(50), 2)
    assert [id_ for id_, _ in found] == ["b", "a"]
    assert [cosine for _, cosine in found] == pytest.approx(
        [math.cos(math.radians(10)), math.cos(math.radians(50))], abs=1e-5
    )


def test_an_empty_store_finds_nothing_and_more_than_there_is_gives_all(make_store: MakeStore) -> None:
    store = make_store()
    assert store.ids() == set()
    assert store.count() == 0
    assert store.nearest(direction(0), 5) == []
    add(store, a=0)
    assert [id_ for id_, _ in store.nearest(direction(90), 50)] == ["a"]


def test_adding_again_changes_nothing_and_deleting_what_is_not_there_neither(make_store: MakeStore) -> None:
    store = make_store()
    add(store, a=0, b=90)
    add(store, b=90, c=180)
    assert store.ids() == {"a", "b", "c"}
    store.delete(["b", "nobody"])
    assert store.ids() == {"a", "c"}
    assert {id_ for id_, _ in store.nearest(direction(90), 3)} == {"a", "c"}
    store.delete([])
    store.add([], [], [])
    assert store.count() == 2


def test_more_than_chroma_takes_at_once_is_cut_into_batches(make_store: MakeStore) -> None:
    store = make_store()
    store._largest_batch = 2
    add(store, **{f"n{angle}": angle for angle in range(0, 50, 10)})
    assert store.count() == 5
    store.delete(["n0", "n10", "n20"])
    assert store.ids() == {"n30", "n40"}


def test_records_outlive_the_store(make_store: MakeStore) -> None:
    add(make_store(), a=0)
    assert make_store().ids() == {"a"}


def test_embedders_have_collections_of_their_own(make_store: MakeStore) -> None:
    first, second = make_store("first"), make_store("second")
    add(first, a=0)
    assert second.ids() == set()
    add(second, b=0)
    second.delete_other_collections()
    assert second.ids() == {"b"}
    with pytest.raises(IndexUnavailableError):
        first.ids()


def test_threads_search_while_the_store_is_opened_again(make_store: MakeStore) -> None:
    store = make_store()
    add(store, a=0, b=90)
    store.refresh("one")

    def search(_number: int) -> list[str]:
        return [id_ for id_, _ in store.nearest(direction(10), 2)]

    with ThreadPoolExecutor(4) as pool:
        searches = pool.map(search, range(80))
        for number in range(4):
            store.refresh(f"generation {number}")
        assert all(found == ["a", "b"] for found in searches)


class SometimesAway(Chroma):
    away = Event()

    def open(self) -> Client:
        if self.away.is_set():
            raise IndexUnavailableError("away")
        return super().open()


def test_a_store_that_could_not_be_opened_again_is_when_chroma_is_back(tmp_path: Path) -> None:
    chroma = SometimesAway(tmp_path / "chroma")
    store = VectorStore(chroma, "embedder")
    add(store, a=0)
    store.refresh("one")
    chroma.away.set()
    with pytest.raises(IndexUnavailableError):
        store.refresh("two")
    with pytest.raises(IndexUnavailableError):
        store.nearest(direction(0), 1)
    chroma.away.clear()
    assert [id_ for id_, _ in store.nearest(direction(0), 1)] == ["a"]


def test_the_collection_is_named_after_the_embedder_and_the_owner() -> None:
    names = {collection_name(identity, owner) for identity in "ab" for owner in ("", "one", "two")}
    assert len(names) == 6
    assert collection_name("a", "one") == collection_name("a", "one")


def test_owners_of_one_server_leave_each_other_alone(server_url: str, tmp_path: Path) -> None:
    def open_as(owner: str, identity: str = "embedder") -> VectorStore:
        return VectorStore(Chroma(tmp_path, server_url, owner), identity)

    # "one" is also how the other's name begins.
    mine, former, others, nobodys = open_as("one"), open_as("one", "former"), open_as("one-two"), open_as("")
    for store, name in ((mine, "a"), (former, "b"), (others, "c"), (nobodys, "d")):
        add(store, **{name: 0})
    mine.delete(["c", "d"])
    mine.delete_other_collections()
    assert (mine.ids(), others.ids(), nobodys.ids()) == ({"a"}, {"c"}, {"d"})
    with pytest.raises(IndexUnavailableError):
        former.ids()


def _answer_nothing(connection: socket.socket, request: bytes) -> None:
    """Take the request and keep the connection open."""


def _answer_who_it_is(connection: socket.socket, request: bytes) -> None:
    """Say who is asking, as the client wants to know first; hang from then on."""
    if b"/auth/identity" not in request:
        return
    body = b'{"user_id":"","tenant":"default_tenant","databases":["default_database"]}'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    connection.sendall(head + body)


def _answer_badly(connection: socket.socket, request: bytes) -> None:
    """What a proxy says whose server is away."""
    connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 11\r\nConnection: close\r\n\r\nBad Gateway")


@pytest.mark.parametrize("answer", [_answer_nothing, _answer_who_it_is, _answer_badly])
def test_a_server_that_hangs_or_fails_is_given_up(
    tmp_path: Path, answer: Callable[[socket.socket, bytes], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.chroma_http.TIMEOUT_SECONDS", 0.3)
    taken: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            taken.append(connection)
            answer(connection, connection.recv(4096))

    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as pool:
        serving = pool.submit(serve)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        started = time.monotonic()
        with pytest.raises(IndexUnavailableError, match="ZHENGWEN_CHROMA_URL") as caught:
            VectorStore(Chroma(tmp_path / "chroma", url), "embedder")
        assert time.monotonic() - started < 5
        assert "\n" not in str(caught.value)
        listening.shutdown(socket.SHUT_RDWR)
        serving.result(5)
    for connection in taken:
        connection.close()


def test_a_server_that_stops_answering_is_given_up_and_taken_up_again(
    tmp_path: Path, server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.chroma_http.TIMEOUT_SECONDS", 0.5)
    store = VectorStore(Chroma(tmp_path / "chroma", server_url, "paused"), "embedder")
    add(store, a=0)
    pid = SERVERS[server_url]
    os.kill(pid, signal.SIGSTOP)
    # The signal is delivered in its own time.
    while "\nState:\tT" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8"):
        time.sleep(0.01)
    try:
        started = time.monotonic()
        with pytest.raises(IndexUnavailableError, match="timed out"):
            store.nearest(direction(0), 1)
        assert time.monotonic() - started < 5
    finally:
        os.kill(pid, signal.SIGCONT)
    assert [id_ for id_, _ in store.nearest(direction(0), 1)] == ["a"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://127.0.0.1:99999", "http://"])
def test_a_server_that_does_not_answer_is_one_line(tmp_path: Path, url: str) -> None:
    with pytest.raises(IndexUnavailableError, match="ZHENGWEN_CHROMA_URL") as caught:
        VectorStore(Chroma(tmp_path / "chroma", url), "embedder")
    assert url in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_damaged_database_is_one_line_and_its_folder_can_be_deleted(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(IndexUnavailableError, match="请删除它") as caught:
        VectorStore(Chroma(tmp_path / "chroma"), "embedder")
    assert "\n" not in str(caught.value)
