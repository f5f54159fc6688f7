"""An answer that grows in the terminal while a chat model writes it; the finished one takes its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.text import Text


@contextmanager
def growing_text(console: Console, *, shown: bool) -> Iterator[Callable[[str], None]]:
    """Give the callback that shows the answer so far; it is taken away at the end of the block.

    Args:
        console: Where it is shown.
        shown: Whether anybody watches: in a pipe the finished answer is enough.
    """
    if not (shown and console.is_terminal):
        yield lambda _text: None
        return
    with Live(console=console, transient=True, auto_refresh=False) as live:
        yield lambda text: live.update(Text(text, style="dim"), refresh=True)
