"""Export what the terminal shows for one real question as an SVG: the picture in the README.

usage: python -m tests.screenshot FILE.svg
"""

from __future__ import annotations

import re
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.terminal.rendering import answer_view
from config.settings import STARTER_DOCUMENTS
from retrieval.assistant import Assistant, AssistantOptions

_WEB_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
QUESTIONS = (
    "巡视集中整改的期限现在是多久？",
    "集中整改进展情况报告几个月内报、报给谁、抄送谁？",
    "广东省委巡视对象有多少个？",
)


def main(target: Path) -> None:
    """Ask the questions of the starter documents and write the picture."""
    console = Console(record=True, width=92, file=StringIO(), force_terminal=True, highlight=False)
    with tempfile.TemporaryDirectory() as data_dir:
        assistant = Assistant(AssistantOptions(STARTER_DOCUMENTS, Path(data_dir)))
        assistant.open()
        for question in QUESTIONS:
            console.print(Text(f"问：{question}", style="bold cyan"))
            console.print(answer_view(assistant.ask(question)))
            console.print()
    target.parent.mkdir(parents=True, exist_ok=True)
    svg = console.export_svg(title="政问", font_aspect_ratio=0.61)
    # The picture is read offline too: fonts of the reader's own in place of fonts from the network.
    target.write_text(_WEB_FONT.sub("", svg), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
