"""Tokens: counted by the day and by person, kept over restarts; over the limit the documents' own words stand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from retrieval.chat.budget import Budget, BudgetError
from retrieval.chat.options import ChatOptions
from retrieval.chat.store import Store
from tests.chatapi.prompt import Request
from tests.chatapi.server import ChatApiServer, Reply
from tests.retrieval.chat.conftest import MakeAssistant
from tests.retrieval.chat.library import DEADLINE, REPORT


def budget(folder: Path, *, day: int | None = None, person: int | None = None) -> Budget:
    return Budget(Store(folder, None), ChatOptions("m", daily_tokens=day, person_daily_tokens=person))


def test_what_is_set_aside_and_what_is_spent_count(tmp_path: Path) -> None:
    counted = budget(tmp_path, day=100)
    first = counted.reserve("a", 80)
    with pytest.raises(BudgetError, match="上限 100"):
        counted.reserve("b", 30)
    counted.settle(first, 10)
    counted.reserve("b", 90)
    with pytest.raises(BudgetError):
        counted.reserve("a", 1)


def test_a_person_has_a_limit_of_their_own(tmp_path: Path) -> None:
    counted = budget(tmp_path, person=100)
    counted.reserve("a", 90)
    counted.reserve("b", 90)
    counted.reserve(None, 500)
    with pytest.raises(BudgetError, match="此人"):
        counted.reserve("a", 20)


def test_what_was_spent_outlives_the_process(tmp_path: Path) -> None:
    budget(tmp_path, day=100).reserve("a", 90)
    with pytest.raises(BudgetError):
        budget(tmp_path, day=100).reserve("a", 90)


def test_a_new_day_begins_with_nothing_spent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = budget(tmp_path, day=100)
    counted.reserve("a", 90)
    monkeypatch.setattr("retrieval.chat.budget.time.strftime", lambda _form: "2999-01-01")
    counted.reserve("a", 90)


def test_side_by_side_they_do_not_pass_the_limit_together(tmp_path: Path) -> None:
    counted = budget(tmp_path, day=100)

    def reserve(_: int) -> bool:
        try:
            counted.reserve("a", 30)
        except BudgetError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(reserve, range(16))) == 3


def test_over_the_budget_no_model_is_called(
    make_assistant: MakeAssistant, server: ChatApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    def script(request: Request) -> Reply:
        return Reply(f"集中整改的期限为六个月。[{request.key_of('六个月')}]")

    server.script = script
    # An answer takes at most some two thousand; the server counts a hundred and some.
    assistant = make_assistant(person_daily_tokens=2500, answer_tokens=200)
    assert assistant.ask(DEADLINE, person="7").text == "集中整改的期限为六个月[1]。"
    for number in range(20):
        answer = assistant.ask(f"{REPORT}（第{number}问）", person="7")
        assert answer.chat is not None
        if "用量" in answer.chat.reason:
            break
    assert answer.text.startswith("发现违法建筑的，应当在五日内报告")
    assert "此人今天的大模型用量已到上限 2500" in caplog.text
    calls = len(server.requests)
    assert calls <= 20
    assistant.ask(f"{REPORT}又一问", person="7")
    assert len(server.requests) == calls
    other = assistant.ask(f"{DEADLINE}请说明", person="8")
    assert other.chat is not None
    assert other.chat.wrote


def test_a_budget_that_cannot_be_read_spends_nothing(make_assistant: MakeAssistant, server: ChatApiServer) -> None:
    assistant = make_assistant(daily_tokens=100_000)
    (assistant._options.data_dir / "chat.sqlite3").mkdir()
    answer = assistant.ask(DEADLINE)
    assert answer.text.startswith("河道问题集中整改的期限为六个月")
    assert answer.chat is not None
    assert "数据库" in answer.chat.reason
    assert not server.requests
