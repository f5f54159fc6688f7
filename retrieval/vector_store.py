"""Vectors in Chroma: embedded in the data folder, or a Chroma server by URL. Telemetry is off in both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from retrieval.errors import IndexUnavailableError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration

_SEARCH_BREADTH = 200
"""Candidates HNSW keeps while it searches: with 200, 99 in 100 of the exact first 30 are found."""


class VectorStore:
    """One Chroma collection: the vectors of one embedder. Records are never changed in place, only added and deleted.

    Safe to use from several threads.
    """

    def __init__(self, client: ClientAPI, embedder_identity: str) -> None:
        """Open or make the collection that belongs to `embedder_identity`.

        Raises:
            IndexUnavailableError: Chroma does not answer or its files are damaged.
        """
        self._client = client
        self._name = collection_name(embedder_identity)
        configuration: CreateCollectionConfiguration = {"hnsw": {"space": "ip", "ef_search": _SEARCH_BREADTH}}
        with _translated():
            self._collection = client.get_or_create_collection(
                self._name,
                configuration=configuration,
                embedding_function=None,
                metadata={"embedder": embedder_identity},
            )
            self._largest_batch = client.get_max_batch_size()

    def add(
        self,
        ids: Sequence[str],
        vectors: Sequence[Sequence[float]],
        texts: Sequence[str],
        clause_ids: Sequence[str],
    ) -> None:
        """Write records: an id, a vector of unit length, the indexed text and the clause each belongs to."""
        for start in range(0, len(ids), self._largest_batch):
            batch = slice(start, start + self._largest_batch)
            with _translated():
                self._collection.upsert(
                    ids=list(ids[batch]),
                    embeddings=list(vectors[batch]),
                    documents=list(texts[batch]),
                    metadatas=[{"clause_id": clause_id} for clause_id in clause_ids[batch]],
                )

    def nearest(self, vector: Sequence[float], count: int) -> list[tuple[str, float]]:
        """Find the `count` nearest records: pairs of id and cosine similarity, nearest first."""
        with _translated():
            found = self._collection.query(query_embeddings=list(vector), n_results=count, include=["distances"])
        distances = found["distances"] or [[]]
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def ids(self) -> set[str]:
        """List the ids of all records."""
        with _translated():
            return set(self._collection.get(include=[])["ids"])

    def delete(self, ids: Sequence[str]) -> None:
        """Delete records; ids that are not there are passed over."""
        for start in range(0, len(ids), self._largest_batch):
            with _translated():
                self._collection.delete(ids=list(ids[start : start + self._largest_batch]))

    def delete_other_collections(self) -> None:
        """Delete the vectors of former embedders."""
        with _translated():
            for collection in self._client.list_collections():
                if collection.name != self._name and collection.name.startswith(_PREFIX):
                    self._client.delete_collection(collection.name)


_PREFIX = "zhengwen-"


def collection_name(embedder_identity: str) -> str:
    """Name the collection of an embedder; another embedder's vectors never stand beside them."""
    return _PREFIX + hashlib.sha256(embedder_identity.encode()).hexdigest()[:12]


def connect(data_dir: Path, url: str | None = None) -> ClientAPI:
    """Open Chroma: embedded in `data_dir` where `url` is None, else the server at `url`.

    Raises:
        IndexUnavailableError: the folder cannot be written, or the server does not answer.
    """
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    with _translated(place=url or str(data_dir / "chroma")):
        if url is None:
            return chromadb.PersistentClient(str(data_dir / "chroma"), settings=settings)
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        return chromadb.HttpClient(
            host=parts.hostname or url, port=parts.port or (443 if secure else 80), ssl=secure, settings=settings
        )


@contextmanager
def _translated(place: str = "向量库") -> Iterator[None]:
    """Turn what Chroma and its HTTP client raise into this room's error."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise IndexUnavailableError(
            f"Chroma 无法使用{place}（{reason[:200]}），请检查 ZHENGWEN_DATA_DIR、ZHENGWEN_CHROMA_URL，"
            "或运行 `run_bot.py index --rebuild` 重建"
        ) from error
