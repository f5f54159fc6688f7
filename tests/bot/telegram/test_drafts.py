"""An answer that grows while a chat model writes it: a draft in a direct message, one final message in a group."""

from __future__ import annotations

import pytest

from retrieval.values import ChatTrace
from tests.bot.telegram.conftest import ADMIN, MEMBER, Scene
from tests.botapi.server import Fault

GROWS = ("集中整改的期限为6个月。", "集中整改的期限为6个月。\n报告报巡视办。")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.drafts.PAUSE_SECONDS", 0.01)


async def test_a_direct_message_sees_the_answer_grow_and_then_gets_it_whole(scene: Scene) -> None:
    scene.assistant.grows, scene.assistant.grow_seconds = GROWS, 0.15
    await scene.member.say(MEMBER, "期限多久？")
    answer = await scene.member.next()
    (number, first), *_ = scene.member.chat.drafts
    assert [text for _, text in scene.member.chat.drafts] == list(GROWS)
    assert {id_ for id_, _ in scene.member.chat.drafts} == {number}
    assert number
    assert first in GROWS
    assert answer["text"].startswith("集中整改的期限为6个月。[1]")


async def test_a_group_gets_one_final_message(scene: Scene) -> None:
    scene.assistant.grows, scene.assistant.grow_seconds = GROWS, 0.05
    await scene.group.say(MEMBER, "/ask 期限多久？")
    assert (await scene.group.next())["text"].startswith("集中整改")
    assert not scene.server.calls_of("sendMessageDraft")


@pytest.mark.parametrize(
    "fault",
    [
        Fault(),
        Fault(status=429, body=b'{"ok": false, "error_code": 429, "parameters": {"retry_after": 9}}'),
        Fault(status=400, body=b'{"ok": false, "error_code": 400, "description": "Bad Request: no drafts"}'),
        Fault(hang_seconds=30.0),
        Fault(drop_connection=True),
    ],
)
async def test_a_draft_that_is_not_taken_does_not_hold_up_the_answer(scene: Scene, fault: Fault) -> None:
    scene.assistant.grows, scene.assistant.grow_seconds = GROWS * 3, 0.02
    scene.server.fail_next("sendMessageDraft", fault)
    await scene.member.say(MEMBER, "期限多久？")
    assert (await scene.member.next())["text"].startswith("集中整改")
    assert len(scene.server.calls_of("sendMessageDraft")) == 1


async def test_tokens_stand_in_the_audit_log_and_in_the_statistics(scene: Scene) -> None:
    scene.assistant.chat = ChatTrace(model="m", wrote=True, tokens_in=812, tokens_out=64)
    await scene.member.say(MEMBER, "期限多久？")
    await scene.member.next()
    await scene.admin.say(ADMIN, "/stats")
    assert "大模型撰写 1 次，词元读入 812、写出 64" in (await scene.admin.next())["text"]
    await scene.admin.say(ADMIN, "/export")
    document = (await scene.admin.next())["document"]
    exported = scene.server.world.files[document["file_id"]].content.decode()
    assert exported.splitlines()[0].endswith("elapsed_ms,tokens_in,tokens_out")
    assert exported.splitlines()[1].endswith(",812,64")
