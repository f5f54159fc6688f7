"""Lines of a file of questions: one that cannot be taken is told in its place, and the others are answered."""

from __future__ import annotations

import sys

from bot.terminal.questions import AskedQuestion
from retrieval.assistant import Assistant
from retrieval.errors import QuestionError
from retrieval.values import Answer, AnswerStatus, SearchResult


def answer_line(assistant: Assistant, question: AskedQuestion) -> Answer:
    """Answer a line; one that cannot be taken is refused with the reason."""
    try:
        return assistant.ask(question.text)
    except QuestionError as error:
        return Answer(question=question.text, status=AnswerStatus.REFUSED, text=str(error))


def search_line(assistant: Assistant, question: AskedQuestion, count: int) -> list[SearchResult]:
    """Search for a line; one that cannot be taken finds nothing, the reason on standard error."""
    try:
        return assistant.search(question.text, count=count)
    except QuestionError as error:
        sys.stderr.write(f"{question.id}：{error}\n")
        return []
