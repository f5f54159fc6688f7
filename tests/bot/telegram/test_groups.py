from __future__ import annotations

import pytest

from tests.bot.telegram.conftest import ADMIN, MEMBER, STRANGER, Scene
from tests.botapi.people import ANONYMOUS_ADMIN, group
from tests.botapi.world import Person

OTHER_BOT = Person(5000, "别的机器人", is_bot=True, username="other_bot")


async def _only_the_last_is_answered(scene: Scene) -> None:
    """Order inside a chat is kept: once a later question is answered, nothing before it will be."""
    await scene.group.say(MEMBER, "/ask 最后的期限")
    reply = await scene.group.next()
    assert "最后的期限" in reply["text"]
    assert scene.group.unread == []
    assert [question for question, _, _ in scene.assistant.asked] == ["最后的期限"]


@pytest.mark.parametrize(
    "text",
    [
        "/ask 期限？",
        "/ASK@Zheng_wen_BOT 期限？",
        "@zheng_WEN_bot 期限？",
        "期限？ @Zheng_Wen_bot",
        "𠮷期限？😀@Zheng_Wen_bot",
    ],
)
async def test_ask_and_mention_in_any_case_anywhere(scene: Scene, text: str) -> None:
    question = await scene.group.say(MEMBER, text)

    reply = await scene.group.next()

    assert "6个月" in reply["text"]
    assert reply["reply_to_message"]["message_id"] == question["message_id"]
    assert "@" not in scene.assistant.asked[0][0]
    assert "ask" not in scene.assistant.asked[0][0]


async def test_a_mention_in_a_caption_and_a_mention_by_id(scene: Scene) -> None:
    await scene.group.say(MEMBER, caption="@zheng_wen_bot 图里说的期限？")
    by_id = [{"type": "text_mention", "offset": 0, "length": 2, "user": scene.server.world.bot.json()}]
    await scene.group.say(MEMBER, "政问 期限？", entities=by_id)

    assert "图里说的期限" in (await scene.group.next())["text"]
    assert "期限" in (await scene.group.next())["text"]


async def test_a_reply_to_the_bot_is_a_question(scene: Scene) -> None:
    await scene.group.say(MEMBER, "/ask 期限？")
    answer = await scene.group.next()
    await scene.group.say(MEMBER, "那谁的期限？", reply_to=answer)

    assert "那谁的期限" in (await scene.group.next())["text"]


async def test_a_refusal_is_short(scene: Scene) -> None:
    await scene.group.say(MEMBER, "/ask 食堂几点开饭？")

    assert (await scene.group.next())["text"] == "文件里没有查到这个问题的答案。"


async def test_an_empty_mention_points_at_the_message_it_replies_to(scene: Scene) -> None:
    said = await scene.group.say(STRANGER, "整改期限到底多久")
    await scene.group.say(MEMBER, "@Zheng_Wen_bot", reply_to=said)
    await scene.group.say(MEMBER, "@Zheng_Wen_bot")

    assert "整改期限到底多久" in (await scene.group.next())["text"]
    assert "@Zheng_Wen_bot" in (await scene.group.next())["text"]


async def test_what_is_not_meant_for_the_bot_gets_nothing(scene: Scene) -> None:
    said = await scene.group.say(MEMBER, "大家说期限是多久？")
    await scene.group.edit(said, "/ask 期限？")
    await scene.group.say(MEMBER, "/ask@other_bot 期限？")
    await scene.group.say(MEMBER, "@other_bot 期限？")
    await scene.group.say(MEMBER, "@Zheng_Wen_bot2 期限？")
    await scene.group.say(MEMBER, "/weather 期限？")
    await scene.group.say(OTHER_BOT, "/ask 期限？")
    await scene.group.say(MEMBER, "说期限的人", reply_to=said)
    origin = {"type": "user", "date": 1, "sender_user": STRANGER.json()}
    await scene.group.say(MEMBER, "/ask 转发的期限？", forward_origin=origin)
    await scene.group.say(MEMBER, "@Zheng_Wen_bot 转发的期限？", forward_origin=origin)
    await scene.group.say(MEMBER, "/ask 别的机器人写的期限？", via_bot=OTHER_BOT.json())
    await scene.group.say(MEMBER, kind="message", new_chat_members=[MEMBER.json()])

    await _only_the_last_is_answered(scene)


