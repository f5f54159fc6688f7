"""The server's own tests: it refuses what the real one refuses, with the same codes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.botapi.limits import SendingLimits
from tests.botapi.people import group, migrate, private
from tests.botapi.server import BotApiServer, Fault
from tests.botapi.world import Person, Topic

PERSON = Person(1, "甲")


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


async def call(server: BotApiServer, method: str, *, token: str = "", **params: Any) -> tuple[int, dict[str, Any]]:
    url = f"{server.url}/bot{token or server.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=params) as response:
        return response.status, await response.json()


@pytest.mark.parametrize(
    ("params", "status", "words"),
    [
        ({"chat_id": 9, "text": "a"}, 400, "chat not found"),
        ({"text": "a"}, 400, "chat_id is empty"),
        ({"chat_id": 1, "text": " "}, 400, "message text is empty"),
        ({"chat_id": 1, "text": "😀" * 2049}, 400, "message is too long"),
        ({"chat_id": 1, "text": "<b>a", "parse_mode": "HTML"}, 400, "Can't find end tag"),
        ({"chat_id": 1, "text": "<b>a</i>", "parse_mode": "HTML"}, 400, "Unmatched end tag at byte offset 4"),
        ({"chat_id": 1, "text": "a</b>", "parse_mode": "HTML"}, 400, "Unexpected end tag"),
        ({"chat_id": 1, "text": "<中央>a", "parse_mode": "HTML"}, 400, "Unsupported start tag"),
        ({"chat_id": 1, "text": "1 < 2", "parse_mode": "HTML"}, 400, "can't parse entities"),
        ({"chat_id": 1, "text": "a", "parse_mode": "Word"}, 400, "unsupported parse_mode"),
        ({"chat_id": 1, "text": "a", "reply_parameters": '{"message_id": 99}'}, 400, "to be replied not found"),
        ({"chat_id": 1, "text": "a", "message_thread_id": 4}, 400, "message thread not found"),
        ({"chat_id": -5, "text": "a", "message_thread_id": 1}, 400, "message thread not found"),
        ({"chat_id": -5, "text": "a", "message_thread_id": 8}, 400, "TOPIC_CLOSED"),
        ({"chat_id": 2, "text": "a"}, 403, "bot was blocked by the user"),
        ({"chat_id": 3, "text": "a"}, 403, "can't initiate conversation"),
        ({"chat_id": -6, "text": "a"}, 403, "kicked"),
        ({"chat_id": -7, "text": "a"}, 400, "not enough rights to send text messages"),
    ],
)
async def test_send_message(server: BotApiServer, params: dict[str, Any], status: int, words: str) -> None:
    private(server, PERSON)
    private(server, Person(2, "乙", blocked_bot=True))
    private(server, Person(3, "丙", started=False))
    forum = group(server, -5, kind="supergroup")
    forum.add_topic(7, "整改")
    forum.chat.topics[8] = Topic(8, "旧", closed=True)
    group(server, -6).chat.bot_removed = True
    group(server, -7).chat.bot_muted = True

    got, body = await call(server, "sendMessage", **params)

    assert got == body["error_code"] == status
    assert words in body["description"]


async def test_callback_data_over_64_bytes(server: BotApiServer) -> None:
    private(server, PERSON)

    async def send(data: str) -> int:
        keyboard = f'{{"inline_keyboard": [[{{"text": "开", "callback_data": "{data}"}}]]}}'
        status, _ = await call(server, "sendMessage", chat_id=1, text="a", reply_markup=keyboard)
        return status

    assert await send("条" * 21) == 200
    assert await send("条" * 22) == 400
    assert await send("") == 400


async def test_tokens_and_methods(server: BotApiServer) -> None:
    assert (await call(server, "getMe", token="7000000001:" + "x" * 35))[0] == 401
    assert (await call(server, "getMe", token="x"))[0] == 404
    assert (await call(server, "noMethod"))[0] == 404
    assert (await call(server, "getme"))[1]["result"]["is_bot"] is True


async def test_a_group_that_became_a_supergroup_names_its_new_id(server: BotApiServer) -> None:
    room = group(server, -5)
    await migrate(server, room, -1005)

    status, body = await call(server, "sendMessage", chat_id=-5, text="a")

    assert status == 400
    assert body["parameters"] == {"migrate_to_chat_id": -1005}


async def test_sending_too_fast_names_the_seconds_to_wait(server: BotApiServer) -> None:
    server.limits = SendingLimits(chat=(2, 1.0))
    private(server, PERSON)

    answers = [await call(server, "sendMessage", chat_id=1, text="a") for _ in range(3)]

    assert [status for status, _ in answers] == [200, 200, 429]
    assert answers[-1][1]["parameters"] == {"retry_after": 1}
    assert (await call(server, "sendChatAction", chat_id=1, action="typing"))[0] == 200


async def test_edits_and_callback_queries(server: BotApiServer) -> None:
    room = private(server, PERSON)
    said = await room.say(PERSON, "你好")
    _, sent = await call(server, "sendMessage", chat_id=1, text="a")
    edit = {"chat_id": 1, "message_id": sent["result"]["message_id"]}

    assert (await call(server, "editMessageText", **edit, text="b"))[0] == 200
    assert "not modified" in (await call(server, "editMessageText", **edit, text="b"))[1]["description"]
    other = await call(server, "editMessageText", chat_id=1, message_id=said["message_id"], text="b")
    assert "can't be edited" in other[1]["description"]
    missing = await call(server, "editMessageText", chat_id=1, message_id=99, text="b")
    assert "message to edit not found" in missing[1]["description"]

    query = await room.press_data(PERSON, sent["result"], "x")
    assert (await call(server, "answerCallbackQuery", callback_query_id=query))[0] == 200
    assert (await call(server, "answerCallbackQuery", callback_query_id=query))[0] == 400


async def test_files(server: BotApiServer) -> None:
    stored = server.world.store_file("a.md", "内容".encode())
    big = server.world.store_file("b.md", b"x", size=20_000_001)

    _, found = await call(server, "getFile", file_id=stored.file_id)
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{server.url}/file/bot{server.token}/{found['result']['file_path']}") as response,
    ):
        assert await response.read() == "内容".encode()
    assert "too big" in (await call(server, "getFile", file_id=big.file_id))[1]["description"]
    assert "wrong file_id" in (await call(server, "getFile", file_id="x"))[1]["description"]


async def test_command_menus(server: BotApiServer) -> None:
    good = '[{"command": "ask", "description": "提问"}]'
    private(server, PERSON)

    assert (await call(server, "setMyCommands", commands=good))[0] == 200
    assert (await call(server, "setMyCommands", commands='[{"command": "问", "description": "提问"}]'))[0] == 400
    assert (await call(server, "setMyCommands", commands=good, scope='{"type": "chat", "chat_id": 9}'))[0] == 400
    assert (await call(server, "setMyCommands", commands=good, scope='{"type": "everybody"}'))[0] == 400


async def test_updates_stay_until_they_are_confirmed_and_one_poll_ends_another(server: BotApiServer) -> None:
    room = private(server, PERSON)
    await room.say(PERSON, "/ask@bot_name 你好")

    first = (await call(server, "getUpdates"))[1]["result"]
    again = (await call(server, "getUpdates", offset=first[0]["update_id"]))[1]["result"]

    assert first == again
    assert first[0]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 13}]
    assert (await call(server, "getUpdates", offset=first[0]["update_id"] + 1))[1]["result"] == []
    assert server.pending == 0


async def test_a_webhook_excludes_polling(server: BotApiServer) -> None:
    assert (await call(server, "setWebhook", url="http://example.org"))[0] == 400
    assert (await call(server, "setWebhook", url="https://127.0.0.1:9/x", secret_token="问"))[0] == 400
    assert (await call(server, "setWebhook", url="https://127.0.0.1:9/x", secret_token="ok"))[0] == 200
    assert (await call(server, "getUpdates"))[0] == 409
    assert (await call(server, "deleteWebhook"))[0] == 200
    assert (await call(server, "getUpdates"))[0] == 200


async def test_faults_come_once_and_may_lose_only_the_answer(server: BotApiServer) -> None:
    room = private(server, PERSON)
    server.fail_next("sendMessage", Fault(after=True, drop_connection=True))

    with pytest.raises(aiohttp.ClientError):
        await call(server, "sendMessage", chat_id=1, text="a")
    assert (await call(server, "sendMessage", chat_id=1, text="b"))[0] == 200
    assert [message["text"] for message in room.from_bot] == ["a", "b"]
