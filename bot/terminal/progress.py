"""The progress of indexing, drawn on standard error; nothing is drawn where nobody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

_EMBEDDING = "embedding"


@contextmanager
def indexing_progress(console: Console) -> Iterator[Callable[[int, int, str], None]]:
    """Give the callback that draws one bar for reading and one for embedding."""
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
            name = "编制索引" if what == _EMBEDDING else "读取文件"
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=total)
            progress.update(tasks[name], completed=done, total=total)

        yield advance
