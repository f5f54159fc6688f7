"""What the real server refuses on every method that the bot uses, whatever else the request holds."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.botapi.people import group, migrate, private
from tests.botapi.server import BotApiServer
from tests.botapi.test_refusals import call
from tests.botapi.world import Person

ADMIN_OF_NOTHING = Person(1, "甲")
KEYBOARD = '{"inline_keyboard": [[{"text": "开", "callback_data": "open:1"}]]}'
TO_CHATS: dict[str, dict[str, Any]] = {
    "sendMessage": {"text": "a"},
    "sendMessageDraft": {"text": "a", "draft_id": 1},
    "sendDocument": {"document": b"a"},
    "sendChatAction": {"action": "typing"},
    "editMessageText": {"text": "b", "message_id": 1},
    "editMessageReplyMarkup": {"reply_markup": KEYBOARD, "message_id": 1},
}
"""The methods that are about a chat, with what they need besides."""


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        private(server, ADMIN_OF_NOTHING)
        private(server, Person(2, "乙", blocked_bot=True))
        private(server, Person(3, "丙", started=False))
        group(server, -6).chat.bot_removed = True
        await migrate(server, group(server, -5), -1005)
        group(server, -9, kind="channel")
        yield server


async def send(server: BotApiServer, method: str, **params: Any) -> tuple[int, dict[str, Any]]:
    """Call a method; bytes go as a file, which JSON cannot hold."""
    if not any(isinstance(value, bytes) for value in params.values()):
        return await call(server, method, **params)
    form = aiohttp.FormData()
    for key, value in params.items():
        if isinstance(value, bytes):
            form.add_field(key, io.BytesIO(value), filename="a.csv")
        else:
            form.add_field(key, str(value))
    url = f"{server.url}/bot{server.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, data=form) as response:
        return response.status, await response.json()


@pytest.mark.parametrize("method", TO_CHATS)
@pytest.mark.parametrize(
    ("chat_id", "status", "words"),
    [
        (99, 400, "chat not found"),
        ("@nobody", 400, "chat not found"),
        (2, 403, "bot was blocked by the user"),
        (3, 403, "can't initiate conversation"),
        (-6, 403, "bot was kicked from the group chat"),
        (-5, 400, "upgraded to a supergroup"),
        (-9, 403, "not a member of the channel"),
    ],
)
async def test_a_chat_that_takes_nothing(
    server: BotApiServer, method: str, chat_id: int | str, status: int, words: str
) -> None:
    got, body = await send(server, method, chat_id=chat_id, **TO_CHATS[method])

    assert (got, body["ok"], body["error_code"]) == (status, False, status)
    assert words in body["description"]
    assert body.get("parameters") == ({"migrate_to_chat_id": -1005} if chat_id == -5 else None)


@pytest.mark.parametrize("method", ["sendMessage", "sendDocument", "sendChatAction"])
@pytest.mark.parametrize("topic", [1, 5, 8])
async def test_a_topic_that_is_not_there_or_closed(server: BotApiServer, method: str, topic: int) -> None:
    forum = group(server, -7, kind="supergroup")
    forum.add_topic(4, "整改")
    forum.add_topic(8, "旧").closed = True

    assert (await send(server, method, chat_id=-7, message_thread_id=4, **TO_CHATS[method]))[0] == 200
    status, body = await send(server, method, chat_id=-7, message_thread_id=topic, **TO_CHATS[method])

    assert status == 400
    assert ("TOPIC_CLOSED" if topic == 8 else "message thread not found") in body["description"]


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": "<b>a", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "a</i>", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "<条>a", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "条" * 4097}, "oo"),
        ({"text": "😀" * 2049}, "oo"),
        ({"text": " \n"}, "message text is empty"),
        ({"text": "c", "reply_markup": KEYBOARD.replace("open:1", "条" * 22)}, "BUTTON_DATA_INVALID"),
        ({"text": "c", "reply_markup": KEYBOARD.replace("开", "")}, "inline keyboard button"),
        ({"text": "c", "reply_markup": json.dumps({"inline_keyboard": [[{"text": "x"}]]})}, "exactly one kind"),
    ],
)
async def test_texts_and_buttons_of_messages_and_of_edits(
    server: BotApiServer, method: str, params: dict[str, Any], words: str
) -> None:
    _, sent = await send(server, "sendMessage", chat_id=1, text="a")
    message = {"message_id": sent["result"]["message_id"]} if method == "editMessageText" else {}

    status, body = await send(server, method, chat_id=1, **message, **params)

    assert status == 400
    assert words.lower() in body["description"].lower().replace("message_too_long", "too long")
    assert (await send(server, method, chat_id=1, text="条" * 4096, reply_markup=KEYBOARD, **message))[0] == 200


async def test_buttons_of_a_message(server: BotApiServer) -> None:
    _, sent = await send(server, "sendMessage", chat_id=1, text="a", reply_markup=KEYBOARD)
    edit = {"chat_id": 1, "message_id": sent["result"]["message_id"]}
    many = json.dumps({"inline_keyboard": [[{"text": "开", "callback_data": "x"}] * 101]})
    too_long = KEYBOARD.replace("open:1", "o" * 65)
    expected = [
        (edit | {"reply_markup": KEYBOARD}, "not modified"),
        (edit | {"reply_markup": too_long}, "BUTTON_DATA_INVALID"),
        (edit | {"reply_markup": many}, "too long"),
        (edit | {"message_id": 99}, "message to edit not found"),
    ]
    for params, words in expected:
        status, body = await send(server, "editMessageReplyMarkup", **params)
        assert status == 400
        assert words in body["description"]
    assert (await send(server, "editMessageReplyMarkup", **edit))[0] == 200


async def test_files_that_are_not_taken(server: BotApiServer) -> None:
    group(server, -7).chat.bot_muted = True
    expected: list[tuple[dict[str, Any], int, str]] = [
        ({"chat_id": 1}, 400, "no document"),
        ({"chat_id": 1, "document": b""}, 400, "non-empty"),
        ({"chat_id": 1, "document": b"a", "caption": "条" * 1025}, 400, "caption is too long"),
        ({"chat_id": -7, "document": b"a"}, 400, "not enough rights"),
        ({"chat_id": 1, "document": b"a" * 50_000_001}, 413, "Too Large"),
    ]
    for params, status, words in expected:
        got, body = await send(server, "sendDocument", **params)
        assert got == status
        assert words in body["description"]


async def test_a_file_comes_from_its_own_path_alone(server: BotApiServer) -> None:
    server.world.store_file("a.md", b"a")
    async with aiohttp.ClientSession() as session:
        for token, path, status in ((server.token, "documents/none", 404), ("7000000001:" + "x" * 35, "x", 401)):
            async with session.get(f"{server.url}/file/bot{token}/{path}") as response:
                assert response.status == status


async def test_drafts_are_for_direct_messages(server: BotApiServer) -> None:
    group(server, -7, kind="supergroup")
    for params in ({"chat_id": -7, "draft_id": 1}, {"chat_id": 1, "draft_id": 0}, {"chat_id": 1}):
        assert (await send(server, "sendMessageDraft", text="a", **params))[0] == 400
    assert (await send(server, "sendMessageDraft", chat_id=1, draft_id=1, text="条" * 4097))[0] == 400
    assert (await send(server, "sendMessageDraft", chat_id=1, draft_id=1, text="<b>a", parse_mode="HTML"))[0] == 400
    assert (await send(server, "sendMessageDraft", chat_id=1, draft_id=1, text="a"))[0] == 200


async def test_answers_to_buttons(server: BotApiServer) -> None:
    room = private(server, ADMIN_OF_NOTHING)
    _, sent = await send(server, "sendMessage", chat_id=1, text="a", reply_markup=KEYBOARD)
    query, late = [await room.press(ADMIN_OF_NOTHING, sent["result"], "开") for _ in range(2)]
    server.world.callbacks[late] = True

    assert (await send(server, "answerCallbackQuery", callback_query_id=query, text="条" * 201))[0] == 400
    assert (await send(server, "answerCallbackQuery", callback_query_id=query, text="条" * 200))[0] == 200
    for refused in (query, late, "made-up"):
        status, body = await send(server, "answerCallbackQuery", callback_query_id=refused)
        assert status == 400
        assert "query is too old" in body["description"]


async def test_menus_of_people_who_never_wrote_are_refused(server: BotApiServer) -> None:
    commands = '[{"command": "ask", "description": "提问"}]'
    for chat_id, status in ((1, 200), (3, 400), (99, 400)):
        scope = json.dumps({"type": "chat", "chat_id": chat_id})
        assert (await send(server, "setMyCommands", commands=commands, scope=scope))[0] == status
    for wrong in ('[{"command": "ask", "description": ""}]', '[{"command": "Ask", "description": "提问"}]', "1"):
        assert (await send(server, "setMyCommands", commands=wrong))[0] == 400


async def test_an_action_that_does_not_exist(server: BotApiServer) -> None:
    assert (await send(server, "sendChatAction", chat_id=1, action="thinking"))[0] == 400
