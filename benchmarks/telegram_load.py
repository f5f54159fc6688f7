"""The Telegram bot under load, over HTTP, against the tests' Bot API server at Telegram's own limits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from benchmarks.table import Row
from tests.bot.telegram.load import benchmark

CHATS = 50
EACH = 10
SERVER_PER_SECOND = 30


def rows() -> Iterator[Row]:
    """What was lost, doubled, out of order, mixed or too fast, which has to be 0 each; then the times."""
    figures, quiet_seconds = asyncio.run(benchmark(chats=CHATS, each=EACH))
    yield Row("没有回答", "条", figures.unanswered, 0)
    yield Row("回答了两次", "条", figures.answered_twice, 0)
    yield Row("次序乱了的聊天", "个", figures.out_of_order, 0)
    yield Row("混用新旧文件的回答", "条", figures.mixed, 0, f"期间 /reload {figures.reloads} 次，每次都改了文件")
    yield Row("超出 Telegram 发送上限", "次", figures.over_the_limits, 0, "每聊天每秒 1 条，总共每秒 30 条")
    fastest = figures.questions / SERVER_PER_SECOND
    yield Row("答完全部", "秒", figures.seconds, fastest, "对照一栏：发送上限允许的最短时间")
    yield Row("等到回答（中位）", "秒", figures.median_seconds, None, "大半是在排队等发送上限")
    yield Row("等到回答（第 95 百分位）", "秒", figures.p95_seconds, None)
    yield Row("空闲时等到回答（中位）", "毫秒", quiet_seconds * 1000, None, "从发出消息到收到回答，含长轮询")
