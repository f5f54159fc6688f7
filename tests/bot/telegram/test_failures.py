from __future__ import annotations

import asyncio
import logging
import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

import bot.telegram.app as app
import bot.telegram.outbox as outbox
import bot.telegram.requests as requests
from bot.telegram.errors import TelegramFrontEndError, TelegramStartError, TelegramUnreachableError
from bot.telegram.redaction import TokenFilter
from bot.telegram.settings import TelegramSettings
from tests.bot.telegram.conftest import ADMIN, MEMBER, Scene, running, settings_for
from tests.bot.telegram.standin import StandInAssistant
from tests.botapi.server import BotApiServer, Fault

GARBAGE = Fault(status=200, body=b"<html>not JSON</html>")
TOO_MANY = Fault(
    status=429,
    body=b'{"ok": false, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}',
)
BAD_GATEWAY = Fault(status=502, body=b"<html>Bad Gateway</html>")


async def test_an_unexpected_error_gives_an_id_and_no_details(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    await scene.member.say(MEMBER, "崩溃")

    told = (await scene.member.next())["text"]
    to_admin = (await scene.admin.next())["text"]

    error_id = re.search(r"编号：([0-9a-f]{8})", told)
    assert error_id is not None
    assert "secret" not in told
    assert "ZeroDivision" not in told
    await scene.member.say(MEMBER, "又崩溃")
    await scene.member.next()
    assert scene.admin.unread == []
    assert error_id[1] in to_admin
    assert "ZeroDivisionError" in to_admin
    assert error_id[1] in caplog.text
    assert "Traceback" in caplog.text


async def test_an_index_that_cannot_be_read_is_told_as_passing(scene: Scene) -> None:
    await scene.member.say(MEMBER, "断开")

    told = (await scene.member.next())["text"]

    assert "过一会儿再试" in told
    assert "/secret/path" not in told


async def test_markup_that_telegram_refuses_goes_out_plain(scene: Scene) -> None:
    refusal = (
        b'{"ok": false, "error_code": 400, "description": "Bad Request: can\'t parse entities: Unexpected end tag"}'
    )
    scene.server.fail_next("sendMessage", Fault(status=400, body=refusal))
    await scene.member.say(MEMBER, "期限？")

    reply = await scene.member.next()

    assert "<自反馈之日起> & 不得延长" in reply["text"]
    assert "entities" not in reply


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), BAD_GATEWAY, GARBAGE, Fault(drop_connection=True)],
    ids=["500", "502", "garbage", "dropped"],
)
async def test_an_answer_survives_a_server_that_stumbles(
    scene: Scene, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "RETRY_DELAYS_SECONDS", (0.01, 0.01, 0.01))
    scene.server.fail_next("sendMessage", Fault(**vars(fault)))
    await scene.member.say(MEMBER, "期限？")

    assert "6个月" in (await scene.member.next())["text"]
    assert len(scene.member.from_bot) == 1


async def test_a_server_on_this_machine_is_not_reached_through_a_proxy(
    server: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    scene = Scene(server, StandInAssistant())
    async with running(scene.assistant, server, settings_for(server, tmp_path)):
        await scene.member.say(MEMBER, "期限？")
        assert "6个月" in (await scene.member.next())["text"]


async def test_a_server_that_hangs_is_asked_again(
    server: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "READ_TIMEOUT_SECONDS", 0.3)
    monkeypatch.setattr(outbox, "RETRY_DELAYS_SECONDS", (0.01,))
    scene = Scene(server, StandInAssistant())
    server.fail_next("sendMessage", Fault(hang_seconds=5))
    server.fail_next("sendChatAction", Fault(hang_seconds=5))
    async with running(scene.assistant, server, settings_for(server, tmp_path)):
        await scene.member.say(MEMBER, "期限？")
        assert "6个月" in (await scene.member.next(seconds=3))["text"]


async def test_an_answer_outlives_a_server_that_is_away_for_long(
    server: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "RETRY_DELAYS_SECONDS", (0.01,))
    monkeypatch.setattr(app, "KEPT_SECONDS", 0.1)
    scene = Scene(server, StandInAssistant())
    server.fail_next("sendMessage", Fault(status=502, body=b"<html>", times=5))
    async with running(scene.assistant, server, settings_for(server, tmp_path)):
        await scene.member.say(MEMBER, "期限一？")
        await scene.member.say(MEMBER, "期限二？")
        answers = {(await scene.member.next())["text"].splitlines()[0] for _ in range(2)}
        await scene.member.say(MEMBER, "期限三？")
        await scene.member.next()

    assert {answer[-5:] for answer in answers} == {"期限一？）", "期限二？）"}
    assert len(scene.member.from_bot) == 3


async def test_what_could_not_be_sent_before_a_stop_is_sent_after_the_next_start(
    server: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "RETRY_DELAYS_SECONDS", ())
    scene = Scene(server, StandInAssistant())
    server.fail_next("sendMessage", Fault(status=502, body=b"<html>"))
    async with running(scene.assistant, server, settings_for(server, tmp_path)):
        await scene.member.say(MEMBER, "期限？")
        await server.wait_until(lambda: server.pending == 0 and server.calls_of("sendMessage"))
    assert scene.member.from_bot == []
    for _ in range(2):
        async with running(scene.assistant, server, settings_for(server, tmp_path)):
            await scene.admin.say(ADMIN, "期限？")
            await scene.admin.next()

    assert len(scene.member.from_bot) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault(status=500), BAD_GATEWAY, GARBAGE, Fault(drop_connection=True), TOO_MANY],
    ids=["500", "502", "garbage", "dropped", "429"],
)
async def test_polling_goes_on_after_a_server_that_stumbles(scene: Scene, fault: Fault) -> None:
    scene.server.fail_next("getUpdates", Fault(**vars(fault)))
    await scene.member.say(MEMBER, "期限？")
    await scene.member.next()
    await scene.member.say(MEMBER, "期限呢？")

    assert "期限呢" in (await scene.member.next())["text"]


