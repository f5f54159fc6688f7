"""Whole processes: the time of a cold start and the peak of memory, in turn, so that all meet the same load."""

from __future__ import annotations

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
# A process starts with the peak of the one it was forked from: this one holds a model, so a small one stands between.
_PARENT = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""

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
            seconds[name].append(_seconds(command))
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    for name in others:
        yield Row("冷启动 ask 一题", "秒", medians[""], medians[name], f"对照一栏：{name}；{ROUNDS} 次的中位数")


def memory_row(ours: Command, recipe: Command, note: str) -> Row:
    """Peak memory of two processes."""
    say("内存峰值")
    return Row("内存峰值", "MB", _peak_megabytes(ours), _peak_megabytes(recipe), note)


def _seconds(command: Command) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def _peak_megabytes(command: Command) -> float:
    parent = (sys.executable, "-c", _PARENT, *command)
    done = subprocess.run(parent, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return int(done.stdout) / _KIBIBYTES_A_MEGABYTE
