"""Each behaviour in direct messages, groups, supergroups, their topics; and nothing at all in channels."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import texts
from tests.bot.telegram.conftest import ADMIN, GROUP_ID, MEMBER, STRANGER, Scene, running, settings_for
from tests.bot.telegram.kinds import BASIC_GROUP_ID, Place, in_every_group, in_every_kind, labels, place_of
from tests.bot.telegram.standin import CLAUSES, TEXTS, StandInAssistant
from tests.botapi.people import ANONYMOUS_ADMIN, group, migrate
from tests.botapi.server import BotApiServer, Fault
from tests.botapi.world import Person

OTHER_BOT = Person(5000, "别的机器人", is_bot=True, username="other_bot")
NEWCOMER = Person(1004, "新来的")
ALLOWED = frozenset({MEMBER.id, GROUP_ID, BASIC_GROUP_ID})
BAD_HTML = b'{"ok": false, "error_code": 400, "description": "Bad Request: can\'t parse entities: Unexpected end tag"}'


@pytest.fixture
async def scene(server: BotApiServer, tmp_path: Path) -> AsyncIterator[Scene]:
    scene = Scene(server, StandInAssistant())
    settings = settings_for(server, tmp_path, allowed_chats=ALLOWED, questions_per_minute=30)
    async with running(scene.assistant, server, settings):
        yield scene


@pytest.fixture
def place(scene: Scene, kind: str) -> Place:
    return place_of(scene, kind)


def buttons_told(scene: Scene) -> list[str]:
    return [call.params.get("text", "") for call in scene.server.calls_of("answerCallbackQuery")]


@in_every_kind
async def test_a_question_is_answered_where_it_was_asked(scene: Scene, place: Place) -> None:
    answer = await place.reply("/ask 集中整改期限是多久？")

    assert answer["text"].startswith("集中整改的期限为6个月。[1]")
    assert TEXTS[1] in answer["text"]
    assert (TEXTS[2] in answer["text"]) is not place.is_group
    assert scene.assistant.asked == [("集中整改期限是多久？", place.key, str(place.room.chat.id))]
    (typing,) = scene.server.calls_of("sendChatAction")
    assert (typing.params["chat_id"], typing.params.get("message_thread_id")) == (
        str(place.room.chat.id),
        str(place.topic.thread_id) if place.topic else None,
    )
    votes = [texts.USEFUL, texts.USELESS]
    assert labels(answer) == ([texts.MORE, *votes] if place.is_group else ["[1] 全文", "[2] 全文", *votes])


@in_every_kind
async def test_a_refusal_says_so(place: Place) -> None:
    answer = await place.reply("/ask 食堂几点开饭？")

    assert answer["text"].startswith("文件里没有查到")
    assert (TEXTS[0] in answer["text"]) is not place.is_group


@in_every_kind
async def test_a_mention_and_a_reply_to_the_bot_are_questions(scene: Scene, place: Place) -> None:
    answer = await place.reply("期限？ @zheng_WEN_bot")
    assert "6个月" in answer["text"]
    assert "那谁的期限" in (await place.reply("那谁的期限？", reply_to=answer))["text"]
    said = await place.room.say(MEMBER, caption="图里的期限？ @ZHENG_wen_bot", topic=place.topic)
    captioned = await place.next()

    assert captioned["reply_to_message"]["message_id"] == said["message_id"]
    assert [asked for asked, _, _ in scene.assistant.asked] == ["期限？", "那谁的期限？", "图里的期限？"]


@in_every_kind
async def test_what_is_not_meant_for_the_bot_gets_nothing(scene: Scene, place: Place) -> None:
    before = await place.ask("早先的期限？")
    await place.next()
    await place.room.edit(before, "/ask 改过的期限？")
    await place.say("/ask@other_bot 期限？")
    await place.say("/ask 别的机器人的期限？", OTHER_BOT)
    await place.ask("内联机器人的期限？", via_bot=OTHER_BOT.json())
    if place.is_group:
        await place.say("大家说期限是多久？")
        await place.say("@other_bot 期限？")
        await place.say("/weather 期限？")
        await place.say(
            "转发的期限？ @Zheng_Wen_bot", forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "同事"}
        )
    last = await place.reply("/ask 最后的期限？")

    assert "最后的期限" in last["text"]
    assert [asked for asked, _, _ in scene.assistant.asked] == ["早先的期限？", "最后的期限？"]
    assert len(place.room.from_bot) == 2


@in_every_kind
async def test_a_vote_and_its_reason(scene: Scene, place: Place) -> None:
    answer = await place.reply("/ask 期限？")
    await place.room.press(MEMBER, answer, "没用")
    await scene.server.wait_until(lambda: texts.REASONS[0] in labels(answer))
    kept = [texts.MORE] if place.is_group else ["[1] 全文", "[2] 全文"]
    assert labels(answer) == [*kept, *texts.REASONS]
    await place.room.press(MEMBER, answer, texts.REASONS[2])
    await scene.server.wait_until(lambda: texts.REASONS[0] not in labels(answer))
    await scene.admin.say(ADMIN, "/unanswered")
    sent = await scene.admin.next()

    assert labels(answer) == kept + ([texts.USEFUL, texts.USELESS] if place.is_group else [])
    assert buttons_told(scene) == [texts.ASK_REASON, texts.THANKS]
    table = scene.server.world.files[sent["document"]["file_id"]].content.decode("utf-8-sig")
    assert table.splitlines()[1].endswith(f",期限？,被评没用,{texts.REASONS[2]}")


@in_every_group
async def test_the_rest_goes_to_the_asker_alone(scene: Scene, place: Place) -> None:
    answer = await place.reply("/ask 期限？")
    await place.room.press(STRANGER, answer, texts.MORE)
    await place.room.press(MEMBER, answer, texts.MORE)
    whole = await scene.member.next()

    assert whole["text"].startswith("问：期限？\n\n集中整改的期限为6个月。")
    assert all(text in whole["text"] for text in TEXTS[1:])
    assert labels(whole) == ["[1] 全文", "[2] 全文"]
    assert buttons_told(scene) == [texts.MORE_FOR_ASKER, texts.MORE_SENT]
    assert scene.stranger.from_bot == []
    assert place.room.unread == []


@in_every_group
async def test_an_asker_whom_the_bot_cannot_write_to_is_told_in_a_box(scene: Scene, place: Place) -> None:
    assert scene.stranger.chat.person is not None
    scene.stranger.chat.person = Person(STRANGER.id, "路人", started=False)
    answer = await place.reply("/ask 期限？", STRANGER)
    await place.room.press(STRANGER, answer, texts.MORE)
    await scene.server.wait_until(lambda: scene.server.calls_of("answerCallbackQuery"))

    (told,) = scene.server.calls_of("answerCallbackQuery")
    assert (told.params["text"], told.params["show_alert"]) == (texts.MORE_NEEDS_START, "true")


@in_every_kind
async def test_source_opens_a_clause_with_its_neighbours_and_turns(scene: Scene, place: Place) -> None:
    assert (await place.reply("/source"))["text"] == texts.NO_ANSWER_YET
    await place.reply("/ask 期限？")
    clause = await place.reply("/source 2")
    assert clause["text"].startswith(CLAUSES[2].label)
    assert TEXTS[1] in clause["text"]
    assert labels(clause) == [texts.PREVIOUS_CLAUSE]
    await place.room.press(MEMBER, clause, texts.PREVIOUS_CLAUSE)
    await scene.server.wait_until(lambda: clause["text"].startswith(CLAUSES[1].label))

    assert labels(clause) == [texts.PREVIOUS_CLAUSE, texts.NEXT_CLAUSE]
    assert place.room.unread == []


@in_every_kind
async def test_the_commands_for_everybody(scene: Scene, place: Place) -> None:
    start = texts.START_IN_GROUP if place.is_group else texts.START
    assert (await place.reply("/start"))["text"] == start
    assert (await place.reply("/help"))["text"] == texts.HELP
    listed = (await place.reply("/documents"))["text"]
    assert "共 1 份" in listed
    assert "内部工作方案" not in listed
    assert (await place.reply("/ask"))["text"] == texts.ASK_HINT
    assert (await place.reply("/feedback 不对"))["text"] == texts.NO_ANSWER_YET
    await place.reply("/ask 期限？")
    assert (await place.reply("/feedback@Zheng_Wen_bot 不是最新的"))["text"] == texts.FEEDBACK_TAKEN
    assert (await place.reply("/reset"))["text"] == texts.RESET
    assert scene.assistant.forgotten == [place.key]


@in_every_kind
async def test_admin_commands_work_in_no_kind_for_others_and_in_groups_for_nobody(scene: Scene, place: Place) -> None:
    for command in (*texts.ADMIN_COMMANDS, "RELOAD"):
        for person in (MEMBER, ADMIN) if place.is_group else (MEMBER,):
            refused = (await place.reply(f"/{command} {STRANGER.id}", person))["text"]
            assert refused == (texts.DIRECT_MESSAGE_ONLY if place.is_group else texts.ADMINS_ONLY)
    if place.is_group:
        anonymous = await place.reply("/reload", ANONYMOUS_ADMIN, sender_chat=place.room.chat.json())
        assert anonymous["text"] == texts.DIRECT_MESSAGE_ONLY
    await scene.stranger.say(STRANGER, "期限？")

    assert "编号" in (await scene.stranger.next())["text"]
    assert scene.assistant.reloads == 0
    assert scene.admin.from_bot == []


@in_every_kind
async def test_a_place_that_is_not_allowed_is_told_its_id_and_nothing_else(scene: Scene, place: Place) -> None:
    answer = await place.reply("/ask 期限？")
    await scene.admin.say(ADMIN, f"/deny {place.room.chat.id}")
    await scene.admin.next()
    for text in ("/start", "/help", "/documents", "/source 1", "/reload", "/ask 期限？"):
        assert (await place.reply(text))["text"] == texts.NOT_ALLOWED.format(chat_id=place.room.chat.id)
    for label in labels(answer):
        await place.room.press(MEMBER, answer, label)
    await scene.server.wait_until(lambda: len(buttons_told(scene)) == len(labels(answer)))

    assert set(buttons_told(scene)) == {""}
    assert len(scene.assistant.asked) == 1
    assert place.room.unread == []
    assert [call.params["chat_id"] for call in scene.server.calls_of("sendChatAction")] == [str(place.room.chat.id)]


@in_every_group
async def test_a_denied_person_is_denied_in_groups_too_and_an_admin_is_not(scene: Scene, place: Place) -> None:
    await scene.admin.say(ADMIN, f"/deny {NEWCOMER.id}")
    await scene.admin.next()

    denied = await place.reply("/ask 期限？", NEWCOMER)
    assert denied["text"] == texts.PERSON_NOT_ALLOWED.format(user_id=NEWCOMER.id)
    for person in (MEMBER, STRANGER, ADMIN):
        assert "6个月" in (await place.reply("/ask 期限？", person))["text"]


@in_every_kind
async def test_an_error_gives_an_id_where_it_happened(scene: Scene, place: Place) -> None:
    told = (await place.reply("/ask 崩溃"))["text"]
    report = (await scene.admin.next())["text"]

    error_id = told.rpartition("：")[2]
    assert len(error_id) == 8
    assert "secret" not in told
    assert error_id in report
    assert str(place.room.chat.id) in report


@in_every_kind
async def test_a_long_answer_stays_in_its_place(place: Place) -> None:
    await place.ask("很长的期限？")
    first = await place.next()

    assert "reply_to_message" in first
    if place.is_group:
        assert len(place.room.from_bot) == 1
        assert "期限规定" not in first["text"]
        return
    rest = [await place.next() for _ in range(2)]
    assert [labels(message) for message in (first, rest[0])] == [[], []]
    assert texts.USEFUL in labels(rest[1])


@in_every_kind
async def test_markup_that_is_refused_goes_out_plain(scene: Scene, place: Place) -> None:
    scene.server.fail_next("sendMessage", Fault(status=400, body=BAD_HTML))
    answer = await place.reply("/ask 期限？")

    assert "<自反馈之日起> & 不得延长" in answer["text"]
    assert "entities" not in answer


@in_every_kind
async def test_an_answer_survives_what_telegram_asks_to_wait(scene: Scene, place: Place) -> None:
    body = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}
    scene.server.fail_next("sendMessage", Fault(status=429, body=json.dumps(body).encode()))
    said = await place.ask("期限？")
    answer = await place.next()

    assert answer["reply_to_message"]["message_id"] == said["message_id"]
    refused, taken = scene.server.calls_of("sendMessage")
    assert taken.at - refused.at >= 1


@in_every_kind
async def test_drafts_grow_in_direct_messages_only(scene: Scene, place: Place) -> None:
    scene.assistant.grows, scene.assistant.grow_seconds = ("期限为6个月。",), 0.1
    await place.reply("/ask 期限？")

    assert [text for _, text in place.room.chat.drafts] == ([] if place.is_group else ["期限为6个月。"])


@in_every_kind
async def test_a_file_is_an_upload_from_an_admin_in_a_direct_message_only(scene: Scene, place: Place) -> None:
    person = ADMIN if place.is_group else MEMBER
    await place.room.send_file(person, "new.md", b"text", caption="/upload")
    told = (await place.room.next())["text"]

    assert told == (texts.DIRECT_MESSAGE_ONLY if place.is_group else texts.ADMINS_ONLY)
    assert scene.server.calls_of("getFile") == []


@in_every_group
async def test_members_and_topics_have_conversations_of_their_own(scene: Scene, place: Place) -> None:
    other = scene.group.add_topic(9, "问答")
    await place.reply("/ask 期限？")
    await place.reply("/ask 期限？", STRANGER)
    await scene.group.say(MEMBER, "/ask 期限？", topic=other)
    assert (await scene.group.next())["message_thread_id"] == other.thread_id

    assert len({key for _, key, _ in scene.assistant.asked}) == 3
    assert (await place.reply("/source 1"))["text"].startswith(CLAUSES[1].label)


@in_every_group
async def test_a_bot_that_was_thrown_out_or_muted_is_silent_and_comes_back(scene: Scene, place: Place) -> None:
    sent = scene.server.calls_of
    place.room.chat.bot_removed = True
    await place.ask("期限一？")
    await scene.server.wait_until(lambda: [call.status for call in sent("sendMessage")] == [403])
    place.room.chat.bot_removed, place.room.chat.bot_muted = False, True
    await place.ask("期限二？")
    await scene.server.wait_until(lambda: [call.status for call in sent("sendMessage")] == [403, 400])
    place.room.chat.bot_muted = False

    assert "期限三" in (await place.reply("/ask 期限三？"))["text"]
    assert scene.admin.from_bot == []


@in_every_group
async def test_buttons_in_a_group_that_threw_the_bot_out_are_no_error(scene: Scene, place: Place) -> None:
    answer = await place.reply("/ask 期限？")
    place.room.chat.bot_removed = True
    await place.room.press(MEMBER, answer, "没用")
    await scene.server.wait_until(lambda: [call.status for call in scene.server.calls_of("editMessageReplyMarkup")])
    await scene.admin.say(ADMIN, "/stats")

    assert "没用 1" in (await scene.admin.next())["text"]
    assert scene.admin.unread == []


async def test_a_group_that_becomes_a_supergroup_keeps_its_access_and_admins_learn_of_its_documents(
    scene: Scene,
) -> None:
    old = group(scene.server, -100777)
    await scene.admin.say(ADMIN, "/allow -100777")
    await scene.admin.next()
    await old.say(MEMBER, "/ask 期限？")
    answer = await old.next()
    new = await migrate(scene.server, old, -1008)
    await new.say(MEMBER, "/ask 期限？")
    assert "6个月" in (await new.next())["text"]
    told = (await scene.admin.next())["text"]
    await old.press(MEMBER, answer, "没用")
    await scene.server.wait_until(lambda: buttons_told(scene))

    assert told == texts.AUDIENCE_MOVED.format(old_id=-100777, new_id=-1008, titles="《内部工作方案》")
    assert scene.admin.unread == []
    await scene.admin.say(ADMIN, "/allow")
    allowed = (await scene.admin.next())["text"].splitlines()
    assert "-1008" in allowed
    assert "-100777" not in allowed


async def test_an_admin_who_writes_for_the_first_time_gets_their_menu(server: BotApiServer, tmp_path: Path) -> None:
    scene = Scene(server, StandInAssistant())
    scene.admin.chat.person = Person(ADMIN.id, "管理员", started=False)
    async with running(scene.assistant, server, settings_for(server, tmp_path)):
        await server.wait_until(lambda: len([call for call in server.calls_of("setMyCommands") if call.status]) == 4)
        assert not any(str(ADMIN.id) in scope for scope, _ in server.world.commands)
        scene.admin.chat.person = ADMIN
        await scene.admin.say(ADMIN, "/start")
        await scene.admin.next()
        await server.wait_until(lambda: any(str(ADMIN.id) in scope for scope, _ in server.world.commands))


def test_each_command_of_a_menu_is_explained_in_the_help() -> None:
    for name in texts.COMMANDS:
        assert f"/{name} " in texts.HELP or name in ("help", "start")
    for name in texts.ADMIN_COMMANDS:
        assert f"/{name} " in texts.HELP_ADMIN


async def test_groups_are_limited_together_and_people_each(server: BotApiServer, tmp_path: Path) -> None:
    scene = Scene(server, StandInAssistant())
    settings = settings_for(
        server, tmp_path, allowed_chats=ALLOWED, questions_per_minute=2, chat_questions_per_minute=3
    )
    async with running(scene.assistant, server, settings):
        for kind in ("private", "group", "topic"):
            place = place_of(scene, kind)
            for _ in range(2):
                assert "6个月" in (await place.reply("/ask 期限？"))["text"]
            assert (await place.reply("/ask 期限？"))["text"] == texts.TOO_MANY_QUESTIONS
            if place.is_group:
                assert "6个月" in (await place.reply("/ask 期限？", STRANGER))["text"]
                assert (await place.reply("/ask 期限？", NEWCOMER))["text"] == texts.TOO_MANY_QUESTIONS
            await place.ask("期限？")
        await asyncio.sleep(0)

    assert scene.member.unread == scene.group.unread == []
