"""A channel gets nothing, whatever is posted there and however it arrives; its copies in a group neither."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.telegram.conftest import ADMIN, GROUP_ID, MEMBER, Scene, settings_for
from tests.bot.telegram.standin import StandInAssistant
from tests.bot.telegram.test_receiving import free_port, post_update, served
from tests.botapi.people import Room, group
from tests.botapi.server import BotApiServer
from tests.botapi.world import Json, Person

CHANNEL_ID = -100900
POSTS = ("/ask 期限？", "/start", "/help", "/reload", "/ask@Zheng_Wen_bot 期限？", "@Zheng_Wen_bot 期限？", "期限？")


@pytest.fixture
async def scene(server: BotApiServer, tmp_path: Path) -> AsyncIterator[Scene]:
    """A bot behind a webhook, to which also updates come that it did not ask for; the channel is even allowed."""
    port = free_port()
    scene = Scene(server, StandInAssistant())
    settings = settings_for(
        server,
        tmp_path,
        webhook_url=f"http://127.0.0.1:{port}/telegram",
        listen_port=port,
        allowed_chats=frozenset({MEMBER.id, GROUP_ID, CHANNEL_ID}),
    )
    async with served(scene, settings):
        yield scene


@pytest.fixture
def channel(scene: Scene) -> Room:
    channel = group(scene.server, CHANNEL_ID, kind="channel")
    channel.chat.bot_is_admin = True
    return channel


async def only_the_last_is_answered(scene: Scene) -> None:
    await scene.group.say(MEMBER, "/ask 最后的期限？")
    assert "最后的期限" in (await scene.group.next())["text"]
    assert [asked for asked, _, _ in scene.assistant.asked] == ["最后的期限？"]
    assert scene.group.unread == []
    assert scene.admin.from_bot == []
    assert scene.assistant.reloads == 0


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post"])
@pytest.mark.parametrize("author", [{}, {"from": ADMIN.json()}], ids=["unsigned", "an admin's"])
async def test_posts_get_nothing(scene: Scene, channel: Room, kind: str, author: Json) -> None:
    for number, text in enumerate(POSTS):
        post = await channel.say(ADMIN, text, kind="not_sent", sender_chat=channel.chat.json())
        del post["from"]
        assert await post_update(scene, {"update_id": 9000 + number, kind: post | author}) == 200

    await only_the_last_is_answered(scene)
    assert channel.from_bot == []


async def test_a_post_with_a_document_and_service_messages_get_nothing(scene: Scene, channel: Room) -> None:
    document = {"file_id": "f", "file_unique_id": "f", "file_name": "a.md", "file_size": 3}
    posts: list[Json] = [{"document": document, "caption": "/upload"}, {"pinned_message": channel.chat.add(text="x")}]
    member = {"user": scene.server.world.bot.json(), "status": "left"}
    for number, fields in enumerate(posts):
        await post_update(scene, {"update_id": 9100 + number, "channel_post": channel.chat.add(**fields)})
    change = {"chat": channel.chat.json(), "from": ADMIN.json(), "date": 1}
    change |= {"old_chat_member": member, "new_chat_member": member}
    await post_update(scene, {"update_id": 9200, "my_chat_member": change})

    await only_the_last_is_answered(scene)
    assert channel.from_bot == []
    assert scene.server.calls_of("getFile") == []


async def test_copies_in_the_group_of_the_channel_get_nothing(scene: Scene, channel: Room) -> None:
    service = Person(777000, "Telegram")
    for text in POSTS:
        await scene.group.say(service, text, sender_chat=channel.chat.json(), is_automatic_forward=True)

    await only_the_last_is_answered(scene)


async def test_somebody_who_writes_as_a_channel_in_an_allowed_group_is_answered(scene: Scene, channel: Room) -> None:
    as_channel = Person(136817688, "Channel", is_bot=True, username="Channel_Bot")
    await scene.group.say(as_channel, "/ask 期限？", sender_chat=channel.chat.json())

    assert "6个月" in (await scene.group.next())["text"]
    ((_, key, audience),) = scene.assistant.asked
    assert key == f"telegram:{GROUP_ID}:0:{CHANNEL_ID}"
    assert audience == str(GROUP_ID)


async def test_a_button_pressed_in_a_channel_does_nothing(scene: Scene, channel: Room) -> None:
    """A message of the bot can only get there by another program with its token."""
    message = channel.chat.add(**{"from": scene.server.world.bot.json()}, text="x")
    for data in ("more:1", "vote:1:1", "open:1", "turn:1", "reason:1:1"):
        await channel.press_data(MEMBER, message, data)
    await scene.server.wait_until(lambda: len(scene.server.calls_of("answerCallbackQuery")) == 5)

    assert [posted["text"] for posted in channel.from_bot] == ["x"]
