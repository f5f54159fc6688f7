"""Answers written before: given again for the same question, clauses and model; dropped when a clause changes."""

from __future__ import annotations

import pytest

from retrieval.assistant import Assistant
from retrieval.chat.store import AnswerRow, Store
from tests.chatapi.prompt import Request
from tests.chatapi.server import ChatApiServer, Reply
from tests.retrieval.chat.conftest import MakeAssistant
from tests.retrieval.chat.library import DEADLINE, FILES, PATROLS, REPORT


@pytest.fixture(autouse=True)
def script(server: ChatApiServer) -> None:
    def answer(request: Request) -> Reply:
        clause = next(clause for clause in request.clauses if "集中整改的期限" in clause["text"])
        period = clause["text"].partition("期限为")[2][:3]
        return Reply(f"集中整改的期限为{period}。[{clause['key']}]")

    server.script = answer


def kept(assistant: Assistant) -> int:
    with Store(assistant._options.data_dir, None).session() as session:
        return session.query(AnswerRow).count()


def test_the_same_question_is_not_written_twice(assistant: Assistant, server: ChatApiServer) -> None:
    first, second = assistant.ask(DEADLINE), assistant.ask(DEADLINE)
    assert len(server.requests) == 1
    assert (second.text, second.citations) == (first.text, first.citations)
    assert second.chat is not None
    assert second.chat.from_cache
    assert (second.chat.tokens_in, second.chat.tokens_out) == (0, 0)


def test_another_process_and_another_model(make_assistant: MakeAssistant, server: ChatApiServer) -> None:
    make_assistant().ask(DEADLINE)
    again = make_assistant().ask(DEADLINE)
    assert again.chat is not None
    assert again.chat.from_cache
    make_assistant(model="another").ask(DEADLINE)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "changed",
    [
        PATROLS.replace("六个月", "九个月"),
        PATROLS.replace("status: in_force", "status: repealed"),
        PATROLS.replace("青水发〔2024〕5号", "青水发〔2024〕6号"),
    ],
    ids=["its words", "its status", "its number"],
)
def test_an_answer_is_dropped_when_a_clause_of_it_changes(
    changed: str, assistant: Assistant, server: ChatApiServer
) -> None:
    assert assistant.ask(DEADLINE).text == "集中整改的期限为六个月[1]。"
    assert kept(assistant) == 1
    (assistant._options.documents_dir / "patrols.md").write_text(changed, encoding="utf-8")
    assistant.reload()
    answer = assistant.ask("账目多久公布一次？")
    assert answer.citations
    assert kept(assistant) == 0
    assistant.ask(DEADLINE)
    assert len(server.requests) == 3


def test_an_answer_stays_when_other_clauses_change(make_assistant: MakeAssistant, server: ChatApiServer) -> None:
    far = "---\ntitle: 云溪市博物馆开放规定\n---\n\n第一条 博物馆每周一闭馆。\n"
    assistant = make_assistant(FILES)
    assistant.ask(DEADLINE)
    (assistant._options.documents_dir / "museums.md").write_text(far, encoding="utf-8")
    assistant.reload()
    assistant.ask(DEADLINE)
    assert kept(assistant) >= 1


def test_what_is_not_the_models_is_not_kept(assistant: Assistant, server: ChatApiServer) -> None:
    server.script = lambda request: Reply("NO_ANSWER")
    assistant.ask(REPORT)
    assert kept(assistant) == 0


def test_a_cache_that_cannot_be_read_costs_no_answer(make_assistant: MakeAssistant) -> None:
    assistant = make_assistant()
    (assistant._options.data_dir / "chat.sqlite3").mkdir()
    assert assistant.ask(DEADLINE).text == "集中整改的期限为六个月[1]。"
