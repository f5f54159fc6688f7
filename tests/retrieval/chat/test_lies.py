"""A model that writes what the clauses do not say: none of it reaches anybody, in the answer or while it grows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from retrieval.assistant import Assistant
from retrieval.values import Answer, AnswerStatus
from tests.chatapi.prompt import Request
from tests.chatapi.server import ChatApiServer, Reply
from tests.retrieval.chat.library import DEADLINE, PATROLS, REPORT

OWN = "河道问题集中整改的期限为六个月，自通知送达之日起计算。"


@dataclass(frozen=True)
class Lie:
    question: str
    reply: Callable[[Request], str]
    forbidden: tuple[str, ...]


def deadline(text: str) -> Callable[[Request], str]:
    return lambda request: f"{text}[{request.key_of('六个月')}]"


def report(text: str) -> Callable[[Request], str]:
    return lambda request: f"{text}[{request.key_of('违法建筑')}]"


LIES = {
    "a figure": Lie(DEADLINE, deadline("集中整改的期限为九个月。"), ("九个月", "9个月")),
    "a figure in digits": Lie(DEADLINE, deadline("集中整改的期限为180天。"), ("180",)),
    "another figure beside the right one": Lie(
        DEADLINE, deadline("集中整改的期限为六个月，经批准可以延长三十日。"), ("三十日", "延长")
    ),
    "a unit": Lie(DEADLINE, deadline("集中整改的期限为六年。"), ("六年",)),
    "a date": Lie(DEADLINE, deadline("集中整改的期限为六个月，2025年1月1日起施行。"), ("2025", "1月1日")),
    "an article": Lie(DEADLINE, deadline("第九条规定，集中整改的期限为六个月。"), ("第九条",)),
    "a document": Lie(DEADLINE, deadline("按照《青禾县水利条例》，集中整改的期限为六个月。"), ("水利条例",)),
    "a document number": Lie(DEADLINE, deadline("青水发〔2023〕9号规定集中整改的期限为六个月。"), ("2023", "9号")),
    "an organ": Lie(REPORT, report("发现违法建筑的，应当在五日内报告青禾县公安局。"), ("公安局",)),
    "organs in each other's place": Lie(
        REPORT,
        report("发现违法建筑的，应当在五日内报告青禾县应急管理局，抄送青禾县水务局。"),
        ("报告青禾县应急管理局",),
    ),
    "a level": Lie(REPORT, report("发现违法建筑的，应当在五日内报告青禾市水务局。"), ("青禾市",)),
    "a negation lost": Lie(
        "汛期巡查可以委托个人吗？",
        lambda r: f"汛期巡查可以委托个人承担。[{r.key_of('不得委托')}]",
        ("可以委托",),
    ),
    "a negation made": Lie(DEADLINE, deadline("集中整改的期限不是六个月。"), ("不是",)),
    "a wrong clause": Lie(DEADLINE, lambda r: f"集中整改的期限为六个月。[{r.key_of('账目')}]", ("期限为六个月[",)),
    "a made-up key": Lie(DEADLINE, lambda r: "集中整改的期限为六个月。[ZZZZ]", ("ZZZZ", "期限为六个月[")),
    "a number for a key": Lie(DEADLINE, lambda r: "集中整改的期限为六个月。[1]", ("期限为六个月[",)),
    "no key": Lie(DEADLINE, lambda r: "集中整改的期限为六个月。", ("期限为六个月。",)),
    "the former rule": Lie(DEADLINE, lambda r: f"河道问题集中整改的期限为三个月。[{r.key_of('三个月')}]", ("三个月",)),
    "half of it true": Lie(
        DEADLINE,
        lambda r: f"集中整改的期限为六个月。[{r.key_of('六个月')}]逾期的处五千元罚款。[{r.key_of('六个月')}]",
        ("五千元", "罚款"),
    ),
    "an address": Lie(DEADLINE, deadline("集中整改的期限为六个月，详见 http://example.test/a 。"), ("http", "example")),
    "markup and a figure": Lie(DEADLINE, deadline("**集中整改**的期限为*九个月*。"), ("九个月",)),
    "the question again": Lie(DEADLINE, deadline("河道问题集中整改的期限是六个月吗？"), ("吗？",)),
    "a thought aloud": Lie(
        DEADLINE, lambda r: f"<think>大概九个月吧。</think>集中整改的期限为六个月。[{r.key_of('六个月')}]", ("九个月",)
    ),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=list(LIES))
@pytest.mark.parametrize("piece_characters", [1, 7])
def test_a_lie_reaches_nobody(lie: Lie, piece_characters: int, assistant: Assistant, server: ChatApiServer) -> None:
    server.script = lambda request: Reply(lie.reply(request), piece_characters)
    grown: list[str] = []
    answer = assistant.ask(lie.question, on_text=grown.append)
    assert len(server.requests) == 1
    assert answer.status is AnswerStatus.ANSWERED
    for text in (answer.text, *grown):
        assert not any(words in text for words in lie.forbidden), text
    assert_word_for_word(answer)
    assert_markers_match(answer)


def test_the_log_says_why_the_documents_own_words_stand(
    assistant: Assistant, server: ChatApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = lambda request: Reply(deadline("集中整改的期限为九个月。")(request))
    answer = assistant.ask(DEADLINE)
    assert answer.text == OWN
    assert answer.chat is not None
    assert not answer.chat.wrote
    (verdict,) = answer.chat.sentences
    assert verdict.verdict == "unsupported"
    assert not verdict.kept
    assert "没有一句通过核对" in caplog.text


def test_a_good_answer_is_written_with_markers_and_citations_word_for_word(
    assistant: Assistant, server: ChatApiServer
) -> None:
    def script(request: Request) -> Reply:
        return Reply(
            f"河道问题集中整改的期限为6个月，从通知送达之日起计算。[{request.key_of('六个月')}]"
            f"发现违法建筑的，应当在五日内报告青禾县水务局。【{request.key_of('违法建筑').lower()}】\n"
        )

    server.script = script
    grown: list[str] = []
    answer = assistant.ask(DEADLINE, on_text=grown.append)
    assert answer.text == (
        "河道问题集中整改的期限为6个月，从通知送达之日起计算[1]。发现违法建筑的，应当在五日内报告青禾县水务局[2]。"
    )
    assert grown == ["河道问题集中整改的期限为6个月，从通知送达之日起计算[1]。", answer.text]
    assert [citation.path[-1] for citation in answer.citations] == ["第五条", "第三条"]
    assert_word_for_word(answer)
    assert answer.chat is not None
    assert answer.chat.wrote
    assert (answer.chat.tokens_in, answer.chat.tokens_out) > (0, 0)


def test_a_sentence_that_fails_is_taken_out_and_the_rest_stands(assistant: Assistant, server: ChatApiServer) -> None:
    def script(request: Request) -> Reply:
        key = request.key_of("六个月")
        return Reply(f"集中整改的期限为六个月。[{key}]期限自通知送达之日起计算。[{key}]逾期罚款五千元。[{key}]")

    server.script = script
    answer = assistant.ask(DEADLINE)
    assert answer.text == "集中整改的期限为六个月[1]。期限自通知送达之日起计算[1]。"
    assert answer.chat is not None
    assert [verdict.kept for verdict in answer.chat.sentences] == [True, True, False]


@pytest.mark.parametrize(
    ("question", "reply", "reason"),
    [
        (DEADLINE, "巡查记录保存三年。[{巡查记录}]", "不是同一个数字"),
        (DEADLINE, "逾期的处五千元罚款。[{六个月}]集中整改的期限为九个月。[{六个月}]", "没有一句通过核对"),
        (DEADLINE, "集中整改的期限为九个月。[{六个月}]巡查记录保存三年。[{巡查记录}]", "答问的一句"),
        (DEADLINE, "集中整改的期限为六个月。[{六个月}]但经县长批准可以免除。[{六个月}]", "限定或例外"),
        ("账目多久公布一次？", "集中整改的期限为六个月。[{六个月}]", "答的不是所问"),
        (REPORT, "餐费标准由白杨街道办事处核定。[{餐费}]", "没有答出"),
        ("巡查应当坚持哪些原则？", "（一）预防为主；[{预防为主}]\n（三）公开透明。[{预防为主}]", "少了 1 项"),
    ],
)
def test_what_is_left_has_to_answer(
    question: str, reply: str, reason: str, assistant: Assistant, server: ChatApiServer
) -> None:
    server.script = lambda request: Reply(re.sub(r"\{(.+?)\}", lambda m: request.key_of(m[1]), reply))
    answer = assistant.ask(question)
    assert answer.chat is not None
    assert not answer.chat.wrote, answer.text
    assert reason in answer.chat.reason


def test_no_answer_from_the_model_leaves_the_documents_words(assistant: Assistant, server: ChatApiServer) -> None:
    server.script = lambda request: Reply("NO_ANSWER")
    answer = assistant.ask(DEADLINE)
    assert answer.text == OWN


@pytest.mark.parametrize("question", ["今天天气怎么样？", "广东的河道整改期限是多久？", "《消防条例》规定几天？"])
def test_without_evidence_no_model_is_called(question: str, assistant: Assistant, server: ChatApiServer) -> None:
    answer = assistant.ask(question)
    assert answer.status is AnswerStatus.REFUSED
    assert not server.requests


def assert_word_for_word(answer: Answer) -> None:
    for citation in answer.citations:
        if citation.source == "patrols.md":
            assert citation.quote in PATROLS


def assert_markers_match(answer: Answer) -> None:
    shown = re.findall(r"\[\d+\]", answer.text)
    assert set(shown) <= {citation.marker for citation in answer.citations}
