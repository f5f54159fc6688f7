"""The whole bot as a process of its own: the real assistant, real HTTP, real signals."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.bot.telegram.conftest import ADMIN, GROUP_ID, MEMBER, STRANGER
from tests.bot.telegram.test_receiving import free_port
from tests.botapi.people import group, private
from tests.botapi.server import BotApiServer, Fault

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = """---
title: 青禾县河道巡查办法
issuer: 青禾县水务局
published: 2024-03-01
---

# 青禾县河道巡查办法

## 第一章 总则

第一条 为规范河道巡查，制定本办法。

## 第二章 巡查

第二条 河道巡查人员每月巡查不少于两次，巡查记录保存三年。

第三条 发现违法建筑的，应当在五日内报告青禾县水务局。
"""
QUESTION = "河道巡查记录要保存多久？"
FACT = "三年"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "rivers.md").write_text(DOCUMENT, encoding="utf-8")
    return folder


class Process:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal; gives the exit code and what was logged."""
        if self.process.returncode is None:
            self.process.send_signal(number)
        _, errors = await asyncio.wait_for(self.process.communicate(), 30)
        assert self.process.returncode is not None
        return self.process.returncode, errors.decode()


@asynccontextmanager
async def bot(server: BotApiServer, documents: Path, **variables: str) -> AsyncIterator[Process]:
    settings = {
        "TELEGRAM_BOT_TOKEN": server.token,
        "ZHENGWEN_TELEGRAM_API_URL": server.url,
        "ZHENGWEN_ADMIN_IDS": str(ADMIN.id),
        "ZHENGWEN_ALLOWED_CHATS": f"{MEMBER.id},{GROUP_ID}",
        "ZHENGWEN_DOCUMENTS_DIR": str(documents),
        "ZHENGWEN_DATA_DIR": str(documents.parent / "data"),
        "ZHENGWEN_LOG_LEVEL": "DEBUG",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "run_bot.py"),
        "telegram",
        cwd=documents.parent,
        env=os.environ | settings | variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield Process(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def polled(server: BotApiServer) -> None:
    before = len(server.calls_of("getUpdates"))
    await server.wait_until(lambda: len(server.calls_of("getUpdates")) > before, seconds=40)


async def test_the_bot_answers_reloads_and_stops(server: BotApiServer, documents: Path) -> None:
    member, admin, room = private(server, MEMBER), private(server, ADMIN), group(server, GROUP_ID, kind="supergroup")
    stranger = private(server, STRANGER)
    async with bot(server, documents) as process:
        await polled(server)
        await member.say(MEMBER, QUESTION)
        await room.say(MEMBER, QUESTION)
        await room.say(MEMBER, f"@ZHENG_wen_bot {QUESTION}")
        for where in (member, room):
            answer = (await where.next(seconds=60))["text"]
            assert FACT in answer
            assert "《青禾县河道巡查办法》" in answer
            assert "第二条" in answer
        await stranger.say(STRANGER, "/reload")
        assert (await stranger.next())["text"] == f"这里还没有开通。编号：{STRANGER.id}"

        (documents / "rivers.md").write_text(DOCUMENT.replace("三年", "五年"), encoding="utf-8")
        await admin.say(ADMIN, "/reload")
        await admin.next()
        assert "有变化（1）" in (await admin.next(seconds=60))["text"]
        await member.say(MEMBER, QUESTION)
        assert "五年" in (await member.next(seconds=60))["text"]

        code, log = await process.end(signal.SIGTERM)

    assert code == 0
    assert server.token not in log
    assert "Traceback" not in log
    assert len(room.from_bot) == 1
    assert server.pending == 0


async def test_a_kill_during_a_question_and_a_reload_loses_nothing(server: BotApiServer, documents: Path) -> None:
    member, admin = private(server, MEMBER), private(server, ADMIN)
    async with bot(server, documents) as process:
        await polled(server)
        for number in range(25):
            text = DOCUMENT.replace("青禾县", f"第{number}号县").replace("三年", f"{number}年")
            (documents / f"{number}.md").write_text(text, encoding="utf-8")
        await admin.say(ADMIN, "/reload")
        await admin.next()
        server.fail_next("sendMessage", Fault(hang_seconds=60))
        await member.say(MEMBER, QUESTION)
        await server.wait_until(lambda: server.pending == 0 and len(server.calls_of("sendMessage")) == 2, seconds=20)
        await process.end(signal.SIGKILL)
    assert member.from_bot == []
    assert len(admin.from_bot) == 1
    for number in range(25):
        (documents / f"{number}.md").unlink()

    async with bot(server, documents) as process:
        assert FACT in (await member.next(seconds=120))["text"]
        await member.say(MEMBER, "河道巡查每月几次？")
        assert "两次" in (await member.next(seconds=60))["text"]
        await process.end(signal.SIGTERM)
    assert len(member.from_bot) == 2


async def test_a_disk_that_is_full_during_a_reload_is_one_line_and_the_old_state_answers(
    server: BotApiServer, documents: Path
) -> None:
    """The bot may write no file much longer than those that there are, which the new document's index exceeds."""
    member, admin = private(server, MEMBER), private(server, ADMIN)
    async with bot(server, documents) as process:
        await polled(server)
        (documents / "long.md").write_text("# 长文\n\n第一条 " + "按期报告进展情况。" * 2_000, encoding="utf-8")
        (documents / "rivers.md").write_text(DOCUMENT.replace("三年", "五年"), encoding="utf-8")
        longest = max(path.stat().st_size for path in (documents.parent / "data").rglob("*") if path.is_file())
        _, most = resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, (longest + 30_000, most))
        await admin.say(ADMIN, "/reload")
        await admin.next()
        failed = (await admin.next(seconds=120))["text"]
        await member.say(MEMBER, QUESTION)
        answered = (await member.next(seconds=60))["text"]

        (documents / "long.md").unlink()
        resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, (most, most))
        await admin.say(ADMIN, "/reload")
        await admin.next()
        done = (await admin.next(seconds=120))["text"]
        await member.say(MEMBER, QUESTION)
        later = (await member.next(seconds=60))["text"]
        code, _ = await process.end(signal.SIGTERM)

    assert "原有内容不受影响" in failed
    _, _, reason = failed.partition("原因：")
    assert "磁盘" in reason
    assert "\n" not in reason.strip()
    assert FACT in answered
    assert "有变化（1）" in done
    assert "五年" in later
    assert code == 0


