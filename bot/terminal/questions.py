"""Questions from a file: plain lines, or JSON lines with `id` and `question`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


class QuestionFileError(Exception):
    """The file of questions cannot be used; `str(error)` is one line."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with the id its answer keeps."""

    id: str | int
    text: str


def asked(id_: str | int, text: str) -> AskedQuestion:
    """A question as it was typed or read; half a character pair, which no text may hold, becomes a replacement mark."""
    return AskedQuestion(id_, mended(text))


def mended(text: str) -> str:
    """A text with every half character pair replaced: it could be neither printed nor written."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def read_questions(path: Path) -> Iterator[AskedQuestion]:
    """Read the questions of a file, in its order; blank lines are passed over, a plain line's id is its number.

    Raises:
        QuestionFileError: the file cannot be read, or a JSON line holds no question.
    """
    for number, line in read_lines(path):
        yield _question(line, number, path)


def read_lines(path: Path, called: str = "问题文件") -> Iterator[tuple[int, str]]:
    """Read the lines of a file that are not blank, with their numbers, from 1.

    Args:
        path: The file.
        called: What an error calls it.

    Raises:
        QuestionFileError: the file cannot be read.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuestionFileError(f"{called} {path} 打不开（{error.strerror}），请检查路径和权限") from error
    except UnicodeDecodeError as error:
        raise QuestionFileError(f"{called} {path} 不是 UTF-8 文本，请另存为 UTF-8") from error
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            yield number, line.strip()


def _question(line: str, number: int, path: Path) -> AskedQuestion:
    if not line.startswith("{"):
        return asked(str(number), line)
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise QuestionFileError(f"问题文件 {path} 第 {number} 行不是合法的 JSON（{error.msg}），请改正该行") from error
    if not isinstance(row.get("question"), str):
        raise QuestionFileError(f'问题文件 {path} 第 {number} 行缺少 question 字段，请写成 {{"id": …, "question": …}}')
    id_ = row.get("id", str(number))
    if not isinstance(id_, str | int):
        raise QuestionFileError(f"问题文件 {path} 第 {number} 行的 id 应为文字或整数，请改正该行")
    return asked(id_, row["question"])
