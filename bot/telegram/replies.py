"""Answers and reports as the bot shows them: the answer first, then what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from bot import texts, wording
from bot.telegram.markup import Span, Spans, bold, plain, quote, to_plain
from bot.telegram.splitting import split
from retrieval.values import Answer, AnswerStatus, Citation, ClauseView, DocumentSummary, IndexReport

SOURCES_LISTED = 10
BRIEF_ANSWER_UNITS = 800
"""Of an answer in a group, which everybody there has to scroll past; in UTF-16 units."""
BRIEF_QUOTE_CHARACTERS = 300
LEAD_CHARACTERS = 60
"""Of a clause that does not answer: enough to see what it is about. A button opens it."""


def answer_spans(answer: Answer) -> Spans:
    """The answer, its notes, and each citation with document, number, date, validity and quote."""
    if answer.citations:
        return _answer(answer, [_citation(citation) for citation in answer.citations])
    return _answer(answer, [_lead(lead) for lead in evidence(answer)])


def brief_answer_spans(answer: Answer) -> Spans:
    """The same for a group: a long answer cut, sources by label, a short first one quoted, no nearest clauses."""
    citations = answer.citations
    beginning = to_plain(split((plain(answer.text),), limit=BRIEF_ANSWER_UNITS)[0]) if answer.text.strip() else ""
    if len(beginning) < len(answer.text.strip()):
        answer = answer.model_copy(update={"text": f"{beginning}\n{texts.ANSWER_GOES_ON}"})
    first = len(citations[0].quote) <= BRIEF_QUOTE_CHARACTERS if citations else False
    return _answer(
        answer,
        [_citation(citation, quoted=first and place == 0) for place, citation in enumerate(citations)],
    )


def evidence(answer: Answer) -> tuple[Citation, ...]:
    """What is listed under the answer: its citations, or the nearest clauses where there is none."""
    return answer.citations or (answer.leads if answer.status is AnswerStatus.REFUSED else ())


def _answer(answer: Answer, citations: list[list[Span]]) -> Spans:
    spans: list[Span] = [plain(answer.text)]
    for note in answer.notes:
        spans.append(plain(f"\n\n{texts.NOTES}：{note}"))
    if citations:
        spans += [plain("\n\n"), bold(texts.EVIDENCE if answer.citations else texts.LEADS)]
    for citation in citations:
        spans += citation
    return tuple(spans)


def _citation(citation: Citation, *, quoted: bool = True) -> list[Span]:
    facts = [wording.STATUS_NAMES[citation.status]]
    if citation.number:
        facts.append(citation.number)
    if citation.date:
        facts.append(texts.date_in_chinese(citation.date))
    marker = f"{citation.marker} " if citation.marker else ""
    head = f"\n\n{marker}{citation.label}\n（{'，'.join(facts)}）"
    return [plain(f"{head}\n"), quote(citation.quote)] if quoted else [plain(head)]


def _lead(citation: Citation) -> list[Span]:
    begins = " ".join(citation.quote.split())
    if len(begins) > LEAD_CHARACTERS:
        begins = f"{begins[:LEAD_CHARACTERS]}…"
    marker = f"{citation.marker} " if citation.marker else ""
    return [plain(f"\n\n{marker}{citation.label}\n"), quote(begins)]


def clause_spans(view: ClauseView) -> Spans:
    """A clause whole, then the one before it and the one after it."""
    document = view.document
    facts = [wording.status_name(document)]
    if document.number:
        facts.append(document.number)
    if document.issuer:
        facts.append(document.issuer)
    if document.published:
        facts.append(texts.date_in_chinese(document.published.isoformat()))
    spans = [bold(view.clause.label), plain(f"\n（{'，'.join(facts)}）\n\n{view.clause.text}")]
    for title, clause in ((texts.CLAUSE_BEFORE, view.previous), (texts.CLAUSE_AFTER, view.next)):
        if clause is not None:
            # The same document: its title stands above already.
            where = clause.label.removeprefix(f"《{clause.title}》") or clause.label
            spans += [plain("\n\n"), bold(f"{title}　{where}"), plain("\n"), quote(clause.text)]
    return tuple(spans)


def documents_spans(summaries: Sequence[DocumentSummary], *, count: int) -> Spans:
    """A list of documents; `count` is how many there are in all."""
    spans: list[Span] = [bold(texts.DOCUMENTS_TITLE.format(count=count))]
    for place, summary in enumerate(summaries, 1):
        document = summary.document
        facts = [wording.status_name(document), texts.DOCUMENT_CLAUSES.format(clauses=summary.clauses)]
        if document.published:
            facts.insert(0, texts.date_in_chinese(document.published.isoformat()))
        spans.append(plain(f"\n{place}. 《{document.title}》（{'，'.join(facts)}）"))
    if len(summaries) < count:
        spans.append(plain("\n\n" + texts.DOCUMENTS_MORE.format(shown=len(summaries))))
    return tuple(spans)


def report_spans(report: IndexReport) -> Spans:
    """What a reload changed, file by file, the reasons of failures with them."""
    documents = len(report.added) + len(report.changed) + len(report.unchanged)
    seconds = f"{report.elapsed_ms / 1000:.1f}"
    summary = texts.RELOAD_DONE.format(seconds=seconds, documents=documents, clauses=report.clauses)
    failed = tuple(f"{source}：{error.removeprefix(f'{source}：')}" for source, error in report.failed)
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
