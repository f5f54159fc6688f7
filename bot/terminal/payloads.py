"""What the command line prints with `--json`: a contract with the programs that read it."""

from __future__ import annotations

from typing import Any

from knowledge.references import ReferenceIndex
from knowledge.values import Clause, Document, ParsedDocument
from retrieval.values import Answer, Citation, IndexReport, Ranks, SearchResult

Payload = dict[str, Any]


def answer_payload(id_: str | int, answer: Answer) -> Payload:
    """One line of `ask --json`."""
    return {
        "id": id_,
        "question": answer.question,
        "status": answer.status.value,
        "answer": answer.text,
        "notes": list(answer.notes),
        "citations": [_citation(citation) for citation in answer.citations],
        "leads": [_citation(citation) for citation in answer.leads],
        "elapsed_ms": round(answer.elapsed_ms, 1),
    }


def _citation(citation: Citation) -> Payload:
    return {
        "marker": citation.marker,
        "label": citation.label,
        "title": citation.title,
        "path": list(citation.path),
        "quote": citation.quote,
        "source": citation.source,
        "clause_id": citation.clause_id,
        "status": citation.status.value,
        "number": citation.number,
        "date": citation.date,
    }


def search_payload(id_: str | int, question: str, results: list[SearchResult], elapsed_ms: float) -> Payload:
    """One line of `search --json`."""
    return {
        "id": id_,
        "question": question,
        "results": [
            {
                "clause_id": result.clause.id,
                "title": result.clause.title,
                "path": list(result.clause.path),
                "label": result.clause.label,
                "text": result.clause.text,
                "source": result.document.source,
                "score": round(result.score, 6),
                "ranks": _ranks(result.ranks),
            }
            for result in results
        ],
        "elapsed_ms": round(elapsed_ms, 1),
    }


def _ranks(ranks: Ranks) -> Payload:
    both: Payload = {"dense": ranks.dense, "keyword": ranks.keyword}
    # Named only where a reranker is set, so that programs that know two ranks find two.
    return both if ranks.reranked is None else both | {"reranked": ranks.reranked}


def document_payload(document: Document, clauses: int | None = None) -> Payload:
    """One entry of `documents --json`; without `clauses`, what `clauses --json` says of the document."""
    payload = document.model_dump(mode="json")
    return payload if clauses is None else payload | {"clauses": clauses}


def clauses_payload(parsed: ParsedDocument, references: ReferenceIndex) -> Payload:
    """One line of `clauses --json`; `refers_to` holds the ids of the clauses that a clause speaks of."""
    return {
        "document": document_payload(parsed.document),
        "clauses": [
            {
                "clause_id": clause.id,
                "title": clause.title,
                "path": list(clause.path),
                "label": clause.label,
                "text": clause.text,
                "parent": clause.parent,
                "refers_to": _referred(clause, references),
            }
            for clause in parsed.clauses
        ],
        "dropped": [dropped.model_dump() for dropped in parsed.dropped],
    }


def _referred(clause: Clause, references: ReferenceIndex) -> list[str]:
    found = (id_ for reference in references.resolve(clause) for id_ in reference.clause_ids)
    return list(dict.fromkeys(id_ for id_ in found if id_ != clause.id))


def report_payload(report: IndexReport) -> Payload:
    """What `index --json` prints: counts of documents, and each failure."""
    return {
        "added": len(report.added),
        "changed": len(report.changed),
        "unchanged": len(report.unchanged),
        "removed": len(report.removed),
        "failed": [{"source": source, "error": error} for source, error in report.failed],
        "clauses": report.clauses,
        "elapsed_ms": round(report.elapsed_ms, 1),
    }
