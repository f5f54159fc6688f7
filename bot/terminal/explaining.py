"""How an answer came about, for `--explain`: what was understood, what the chat model wrote, what the check said."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from retrieval.values import Answer, ChatTrace, SentenceVerdict, Understood

_VERDICTS = {
    "supported": "有依据",
    "unsupported": "无依据",
    "wrong_clause": "出处不对",
    "superseded": "依据已失效",
    "nothing_to_check": "没有可核对的内容",
}


def explanation_view(answer: Answer) -> RenderableType:
    """What a person reads under an answer."""
    lines = [Text("怎么得出的", style="bold"), *_understood(answer.understood)]
    if answer.chat is None:
        lines.append(Text("没有设置大模型，答案是原文摘句。"))
    else:
        lines += _chat(answer.chat)
    return Group(Text(""), *(line if line.style else _dim(line) for line in lines))


def explanation_payload(answer: Answer) -> dict[str, Any]:
    """The same for `--json`."""
    return {
        "understood": answer.understood.model_dump(mode="json") if answer.understood else None,
        "chat": answer.chat.model_dump(mode="json") if answer.chat else None,
    }


def _understood(understood: Understood | None) -> list[Text]:
    if understood is None:
        return []
    context = f"（承接前文：{understood.context}）" if understood.context else ""
    lines = [Text(f"问题理解为：{understood.question}{context}")]
    if understood.parts:
        lines.append(Text("拆成：" + "　".join(f"{n}. {part}" for n, part in enumerate(understood.parts, 1))))
    return lines


def _chat(trace: ChatTrace) -> list[Text]:
    cached = "，取自以前写过的回答" if trace.from_cache else ""
    outcome = f"答案由它撰写，逐句核对{cached}" if trace.wrote else f"答案是原文摘句：{trace.reason}"
    tokens = f"（词元：读入 {trace.tokens_in}，写出 {trace.tokens_out}）"
    lines = [Text(f"大模型 {trace.model}：{outcome}{tokens}")]
    lines += [Text(f"  [{key}] {label}") for key, label in trace.clauses]
    return lines + [_sentence(verdict) for verdict in trace.sentences]


def _sentence(verdict: SentenceVerdict) -> Text:
    name = _VERDICTS.get(verdict.verdict, verdict.verdict)
    reasons = f"（{'；'.join(verdict.reasons)}）" if verdict.reasons else ""
    mark, style = ("✓", "green") if verdict.kept else ("✗", "yellow")
    return Text(f"  {mark} {name}：{verdict.text}{reasons}", style=style)


def _dim(line: Text) -> Text:
    line.stylize("dim")
    return line
