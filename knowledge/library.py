"""A folder of documents, read: the stages of this room in their order.

1. `list_files` finds the files that a loader reads.
2. `read_document` takes one file through loader, cleaning, clause parser and catalogue.
3. `read_library` does so for all of them, then lets `catalogue.yaml` and the other documents have their say
   (corrections, which version is in force).

One file that cannot be read becomes a `FailedDocument`; the others are read all the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.assembly import assemble
from knowledge.catalogue import Catalogue, describe, read_catalogue, repealed_titles
from knowledge.cleaning import clean
from knowledge.errors import DocumentsFolderError, UnreadableDocumentError
from knowledge.loaders import SUFFIXES, load_file
from knowledge.parser import parse_article
from knowledge.values import FailedDocument, ParsedDocument, SourceFile

PARSER_VERSION = "2"
"""Raised with every change that gives other clauses for the same file: an index of another version is refreshed."""

MAX_FILE_BYTES = 50_000_000

Progress = Callable[[int, int, str], None]
"""Called with files done, files in all, and the source just read."""


@dataclass(frozen=True)
class Library:
    """Every document of a folder, and the files that could not be read."""

    documents: tuple[ParsedDocument, ...]
    failed: tuple[FailedDocument, ...] = ()


def list_files(folder: Path) -> list[SourceFile]:
    """List the files of `folder` and below that a loader reads, in the order of their names.

    Hidden files, `catalogue.yaml` and links that lead out of the folder are passed over.

    Raises:
        DocumentsFolderError: the folder is missing, is not a folder, or cannot be listed.
    """
    if not folder.is_dir():
        state = "不是文件夹" if folder.exists() else "不存在"
        raise DocumentsFolderError(
            f"文件夹 {folder} {state}，请用 --documents 或 ZHENGWEN_DOCUMENTS_DIR 指定已有的文件夹"
        )
    root = folder.resolve()
    files = []
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(part.startswith((".", "~$")) for part in relative.parts) or path.suffix.lower() not in SUFFIXES:
            continue
        if path.is_file() and path.resolve().is_relative_to(root):
            files.append(SourceFile(path=path, source=relative.as_posix()))
    return files


def content_digest(file: SourceFile) -> str:
    """SHA-256 of a file's content, hexadecimal.

    Raises:
        UnreadableDocumentError: the file cannot be opened or is too large; the message is one line.
    """
    return hashlib.sha256(_content(file)).hexdigest()


def read_document(file: SourceFile) -> ParsedDocument:
    """Read one file as it stands, before `catalogue.yaml` and other documents are considered.

    Raises:
        UnreadableDocumentError: the file cannot be read or holds no text; the message is one line.
    """
    content = _content(file)
    loaded = load_file(file.path, content, source=file.source)
    cleaned = clean(loaded)
    if not any(article.blocks for article in cleaned.articles):
        raise _without_text(file)
    document = describe(file.source, hashlib.sha256(content).hexdigest(), loaded, cleaned)
    parsed = [parse_article(article) for article in cleaned.articles]
    assembled = assemble(document, loaded, cleaned, parsed, repeals=repealed_titles(cleaned, document))
    if not assembled.clauses:
        # Headings only: there is nothing to find or to cite.
        raise _without_text(file)
    return assembled


def _without_text(file: SourceFile) -> UnreadableDocumentError:
    return UnreadableDocumentError(f"{file.source}：没有正文，请删除该文件，或换成有文字的版本")


def _content(file: SourceFile) -> bytes:
    try:
        size = file.path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise UnreadableDocumentError(
                f"{file.source}：文件 {size / 1e6:.1f} MB，超过上限 {MAX_FILE_BYTES / 1e6:.0f} MB，请拆分后再放入"
            )
        return file.path.read_bytes()
    except OSError as error:
        raise UnreadableDocumentError(f"{file.source}：打不开（{error.strerror}），请检查文件权限") from error


def read_library(folder: Path, *, progress: Progress | None = None, catalogue: Catalogue | None = None) -> Library:
    """Read every document of `folder`.

    Args:
        folder: The documents folder.
        progress: Told of each file that was read.
        catalogue: Corrections; read from the folder's `catalogue.yaml` where not given.

    Raises:
        DocumentsFolderError: the folder cannot be listed.
        CatalogueError: `catalogue.yaml` is wrong.
    """
    files = list_files(folder)
    catalogue = catalogue or read_catalogue(folder)
    documents: list[ParsedDocument] = []
    failed: list[FailedDocument] = []
    for done, file in enumerate(files, 1):
        try:
            documents.append(read_document(file))
        except UnreadableDocumentError as error:
            failed.append(FailedDocument(source=file.source, error=str(error)))
        if progress:
            progress(done, len(files), file.source)
    return Library(documents=tuple(resolve(documents, catalogue)), failed=tuple(failed))


def resolve(documents: Sequence[ParsedDocument], catalogue: Catalogue) -> list[ParsedDocument]:
    """Apply `catalogue.yaml` and what the documents say of each other: titles, dates, which version is in force."""
    return catalogue.apply(documents)
