"""A server that fails in every way it can: each time the documents' own words are there within the time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from retrieval.assistant import Assistant
from retrieval.values import Answer
from tests.chatapi.prompt import Request
from tests.chatapi.server import Behaviour, ChatApiServer, Refusal, Reply
from tests.retrieval.chat.conftest import MakeAssistant
from tests.retrieval.chat.library import DEADLINE, REPORT

TIMEOUT_SECONDS = 1.5
OWN = "河道问题集中整改的期限为六个月，自通知送达之日起计算。"
GOOD = "集中整改的期限为六个月。[{key}]"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.chat.model.RETRY_DELAYS_SECONDS", (0.05, 0.1))


@pytest.fixture
def assistant(make_assistant: MakeAssistant) -> Assistant:
    return make_assistant(timeout_seconds=TIMEOUT_SECONDS)


def good(request: Request) -> Reply:
    return Reply(GOOD.format(key=request.key_of("六个月")))


def tail(request: Request) -> str:
    return good(request).text + "期限自通知送达之日起计算。" * 20


FAULTS: dict[str, tuple[Callable[[Request], Behaviour], int, str]] = {
    "stops midway": (lambda r: Reply(tail(r), stop_after=12), 1, "中途断了"),
    "ends without a reason": (lambda r: Reply(good(r).text, finish=None), 1, "中途断了"),
    "is cut at its length": (lambda r: Reply(good(r).text, finish="length"), 1, "截断"),
    "hangs at once": (lambda r: Reply("", hangs=True), 1, "规定时间"),
    "hangs midway": (lambda r: Reply(tail(r), stop_after=12, hangs=True), 1, "规定时间"),
    "trickles": (lambda r: Reply(tail(r), 1, pause_seconds=0.2), 1, "规定时间"),
    "drops the connection at once": (lambda r: Reply("", drops=True), 3, ""),
    "drops the connection midway": (lambda r: Reply(tail(r), stop_after=12, drops=True), 1, ""),
    "401": (lambda r: Refusal(401), 1, "ZHENGWEN_CHAT_API_KEY"),
    "403": (lambda r: Refusal(403), 1, "ZHENGWEN_CHAT_API_KEY"),
    "404": (lambda r: Refusal(404), 1, "ZHENGWEN_CHAT_MODEL"),
    "400": (lambda r: Refusal(400), 1, "不接受"),
    "429": (lambda r: Refusal(429), 3, "正忙"),
    "429 for an hour": (lambda r: Refusal(429, headers={"Retry-After": "3600"}), 1, "正忙"),
    "500": (lambda r: Refusal(500), 3, "服务器出错"),
    "503": (lambda r: Refusal(503, b"<html>busy</html>", "text/html"), 3, "服务器出错"),
    "broken JSON": (lambda r: Refusal(200, b'data: {"choices": [{"del\n\n', "text/event-stream"), 3, ""),
    "a page of HTML": (lambda r: Refusal(200, b"<html>please log in</html>", "text/html"), 3, ""),
    "nothing": (lambda r: Refusal(200, b"", "text/event-stream"), 3, ""),
    "an empty answer": (lambda r: Reply(""), 1, "没有一句"),
    "an error inside the stream": (
        lambda r: Refusal(200, b'data: {"error": {"message": "overloaded", "code": 500}}\n\n', "text/event-stream"),
        3,
        "",
    ),
}


@pytest.mark.parametrize(("script", "requests", "reason"), FAULTS.values(), ids=list(FAULTS))
def test_the_documents_own_words_are_there_in_time(
    script: Callable[[Request], Behaviour],
    requests: int,
    reason: str,
    assistant: Assistant,
    server: ChatApiServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.script = script
    started = time.monotonic()
    answer = assistant.ask(DEADLINE)
    assert time.monotonic() - started < TIMEOUT_SECONDS + 1.5
    assert answer.text == OWN
    assert answer.chat is not None
    assert reason in answer.chat.reason, answer.chat.reason
    assert answer.chat.reason in caplog.text
    assert len(server.requests) == requests, [answer.chat.reason]


@pytest.mark.parametrize(
    "first",
    [Refusal(429), Refusal(429, headers={"Retry-After": "0.2"}), Refusal(500), Reply("", drops=True)],
    ids=["429", "429 that says when", "500", "dropped"],
)
def test_what_is_transient_is_tried_again(first: Behaviour, assistant: Assistant, server: ChatApiServer) -> None:
    replies: Iterator[Callable[[Request], Behaviour]] = iter([lambda r: first, good])
    server.script = lambda request: next(replies)(request)
    assert assistant.ask(DEADLINE).text == "集中整改的期限为六个月[1]。"
    assert len(server.requests) == 2


def test_a_server_that_is_not_there(make_assistant: MakeAssistant) -> None:
    assistant = make_assistant(base_url="http://127.0.0.1:9/v1")
    answer = assistant.ask(DEADLINE)
    assert answer.text == OWN
    assert answer.chat is not None
    assert "连不上" in answer.chat.reason


def test_a_wrong_key_is_not_tried_again_and_is_not_told(
    make_assistant: MakeAssistant, server: ChatApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    assistant = make_assistant(api_key="sk-secret-that-is-wrong")
    answer = assistant.ask(DEADLINE)
    assert answer.text == OWN
    assert len(server.requests) == 1
    assert "sk-secret" not in caplog.text + str(answer) + repr(assistant._options)


def test_a_model_that_is_away_is_left_alone_for_a_while(assistant: Assistant, server: ChatApiServer) -> None:
    server.script = lambda request: Reply("", hangs=True)
    for _ in range(3):
        assistant.ask(DEADLINE)
    started = time.monotonic()
    answer = assistant.ask(DEADLINE)
    assert time.monotonic() - started < 0.7
    assert len(server.requests) == 3
    assert answer.chat is not None
    assert "暂停使用" in answer.chat.reason


def test_questions_of_one_chat_are_written_one_at_a_time(assistant: Assistant, server: ChatApiServer) -> None:
    server.script = lambda request: Reply(good(request).text, pause_seconds=0.02)
    answers = _ask_together(assistant, [("a", DEADLINE), ("a", REPORT), ("a", DEADLINE + "请说明")])
    assert len(answers) == 3
    assert server.most_at_once == 1


def test_chats_are_written_side_by_side(assistant: Assistant, server: ChatApiServer) -> None:
    server.script = lambda request: Reply(good(request).text, pause_seconds=0.05)
    _ask_together(assistant, [("a", DEADLINE), ("b", REPORT)])
    assert server.most_at_once == 2


def test_a_reload_does_not_wait_for_a_model_that_hangs(make_assistant: MakeAssistant, server: ChatApiServer) -> None:
    assistant = make_assistant(timeout_seconds=4.0)
    server.script = lambda request: Reply("", hangs=True)
    asking = threading.Thread(target=assistant.ask, args=(DEADLINE,))
    asking.start()
    while not server.requests:
        time.sleep(0.01)
    (assistant._options.documents_dir / "canteens.md").unlink()
    started = time.monotonic()
    assert assistant.reload().removed == ("canteens.md",)
    assert time.monotonic() - started < 3
    asking.join()


def test_a_proxy_of_the_environment_is_not_used_for_this_machine(
    make_assistant: MakeAssistant, server: ChatApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    server.script = good
    assert make_assistant().ask(DEADLINE).text == "集中整改的期限为六个月[1]。"


def _ask_together(assistant: Assistant, asked: list[tuple[str, str]]) -> list[Answer]:
    answers: list[Answer] = []
    threads = [
        threading.Thread(target=lambda c=chat, q=question: answers.append(assistant.ask(q, audience=c)))
        for chat, question in asked
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
