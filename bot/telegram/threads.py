"""Threads for questions: a chat model that takes its time must not hold up those who ask something else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

WAITING_THREADS = 32
"""Where a chat model writes, most of a question's time is waiting."""

P = ParamSpec("P")
T = TypeVar("T")


class QuestionThreads:
    """Runs what blocks, off the event loop."""

    def __init__(self, *, waits: bool) -> None:
        """`waits` says that answers wait for a chat model; else the event loop's own threads do."""
        self._pool = ThreadPoolExecutor(WAITING_THREADS, thread_name_prefix="question") if waits else None

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, partial(work, *args, **kwargs))
