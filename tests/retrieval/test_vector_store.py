"""What the index asks of Chroma, asked of an embedded one and of a server."""

from __future__ import annotations

import math
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import httpx
import pytest
from chromadb.api.client import Client

from retrieval.errors import IndexUnavailableError
from retrieval.vector_store import Chroma, VectorStore, collection_name

pytestmark = [
    pytest.mark.xdist_group("chroma"),
    # Chroma's HTTP client has no way to be closed.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"),
]

MakeStore = Callable[..., VectorStore]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server of the test's own, from the same environment."""
    port = _free_port()
    folder = tmp_path_factory.mktemp("served")
    chroma = Path(sys.executable).with_name("chroma")
    process = subprocess.Popen(
        [chroma, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
        env={"ANONYMIZED_TELEMETRY": "False", "DO_NOT_TRACK": "1", "HOME": str(folder), "PATH": "/usr/bin:/bin"},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/api/v2/heartbeat", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"the Chroma server did not start, exit code {process.poll()}")


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
        [f"text of {id_}" for id_ in degrees],
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
    store.add([], [], [], [])
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


def test_the_collection_is_named_after_the_embedder() -> None:
    assert collection_name("a") != collection_name("b")
    assert collection_name("a") == collection_name("a")


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
