"""The command line, run in this process: what it printed where, and how it ended."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import run_bot


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The one JSON value of standard output."""
        (row,) = self.rows()
        return row

    def rows(self) -> list[Any]:
        """Standard output, a JSON value a line: nothing else may stand there."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class CommandLine:
    """`run_bot.py` over one folder of documents and one data folder."""

    documents: Path
    data: Path
    monkeypatch: pytest.MonkeyPatch
    captured: pytest.CaptureFixture[str]

    def run(self, *arguments: str, stdin: bytes = b"") -> Ended:
        return self.bare("--documents", str(self.documents), "--data", str(self.data), *arguments, stdin=stdin)

    def bare(self, *arguments: str, stdin: bytes = b"") -> Ended:
        """Run without the options before the command."""
        self.captured.readouterr()
        with self.monkeypatch.context() as changed:
            changed.setattr(sys, "argv", ["run_bot.py", *arguments])
            changed.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="ascii"))
            with pytest.raises(SystemExit) as ended:
                run_bot.main()
        code = ended.value.code
        captured = self.captured.readouterr()
        return Ended(code if isinstance(code, int) else int(code is not None), captured.out, captured.err)


def one_line(text: str) -> bool:
    """Whether an error is one line, without a traceback."""
    return text.count("\n") == 1 and text.startswith("错误：") and "Traceback" not in text


def json_lines(rows: Sequence[object]) -> str:
    """Values as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows)


def environment() -> dict[str, str]:
    """The variables, without any that would be a setting."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ZHENGWEN_") and name != "TELEGRAM_BOT_TOKEN"
    }
