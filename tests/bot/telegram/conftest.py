"""The bot in this process, the Bot API server on loopback, HTTP between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.ports import PolicyAssistant
from bot.telegram.app import serve
from bot.telegram.settings import Pace, TelegramSettings
from tests.bot.telegram.postgresql import postgresql_url
from tests.bot.telegram.standin import StandInAssistant
from tests.botapi.people import Room, group, private
from tests.botapi.server import BotApiServer
from tests.botapi.world import Person

__all__ = ["postgresql_url"]

ADMIN = Person(1001, "管理员")
MEMBER = Person(1002, "小李")
STRANGER = Person(1003, "路人")
GROUP_ID = -100500


class Scene:
    """A running bot and the chats around it."""

    def __init__(self, server: BotApiServer, assistant: StandInAssistant) -> None:
        self.server = server
        self.assistant = assistant
        self.admin = private(server, ADMIN)
        self.member = private(server, MEMBER)
        self.stranger = private(server, STRANGER)
        self.group: Room = group(server, GROUP_ID, kind="supergroup")


def settings_for(server: BotApiServer, folder: Path, **changes: Any) -> TelegramSettings:
    values: dict[str, Any] = {
        "token": SecretStr(server.token),
        "api_url": server.url,
        "admin_ids": frozenset({ADMIN.id}),
        "allowed_chats": frozenset({MEMBER.id, GROUP_ID}),
        "data_dir": folder,
        "pace": Pace(per_second=1000, chat_seconds=0, group_per_minute=60),
    }
    return TelegramSettings(**(values | changes))


@asynccontextmanager
async def running(assistant: PolicyAssistant, server: BotApiServer, settings: TelegramSettings) -> AsyncIterator[None]:
    """Run the bot for the length of the block; it stops gracefully at its end."""
    stop = asyncio.Event()
    task = asyncio.create_task(serve(assistant, settings, stop=stop))
    polled = asyncio.create_task(server.wait_until(lambda: server.calls_of("getUpdates")))
    await asyncio.wait({task, polled}, return_when=asyncio.FIRST_COMPLETED)
    try:
        yield
    finally:
        polled.cancel()
        stop.set()
        await asyncio.wait_for(task, 20)


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running_server:
        yield running_server


@pytest.fixture
def assistant() -> StandInAssistant:
    return StandInAssistant()


@pytest.fixture
async def scene(server: BotApiServer, assistant: StandInAssistant, tmp_path: Path) -> AsyncIterator[Scene]:
    scene = Scene(server, assistant)
    async with running(assistant, server, settings_for(server, tmp_path)):
        yield scene
