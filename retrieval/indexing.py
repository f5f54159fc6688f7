"""Bringing the index up to the documents folder, so that a crash at any point leaves the old state or the new one.

1. Take the lock: one reload at a time for one index.
2. Read the files that changed; take the others from the last generation.
3. Let the catalogue and the documents have their say on each other.
4. Embed the texts whose digest is not in Chroma yet, with their neighbours, and add them while the next ones are
   embedded.
5. Write the new generation: documents, records, references, keyword index.
6. Swap the manifest: from here on the new state is live.
7. Delete the vectors and generations that the manifest does not name.

A crash before 6 leaves vectors and a generation that nothing names; the next reload finds the marker of step 4 and
clears them up. Where generations are kept, and how they are swapped, is `retrieval.generations`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from knowledge.errors import UnreadableDocumentError
from knowledge.folder import CATALOGUE_NAME, PARSER_VERSION, content_digest, list_files
from knowledge.values import ParsedDocument, SourceFile
from retrieval.embedders import Embedder
from retrieval.errors import IndexMismatchError, IndexUnavailableError
from retrieval.generations import Content, GenerationStore, new_name
from retrieval.manifest import FileState, Manifest, stamp_of
from retrieval.records import Record, records
from retrieval.values import IndexReport
from retrieval.vector_store import VectorStore
from retrieval.vectors import Vectors, with_neighbours

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what is being done."""

_BATCH = 64
"""Texts embedded between two calls of the progress callback."""
_WRITTEN_TOGETHER = 512
"""Records Chroma is given at once: a call costs it as much time as some seventy records, and nothing else in
Python goes on meanwhile. What is embedded anew after a crash is at most what two calls write."""
_NO_STAMP = (0, 0, 0)
"""Of a link that leads nowhere."""


@dataclass(frozen=True)
class _Reading:
    """What one pass over the folder gave."""

    documents: tuple[ParsedDocument, ...]
    files: tuple[FileState, ...]
    failed: tuple[tuple[str, str], ...]


class Indexer:
    """Keeps one index in step with one documents folder."""

    def __init__(self, documents_dir: Path, generations: GenerationStore) -> None:
        self._documents_dir = documents_dir
        self._generations = generations

    def is_current(self, manifest: Manifest) -> bool:
        """Tell, from the files' stamps alone, whether the folder is as it was when `manifest` was made.

        Raises:
            DocumentsFolderError: the folder is missing or is not a folder.
            IndexUnavailableError: the database of the index cannot be used.
        """
        files = list_files(self._documents_dir)
        return (
            not self._generations.is_unfinished()
            and manifest.parser == PARSER_VERSION
            and manifest.documents_dir == str(self._documents_dir.resolve())
            and manifest.catalogue_stamp == stamp_of(self._documents_dir / CATALOGUE_NAME)
            and {state.source: state.stamp for state in manifest.files}
            == {file.source: stamp_of(file.path) or _NO_STAMP for file in files}
        )

    def update(
        self,
        embedder: Embedder,
        store: VectorStore,
        *,
        rebuild: bool = False,
        progress: Progress | None = None,
        on_swapped: Callable[[Manifest], None] | None = None,
    ) -> IndexReport:
        """Bring the index up to the folder.

        Args:
            embedder: Embeds what is new; has to be the one the index was built with, unless `rebuild`.
            store: The embedder's collection.
            rebuild: Read and embed everything anew, former embedders' vectors deleted.
            progress: Told of each file read and each batch embedded.
            on_swapped: Called when the new state is live and the old one's vectors are still there, so that searches
                under way can end; they are deleted when it returns.

        Raises:
            DocumentsFolderError: the documents folder cannot be listed; the index stays as it was.
            CatalogueError: `catalogue.yaml` is wrong; the index stays as it was.
            IndexMismatchError: the index was built with another embedder.
            IndexUnavailableError: the data folder, the database or Chroma cannot be used.
        """
        started = time.perf_counter()
        with self._generations.exclusive():
            former = self._former(rebuild)
            # Another process may have written since this one last looked, or died while it wrote.
            if self._generations.is_unfinished():
                store.refresh(None)
            elif former is not None:
                store.refresh(former.generation)
            manifest, reading = self._update(
                embedder, store, former, rebuild, progress or _silent, on_swapped or _ignored
            )
            return _report(former, manifest, reading, started)

    def _former(self, rebuild: bool) -> Manifest | None:
        try:
            return self._generations.manifest()
        except IndexUnavailableError:
            # What is damaged is what a rebuild is for.
            if rebuild:
                return None
            raise

    def _update(
        self,
        embedder: Embedder,
        store: VectorStore,
        former: Manifest | None,
        rebuild: bool,
        progress: Progress,
        on_swapped: Callable[[Manifest], None],
    ) -> tuple[Manifest, _Reading]:
        if former is not None and former.embedder != embedder.identity and not rebuild:
            raise mismatch(former.embedder, embedder.identity)
        reading = self._read(former, rebuild, progress)
        resolved = _resolve(reading.documents, self._documents_dir)
        live = [records(document.clauses, embedder.window_characters) for document in resolved]
        live_ids = {record.id for document in live for record in document}
        # Chroma itself says what it holds: vectors of an index whose manifest is gone are good all the same.
        stored = store.ids()
        self._generations.begin()
        _embed(live, live_ids if rebuild else live_ids - stored, embedder, store, progress)

        generation = new_name()
        manifest = Manifest(
            generation=generation,
            embedder=embedder.identity,
            parser=PARSER_VERSION,
            documents_dir=str(self._documents_dir.resolve()),
            files=reading.files,
            catalogue_stamp=stamp_of(self._documents_dir / CATALOGUE_NAME),
            clauses=sum(len(document.clauses) for document in resolved),
            created=time.time(),
        )
        self._generations.publish(manifest, Content(reading.documents, resolved, list(chain.from_iterable(live))))
        store.written(generation)
        on_swapped(manifest)
        self._generations.wait_for_readers()
        store.delete(sorted(stored - live_ids))
        if rebuild:
            store.delete_other_collections()
        self._generations.clear_up(keep=generation)
        return manifest, reading

    def _read(self, former: Manifest | None, rebuild: bool, progress: Progress) -> _Reading:
        files = list_files(self._documents_dir)
        parsed = self._last_read(former, rebuild)
        reusable = former is not None and former.parser == PARSER_VERSION and not rebuild
        documents: list[ParsedDocument] = []
        read_states: list[FileState] = []
        failed: list[tuple[str, str]] = []
        for done, file in enumerate(files, 1):
            document, state = _read_file(file, parsed.get(file.source), reusable)
            read_states.append(state)
            if document is not None:
                documents.append(document)
            if state.error is not None:
                failed.append((file.source, state.error))
            progress(done, len(files), file.source)
        return _Reading(tuple(documents), tuple(read_states), tuple(failed))

    def _last_read(self, former: Manifest | None, rebuild: bool) -> dict[str, ParsedDocument]:
        """The documents of the last generation, by source."""
        if former is None:
            return {}
        try:
            documents = self._generations.read_parsed(former.generation)
        except IndexUnavailableError:
            if rebuild or former.parser != PARSER_VERSION:
                return {}
            raise
        return {document.document.source: document for document in documents}


