"""Answers, clauses, documents and reports as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from bot.wording import KIND_NAMES, LEVEL_NAMES, about, status_name
from knowledge.values import Clause, Document, ParsedDocument
from retrieval.values import Answer, AnswerStatus, Citation, ClauseView, IndexReport, SearchResult

_NARROWEST_LINE = 20


def answer_view(answer: Answer) -> RenderableType:
    """The answer first, then notes, then each citation with its quote; a refusal with its leads."""
    parts: list[RenderableType] = []
    if answer.status is AnswerStatus.ANSWERED:
        parts.append(Text(answer.text, style="bold"))
        parts.extend(Text(f"注意：{note}", style="yellow") for note in answer.notes)
        parts.extend(_citation(citation) for citation in answer.citations)
    else:
        parts.append(Text(answer.text, style="bold yellow"))
        if answer.leads:
            parts.append(Text("以下条款与问题相近，但不能作为答案：", style="dim"))
            parts.extend(Text(f"  · {lead.label}", style="dim") for lead in answer.leads)
    return Group(*parts)


def _citation(citation: Citation) -> RenderableType:
    head = Text.assemble((citation.marker, "cyan"), " ", (citation.label, "cyan bold"))
    details = Text(about(citation), style="dim")
    return Group(Text(""), head, _Indented(details), _Indented(Text(citation.quote)))


@dataclass(frozen=True)
class _Indented:
    """Text with a margin on the left; rich's own padding would fill up each line on the right as well."""

    text: Text
    margin: int = 4

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.text.wrap(console, max(_NARROWEST_LINE, options.max_width - self.margin)):
            line.rstrip()
            yield Text(" " * self.margin) + line


def clause_view(view: ClauseView) -> RenderableType:
    """A clause whole, its neighbours dimmed around it."""
    parts: list[RenderableType] = [Text(view.clause.label, style="cyan bold")]
    for clause, style in ((view.previous, "dim"), (view.clause, "bold"), (view.next, "dim")):
        if clause is not None:
            parts.append(_Indented(Text(clause.text, style=style)))
    return Group(*parts)


def results_view(results: Sequence[SearchResult]) -> RenderableType:
    """What a search found, best first."""
    table = Table(box=None, pad_edge=False, show_lines=False)
    table.add_column("名次", justify="right", style="dim")
    table.add_column("条款", ratio=2, style="cyan")
    table.add_column("内容", ratio=5, overflow="fold")
    reranked = any(result.ranks.reranked for result in results)
    table.add_column("向量/关键词/重排" if reranked else "向量/关键词", justify="right", style="dim")
    for place, result in enumerate(results, 1):
        ranks = (result.ranks.dense, result.ranks.keyword, *([result.ranks.reranked] if reranked else []))
        # In no ranking at all: found because another clause refers to it.
        shown = "/".join(str(rank or "-") for rank in ranks) if any(ranks) else "被引用"
        table.add_row(str(place), result.clause.label, shorten(result.clause.text, 120), shown)
    return table


def documents_view(rows: Sequence[tuple[Document, int]]) -> RenderableType:
    """The documents as a table."""
    table = Table(title=f"共 {len(rows)} 份文件", title_justify="left", box=None, padding=(0, 2, 1, 0))
    # Two facts a column, one under the other, leave a title its room on a terminal of 80 characters.
    table.add_column("标题、发文机关", ratio=1, overflow="fold")
    table.add_column("文种、层级", no_wrap=True)
    table.add_column("日期、效力", max_width=18, overflow="fold")
    table.add_column("条款", justify="right", no_wrap=True)
    for document, clauses in rows:
        level = LEVEL_NAMES[document.level] if document.level else ""
        issuer = f"\n{document.issuer}" if document.issuer else ""
        published = document.published.isoformat() if document.published else "日期不详"
        table.add_row(
            Text.assemble(document.title, issuer, (f"\n{document.id}  {document.source}", "dim")),
            "\n".join(filter(None, (KIND_NAMES[document.kind], level, document.region))),
            f"{published}\n{status_name(document)}",
            str(clauses),
        )
    return table


def clauses_view(parsed: ParsedDocument) -> RenderableType:
    """A document's clauses as a tree, and what was dropped."""
    root = Tree(Text.assemble((parsed.document.title, "bold"), ("  " + parsed.document.source, "dim")))
    branches: dict[tuple[str, ...], Tree] = {}
    nodes: dict[str, Tree] = {}
    for clause in parsed.clauses:
        above = nodes.get(clause.parent or "") or _branch(root, branches, clause.path[:-1])
        nodes[clause.id] = above.add(_ClauseLine(clause))
    if parsed.dropped:
        dropped = root.add(Text(f"未列入条款的文字（{len(parsed.dropped)} 处）", style="dim"))
        for item in parsed.dropped:
            line = f"[{item.reason}] {shorten(item.text, 60)}"
            dropped.add(Text(line, style="dim", no_wrap=True, overflow="ellipsis"))
    return root


def _branch(root: Tree, branches: dict[tuple[str, ...], Tree], path: tuple[str, ...]) -> Tree:
    if not path:
        return root
    if path not in branches:
        branches[path] = _branch(root, branches, path[:-1]).add(Text(path[-1], style="cyan"))
    return branches[path]


class _ClauseLine:
    """A clause on one line of any width: its number, as much of its text as there is room for, its id."""

    def __init__(self, clause: Clause) -> None:
        last = clause.path[-1] if clause.path else ""
        begins = bool(last) and clause.text.startswith(last)
        body = clause.text[len(last) :] if begins else clause.text
        gap = " " if last and (not begins or body[:1].isspace()) else ""
        self._words = Text.assemble((last, "cyan"), gap, shorten(body, 80))
        self._id = f"  {clause.id}"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        words = self._words.copy()
        words.truncate(max(options.max_width - len(self._id), _NARROWEST_LINE), overflow="ellipsis")
        yield Text.assemble(words, (self._id, "dim"), no_wrap=True, overflow="ellipsis")


def report_view(report: IndexReport) -> RenderableType:
    """What a reload changed."""
    parts: list[RenderableType] = [
        Text(
            f"新增 {len(report.added)}，更新 {len(report.changed)}，未变 {len(report.unchanged)}，"
            f"移除 {len(report.removed)}，失败 {len(report.failed)}；共 {report.clauses} 条，"
            f"用时 {report.elapsed_ms / 1000:.1f} 秒"
        )
    ]
    parts.extend(Text(f"失败：{error}", style="red") for _, error in report.failed)
    return Group(*parts)


def shorten(text: str, longest: int) -> str:
    """One line of at most `longest` characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def print_error(console: Console, message: str) -> None:
    """One line, in red, to the console given."""
    console.print(Text(f"错误：{message}", style="red"), soft_wrap=True)
