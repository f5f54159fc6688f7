"""The conversation in a terminal; with standard input piped it answers line by line and ends."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from rich.console import Console

from bot.ports import PolicyAssistant
from bot.terminal.explaining import explanation_view
from bot.terminal.growing import growing_text
from bot.terminal.rendering import answer_view, clause_view, documents_view, print_error, report_view
from knowledge.errors import KnowledgeError
from retrieval.errors import RetrievalError
from retrieval.values import Answer

_CONVERSATION = "terminal"

HELP = """直接输入问题即可，例如：巡视集中整改的期限现在是多久？
  /source N    打开上一个回答的第 N 条出处及其前后条款
  /documents   列出全部文件
  /reload      文件夹有变动时重新载入
  /reset       忘掉前面的对话
  /explain     说明后面的回答怎么得出的；再输入一次则不再说明
  /help        显示本说明
  /exit        退出（或按 Ctrl-D）"""


@dataclass
class TerminalChat:
    """One conversation with the person at the terminal."""

    assistant: PolicyAssistant
    console: Console
    last: Answer | None = None
    explains: bool = False

    def run(self) -> int:
        """Answer until the input ends; returns the exit code, 1 where a piped question failed."""
        interactive = sys.stdin.isatty()
        if interactive:
            self.console.print("政问：查政策文件，答在前，原文在后。/help 看用法，/exit 退出。", style="bold")
        failed = False
        while (line := self._read(interactive)) is not None:
            text = line.strip()
            if text in ("/exit", "/quit"):
                break
            if text and not self._handle(text, interactive):
                failed = True
        return 1 if failed and not interactive else 0

    def _read(self, interactive: bool) -> str | None:
        if not interactive:
            return sys.stdin.readline() or None
        try:
            return self.console.input("[bold cyan]问：[/]")
        except (EOFError, KeyboardInterrupt):
            self.console.print()
            return None

    def _handle(self, text: str, interactive: bool) -> bool:
        try:
            if text.startswith("/"):
                self._command(text)
            else:
                if not interactive:
                    self.console.print(f"问：{text}", style="cyan", markup=False)
                self._answer(text, interactive)
        except (KnowledgeError, RetrievalError) as error:
            print_error(self.console, str(error))
            return False
        return True

    def _answer(self, text: str, interactive: bool) -> None:
        with growing_text(self.console, shown=interactive) as show:
            self.last = self.assistant.ask(text, conversation_key=_CONVERSATION, on_text=show)
        self.console.print(answer_view(self.last))
        if self.explains:
            self.console.print(explanation_view(self.last))
        self.console.print()

    def _command(self, text: str) -> None:
        command, _, argument = text.partition(" ")
        match command:
            case "/source":
                self._open_source(argument.strip())
            case "/documents":
                rows = [(summary.document, summary.clauses) for summary in self.assistant.documents()]
                self.console.print(documents_view(rows))
            case "/reload":
                self.console.print(report_view(self.assistant.reload()))
            case "/reset":
                self.assistant.forget(_CONVERSATION)
                self.last = None
                self.console.print("好的，前面的对话已忘掉。")
            case "/explain":
                self.explains = not self.explains
                self.console.print("后面的回答会说明怎么得出的。" if self.explains else "后面的回答不再说明。")
            case _:
                self.console.print(HELP, markup=False)

    def _open_source(self, number: str) -> None:
        citations = self.last.citations or self.last.leads if self.last else ()
        if not number.isdigit() or not 1 <= int(number) <= len(citations):
            self.console.print(f"上一个回答有 {len(citations)} 条出处，请输入 /source 1 这样的编号。")
            return
        view = self.assistant.open_clause(citations[int(number) - 1].clause_id)
        self.console.print(clause_view(view) if view else "该条款在重新载入后已有变动，请重新提问。")
