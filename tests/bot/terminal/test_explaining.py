"""`ask --explain`, `--after` and the terminal chat with a chat model: over HTTP, through the command line."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest
from rich.console import Console

from bot.terminal.chat import TerminalChat
from bot.terminal.growing import growing_text
from tests.bot.telegram.standin import StandInAssistant
from tests.chatapi.prompt import Request
from tests.chatapi.server import KEY, MODEL, ChatApiServer, Reply
from tests.commands import CommandLine, one_line

QUESTION = "河道巡查记录保存几年？"


@pytest.fixture
def server(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatApiServer]:
    """The command line is set to it."""

    def script(request: Request) -> Reply:
        key = request.key_of("保存三年")
        return Reply(f"巡查记录保存三年。[{key}]逾期罚款五千元。[{key}]巡查记录保存三年。[{key}]")

    with ChatApiServer(script) as running:
        monkeypatch.setenv("ZHENGWEN_CHAT_MODEL", MODEL)
        monkeypatch.setenv("ZHENGWEN_CHAT_BASE_URL", running.url)
        monkeypatch.setenv("ZHENGWEN_CHAT_API_KEY", KEY)
        yield running


# The command line leaves the connections of the chat model to the end of its process.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def test_explain_prints_what_was_written_and_each_verdict(line: CommandLine, server: ChatApiServer) -> None:
    shown = line.run("ask", QUESTION, "--explain").out
    assert shown.startswith("巡查记录保存三年[1]。")
    assert f"问题理解为：{QUESTION}" in shown
    assert f"大模型 {MODEL}：答案由它撰写" in shown
    assert "✓ 有依据：巡查记录保存三年。" in shown
    assert "✗ 无依据：逾期罚款五千元。" in shown
    assert "词元：读入 100" in shown
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_explain_as_json_and_without_it_the_contract_stays(line: CommandLine, server: ChatApiServer) -> None:
    plain = line.run("ask", QUESTION, "--json").json()
    assert "explanation" not in plain
    explained = line.run("ask", QUESTION, "--json", "--explain").json()
    assert explained.keys() - plain.keys() == {"explanation"}
    chat = explained["explanation"]["chat"]
    assert chat["wrote"]
    assert chat["from_cache"]
    assert [sentence["verdict"] for sentence in chat["sentences"]] == ["supported", "unsupported", "supported"]


def test_explain_without_a_chat_model(line: CommandLine) -> None:
    shown = line.run("ask", QUESTION, "--explain").out
    assert "没有设置大模型，答案是原文摘句。" in shown
    assert line.run("ask", QUESTION, "--explain", "--json").json()["explanation"]["chat"] is None


def test_a_question_that_follows_another_shows_its_context(line: CommandLine) -> None:
    shown = line.run("ask", "那记录保存几年？", "--after", "河道巡查每月几次？", "--explain").out
    assert "问题理解为：记录保存几年？（承接前文：" in shown
    assert "三年" in shown


def test_a_compound_question_shows_its_parts(line: CommandLine) -> None:
    shown = line.run("ask", "河道巡查每月几次？记录保存几年？", "--explain").out
    assert "拆成：1. 河道巡查每月几次？　2. 记录保存几年？" in shown


def test_an_unknown_model_is_one_line(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGWEN_CHAT_MODEL", "nobody-knows-this")
    ended = line.run("ask", QUESTION)
    assert ended.code == 2
    assert one_line(ended.err)
    assert "ZHENGWEN_CHAT_BASE_URL" in ended.err


def test_search_needs_no_chat_model(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGWEN_CHAT_MODEL", "nobody-knows-this")
    assert line.run("search", QUESTION, "--json").code == 0


def test_the_default_path_imports_nothing_of_a_chat_model(line: CommandLine) -> None:
    for name in [name for name in sys.modules if name.startswith(("retrieval.chat", "retrieval.checking"))]:
        line.monkeypatch.delitem(sys.modules, name)
    line.run("ask", QUESTION)
    assert not [name for name in sys.modules if name.startswith(("retrieval.chat", "retrieval.checking"))]


def test_the_terminal_shows_the_answer_grow_and_takes_it_away() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=60)
    with growing_text(console, shown=True) as show:
        show("集中整改的期限为6个月。")
    assert "集中整改的期限为6个月。" in console.file.getvalue()  # type: ignore[attr-defined]
    piped = Console(file=io.StringIO(), width=60)
    with growing_text(piped, shown=True) as show:
        show("集中整改的期限为6个月。")
    assert piped.file.getvalue() == ""  # type: ignore[attr-defined]


def test_the_chat_explains_when_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(file=io.StringIO(), width=100)
    monkeypatch.setattr(sys, "stdin", io.StringIO("/explain\n期限多久？\n/explain\n期限多久？\n"))
    assert TerminalChat(StandInAssistant(), console).run() == 0
    assert console.file.getvalue().count("怎么得出的") == 2  # type: ignore[attr-defined]
