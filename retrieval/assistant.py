"""The assistant: one documents folder, one data folder, one embedder; what the front ends talk to.

Everything that takes long is loaded when it is first needed, and side by side: Chroma takes a second to import, the
embedder as long to load.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from knowledge import segmentation
from knowledge.values import Document
from retrieval.answering import answer
from retrieval.chroma_import import import_chroma
from retrieval.conversation import Conversations
from retrieval.embedders import Embedder, load_embedder
from retrieval.errors import IndexUnavailableError, QuestionError
from retrieval.followup import Standalone
from retrieval.generations import GenerationStore, generation_store
from retrieval.indexing import Indexer, Progress, mismatch
from retrieval.live_snapshot import LiveSnapshot, SnapshotUse
from retrieval.manifest import Manifest, writable
from retrieval.passages import PassageVectors
from retrieval.question import understand
from retrieval.rerankers import Reranker, load_reranker
from retrieval.script import to_simplified
from retrieval.search import HybridSearch
from retrieval.snapshot import Snapshot
from retrieval.startup import collector_paused
from retrieval.steering import steer
from retrieval.values import Answer, ClauseView, DocumentSummary, IndexReport, SearchResult, Understood
from retrieval.vector_store import Chroma, VectorStore

if TYPE_CHECKING:
    # Loaded where a chat model is set: its libraries take seconds to import.
    from retrieval.chat.answering import ChatAnswering
    from retrieval.chat.evidence import Reading
    from retrieval.chat.options import ChatOptions

LONGEST_QUESTION = 1000
"""Characters; more is a document, not a question."""

_WIDE = str.maketrans("?,;!", "？，；！")
"""The analysis folds punctuation; people read it as it was."""

_SURER = 0.15
"""How much surer an answer without the conversation has to be than one with it."""


@dataclass(frozen=True)
class AssistantOptions:
    """Where an assistant's documents and index are, and which parts it uses."""

    documents_dir: Path
    data_dir: Path
    embedder: str = "bundled"
    chroma_url: str | None = None
    reranker: str | None = None
    """A CrossEncoder's name or folder; None: nothing is reranked."""
    database_url: str | None = field(default=None, repr=False)
    """Where the manifest and the generations are kept, for replicas that share `chroma_url`; else the data folder."""
    chat: ChatOptions | None = None
    """The chat model that writes the answers; None: they stay in the documents' words."""


