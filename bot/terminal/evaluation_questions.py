"""Question files for `evaluate`: JSON lines, all to be answered or all to be searched for in the laws."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.terminal.questions import QuestionFileError, mended, read_lines
from retrieval.evaluation import AnswerQuestion, StatuteQuestion

Form = TypeVar("Form", AnswerQuestion, StatuteQuestion)
Row = tuple[int, dict[str, object]]

_ANSWER_FORM = TypeAdapter(AnswerQuestion)
_STATUTE_FORM = TypeAdapter(StatuteQuestion)
_FORMS = "id、question、kind、answer_must_contain、documents，或 id、question、gold"


@dataclass(frozen=True)
class QuestionSet:
    """The questions of one file; one of the two is empty."""

    answers: tuple[AnswerQuestion, ...] = ()
    statutes: tuple[StatuteQuestion, ...] = ()


def read_question_set(path: Path) -> QuestionSet:
    """Read a file of questions with what answers them.

    Raises:
        QuestionFileError: the file cannot be read, is empty, mixes both forms, or a line is not of its form.
    """
    rows = [(number, _object(line, number, path)) for number, line in read_lines(path)]
    if not rows:
        raise QuestionFileError(f"问题文件 {path} 是空的，请每行写一个 JSON：{_FORMS}")
    forms = ["gold" in row for _, row in rows]
    if len(set(forms)) > 1:
        number = rows[forms.index(not forms[0])][0]
        raise QuestionFileError(f"问题文件 {path} 第 {number} 行与前面的形式不同，请把两种问题分成两个文件")
    if forms[0]:
        return QuestionSet(statutes=_questions(_STATUTE_FORM, rows, path))
    return QuestionSet(answers=_questions(_ANSWER_FORM, rows, path))


def _object(line: str, number: int, path: Path) -> dict[str, object]:
    try:
        # Once more, because an escape may stand for half a character pair.
        row = json.loads(mended(json.dumps(json.loads(line), ensure_ascii=False)))
    except (json.JSONDecodeError, RecursionError) as error:
        raise QuestionFileError(f"问题文件 {path} 第 {number} 行不是合法的 JSON（{error}），请改正该行") from error
    if not isinstance(row, dict):
        raise QuestionFileError(f"问题文件 {path} 第 {number} 行不是 JSON 对象，请写明 {_FORMS}")
    return row


def _questions(form: TypeAdapter[Form], rows: Sequence[Row], path: Path) -> tuple[Form, ...]:
    found: dict[str | int, Form] = {}
    for number, row in rows:
        question = _question(form, row, number, path)
        if lacking := _lacking(question):
            raise QuestionFileError(f"问题文件 {path} 第 {number} 行没有写 {lacking}")
        if question.id in found:
            raise QuestionFileError(f"问题文件 {path} 第 {number} 行的 id {question.id} 前面已用过，请换一个")
        found[question.id] = question
    return tuple(found.values())


def _question(form: TypeAdapter[Form], row: dict[str, object], number: int, path: Path) -> Form:
    try:
        return form.validate_python(row)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        problem = f"的 {field} 写法不对" if field in row else f"缺少 {field}"
        raise QuestionFileError(f"问题文件 {path} 第 {number} 行{problem}，请写明 {_FORMS}") from error


def _lacking(question: AnswerQuestion | StatuteQuestion) -> str:
    """What a well-formed question cannot be scored without."""
    if isinstance(question, StatuteQuestion):
        return "" if question.gold else "gold，请写明法律和条号"
    complete = not question.answerable or (question.answer_must_contain and question.documents)
    return "" if complete else "answer_must_contain 或 documents，请补上；文件中没有答案的，kind 写 unanswerable"
