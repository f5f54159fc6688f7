"""A snapshot: one state of the index in memory, whole and never changed. A search uses one from start to end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from knowledge.values import Clause, Document, ParsedDocument
from retrieval.errors import IndexUnavailableError
from retrieval.keyword_index import KeywordIndex
from retrieval.own_names import own_names
from retrieval.records import Record, indexed_text
from retrieval.references import References, find_references

_READ = "read.jsonl"
_DOCUMENTS = "documents.jsonl"
_RECORDS = "records.txt"
_REFERENCES = "references.txt"
_KEYWORDS = "keywords"


@dataclass(frozen=True)
class Snapshot:
    """The documents, clauses and keyword index of one generation, and which vectors are live."""

    generation: str
    documents: dict[str, Document]
    clauses: tuple[Clause, ...]
    """In the order of the documents; a clause's place is its place in the keyword index."""
    keywords: KeywordIndex
    clause_of_record: dict[str, str] = field(repr=False)
    """Live vector's id to its clause's id."""
    references: References = field(repr=False)
    """Which clauses refer to which."""

    @cached_property
    def places(self) -> dict[str, int]:
        """Clause id to its place in `clauses`."""
        return {clause.id: place for place, clause in enumerate(self.clauses)}

    def clause(self, clause_id: str) -> Clause | None:
        """Look a clause up by its id."""
        place = self.places.get(clause_id)
        return None if place is None else self.clauses[place]

    @cached_property
    def own_names(self) -> dict[str, tuple[str, ...]]:
        """Document id to what the document calls what it is about."""
        return own_names(self.clauses)

    def document(self, clause: Clause) -> Document:
        """The document a clause stands in."""
        return self.documents[clause.document_id]

    @cached_property
    def children(self) -> dict[str, tuple[Clause, ...]]:
        """Clause id to its items, in order."""
        found: dict[str, list[Clause]] = {}
        for clause in self.clauses:
            if clause.parent is not None:
                found.setdefault(clause.parent, []).append(clause)
        return {parent: tuple(items) for parent, items in found.items()}


def generation_folder(data_dir: Path, generation: str) -> Path:
    """Where a generation's files stand."""
    return data_dir / "generations" / generation


def write_generation(
    folder: Path,
    read: Sequence[ParsedDocument],
    resolved: Sequence[ParsedDocument],
    records: Iterable[Record],
) -> None:
    """Write a generation's files, complete, into a folder that nothing names yet.

    Args:
        folder: Made here.
        read: The documents as their files say.
        resolved: The same after the catalogue; these are searched and shown.
        records: What was embedded of them.
    """
    folder.mkdir(parents=True)
    for name, documents in ((_READ, read), (_DOCUMENTS, resolved)):
        with (folder / name).open("w", encoding="utf-8") as file:
            file.writelines(document.model_dump_json() + "\n" for document in documents)
    with (folder / _RECORDS).open("w", encoding="utf-8") as file:
        file.writelines(f"{record.id} {record.clause_id}\n" for record in records)
    with (folder / _REFERENCES).open("w", encoding="utf-8") as file:
        file.writelines(f"{' '.join((clause, *targets))}\n" for clause, targets in find_references(resolved).items())
    texts = [indexed_text(clause) for document in resolved for clause in document.clauses]
    KeywordIndex.build(texts).save(folder / _KEYWORDS)
    _flush(folder)


def _flush(folder: Path) -> None:
    """Have everything on disk before the manifest names it: power may fail at any time."""
    for path in (folder, *folder.rglob("*")):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_parsed(folder: Path) -> list[ParsedDocument]:
    """Read the documents as their files said, for the reload that leaves unchanged files alone."""
    return _documents(folder / _READ)


def load_snapshot(data_dir: Path, generation: str) -> Snapshot:
    """Load one generation.

    Raises:
        IndexUnavailableError: its files are missing or damaged.
    """
    folder = generation_folder(data_dir, generation)
    documents = _documents(folder / _DOCUMENTS)
    clauses = tuple(clause for document in documents for clause in document.clauses)
    with _readable(folder / _RECORDS) as path, path.open(encoding="utf-8") as file:
        clause_of_record = dict(line.split() for line in file)
        if set(clause_of_record.values()) != {clause.id for clause in clauses if clause.text.strip()}:
            raise ValueError(f"{path} is of other clauses")
    references: dict[str, tuple[str, ...]] = {}
    # A generation of an earlier version has none; the next reload writes them.
    if (folder / _REFERENCES).exists():
        with _readable(folder / _REFERENCES) as path, path.open(encoding="utf-8") as file:
            references = {clause: tuple(targets) for clause, *targets in map(str.split, file)}
    with _readable(folder / _KEYWORDS) as path:
        keywords = KeywordIndex.load(path, len(clauses))
    return Snapshot(
        generation=generation,
        documents={parsed.document.id: parsed.document for parsed in documents},
        clauses=clauses,
        keywords=keywords,
        clause_of_record=clause_of_record,
        references=references,
    )


def delete_generations(data_dir: Path, keep: str) -> None:
    """Delete every generation but `keep`; what a running search has loaded stays in its memory."""
    parent = data_dir / "generations"
    for folder in parent.iterdir() if parent.is_dir() else ():
        if folder.name != keep:
            shutil.rmtree(folder)


def _documents(file: Path) -> list[ParsedDocument]:
    with _readable(file) as path, path.open(encoding="utf-8") as lines:
        return [ParsedDocument.model_validate_json(line) for line in lines]


@contextmanager
def _readable(path: Path) -> Iterator[Path]:
    """Turn what a missing or damaged file raises while it is read into this room's error."""
    try:
        yield path
    except (OSError, ValueError, LookupError) as error:
        raise IndexUnavailableError(
            f"索引文件 {path} 缺失或已损坏，请运行 `run_bot.py index --rebuild` 重建"
        ) from error