class Assistant:
    """Finds and answers. Safe to use from several threads; questions are answered while a reload runs."""

    def __init__(
        self, options: AssistantOptions, *, embedder: Embedder | None = None, reranker: Reranker | None = None
    ) -> None:
        """Nothing is loaded yet but the chat model, where one is set; see `open`.

        Args:
            options: Where the documents and the index are, and which parts to load.
            embedder: One that is there already, in place of the one `options` names.
            reranker: Likewise.

        Raises:
            ChatSetupError: the chat model cannot be made.
        """
        self._options = options
        self._embedder = embedder
        self._reranker = reranker
        self._chat = _chat(options)
        self._generations = generation_store(options.data_dir, options.chroma_url, options.database_url)
        self._indexer = Indexer(options.documents_dir, self._generations)
        self._conversations = Conversations()
        self._parts: _Parts | None = None
        self._parts_lock = Lock()
        self._showing = Lock()
        self._state = LiveSnapshot()

    # ── the index ──────────────────────────────────────────────────────────────────────────────────────────────

    def open(self, *, progress: Progress | None = None) -> IndexReport | None:
        """Load the index, after bringing it up to the documents folder if that has changed.

        Returns:
            What changed, or None where nothing had.

        Raises:
            KnowledgeError: the folder or its catalogue cannot be read.
            RetrievalError: the embedder, the reranker, the data folder or Chroma cannot be used.
        """
        self._load_reranker()
        parts = self._load_parts()
        manifest = self._generations.manifest()
        if manifest is not None and manifest.embedder != parts.embedder.identity:
            raise mismatch(manifest.embedder, parts.embedder.identity)
        if manifest is None or not self._indexer.is_current(manifest):
            return self.reload(progress=progress)
        snapshot = self._show_live()
        # Chroma's folder was deleted, or another Chroma is set now.
        if parts.store.count() < len(snapshot.clause_of_record):
            return self.reload(progress=progress)
        return None

    def close(self) -> None:
        """Give back what is open to a chat model; the index needs no closing."""
        if self._chat is not None:
            self._chat.close()

    def reload(self, *, rebuild: bool = False, progress: Progress | None = None) -> IndexReport:
        """Bring the index up to the documents folder; a failure leaves the former state answering.

        Args:
            rebuild: Read and embed everything anew.
            progress: Called with steps done, steps in all, and what is being done.

        Raises:
            KnowledgeError: the folder or its catalogue cannot be read.
            RetrievalError: the embedder, the data folder or Chroma cannot be used.
        """
        parts = self._load_parts()
        return self._indexer.update(
            parts.embedder, parts.store, rebuild=rebuild, progress=progress, on_swapped=self._change_over
        )

    def _change_over(self, _manifest: Manifest) -> None:
        """Let new questions use what was just swapped in, and wait for those that use a former state."""
        self._state.wait_for_others(self._show_live().generation)

    def _show_live(self) -> Snapshot:
        """Make the generation that the manifest names the one that new questions use.

        Raises:
            IndexMismatchError: another process has rebuilt the index with another embedder.
            IndexUnavailableError: its files are missing or damaged.
        """
        parts = self._load_parts()
        with self._showing:
            while True:
                stamp = self._generations.stamp()
                manifest = self._generations.manifest()
                if manifest is None:
                    raise IndexUnavailableError("索引不见了，请运行 `run_bot.py index` 重建")
                if manifest.embedder != parts.embedder.identity:
                    raise mismatch(manifest.embedder, parts.embedder.identity)
                try:
                    snapshot = self._state.snapshot_of(manifest.generation) or self._generations.load(
                        manifest.generation
                    )
                except IndexUnavailableError:
                    # Another process has swapped the manifest again, and deleted what it named before.
                    if self._generations.manifest() != manifest:
                        continue
                    raise
                parts.store.refresh(manifest.generation)
                self._state.replace(snapshot, stamp)
                return snapshot

    def _load_parts(self) -> _Parts:
        with self._parts_lock:
            if self._parts is None:
                self._parts = _load_parts(self._options, self._generations, self._embedder)
            return self._parts

    def _load_reranker(self) -> Reranker | None:
        """Load the reranker for questions: bringing the index up to the documents does without."""
        with self._parts_lock:
            if self._reranker is None and self._options.reranker is not None:
                self._reranker = load_reranker(self._options.reranker)
            return self._reranker

    def _snapshot_use(self) -> SnapshotUse:
        """Take hold of the live snapshot; another process may have swapped the manifest since."""
        if self._state.generation is None:
            self.open()
        elif self._generations.stamp() not in (self._state.stamp, None):
            self._show_live()
        return SnapshotUse(self._state)

    # ── questions ──────────────────────────────────────────────────────────────────────────────────────────────

    def ask(
        self,
        question: str,
        *,
        conversation_key: str | None = None,
        audience: str | None = None,
        person: str | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Answer:
        """Answer a question from the documents, or say that they do not answer it.

        Args:
            question: As the person wrote it.
            conversation_key: Names the conversation a follow-up belongs to; None: the question stands alone.
            audience: The chat that asks; documents limited to other chats are not seen.
            person: Whose chat model budget the answer counts towards.
            on_text: Called from this thread with the answer so far while a chat model writes it; only what is checked.

        Raises:
            QuestionError: the question is empty or too long.
            RetrievalError: the index cannot be used.
        """
        started = time.perf_counter()
        asked = _checked(question)
        former = self._conversations.last(conversation_key) if conversation_key else None
        ways = self._conversations.readings(conversation_key, asked) if conversation_key else (Standalone(asked),)
        if self._chat is None:
            found, standalone = self._answer(ways, audience)
            parts: tuple[str, ...] = ()
        else:
            from retrieval.chat.answering import Asking

            asking = Asking(asked, ways, former, audience or conversation_key, person, on_text)
            found, reading = self._chat.answer(asking, lambda ways: self._read(ways, audience))
            standalone, parts = reading.standalone, reading.parts
        if conversation_key:
            self._conversations.remember(conversation_key, standalone)
        elapsed_ms = (time.perf_counter() - started) * 1000
        understood = _understood(standalone, parts)
        return found.model_copy(update={"question": question, "elapsed_ms": elapsed_ms, "understood": understood})

    def recall(self, question: str, *, conversation_key: str) -> None:
        """Take up a conversation in which `question` was asked last; it is not answered.

        Raises:
            QuestionError: the question is empty or too long.
        """
        ways = self._conversations.readings(conversation_key, _checked(question))
        self._conversations.remember(conversation_key, ways[0])

    def _answer(self, ways: Sequence[Standalone], audience: str | None) -> tuple[Answer, Standalone]:
        """The documents' own words, and the question that they answer."""
        with self._snapshot_use() as snapshot:
            return self._surest(ways, snapshot, audience)

    def _read(self, ways: Sequence[Standalone], audience: str | None) -> Reading:
        """The documents' own words, and the clauses around them; the snapshot is given back before a model writes."""
        from retrieval.chat.evidence import read

        with self._snapshot_use() as snapshot:
            if self._chat is not None:
                self._chat.drop_changed(snapshot.generation, ((c, snapshot.document(c)) for c in snapshot.clauses))
            found, standalone = self._surest(ways, snapshot, audience)
            return read(standalone, found, snapshot, self._search(), _visible_to(audience))

    def _surest(
        self, ways: Sequence[Standalone], snapshot: Snapshot, audience: str | None
    ) -> tuple[Answer, Standalone]:
        """Answer each way to understand a question; the first holds unless another is clearly surer."""
        search, passages, visible = self._search(), self._load_parts().passages, _visible_to(audience)
        answers = [(answer(way, snapshot, search, visible=visible, passages=passages), way) for way in ways]
        if not any(found.confidence for found, _ in answers):
            return answers[-1]
        return max(enumerate(answers), key=lambda pair: pair[1][0].confidence - _SURER * pair[0])[1]

    def search(self, question: str, *, count: int = 10, audience: str | None = None) -> list[SearchResult]:
        """Find the clauses nearest to a question, best first.

        Raises:
            QuestionError: the question is empty or too long.
            RetrievalError: the index cannot be used.
        """
        asked = _checked(question)
        with self._snapshot_use() as snapshot:
            visible = _visible_to(audience)
            steering = steer(asked, (d for d in snapshot.documents.values() if visible(d)))
            return self._search().search(snapshot, asked, count=count, steering=steering, visible=visible)

    def forget(self, conversation_key: str) -> None:
        """Forget a conversation."""
        self._conversations.forget(conversation_key)

    def documents(self, *, audience: str | None = None) -> list[DocumentSummary]:
        """List the documents that `audience` may see, in the order of their sources."""
        visible = _visible_to(audience)
        with self._snapshot_use() as snapshot:
            counts: dict[str, int] = dict.fromkeys(snapshot.documents, 0)
            for clause in snapshot.clauses:
                counts[clause.document_id] += 1
            return [
                DocumentSummary(document=document, clauses=counts[id_])
                for id_, document in snapshot.documents.items()
                if visible(document)
            ]

    def open_clause(self, clause_id: str, *, audience: str | None = None) -> ClauseView | None:
        """Open a clause whole, with its neighbours; None where it is gone or not for `audience`."""
        with self._snapshot_use() as snapshot:
            place = snapshot.places.get(clause_id)
            if place is None or not _visible_to(audience)(snapshot.document(snapshot.clauses[place])):
                return None
            clause = snapshot.clauses[place]
            around = [snapshot.clauses[p] if 0 <= p < len(snapshot.clauses) else None for p in (place - 1, place + 1)]
            before, after = (c if c and c.document_id == clause.document_id else None for c in around)
            return ClauseView(document=snapshot.document(clause), clause=clause, previous=before, next=after)

    def updated_at(self) -> float | None:
        """When the index was last brought up to the documents, in seconds since the epoch; None where there is none.

        Raises:
            IndexUnavailableError: that cannot be read.
        """
        manifest = self._generations.manifest()
        return None if manifest is None else manifest.created

    @contextmanager
    def reading(self) -> Iterator[tuple[Snapshot, HybridSearch]]:
        """Hold the live snapshot, with the search over it, for the length of a `with` block."""
        with self._snapshot_use() as snapshot:
            yield snapshot, self._search()

    def _search(self) -> HybridSearch:
        parts = self._load_parts()
        return HybridSearch(parts.embedder, parts.store, self._load_reranker())


def _chat(options: AssistantOptions) -> ChatAnswering | None:
    if options.chat is None:
        return None
    from retrieval.chat.answering import ChatAnswering

    return ChatAnswering(options.chat, options.data_dir, options.database_url)


def _understood(standalone: Standalone, parts: tuple[str, ...]) -> Understood:
    """What the question was taken to ask; of a compound one its parts, whether read together or one by one."""
    understood = understand(standalone.text, standalone.context)
    found = parts or tuple(part.text.translate(_WIDE) for part in understood.parts)
    return Understood(question=standalone.text, context=standalone.context, parts=found if len(found) > 1 else ())


@dataclass(frozen=True)
class _Parts:
    embedder: Embedder
    store: VectorStore
    passages: PassageVectors


def _load_parts(options: AssistantOptions, generations: GenerationStore, given: Embedder | None) -> _Parts:
    with collector_paused(), ThreadPoolExecutor(max_workers=2) as pool:
        loading: Future[Embedder] = pool.submit(_identified, options.embedder, given)
        with writable(options.data_dir):
            options.data_dir.mkdir(parents=True, exist_ok=True)
        import_chroma(embedded=not options.chroma_url)
        # Opening Chroma is waiting for its files.
        pool.submit(segmentation.load)
        owner = generations.owner() if options.chroma_url else ""
        chroma = Chroma(options.data_dir / "chroma", options.chroma_url, owner)
        client = chroma.open()
        embedder = loading.result()
    return _Parts(embedder, VectorStore(chroma, embedder.identity, client=client), PassageVectors(embedder))


def _identified(name: str, given: Embedder | None) -> Embedder:
    """Load an embedder and know which it is: the digest of its files is made beside the import of Chroma."""
    embedder = given or load_embedder(name)
    assert embedder.identity
    return embedder


def _checked(question: str) -> str:
    """Take control characters and surplus space out of a question.

    Raises:
        QuestionError: nothing is left, or it is too long.
    """
    cleaned = " ".join("".join(c if c.isprintable() else " " for c in question).split())
    if not cleaned:
        raise QuestionError("问题是空的，请输入要查的内容")
    if len(cleaned) > LONGEST_QUESTION:
        raise QuestionError(f"问题有 {len(cleaned)} 个字，上限 {LONGEST_QUESTION} 个字，请压缩成一个具体的问题")
    return to_simplified(cleaned)


def _visible_to(audience: str | None) -> Callable[[Document], bool]:
    """Which documents a chat may see; None is the operator, who owns the files and sees them all."""
    return lambda document: audience is None or not document.audience or audience in document.audience
