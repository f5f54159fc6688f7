from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.terminal.usage import usage_line


@dataclass
class ParserError:
    """What the parser raises, as far as it is read."""

    message: str
    ctx: None = None

    def format_message(self) -> str:
        return self.message


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("No such option: --fiel (Possible options: --file)", "没有选项 --fiel"),
        ("No such command 'answer'.", "没有命令 answer"),
        ("Missing argument 'QUESTIONS'.", "缺少参数 QUESTIONS"),
        ("Missing option '--file'.", "缺少选项 --file"),
        ("Got unexpected extra argument (b)", "多出参数 b"),
        ("Got unexpected extra argument(s) (b c)", "多出参数 b c"),
        ("Option '--file' requires an argument.", "选项 --file 后面缺少值"),
        ("Invalid value for '-k': 'abc' is not a valid integer.", "-k 的值应为整数"),
        ("Invalid value for '-k': 0 is not in the range x>=1.", "-k 的值最小为 1"),
        ("Invalid value for '--data': is odd\nin two lines", "--data 的值不可用（is odd in two lines）"),
        ("Something new.", "Something new."),
    ],
)
def test_the_parser_s_message_in_one_chinese_line(message: str, said: str) -> None:
    line = usage_line(ParserError(message))
    assert line.startswith(said)
    assert line.endswith("用法见 `run_bot.py --help`")
    assert "\n" not in line
