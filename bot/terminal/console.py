"""The console that everything for people is drawn on."""

from __future__ import annotations

from typing import NoReturn

from rich.console import Console

_PIPE_WIDTH = 10_000


class TerminalConsole(Console):
    """A console that leaves a closed pipe to the entry point, which ends in peace."""

    def on_broken_pipe(self) -> NoReturn:
        """Raise the error again, in place of rich's exit code 1."""
        raise BrokenPipeError


def terminal_console(*, stderr: bool = False) -> TerminalConsole:
    """Make the console of standard output or standard error."""
    console = TerminalConsole(stderr=stderr, highlight=False)
    if not console.is_terminal:
        # Whoever reads a pipe wants lines as they are, not as wide as a terminal that is not there.
        console.width = _PIPE_WIDTH
    return console
