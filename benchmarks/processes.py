"""Whole processes: the time of a cold start and the peak of memory, in turn, so that all meet the same load."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.corpora import ROOT
from benchmarks.table import Row
from benchmarks.timing import say

ROUNDS = 5
_KIBIBYTES_A_MEGABYTE = 1e6 / 1024
_LOAD_AND_ASK = "import sys; from retrieval.embedders import load_embedder; load_embedder().embed_query(sys.argv[1])"

Command = Sequence[str]


def ask_command(documents: Path, data: Path, *arguments: str) -> Command:
    """Our command line over an index that is there."""
    return (
        sys.executable, str(ROOT / "run_bot.py"), "--documents", str(documents), "--data", str(data), *arguments,
    )  # fmt: skip


def recipe_command(folder: Path, questions: Path) -> Command:
    """The recipe over an index that is there."""
    return (sys.executable, "-m", "benchmarks.recipe", str(folder), str(questions))


def cold_rows(ours: Command, recipe: Command, question: str) -> Iterator[Row]:
    """Medians of a cold `ask`, beside three others.

    Args:
        ours: Asks one question.
        recipe: Asks the same one.
        question: For the embedder alone.
    """
    others = {
        "对照做法，同一个问题": recipe,
        "只 import chromadb": (sys.executable, "-c", "import chromadb"),
        "向量模型：导入、载入、算一个问题": (sys.executable, "-c", _LOAD_AND_ASK, question),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ("", *others)}
    for number in range(1, ROUNDS + 1):
        say(f"冷启动，第 {number}/{ROUNDS} 轮")
        for name, command in {"": ours, **others}.items():
            seconds[name].append(_measured(command)[0])
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    for name in others:
        yield Row("冷启动 ask 一题", "秒", medians[""], medians[name], f"对照一栏：{name}；{ROUNDS} 次的中位数")


def memory_row(ours: Command, recipe: Command, note: str) -> Row:
    """Peak memory of two processes."""
    say("内存峰值")
    return Row("内存峰值", "MB", _measured(ours)[1], _measured(recipe)[1], note)


def _measured(command: Command) -> tuple[float, float]:
    """Seconds and peak megabytes of a process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    # `resource.getrusage` would give the largest of all children there have been.
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return seconds, usage.ru_maxrss / _KIBIBYTES_A_MEGABYTE
