from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from bot import texts
from tests.bot.telegram.conftest import ADMIN, GROUP_ID, MEMBER, STRANGER, Scene, running, settings_for
from tests.bot.telegram.standin import CLAUSES, StandInAssistant
from tests.botapi.people import group, migrate
from tests.botapi.server import BotApiServer

COMMANDS = ("status", "stats", "unanswered", "allow", "deny", "export", "upload", "remove", "reload")


@pytest.mark.parametrize("command", COMMANDS)
async def test_admin_commands_are_for_admins_in_direct_messages(scene: Scene, command: str) -> None:
    await scene.member.say(MEMBER, f"/{command} 1")
    await scene.group.say(ADMIN, f"/{command} 1")

    assert (await scene.member.next())["text"] == texts.ADMINS_ONLY
    assert (await scene.group.next())["text"] == texts.DIRECT_MESSAGE_ONLY


async def test_allow_and_deny_people_and_chats_and_remember_it(server: BotApiServer, tmp_path: Path) -> None:
    scene = Scene(server, StandInAssistant())
    async with running(scene.assistant, server, settings_for(server, tmp_path)):
        await scene.admin.say(ADMIN, f"/allow {STRANGER.id}, -100888")
        assert "1003、-100888" in (await scene.admin.next())["text"]
        await scene.stranger.say(STRANGER, "期限？")
        assert "6个月" in (await scene.stranger.next())["text"]
        await scene.stranger.say(STRANGER, "/allow 5")
        assert (await scene.stranger.next())["text"] == texts.ADMINS_ONLY
        await scene.admin.say(ADMIN, f"/deny {MEMBER.id}")
        await scene.admin.next()
        await scene.member.say(MEMBER, "期限？")
        assert "编号：1002" in (await scene.member.next())["text"]

    async with running(scene.assistant, server, settings_for(server, tmp_path)):
        await scene.member.say(MEMBER, "期限？")
        assert "编号：1002" in (await scene.member.next())["text"]
        await scene.admin.say(ADMIN, "/allow")
        assert (await scene.admin.next())["text"].splitlines()[1:] == ["-100888", str(GROUP_ID), "1003"]


@pytest.mark.parametrize("words", ["/allow 小李", "/deny", "/deny 1 x", "/allow 0"])
async def test_ids_have_to_be_ids(scene: Scene, words: str) -> None:
    await scene.admin.say(ADMIN, words)

    assert "编号" in (await scene.admin.next())["text"]


async def test_an_admin_of_the_settings_cannot_be_denied(scene: Scene) -> None:
    await scene.admin.say(ADMIN, f"/deny {ADMIN.id}")
    await scene.admin.say(ADMIN, "期限？")

    assert "管理员" in (await scene.admin.next())["text"]
    assert "6个月" in (await scene.admin.next())["text"]


async def test_status_and_stats(scene: Scene) -> None:
    await scene.member.say(MEMBER, "期限？")
    await scene.member.say(MEMBER, "食堂？")
    await scene.member.next()
    await scene.member.next()
    await scene.admin.say(ADMIN, "/status")
    await scene.admin.say(ADMIN, "/stats 30")
    await scene.admin.say(ADMIN, "/stats 明天")

    status = (await scene.admin.next())["text"]
    assert "文件：2 份，4 条" in status
    assert "索引更新于：2 小时 0 分前" in status
    assert texts.PRIVACY_ON in status
    assert "提问 2 次，来自 1 人、1 个聊天\n没有查到 1 次" in (await scene.admin.next())["text"]
    assert (await scene.admin.next())["text"] == texts.DAYS_NEEDED


async def test_the_audit_log_is_exported_whole(scene: Scene) -> None:
    await scene.member.say(MEMBER, "=期限，\n“多久”？")
    await scene.member.next()
    await scene.admin.say(ADMIN, "/allow 5")
    await scene.admin.next()
    await scene.admin.say(ADMIN, "/export")

    sent = await scene.admin.next()

    assert sent["caption"] == "审计记录，共 3 条"
    content = scene.server.world.files[sent["document"]["file_id"]].content.decode("utf-8-sig")
    question, allow, export = csv.DictReader(io.StringIO(content))
    assert question["text"] == "'=期限，\n“多久”？"
    assert question["chat"] == question["user"] == str(MEMBER.id)
    assert question["clauses"].split() == [CLAUSES[1].id, CLAUSES[2].id]
    assert (allow["event"], allow["text"], allow["user"]) == ("/allow", "5", str(ADMIN.id))
    assert export["event"] == "/export"


async def test_nothing_unanswered_says_so(scene: Scene) -> None:
    await scene.admin.say(ADMIN, "/unanswered")
    await scene.member.say(MEMBER, "食堂？")
    await scene.member.next()
    assert (await scene.admin.next())["text"] == texts.NOTHING_UNANSWERED
    await scene.admin.say(ADMIN, "/unanswered")

    sent = await scene.admin.next()

    table = scene.server.world.files[sent["document"]["file_id"]].content.decode("utf-8-sig").splitlines()
    assert table[0] == "时间,问题,情况,原因"
    assert table[1].endswith(",食堂？,没有查到,")
    assert sent["caption"] == "没答上和被评“没用”的问题，共 1 个"


async def test_a_group_keeps_its_access_when_it_becomes_a_supergroup(scene: Scene) -> None:
    old = group(scene.server, -5)
    await scene.admin.say(ADMIN, "/allow -5")
    await scene.admin.next()
    new = await migrate(scene.server, old, -1005)
    await new.say(MEMBER, "/ask 期限？")

    assert "6个月" in (await new.next())["text"]


async def test_an_answer_goes_to_the_supergroup_that_a_group_became_meanwhile(scene: Scene) -> None:
    scene.assistant.seconds = 0.3
    old = group(scene.server, -5)
    await scene.admin.say(ADMIN, "/allow -5")
    await scene.admin.next()
    await old.say(MEMBER, "/ask 期限？")
    await scene.server.wait_until(lambda: scene.server.calls_of("sendChatAction"))
    new = await migrate(scene.server, old, -1005)

    assert "6个月" in (await new.next())["text"]