async def test_a_server_that_stumbles_in_every_way_and_a_log_without_the_token(
    server: BotApiServer, documents: Path
) -> None:
    too_many = b'{"ok": false, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}'
    faults = (
        Fault(status=500),
        Fault(status=502, body=b"<html>Bad Gateway</html>"),
        Fault(status=200, body=b"<html>not JSON</html>"),
        Fault(status=429, body=too_many),
        Fault(drop_connection=True),
    )
    member = private(server, MEMBER)
    for fault in faults[:2]:
        server.fail_next("getMe", Fault(**vars(fault)))
    async with bot(server, documents) as process:
        await polled(server)
        for fault in faults:
            for method in ("sendMessage", "getUpdates", "sendChatAction"):
                server.fail_next(method, Fault(**vars(fault)))
            await member.say(MEMBER, QUESTION)
            assert FACT in (await member.next(seconds=120))["text"]
        code, log = await process.end(signal.SIGTERM)

    assert code == 0
    assert len(member.from_bot) == len(faults)
    # Debugging on, and errors of every kind with their tracebacks: the token is in none of them.
    assert "DEBUG" in log
    assert server.token not in log
    assert server.token.partition(":")[2] not in log


async def test_the_bot_answers_over_a_webhook(server: BotApiServer, documents: Path) -> None:
    member = private(server, MEMBER)
    port = free_port()
    hook = {"ZHENGWEN_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "ZHENGWEN_LISTEN_PORT": str(port)}
    async with bot(server, documents, **hook) as process:
        await member.say(MEMBER, QUESTION)
        assert FACT in (await member.next(seconds=120))["text"]
        code, log = await process.end(signal.SIGTERM)

    assert code == 0
    assert "Traceback" not in log
    assert server.calls_of("getUpdates") == []
    assert 200 in server.webhook_statuses


async def test_a_wrong_token_is_one_clear_line(server: BotApiServer, documents: Path) -> None:
    token = "7000000001:" + "y" * 35
    async with bot(server, documents, TELEGRAM_BOT_TOKEN=token, ZHENGWEN_LOG_LEVEL="INFO") as process:
        _, errors = await asyncio.wait_for(process.process.communicate(), 40)

    assert process.process.returncode == 2
    last = errors.decode().strip().splitlines()[-1]
    assert "TELEGRAM_BOT_TOKEN" in last
    assert token not in errors.decode()
    assert "Traceback" not in errors.decode()
