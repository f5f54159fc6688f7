from __future__ import annotations

from pathlib import Path

import pytest

from bot.telegram.settings import Pace
from retrieval.assistant import Assistant, AssistantOptions
from tests.bot.telegram.conftest import settings_for
from tests.bot.telegram.load import VERSIONS, Figures, load, people, write_version
from tests.bot.telegram.standin import StandInAssistant
from tests.botapi.limits import SendingLimits
from tests.botapi.server import BotApiServer

PACE = Pace(per_second=280, window_seconds=0.105, chat_seconds=0.105, group_per_minute=60)


@pytest.fixture
async def limited() -> BotApiServer:
    """Telegram's limits, ten times as fast."""
    return BotApiServer(limits=SendingLimits(overall=(30, 0.1), chat=(1, 0.1)))


def check(figures: Figures) -> None:
    faults = (figures.unanswered, figures.answered_twice, figures.out_of_order, figures.mixed, figures.over_the_limits)
    assert faults == (0, 0, 0, 0, 0), figures


async def test_fifty_chats_ask_while_the_documents_are_reloaded(limited: BotApiServer, tmp_path: Path) -> None:
    async with limited as server:
        settings = settings_for(server, tmp_path, allowed_chats=frozenset(people(50)), pace=PACE)
        check(await load(server, StandInAssistant(), settings, tmp_path, chats=50, each=4))


async def test_no_answer_mixes_two_states_of_a_document(limited: BotApiServer, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    write_version(folder, VERSIONS[0])
    assistant = Assistant(AssistantOptions(documents_dir=folder, data_dir=tmp_path / "data"))
    assistant.open()
    async with limited as server:
        settings = settings_for(server, tmp_path, allowed_chats=frozenset(people(8)), pace=PACE)
        check(await load(server, assistant, settings, folder, chats=8, each=6))
