"""Answers and reports as the bot shows them: the answer first, then what it rests on."""

from __future__ import annotations

from bot import texts
from bot.telegram.markup import Span, Spans, bold, plain, quote
from retrieval.values import Answer, AnswerStatus, Citation, IndexReport

SOURCES_LISTED = 10


def answer_spans(answer: Answer) -> Spans:
    """The answer, its notes, and each citation with document, number, date, validity and quote."""
    spans: list[Span] = [plain(answer.text)]
    for note in answer.notes:
        spans.append(plain(f"\n\n{texts.NOTES}：{note}"))
    if answer.citations:
        spans += [plain("\n\n"), bold(texts.EVIDENCE)]
        for citation in answer.citations:
            spans += _citation(citation)
    if answer.status is AnswerStatus.REFUSED and answer.leads:
        spans += [plain("\n\n"), bold(texts.LEADS)]
        for lead in answer.leads:
            spans += _citation(lead)
    return tuple(spans)


def _citation(citation: Citation) -> list[Span]:
    facts = [texts.STATUS_NAMES[citation.status]]
    if citation.number:
        facts.append(citation.number)
    if citation.date:
        facts.append(texts.date_in_chinese(citation.date))
    marker = f"{citation.marker} " if citation.marker else ""
    return [plain(f"\n\n{marker}{citation.label}\n（{'，'.join(facts)}）\n"), quote(citation.quote)]


def report_spans(report: IndexReport) -> Spans:
    """What a reload changed, file by file, the reasons of failures with them."""
    documents = len(report.added) + len(report.changed) + len(report.unchanged)
    seconds = f"{report.elapsed_ms / 1000:.1f}"
    summary = texts.RELOAD_DONE.format(seconds=seconds, documents=documents, clauses=report.clauses)
    failed = tuple(f"{source}：{error}" for source, error in report.failed)
    groups = {"added": report.added, "changed": report.changed, "removed": report.removed, "failed": failed}
    spans: list[Span] = [bold(summary)]
    if not any(groups.values()):
        spans.append(plain(f"\n{texts.RELOAD_UNCHANGED}"))
    for name, lines in groups.items():
        spans += _group(texts.RELOAD_GROUPS[name], lines)
    return tuple(spans)


def _group(title: str, lines: tuple[str, ...]) -> list[Span]:
    if not lines:
        return []
    shown = [f"\n· {line}" for line in lines[:SOURCES_LISTED]]
    if len(lines) > SOURCES_LISTED:
        shown.append("\n" + texts.RELOAD_MORE.format(count=len(lines) - SOURCES_LISTED))
    return [plain("\n\n"), bold(f"{title}（{len(lines)}）"), plain("".join(shown))]
