"""Vectors in Chroma: embedded in the data folder, or a Chroma server by URL. Telemetry is off in both.

Embedded Chroma keeps its graph of vectors in memory from the first query on, and never sees what another process adds
to the same folder. So the store is told which state of the index is live, and opens Chroma again for a state that
another process has written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Condition
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from retrieval.chroma_import import import_chroma
from retrieval.errors import IndexUnavailableError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

_SEARCH_BREADTH = 200
"""Candidates HNSW keeps while it searches: with 200, 99 in 100 of the exact first 30 are found."""


@dataclass(frozen=True)
class Chroma:
    """Where Chroma is: a folder, opened in this process, or the server at `url`."""

    folder: Path
    url: str | None = None
    owner: str = ""
    """Whose collections are used and may be deleted, of the many that a server may hold; a folder has one owner."""

    @property
    def place(self) -> str:
        """What errors name it by."""
        return self.url or str(self.folder)

    def open(self) -> Client:
        """Open Chroma.

        Raises:
            IndexUnavailableError: the folder cannot be used, or the server does not answer.
        """
        import_chroma(embedded=self.url is None)
        import chromadb
        from chromadb.config import Settings

        with _translated(self.place):
            if self.url is None:
                # Without an endpoint, whatever the environment says, no traces are exported.
                settings = Settings(anonymized_telemetry=False, chroma_otel_collection_endpoint="")
                return cast("Client", chromadb.PersistentClient(str(self.folder), settings=settings))
            from retrieval.chroma_http import open_http_client

            parts = urlsplit(self.url)
            secure = parts.scheme == "https"
            host, port = parts.hostname or self.url, parts.port or (443 if secure else 80)
            return open_http_client(host, port, secure=secure)


class VectorStore:
    """One Chroma collection: the vectors of one embedder. Records are never changed in place, only added and deleted.

    Safe to use from several threads.
    """

    def __init__(self, chroma: Chroma, embedder_identity: str, *, client: Client | None = None) -> None:
        """Open or make the collection that belongs to `embedder_identity`.

        Args:
            chroma: Where the vectors are; opened again where another process has changed them.
            embedder_identity: Whose vectors.
            client: What `chroma.open` has given already, if it has been called.

        Raises:
            IndexUnavailableError: Chroma does not answer or its files are damaged.
        """
        self._chroma = chroma
        self._identity = embedder_identity
        self._name = collection_name(embedder_identity, chroma.owner)
        self._generation: str | None = None
        self._users = 0
        self._reopening = False
        self._changed = Condition()
        self._client = client
        self._collection: Collection | None = None
        self._open()

    def _open(self) -> Collection:
        configuration: CreateCollectionConfiguration = {"hnsw": {"space": "ip", "ef_search": _SEARCH_BREADTH}}
        client = self._client = self._client or self._chroma.open()
        with _translated(self._chroma.place):
            self._collection = client.get_or_create_collection(
                self._name,
                configuration=configuration,
                embedding_function=None,
                metadata={"embedder": self._identity},
            )
            self._largest_batch = client.get_max_batch_size()
        return self._collection

    def refresh(self, generation: str | None) -> None:
        """See the vectors of `generation`, whoever wrote them; None: of a reload that did not come to its end.

        Calls under way end first. Nothing is done where the store has seen `generation` already, or where a server
        holds the vectors: it sees them all.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._reopening)
            if self._chroma.url is None and (generation is None or self._generation not in (None, generation)):
                self._reopening = True
                try:
                    self._changed.wait_for(lambda: not self._users)
                    self._close()
                    self._open()
                finally:
                    self._reopening = False
                    self._changed.notify_all()
            self._generation = generation

    def _close(self) -> None:
        client, self._client, self._collection = self._client, None, None
        if client is not None:
            with _translated(self._chroma.place):
                client.close()

    def written(self, generation: str) -> None:
        """Note that `generation` was written through this store: there is nothing to open again."""
        with self._changed:
            self._generation = generation

    @contextmanager
    def _using(self) -> Iterator[Collection]:
        with self._changed:
            self._changed.wait_for(lambda: not self._reopening)
            # There is none where Chroma could not be opened again.
            collection = self._collection or self._open()
            self._users += 1
        try:
            with _translated(self._chroma.place):
                yield collection
        finally:
            with self._changed:
                self._users -= 1
                self._changed.notify_all()

    def add(
        self,
        ids: Sequence[str],
        vectors: Sequence[Sequence[float]],
        clause_ids: Sequence[str],
    ) -> None:
        """Write records: an id, a vector of unit length and the clause each belongs to.

        Not the text: the generation holds it, and Chroma would index it once more for words, which takes longer than
        the vectors.
        """
        for start in range(0, len(ids), self._largest_batch):
            batch = slice(start, start + self._largest_batch)
            with self._using() as collection:
                collection.upsert(
                    ids=list(ids[batch]),
                    embeddings=list(vectors[batch]),
                    metadatas=[{"clause_id": clause_id} for clause_id in clause_ids[batch]],
                )

    def nearest(self, vector: Sequence[float], count: int) -> list[tuple[str, float]]:
        """Find the `count` nearest records: pairs of id and cosine similarity, nearest first."""
        with self._using() as collection:
            found = collection.query(query_embeddings=list(vector), n_results=count, include=["distances"])
        distances = found["distances"] or [[]]
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def ids(self) -> set[str]:
        """List the ids of all records."""
        with self._using() as collection:
            return set(collection.get(include=[])["ids"])

    def count(self) -> int:
        """Count the records."""
        with self._using() as collection:
            return collection.count()

    def delete(self, ids: Sequence[str]) -> None:
        """Delete records; ids that are not there are passed over."""
        for start in range(0, len(ids), self._largest_batch):
            with self._using() as collection:
                collection.delete(ids=list(ids[start : start + self._largest_batch]))

    def delete_other_collections(self) -> None:
        """Delete the vectors of this owner's former embedders."""
        prefix = _prefix(self._chroma.owner)
        client = self._client or self._chroma.open()
        with _translated(self._chroma.place):
            for collection in client.list_collections():
                if collection.name != self._name and collection.name[:-_DIGITS] == prefix:
                    client.delete_collection(collection.name)


_DIGITS = 12


def collection_name(embedder_identity: str, owner: str = "") -> str:
    """Name an owner's collection of an embedder; another embedder's vectors never stand beside them."""
    return _prefix(owner) + hashlib.sha256(embedder_identity.encode()).hexdigest()[:_DIGITS]


def _prefix(owner: str) -> str:
    return f"zhengwen-{owner}-" if owner else "zhengwen-"


@contextmanager
def _translated(place: str) -> Iterator[None]:
    """Turn what Chroma and its HTTP client raise into this room's error."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError, ValueError) as error:
        raise _unavailable(place, error) from error
    except Exception as error:
        # Chroma raises the bare class where a server, or a proxy in front of it, gives an error of its own.
        if type(error) is Exception:
            raise _unavailable(place, error) from error
        raise


def _unavailable(place: str, error: Exception) -> IndexUnavailableError:
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return IndexUnavailableError(
        f"向量库 {place} 无法使用（{reason[:200]}），请检查磁盘空间、权限和 ZHENGWEN_CHROMA_URL；"
        "数据目录中的 chroma 文件夹若已损坏，请删除它，再运行 `run_bot.py index --rebuild`"
    )
