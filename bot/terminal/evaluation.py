"""`evaluate`: asks every question of a set and scores what comes back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.terminal.batch import answer_line, search_line
from bot.terminal.evaluation_questions import QuestionSet
from bot.terminal.questions import asked
from retrieval.assistant import Assistant
from retrieval.evaluation import (
    RECALL_DEPTHS,
    STATUTE_DEPTHS,
    AnswerQuestion,
    ScoredAnswer,
    ScoredRanking,
    StatuteQuestion,
    score_answer,
    score_statute,
)


@dataclass(frozen=True)
class Evaluation:
    """The scored questions of one set; one of the two is empty."""

    answers: tuple[ScoredAnswer, ...] = ()
    statutes: tuple[ScoredRanking, ...] = ()


def evaluate(assistant: Assistant, questions: QuestionSet, *, advance: Callable[[int, int], None]) -> Evaluation:
    """Ask and score every question.

    Args:
        assistant: Open.
        questions: What is asked.
        advance: Told of each question that is done: how many, of how many.
    """
    answers: list[ScoredAnswer] = []
    statutes: list[ScoredRanking] = []
    total = len(questions.answers) + len(questions.statutes)
    for question in questions.answers:
        answers.append(_answer(assistant, question))
        advance(len(answers), total)
    for statute in questions.statutes:
        statutes.append(_search(assistant, statute))
        advance(len(statutes), total)
    return Evaluation(tuple(answers), tuple(statutes))


def _answer(assistant: Assistant, question: AnswerQuestion) -> ScoredAnswer:
    line = asked(question.id, question.question)
    # The answer first: its time must not gain from the same question's having just been searched for.
    answer = answer_line(assistant, line)
    return score_answer(question, answer, search_line(assistant, line, max(RECALL_DEPTHS)))


def _search(assistant: Assistant, question: StatuteQuestion) -> ScoredRanking:
    started = time.perf_counter()
    found = search_line(assistant, asked(question.id, question.question), max(STATUTE_DEPTHS))
    return score_statute(question, found, (time.perf_counter() - started) * 1000)
