"""Wrong usage of the command line in one Chinese line; the parser itself speaks English, on three lines."""

from __future__ import annotations

import re
from typing import Any

_RULES = (
    (r"No such option: (\S+).*", r"没有选项 \1"),
    (r"No such command '(.*?)'.*", r"没有命令 \1"),
    (r"Missing (?:argument|parameter) '?(.*?)'?\.", r"缺少参数 \1"),
    (r"Missing option '?(.*?)'?\.", r"缺少选项 \1"),
    (r"Got unexpected extra argument\S* \((.*)\)", r"多出参数 \1，内容有空格时请加引号"),
    (r"Option '?(.*?)'? requires an argument\.?", r"选项 \1 后面缺少值"),
    (r"Invalid value for '?(.*?)'?: .*valid integer.*", r"\1 的值应为整数"),
    (r"Invalid value for '?(.*?)'?: .*(?:greater than or equal to|x>=) ?(\d+).*", r"\1 的值最小为 \2"),
    (r"Invalid value for '?(.*?)'?: .*(?:less than or equal to|x<=) ?(\d+).*", r"\1 的值最大为 \2"),
    (r"Invalid value for '?(.*?)'?: (.*)", r"\1 的值不可用（\2）"),
)


def usage_line(error: Any) -> str:  # noqa: ANN401 - typer does not name the class of its parser's errors
    """Say what is wrong with a command line.

    Args:
        error: The parser's `UsageError`.
    """
    message = " ".join(error.format_message().split())
    reason = next((re.sub(rule, said, message) for rule, said in _RULES if re.fullmatch(rule, message)), message)
    command = error.ctx.command_path if error.ctx else "run_bot.py"
    return f"{reason}；用法见 `{command} --help`"