async def test_a_channel_and_its_copies_get_nothing(scene: Scene) -> None:
    channel = group(scene.server, -100900, kind="channel")
    await channel.say(MEMBER, "/ask 期限？", kind="channel_post")
    service = Person(777000, "Telegram")
    await scene.group.say(service, "/ask 期限？", sender_chat=channel.chat.json(), is_automatic_forward=True)

    await _only_the_last_is_answered(scene)
    assert channel.from_bot == []


async def test_topics_get_their_answers_and_have_conversations_of_their_own(scene: Scene) -> None:
    first, second = scene.group.add_topic(7, "整改"), scene.group.add_topic(9, "问答")
    await scene.group.say(MEMBER, "/ask 期限一？", topic=first)
    await scene.group.say(MEMBER, "/ask 期限二？", topic=second)
    await scene.group.say(MEMBER, "/ask 期限三？")
    # A reply in a group without topics carries a thread id too, which Telegram refuses when it is sent back.
    await scene.group.say(MEMBER, "/ask 期限四？", message_thread_id=3)

    replies = [await scene.group.next() for _ in range(4)]

    assert [reply.get("message_thread_id") for reply in replies] == [7, 9, None, None]
    keys = [key for _, key, _ in scene.assistant.asked]
    assert len(set(keys)) == 3
    assert keys[2] == keys[3]
    assert {audience for _, _, audience in scene.assistant.asked} == {str(scene.group.chat.id)}
    actions = [call.params.get("message_thread_id") for call in scene.server.calls_of("sendChatAction")]
    assert actions == ["7", "9", None, None]


async def test_a_topic_that_was_closed_or_deleted_meanwhile_is_left_alone(scene: Scene) -> None:
    closed, deleted = scene.group.add_topic(7, "整改"), scene.group.add_topic(9, "问答")
    closed.closed = True
    await scene.group.say(MEMBER, "/ask 期限一？", topic=closed)
    del scene.group.chat.topics[deleted.thread_id]
    await scene.group.say(MEMBER, "/ask 期限二？", topic=deleted)
    await scene.group.say(MEMBER, "/ask 期限三？")

    assert "期限三" in (await scene.group.next())["text"]
    assert len(scene.group.from_bot) == 1
    assert scene.admin.from_bot == []


async def test_a_group_that_muted_or_removed_the_bot_is_left_alone(scene: Scene) -> None:
    sent = scene.server.calls_of
    scene.group.chat.bot_muted = True
    await scene.group.say(MEMBER, "/ask 期限一？")
    await scene.server.wait_until(lambda: [call.status for call in sent("sendMessage")] == [400])
    scene.group.chat.bot_muted, scene.group.chat.bot_removed = False, True
    await scene.group.say(MEMBER, "/ask 期限二？")
    await scene.server.wait_until(lambda: [call.status for call in sent("sendMessage")] == [400, 403])
    scene.group.chat.bot_removed = False
    await scene.group.say(MEMBER, "/ask 期限三？")

    assert "期限三" in (await scene.group.next())["text"]
    assert len(scene.group.from_bot) == 1
    # Nobody is bothered with what is no error.
    assert scene.admin.from_bot == []


async def test_members_of_a_group_have_conversations_of_their_own(scene: Scene) -> None:
    await scene.group.say(MEMBER, "/ask 期限？")
    await scene.group.say(STRANGER, "/ask 期限？")
    await scene.group.say(ANONYMOUS_ADMIN, "/ask 期限？", sender_chat=scene.group.chat.json())
    for _ in range(3):
        await scene.group.next()

    assert len({key for _, key, _ in scene.assistant.asked}) == 3


async def test_a_group_that_is_not_allowed_is_told_its_id_when_it_asks(scene: Scene) -> None:
    other = group(scene.server, -100901)
    await other.say(ADMIN, "随便聊聊期限")
    await other.say(ADMIN, "/ask 期限？")

    assert (await other.next())["text"] == "这里还没有开通。编号：-100901"
    assert other.unread == []
    assert scene.assistant.asked == []


async def test_admin_commands_are_not_for_groups(scene: Scene) -> None:
    await scene.group.say(ADMIN, "/reload")

    assert "私聊" in (await scene.group.next())["text"]
    assert scene.assistant.reloads == 0
