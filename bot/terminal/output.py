"""Where commands write: JSON lines on standard output, or what people read."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType


def print_json(value: object) -> None:
    """Write one JSON value on a line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_view(view: RenderableType) -> None:
    """Draw something on standard output."""
    from bot.terminal.console import terminal_console

    terminal_console().print(view)
