"""The figures of `evaluate`, as the JSON that programs read and as the tables that people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.terminal.evaluation import Evaluation
from bot.terminal.payloads import Payload
from bot.terminal.rendering import shorten
from retrieval.evaluation import (
    STATUTE_DEPTHS,
    AnswerFigures,
    ScoredAnswer,
    ScoredRanking,
    StatuteFigures,
    Tally,
    answer_figures,
    figures_by_kind,
    statute_figures,
)

ANSWER_COLUMNS = ("类型", "题数", "前5命中", "前10命中", "正确", "出处", "又对又有出处", "拒答", "中位毫秒", "95%毫秒")
STATUTE_COLUMNS = ("题数", "首条命中", "MRR@10", *(f"召回@{k}" for k in STATUTE_DEPTHS), "中位毫秒", "95%毫秒")
ALL_KINDS = "全部"
_MOST_FAILURES = 20


def failures(evaluation: Evaluation) -> list[Payload]:
    """The questions that count as failures, with the reason."""
    failed: list[Payload] = [_failure(one, one.reason, one.answer.text) for one in evaluation.answers if one.reason]
    missed = [one for one in evaluation.statutes if not one.places]
    return failed + [_failure(one, f"前 {max(STATUTE_DEPTHS)} 条里没有应答条款", one.first) for one in missed]


def _failure(scored: ScoredAnswer | ScoredRanking, reason: str, answer: str) -> Payload:
    return {"id": scored.question.id, "question": scored.question.question, "reason": reason, "answer": answer}


# ── JSON ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def evaluation_payload(evaluation: Evaluation) -> Payload:
    """What `evaluate --json` prints."""
    if evaluation.statutes:
        return _statute_payload(statute_figures(evaluation.statutes)) | {"failures": failures(evaluation)}
    kinds = {kind: _answer_payload(figures) for kind, figures in figures_by_kind(evaluation.answers).items()}
    return _answer_payload(answer_figures(evaluation.answers)) | {"kinds": kinds, "failures": failures(evaluation)}


def _answer_payload(figures: AnswerFigures) -> Payload:
    return {
        "questions": figures.questions,
        **{f"recall@{k}": _pair(tally) for k, tally in figures.recall.items()},
        "correct": _pair(figures.correct),
        "cited": _pair(figures.cited),
        "full": _pair(figures.full),
        "refused": _pair(figures.refused),
        "latency_ms": _latency(figures),
    }


def _statute_payload(figures: StatuteFigures) -> Payload:
    return {
        "questions": figures.questions,
        "hit@1": round(figures.hit, 4),
        "MRR@10": round(figures.reciprocal, 4),
        **{f"recall@{k}": round(value, 4) for k, value in figures.recall.items()},
        "latency_ms": _latency(figures),
    }


def _pair(tally: Tally) -> list[int]:
    return [tally.hits, tally.of]


def _latency(figures: AnswerFigures | StatuteFigures) -> Mapping[str, float]:
    return {"median": round(figures.median_ms, 1), "p95": round(figures.p95_ms, 1)}


# ── tables ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def rows(evaluation: Evaluation) -> tuple[Sequence[str], list[Sequence[str]]]:
    """The figures as a table: its columns, and its rows, the sum first."""
    if evaluation.statutes:
        return STATUTE_COLUMNS, [_statute_row(statute_figures(evaluation.statutes))]
    kinds = figures_by_kind(evaluation.answers)
    table = [_answer_row(ALL_KINDS, answer_figures(evaluation.answers))]
    return ANSWER_COLUMNS, table + [_answer_row(kind, figures) for kind, figures in kinds.items()]


def _answer_row(kind: str, figures: AnswerFigures) -> Sequence[str]:
    tallies = (*figures.recall.values(), figures.correct, figures.cited, figures.full, figures.refused)
    return (kind, str(figures.questions), *map(_share, tallies), *_times(figures))


def _statute_row(figures: StatuteFigures) -> Sequence[str]:
    means = (figures.hit, figures.reciprocal, *figures.recall.values())
    return (str(figures.questions), *(f"{mean:.3f}" for mean in means), *_times(figures))


def _share(tally: Tally) -> str:
    return f"{tally.hits}/{tally.of}" if tally.of else "-"


def _times(figures: AnswerFigures | StatuteFigures) -> tuple[str, str]:
    return f"{figures.median_ms:.0f}", f"{figures.p95_ms:.0f}"


def evaluation_view(evaluation: Evaluation) -> RenderableType:
    """The table, and the first failures."""
    columns, body = rows(evaluation)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, column in enumerate(columns):
        table.add_column(column, justify="left" if place == 0 else "right", no_wrap=True)
    for row in body:
        table.add_row(*row, style="bold" if row is body[0] else "")
    return Group(table, *_failure_lines(failures(evaluation)))


def _failure_lines(failed: Sequence[Payload]) -> list[RenderableType]:
    if not failed:
        return [Text("\n没有失败的题。", style="green")]
    lines: list[RenderableType] = [Text(f"\n失败 {len(failed)} 题：", style="yellow")]
    for one in failed[:_MOST_FAILURES]:
        lines.append(Text.assemble((f"  {one['id']} ", "cyan"), one["question"], (f"  {one['reason']}", "dim")))
        if one["answer"]:
            lines.append(Text(f"      {shorten(one['answer'], 100)}", style="dim"))
    if len(failed) > _MOST_FAILURES:
        lines.append(Text(f"  另有 {len(failed) - _MOST_FAILURES} 题，见 --json 或 --report。", style="dim"))
    return lines