def _read_file(
    file: SourceFile, former: ParsedDocument | None, reusable: bool
) -> tuple[ParsedDocument | None, FileState]:
    """Read one file, or take what the last generation holds where its content is the same and it is `reusable`.

    A file that cannot be read any more keeps the clauses of its last readable state: nothing that was good is lost.
    """
    stamp = stamp_of(file.path) or _NO_STAMP
    try:
        digest = content_digest(file)
        if former is None or not reusable or former.document.content_hash != digest:
            former = _read_document(file)
        return former, FileState(source=file.source, stamp=stamp, content_hash=former.document.content_hash)
    except UnreadableDocumentError as error:
        kept = former.document.content_hash if former else ""
        return former, FileState(source=file.source, stamp=stamp, content_hash=kept, error=str(error))


def _embed(
    live: Sequence[Sequence[Record]], fresh: set[str], embedder: Embedder, store: VectorStore, progress: Progress
) -> None:
    wanted = [(document, place) for document in live for place, record in enumerate(document) if record.id in fresh]
    with ThreadPoolExecutor(max_workers=1) as writer:
        writing: Future[None] | None = None
        for start in range(0, len(wanted), _WRITTEN_TOGETHER):
            part = wanted[start : start + _WRITTEN_TOGETHER]
            vectors = with_neighbours(part, _Batches(embedder, progress, start, len(part), len(wanted)))
            if writing is not None:
                writing.result()
            writing = writer.submit(_write, store, [document[place] for document, place in part], vectors)
        if writing is not None:
            writing.result()


@dataclass(frozen=True)
class _Batches:
    """Embeds the texts of one part of the records, and tells how far all parts are."""

    embedder: Embedder
    progress: Progress
    done: int
    """Records of the parts before."""
    part: int
    total: int

    def __call__(self, texts: list[str]) -> list[list[float]]:
        """Embed texts in batches of like length: a batch takes as long as its longest text."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        rows: dict[int, list[float]] = {}
        for batch in (order[first : first + _BATCH] for first in range(0, len(order), _BATCH)):
            rows.update(zip(batch, self.embedder.embed_documents([texts[at] for at in batch]), strict=True))
            # Neighbours that are written with another part are read as well.
            self.progress(self.done + min(len(rows), self.part), self.total, "embedding")
        return [rows[place] for place in range(len(texts))]


def _write(store: VectorStore, records: Sequence[Record], vectors: Vectors) -> None:
    store.add(
        [record.id for record in records],
        vectors.tolist(),
        [record.clause_id for record in records],
    )


def _report(former: Manifest | None, manifest: Manifest, reading: _Reading, started: float) -> IndexReport:
    failed = {source for source, _ in reading.failed}
    before = {state.source: state.content_hash for state in former.files if state.content_hash} if former else {}
    now = {state.source: state.content_hash for state in manifest.files if state.content_hash}
    return IndexReport(
        added=tuple(source for source in now if source not in before),
        changed=tuple(source for source, digest in now.items() if before.get(source, digest) != digest),
        unchanged=tuple(
            source for source, digest in now.items() if before.get(source) == digest and source not in failed
        ),
        removed=tuple(source for source in before if source not in now),
        failed=reading.failed,
        clauses=manifest.clauses,
        elapsed_ms=(time.perf_counter() - started) * 1000,
    )


def mismatch(built_with: str, current: str) -> IndexMismatchError:
    """The error for an index of another embedder."""
    return IndexMismatchError(
        f"索引由向量模型 {built_with} 建立，当前设置为 {current}：请运行 `run_bot.py index --rebuild` 重建，"
        "或把 ZHENGWEN_EMBEDDER 改回原来的模型"
    )


def _silent(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody watches."""


def _ignored(_manifest: Manifest) -> None:
    """A swap that nobody waits for."""


# The parser and the catalogue are loaded by the reload that needs them, not by every question.


def _read_document(file: SourceFile) -> ParsedDocument:
    from knowledge.library import read_document

    return read_document(file)


def _resolve(documents: Sequence[ParsedDocument], folder: Path) -> list[ParsedDocument]:
    from knowledge.catalogue.corrections import read_catalogue
    from knowledge.library import resolve

    return resolve(documents, read_catalogue(folder))
