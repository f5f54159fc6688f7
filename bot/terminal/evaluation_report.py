"""The report of `evaluate --report`: one HTML file that needs nothing else, no network and no script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from bot.terminal.evaluation import Evaluation
from bot.terminal.evaluation_view import failures, rows
from bot.terminal.exits import UsageError
from retrieval.evaluation import ScoredAnswer, ScoredRanking

_STYLE = """
body { font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #222;
  max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% } th, td { padding: .35rem .6rem; border-bottom: 1px solid #ddd }
th { text-align: left; background: #f5f5f5 } td + td { font-variant-numeric: tabular-nums }
tbody tr:first-child { font-weight: bold }
details { border-bottom: 1px solid #eee; padding: .35rem 0 } summary { cursor: pointer }
.good { color: #18794e } .bad { color: #b42318 } .dim { color: #666 }
blockquote { margin: .4rem 1rem; padding-left: .8rem; border-left: 3px solid #ccc; white-space: pre-wrap }
"""
_EXPLANATION = (
    "正确：已回答、每组要点都有、长度在上限以内；出处：第一条出处来自应引的文件；又对又有出处：两者兼备；"
    "拒答：文件中没有答案的题被拒答；前5、前10命中：检索结果里有应引文件的条款。"
)
_STATUTE_EXPLANATION = "首条命中、MRR 和召回都按“法律＋条”计，不分版本；同一条的几个结果算一个。"


def report_html(evaluation: Evaluation, *, questions: str, documents: str, embedder: str) -> str:
    """Write the report.

    Args:
        evaluation: What was scored.
        questions: Name of the file of questions.
        documents: Name of the documents folder.
        embedder: Whose vectors were searched.
    """
    columns, body = rows(evaluation)
    failed = len(failures(evaluation))
    entries = [_answer(one) for one in sorted(evaluation.answers, key=lambda one: not one.reason)]
    entries += [_statute(one) for one in sorted(evaluation.statutes, key=lambda one: bool(one.places))]
    explanation = _STATUTE_EXPLANATION if evaluation.statutes else _EXPLANATION
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>政问评测：{escape(questions)}</title><style>{_STYLE}</style></head>
<body>
<h1>政问评测报告</h1>
<p class="dim">问题 {escape(questions)} · 文件夹 {escape(documents)} · 向量模型 {escape(embedder)}</p>
{_table(columns, body)}
<p class="dim">{explanation}</p>
<h2>逐题（失败 {failed} 题在前）</h2>
{"".join(entries)}
</body>
</html>
"""


def _table(columns: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in body]
    return f"<table><thead><tr>{head}</tr></thead><tbody>{_joined('<tr>', lines, '</tr>')}</tbody></table>"


def _answer(scored: ScoredAnswer) -> str:
    question, answer = scored.question, scored.answer
    wanted = ["／".join(group) for group in question.answer_must_contain]
    facts = {
        "类型": question.kind,
        "应含": "；".join(wanted) or "（文件中没有答案，应当拒答）",
        "应引": "、".join(question.documents),
        "应引文件的条款在检索结果中的名次": str(scored.found_at or "前 10 条之外") if question.answerable else "",
        "失败原因": scored.reason,
        "用时": f"{scored.latency_ms:.0f} 毫秒",
    }
    quotes = [f"{citation.label}（{citation.source}）\n{citation.quote}" for citation in answer.citations]
    said = f"<p><b>{'拒答' if scored.refused else '回答'}</b></p><blockquote>{escape(answer.text)}</blockquote>"
    body = said + _joined('<blockquote class="dim">', map(escape, quotes), "</blockquote>")
    return _entry(str(question.id), question.question, not scored.reason, facts, body)


def _statute(scored: ScoredRanking) -> str:
    question = scored.question
    facts = {
        "应引": "；".join(f"{pair.law}{pair.article}" for pair in question.gold),
        "名次": "、".join(map(str, scored.places)) or "前 20 条之外",
        "检索首条": scored.first,
        "用时": f"{scored.latency_ms:.0f} 毫秒",
    }
    return _entry(str(question.id), question.question, bool(scored.places), facts, "")


def _entry(id_: str, question: str, good: bool, facts: Mapping[str, str], body: str) -> str:
    mark = '<span class="good">✓</span>' if good else '<span class="bad">✗</span>'
    lines = [f"{escape(name)}：{escape(value)}" for name, value in facts.items() if value]
    opened = "" if good else " open"
    head = f'<summary>{mark} {escape(question)} <span class="dim">{escape(id_)}</span></summary>'
    return f"<details{opened}>{head}<p>{'<br>'.join(lines)}</p>{body}</details>\n"


def _joined(before: str, parts: Iterable[str], after: str) -> str:
    return "".join(before + part + after for part in parts)


def write_report(path: Path, text: str) -> None:
    """Write the report.

    Raises:
        UsageError: it cannot be written there.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"报告写不到 {path}（{error.strerror}），请检查权限和磁盘") from error
