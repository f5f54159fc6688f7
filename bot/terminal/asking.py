"""The command `ask`: where its questions come from, and their answers one after another."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.terminal.batch import answer_line
from bot.terminal.exits import UsageError
from bot.terminal.questions import AskedQuestion, asked, read_questions
from retrieval.assistant import Assistant
from retrieval.values import Answer

_CONVERSATION = "ask"


def given_questions(question: str | None, file: Path | None) -> Iterator[AskedQuestion]:
    """The questions of the command line: the one given, those of a file, or the lines of standard input.

    Raises:
        UsageError: two sources are given, or none.
        QuestionFileError: the file cannot be used.
    """
    if question is not None and file is not None:
        raise UsageError("问题和 --file 只能给一个")
    if file is not None:
        return iter(list(read_questions(file)))
    if question is not None:
        return iter([asked("1", question)])
    if sys.stdin.isatty():
        raise UsageError("没有问题：请写在命令后面，或用 --file 指定文件")
    return (asked(str(n), line.strip()) for n, line in enumerate(sys.stdin, 1) if line.strip())


def answered(
    assistant: Assistant, questions: Iterator[AskedQuestion], *, after: Sequence[str], one_by_one: bool
) -> Iterator[tuple[AskedQuestion, Answer]]:
    """Answer questions, each for itself.

    Args:
        assistant: Answers.
        questions: What is asked.
        after: What was asked before each of them in its conversation; it is not answered.
        one_by_one: One that cannot be taken is told in its place and the others are answered.
    """
    for question in questions:
        if one_by_one:
            yield question, answer_line(assistant, question)
            continue
        assistant.forget(_CONVERSATION)
        for former in after:
            assistant.recall(former, conversation_key=_CONVERSATION)
        yield question, assistant.ask(question.text, conversation_key=_CONVERSATION if after else None)
