"""The commands `documents` and `clauses`: what was read from the folder, without an index."""

from __future__ import annotations

import typer

from bot.terminal.exits import EXIT_FAILED, UsageError
from bot.terminal.output import print_json, print_view
from knowledge.library import Library


def list_documents(library: Library, *, as_json: bool) -> int:
    """List the documents; gives the exit code."""
    from bot.terminal.payloads import document_payload
    from bot.terminal.rendering import documents_view

    rows = [(parsed.document, len(parsed.clauses)) for parsed in library.documents]
    if as_json:
        print_json([document_payload(document, count) for document, count in rows])
    else:
        print_view(documents_view(rows))
    return _report_failed(library)


def list_clauses(library: Library, document: str | None, *, as_json: bool) -> int:
    """List the clauses of one document, named by id or source, or of all; gives the exit code.

    Raises:
        UsageError: there is no such document.
    """
    from bot.terminal.payloads import clauses_payload
    from bot.terminal.rendering import clauses_view
    from knowledge.references import ReferenceIndex

    chosen = [p for p in library.documents if document in (None, p.document.id, p.document.source)]
    if document is not None and not chosen:
        raise UsageError(f"没有编号或路径为 {document} 的文件，请用 documents 命令查看全部文件")
    references = ReferenceIndex(library.documents)
    for parsed in chosen:
        if as_json:
            print_json(clauses_payload(parsed, references))
        else:
            print_view(clauses_view(parsed))
    return _report_failed(library)


def _report_failed(library: Library) -> int:
    for failed in library.failed:
        typer.echo(f"未能载入：{failed.error}", err=True)
    return EXIT_FAILED if library.failed and not library.documents else 0
