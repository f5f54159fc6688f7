from __future__ import annotations

import threading

from bot import texts
from tests.bot.telegram.conftest import ADMIN, MEMBER, STRANGER, Scene
from tests.bot.telegram.standin import TEXTS


async def test_a_question_is_answered_with_the_answer_first_and_the_source_under_it(scene: Scene) -> None:
    question = await scene.member.say(MEMBER, "集中整改期限是多久？")

    reply = await scene.member.next()

    assert reply["text"].startswith("集中整改的期限为6个月。[1]")
    for part in (
        TEXTS[1],
        "《巡视整改办法》第二条",
        "样发〔2024〕3号",
        "2024年2月20日",
        "现行有效",
        "此前规定为3个月。",
    ):
        assert part in reply["text"]
    assert reply["reply_to_message"]["message_id"] == question["message_id"]
    assert {entity["type"] for entity in reply["entities"]} == {"bold", "blockquote"}


async def test_typing_shows_and_the_work_leaves_the_event_loop(scene: Scene) -> None:
    await scene.member.say(MEMBER, "期限？")
    await scene.member.next()

    assert [call.params["action"] for call in scene.server.calls_of("sendChatAction")] == ["typing"]
    assert threading.get_ident() not in scene.assistant.threads


async def test_typing_is_repeated_while_an_answer_takes_long(scene: Scene, monkeypatch: object) -> None:
    scene.assistant.seconds = 0.5
    import bot.telegram.outbox as outbox

    monkeypatch.setattr(outbox, "TYPING_SECONDS", 0.1)  # type: ignore[attr-defined]
    await scene.member.say(MEMBER, "期限？")
    await scene.member.next()

    assert len(scene.server.calls_of("sendChatAction")) >= 3


async def test_a_refusal_says_so_and_shows_the_nearest_clause(scene: Scene) -> None:
    await scene.member.say(MEMBER, "食堂几点开饭？")

    reply = await scene.member.next()

    assert reply["text"].startswith("文件里没有查到")
    assert TEXTS[0] in reply["text"]


async def test_questions_of_one_chat_share_a_conversation_and_name_their_audience(scene: Scene) -> None:
    await scene.member.say(MEMBER, "期限？")
    await scene.member.say(MEMBER, "那报告的期限呢？")
    await scene.member.next()
    await scene.member.next()

    asked = scene.assistant.asked
    assert [question for question, _, _ in asked] == ["期限？", "那报告的期限呢？"]
    assert len({key for _, key, _ in asked}) == 1
    assert {audience for _, _, audience in asked} == {str(MEMBER.id)}


async def test_start_and_help(scene: Scene) -> None:
    await scene.member.say(MEMBER, "/start")
    await scene.member.say(MEMBER, "/help")
    await scene.admin.say(ADMIN, "/help")

    assert "政问" in (await scene.member.next())["text"]
    assert "/reload" not in (await scene.member.next())["text"]
    assert "/reload" in (await scene.admin.next())["text"]


async def test_an_unknown_command_an_empty_ask_and_a_picture_get_a_hint(scene: Scene) -> None:
    await scene.member.say(MEMBER, "/nothing")
    await scene.member.say(MEMBER, "/ask")
    await scene.member.say(MEMBER, "", sticker_is_not_text=True)

    assert "/nothing" in (await scene.member.next())["text"]
    assert "/ask" in (await scene.member.next())["text"]
    assert "文字" in (await scene.member.next())["text"]


async def test_a_forwarded_message_is_a_question_too(scene: Scene) -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "同事"}
    await scene.member.say(MEMBER, "期限？", forward_origin=origin)

    assert "6个月" in (await scene.member.next())["text"]


async def test_pictures_sent_together_get_one_reply(scene: Scene) -> None:
    await scene.member.say(MEMBER, caption="图里的期限？", media_group_id="1")
    for _ in range(2):
        await scene.member.say(MEMBER, media_group_id="1", photo=[])
    for _ in range(3):
        await scene.member.say(MEMBER, media_group_id="2", photo=[])
    await scene.member.say(MEMBER, "最后的期限？")
    replies = [(await scene.member.next())["text"] for _ in range(3)]

    assert "图里的期限" in replies[0]
    assert replies[1] == texts.TEXT_ONLY
    assert "最后的期限" in replies[2]


async def test_a_stranger_is_told_their_id_and_nothing_else(scene: Scene) -> None:
    for text in ("/start", "/help", "期限？", "/reload", "/nothing"):
        await scene.stranger.say(STRANGER, text)
        assert (await scene.stranger.next())["text"] == "这里还没有开通。编号：1003"

    assert scene.assistant.asked == []
    assert scene.assistant.reloads == 0


async def test_a_long_answer_comes_in_several_messages_none_too_long(scene: Scene) -> None:
    await scene.member.say(MEMBER, "很长的期限？")
    replies = [await scene.member.next() for _ in range(3)]

    assert "".join(reply["text"] for reply in replies).count("期限规定。") == 2000
    assert "《巡视整改办法》第三条" in replies[-1]["text"]
    assert [("reply_to_message" in reply) for reply in replies] == [True, False, False]


async def test_a_question_that_cannot_be_taken_gets_a_friendly_word(scene: Scene) -> None:
    await scene.member.say(MEMBER, "过长的问题")

    assert "写清楚" in (await scene.member.next())["text"]