@pytest.mark.parametrize("method", ["answerCallbackQuery", "sendChatAction", "editMessageReplyMarkup"])
async def test_what_is_only_for_show_may_fail(scene: Scene, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "RETRY_DELAYS_SECONDS", (0.01,))
    refusal = Fault(status=400, body=b'{"ok": false, "error_code": 400, "description": "Bad Request: no"}')
    for number, fault in enumerate((GARBAGE, BAD_GATEWAY, refusal), 1):
        scene.server.fail_next(method, Fault(**vars(fault)))
        await scene.member.say(MEMBER, "期限？")
        await scene.member.press(MEMBER, await scene.member.next(), "没用")
        await scene.server.wait_until(lambda number=number: len(scene.server.calls_of("answerCallbackQuery")) == number)
    await scene.admin.say(ADMIN, "/stats")

    assert "没用 3" in (await scene.admin.next(seconds=15))["text"]
    assert scene.member.unread == []


async def test_somebody_who_blocked_the_bot_does_not_stop_the_others(scene: Scene) -> None:
    await scene.member.say(MEMBER, "期限？")
    await scene.member.next()
    assert scene.member.chat.person is not None
    scene.member.chat.person = type(MEMBER)(MEMBER.id, MEMBER.first_name, blocked_bot=True)
    await scene.member.say(MEMBER, "期限？")
    await scene.admin.say(ADMIN, "期限？")

    assert "6个月" in (await scene.admin.next())["text"]
    assert len(scene.member.from_bot) == 1


async def test_chats_are_answered_side_by_side(scene: Scene) -> None:
    scene.assistant.seconds = 0.5
    await scene.member.say(MEMBER, "期限一？")
    await scene.admin.say(ADMIN, "期限二？")
    await scene.group.say(MEMBER, "/ask 期限三？")
    for room in (scene.member, scene.admin, scene.group):
        await room.next()

    assert scene.assistant.most_at_once == 3


async def test_questions_in_flight_are_answered_before_the_bot_stops(server: BotApiServer, tmp_path: Path) -> None:
    scene = Scene(server, StandInAssistant(seconds=0.5))
    async with running(scene.assistant, server, settings_for(server, tmp_path)):
        await scene.member.say(MEMBER, "期限一？")
        await scene.member.say(MEMBER, "期限二？")
        await server.wait_until(lambda: len(scene.assistant.asked) == 1)

    assert [("期限一" in reply["text"], "期限二" in reply["text"]) for reply in scene.member.from_bot] == [
        (True, False),
        (False, True),
    ]
    assert server.pending == 0


@pytest.mark.parametrize("token", ["7000000001:" + "x" * 35, "nonsense"])
async def test_a_wrong_token_ends_the_start_with_one_line_that_does_not_hold_it(
    server: BotApiServer, tmp_path: Path, token: str
) -> None:
    settings = settings_for(server, tmp_path, token=SecretStr(token))

    with pytest.raises(TelegramStartError, match="TELEGRAM_BOT_TOKEN") as caught:
        await app.serve(StandInAssistant(), settings, stop=asyncio.Event())

    assert token not in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_a_server_that_is_away_is_tried_again_and_named_in_the_end(
    server: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "START_DELAYS_SECONDS", (0.01,))
    server.fail_next("getMe", Fault(status=502, times=2))

    with pytest.raises(TelegramUnreachableError, match="ZHENGWEN_TELEGRAM_API_URL"):
        await app.serve(StandInAssistant(), settings_for(server, tmp_path), stop=asyncio.Event())


async def test_an_address_that_cannot_be_used_is_named_without_the_token(
    server: BotApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "START_DELAYS_SECONDS", ())
    settings = settings_for(server, tmp_path, token=SecretStr("1:a\nb"))

    with pytest.raises(TelegramFrontEndError) as caught:
        await app.serve(StandInAssistant(), settings, stop=asyncio.Event())

    assert "1:a" not in str(caught.value)


def test_settings_say_what_is_wrong_and_hide_the_token(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="TELEGRAM_BOT_TOKEN"):
        TelegramSettings(token=SecretStr(" "), data_dir=tmp_path)
    with pytest.raises(ValidationError, match="http://主机:端口"):
        TelegramSettings(token=SecretStr("1:a"), api_url="localhost:80", data_dir=tmp_path)
    settings = TelegramSettings(token=SecretStr("1:secret"), api_url="http://localhost:80/", data_dir=tmp_path)
    assert "secret" not in repr(settings)
    assert settings.api_url == "http://localhost:80"


def test_the_token_is_taken_out_of_messages_and_tracebacks() -> None:
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Lines()
    handler.addFilter(TokenFilter("1:secret"))
    logger = logging.Logger("redaction")
    logger.addHandler(handler)
    logger.warning("GET http://host/bot%s/getMe", "1:secret")
    try:
        raise ValueError("no http://host/bot1:secret/getMe")
    except ValueError:
        logger.exception("it failed")

    assert lines[0] == "GET http://host/bot[token]/getMe"
    assert "Traceback" in lines[1]
    assert "1:secret" not in "".join(lines)
