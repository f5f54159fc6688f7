"""The progress of indexing and evaluation, drawn on standard error; nothing is drawn where nobody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

EVALUATION = "evaluation"
_NAMES = {"embedding": "编制索引", EVALUATION: "逐题评测"}


@contextmanager
def indexing_progress(console: Console) -> Iterator[Callable[[int, int, str], None]]:
    """Give the callback that draws one bar for reading, one for embedding and one for evaluation."""
    if not console.is_terminal:
        # Even an empty progress display would end with a line feed.
        yield lambda _done, _total, _what: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def advance(done: int, total: int, what: str) -> None:
            name = _NAMES.get(what, "读取文件")
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=total)
            progress.update(tasks[name], completed=done, total=total)

        yield advance
