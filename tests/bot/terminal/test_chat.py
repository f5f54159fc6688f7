"""The conversation at a terminal: what a person types and sees."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest
from rich.console import Console

from bot.terminal.chat import TerminalChat
from tests.bot.telegram.standin import StandInAssistant


class Typing(Console):
    """A console at which somebody types lines, then presses Ctrl-D."""

    def __init__(self, *lines: str) -> None:
        super().__init__(file=io.StringIO(), width=100, force_terminal=False)
        self._lines: Iterator[str] = iter(lines)

    def input(self, *_arguments: object, **_options: object) -> str:
        line = next(self._lines, None)
        if line is None:
            raise EOFError
        return line

    @property
    def shown(self) -> str:
        assert isinstance(self.file, io.StringIO)
        return self.file.getvalue()


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)


def test_it_greets_answers_and_ends_at_ctrl_d() -> None:
    console = Typing("巡视整改的期限？", "", "  /exit ")
    assert TerminalChat(StandInAssistant(), console).run() == 0
    assert console.shown.startswith("政问")
    assert "\n问：" not in console.shown
    assert len(console.shown.splitlines()) > 3


def test_a_source_is_opened_and_forgotten_with_the_conversation() -> None:
    without, console = Typing("巡视整改的期限？"), Typing("巡视整改的期限？", "/source 1", "/reset", "/source 1")
    for one in (without, console):
        TerminalChat(StandInAssistant(), one).run()
    after = console.shown.removeprefix(without.shown.rstrip("\n")).strip().splitlines()
    assert len(after) > 2
    assert after[0].startswith("《")
    assert after[-1] == "上一个回答有 0 条出处，请输入 /source 1 这样的编号。"


def test_a_source_is_asked_for_by_its_number() -> None:
    console = Typing("/source 1", "/source", "/source x", "/nothing")
    TerminalChat(StandInAssistant(), console).run()
    assert console.shown.count("上一个回答有 0 条出处") == 3
    assert "/documents" in console.shown
