"""A folder of documents, read: the stages of this room in their order.

1. `knowledge.folder` lists the files that a loader reads.
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
from knowledge.catalogue.corrections import Catalogue, read_catalogue
from knowledge.catalogue.describing import describe
from knowledge.catalogue.repeals import repealed_titles
from knowledge.cleaning import clean
from knowledge.errors import UnreadableDocumentError
from knowledge.folder import list_files, read_content
from knowledge.loaders import load_file
from knowledge.parser.stage import parse_article
from knowledge.values import FailedDocument, ParsedDocument, SourceFile

Progress = Callable[[int, int, str], None]
"""Called with files done, files in all, and the source just read."""


@dataclass(frozen=True)
class Library:
    """Every document of a folder, and the files that could not be read."""

    documents: tuple[ParsedDocument, ...]
    failed: tuple[FailedDocument, ...] = ()


def read_document(file: SourceFile) -> ParsedDocument:
    """Read one file as it stands, before `catalogue.yaml` and other documents are considered.

    Raises:
        UnreadableDocumentError: the file cannot be read or holds no text; the message is one line.
    """
    content = read_content(file)
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
