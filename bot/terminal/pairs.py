"""Pairs of a sentence and its clauses for `check`: JSON lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.terminal.questions import QuestionFileError, mended, read_lines
from retrieval.checking import Source

_FORM = '{"id": …, "sentence": …, "clauses": [{"key", "title", "path", "text", "status"}]}'


class _Clause(BaseModel):
    """A clause of a line; what is not known of it may be left out."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    key: str = ""
    title: str | None = ""
    path: tuple[str, ...] | str | None = ()
    text: str
    status: str | None = "unknown"


class _Line(BaseModel):
    """A line as it stands in the file."""

    model_config = ConfigDict(extra="ignore")

    id: str | int | None = None
    sentence: str
    clauses: tuple[_Clause, ...] = Field(default=())


@dataclass(frozen=True)
class Pair:
    """A sentence with the clauses that were given to its writer."""

    id: str | int
    sentence: str
    sources: tuple[Source, ...]


def read_pairs(path: Path) -> list[Pair]:
    """Read the pairs of a file, in its order; a line without an id goes by its number.

    Raises:
        QuestionFileError: the file cannot be read or is empty, or a line is not of the form.
    """
    pairs = [_pair(line, number, path) for number, line in read_lines(path, "核对文件")]
    if not pairs:
        raise QuestionFileError(f"核对文件 {path} 是空的，请每行写一个 JSON：{_FORM}")
    return pairs


def _pair(line: str, number: int, path: Path) -> Pair:
    try:
        # Once more, because an escape may stand for half a character pair.
        row = json.loads(mended(json.dumps(json.loads(line), ensure_ascii=False)))
    except (json.JSONDecodeError, RecursionError) as error:
        raise QuestionFileError(f"核对文件 {path} 第 {number} 行不是合法的 JSON（{error}），请改正该行") from error
    try:
        read = _Line.model_validate(row)
    except ValidationError as error:
        field = ".".join(str(step) for step in error.errors()[0]["loc"]) or "对象"
        raise QuestionFileError(f"核对文件 {path} 第 {number} 行的 {field} 缺少或写法不对，请写成 {_FORM}") from error
    return Pair(number if read.id is None else read.id, read.sentence, tuple(map(_source, read.clauses)))


def _source(clause: _Clause) -> Source:
    path = clause.path or ()
    return Source(
        key=clause.key,
        title=clause.title or "",
        path=(path,) if isinstance(path, str) else path,
        text=clause.text,
        status=clause.status or "unknown",
    )
