"""Many chats asking at once while the documents change under them; used by the tests and by the benchmark.

python -m tests.bot.telegram.load
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.ports import PolicyAssistant
from bot.telegram.settings import Pace, TelegramSettings
from retrieval.assistant import Assistant, AssistantOptions
from tests.bot.telegram.conftest import ADMIN, running, settings_for
from tests.botapi.limits import SendingLimits
from tests.botapi.people import Room, private
from tests.botapi.server import BotApiServer
from tests.botapi.world import Person

VERSIONS = ("甲版", "乙版")
RULES = """---
title: 青禾县河道巡查办法
---

# 青禾县河道巡查办法

第一条 为规范河道巡查，制定本办法（{version}）。

第二条 河道巡查人员每月巡查不少于两次（{version}），巡查记录保存三年（{version}）。

第三条 发现违法建筑的，应当在五日内报告青禾县水务局（{version}）。
"""
QUESTIONS = ("河道巡查记录要保存多久？", "河道巡查人员每月巡查几次？", "发现违法建筑多久内报告？")


@dataclass(frozen=True)
class Figures:
    """What a run showed; everything but the first three and the times has to be 0."""

    chats: int
    questions: int
    reloads: int
    unanswered: int
    answered_twice: int
    out_of_order: int
    mixed: int
    over_the_limits: int
    seconds: float
    median_seconds: float
    p95_seconds: float


def write_version(folder: Path, version: str) -> None:
    (folder / "rivers.md").write_text(RULES.format(version=version), encoding="utf-8")


async def load(
    server: BotApiServer, assistant: PolicyAssistant, settings: TelegramSettings, folder: Path, *, chats: int, each: int
) -> Figures:
    """Let `chats` people ask `each` questions while an admin reloads twice; the bot must be allowed for them."""
    admin = private(server, ADMIN)
    rooms = [private(server, Person(person_id, "甲")) for person_id in people(chats)]
    started = time.monotonic()
    async with running(assistant, server, settings):
        asking = [asyncio.create_task(_ask(room, each)) for room in rooms]
        for version in reversed(VERSIONS):
            write_version(folder, version)
            await admin.say(ADMIN, "/reload")
            await admin.next(seconds=120)
            await admin.next(seconds=120)
        answers = [answer for task in asking for answer in await task]
    return _figures(rooms, answers, each, time.monotonic() - started, server)


def people(count: int) -> range:
    return range(20_000, 20_000 + count)


async def _ask(room: Room, each: int, *, pause_seconds: float = 0.05) -> list[float]:
    """Ask everything at once, then read the answers; gives the seconds that each took."""
    assert room.chat.person is not None
    asked = []
    for number in range(each):
        await room.say(room.chat.person, f"{QUESTIONS[number % len(QUESTIONS)]}")
        asked.append(time.monotonic())
        await asyncio.sleep(pause_seconds)
    taken = []
    for at in asked:
        await room.next(seconds=240)
        taken.append(time.monotonic() - at)
    return taken


def _figures(rooms: Sequence[Room], taken: list[float], each: int, seconds: float, server: BotApiServer) -> Figures:
    replied = [[reply["reply_to_message"]["message_id"] for reply in room.from_bot] for room in rooms]
    taken = sorted(taken)
    return Figures(
        chats=len(rooms),
        questions=len(rooms) * each,
        reloads=len(VERSIONS),
        unanswered=sum(each - len(set(ids)) for ids in replied),
        answered_twice=sum(len(ids) - len(set(ids)) for ids in replied),
        out_of_order=sum(ids != sorted(ids) for ids in replied),
        mixed=sum(all(v in reply["text"] for v in VERSIONS) for room in rooms for reply in room.from_bot),
        over_the_limits=len(server.limits.refused) if server.limits else 0,
        seconds=round(seconds, 2),
        median_seconds=round(taken[len(taken) // 2], 3),
        p95_seconds=round(taken[len(taken) * 95 // 100], 3),
    )


async def quiet(server: BotApiServer, assistant: PolicyAssistant, settings: TelegramSettings, *, chats: int) -> float:
    """Let one person after another ask; gives the median of the seconds from the message to its answer."""
    taken = []
    async with running(assistant, server, settings):
        for person_id in people(chats):
            (seconds,) = await _ask(private(server, Person(person_id, "甲")), 1, pause_seconds=0)
            taken.append(seconds)
    return statistics.median(taken)


async def benchmark(chats: int, each: int) -> tuple[Figures, float]:
    """The run at Telegram's own limits, with the real assistant; and the seconds of an answer when all is quiet."""
    # Chroma keeps files of its folder open as long as the process lives.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name, "documents")
        folder.mkdir()
        write_version(folder, VERSIONS[0])
        assistant = Assistant(AssistantOptions(documents_dir=folder, data_dir=Path(name, "data")))
        await asyncio.to_thread(assistant.open)
        allowed = frozenset(people(chats))
        async with BotApiServer(limits=SendingLimits(chat=(1, 1.0))) as server:
            settings = settings_for(server, Path(name, "quiet"), allowed_chats=allowed, pace=Pace())
            seconds = await quiet(server, assistant, settings, chats=min(chats, 20))
        async with BotApiServer(limits=SendingLimits(chat=(1, 1.0))) as server:
            settings = settings_for(server, Path(name), allowed_chats=allowed, pace=Pace())
            return await load(server, assistant, settings, folder, chats=chats, each=each), seconds


if __name__ == "__main__":
    figures, quiet_seconds = asyncio.run(benchmark(chats=50, each=10))
    sys.stdout.write(json.dumps(asdict(figures) | {"quiet_seconds": round(quiet_seconds, 3)}) + "\n")
