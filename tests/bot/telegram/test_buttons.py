from __future__ import annotations

from pathlib import Path

import pytest

from bot import texts
from bot.telegram.buttons import parse_data
from bot.telegram.state.clause_links import ClauseLinks
from bot.telegram.state.database import open_database
from tests.bot.telegram.conftest import ADMIN, MEMBER, STRANGER, Scene
from tests.bot.telegram.standin import CLAUSES, SECRET_CLAUSE, TEXTS
from tests.botapi.people import Room, group
from tests.botapi.world import Json


def labels(message: Json) -> list[list[str]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in rows]


def answers_to_buttons(scene: Scene) -> list[str]:
    return [call.params.get("text", "") for call in scene.server.calls_of("answerCallbackQuery")]


async def test_a_button_opens_the_clause_whole_with_its_neighbours(scene: Scene) -> None:
    await scene.member.say(MEMBER, "期限？")
    answer = await scene.member.next()
    await scene.member.press(MEMBER, answer, "[1]")

    clause = await scene.member.next()

    assert clause["text"].startswith("《巡视整改办法》第二条")
    assert all(text in clause["text"] for text in TEXTS)
    assert clause["text"].index(TEXTS[1]) < clause["text"].index(TEXTS[0]) < clause["text"].index(TEXTS[2])
    assert labels(clause) == [["← 上一条", "下一条 →"]]
    assert answers_to_buttons(scene) == [""]


async def test_turning_shows_the_neighbour_in_the_same_message(scene: Scene) -> None:
    await scene.member.say(MEMBER, "期限？")
    await scene.member.press(MEMBER, await scene.member.next(), "[2]")
    clause = await scene.member.next()
    assert labels(clause) == [["← 上一条"]]

    await scene.member.press(MEMBER, clause, "上一条")
    await scene.server.wait_until(lambda: clause["text"].startswith("《巡视整改办法》第二条"))

    assert labels(clause) == [["← 上一条", "下一条 →"]]
    assert scene.member.unread == []


async def test_every_answer_has_its_own_data_within_64_bytes(scene: Scene) -> None:
    await scene.member.say(MEMBER, "期限？")
    answer = await scene.member.next()

    data = [button["callback_data"] for row in answer["reply_markup"]["inline_keyboard"] for button in row]

    assert labels(answer) == [["[1] 全文", "[2] 全文"], ["👍 有用", "👎 没用"]]
    assert len(set(data)) == 4


async def test_votes_and_a_reason(scene: Scene) -> None:
    await scene.member.say(MEMBER, "期限？")
    answer = await scene.member.next()
    await scene.member.press(MEMBER, answer, "没用")
    await scene.server.wait_until(lambda: "答非所问" in str(labels(answer)))
    await scene.member.press(MEMBER, answer, "内容过时")
    await scene.server.wait_until(lambda: labels(answer) == [["[1] 全文", "[2] 全文"]])
    await scene.admin.say(ADMIN, "/unanswered")

    sent = await scene.admin.next()

    table = scene.server.world.files[sent["document"]["file_id"]].content.decode("utf-8-sig")
    assert sent["document"]["file_name"] == "unanswered.csv"
    assert table.splitlines()[1].endswith(",期限？,被评没用,内容过时")
    assert answers_to_buttons(scene) == ["请选一个原因。", "谢谢，已记下。"]


async def test_a_useful_vote_takes_the_row_away(scene: Scene) -> None:
    await scene.member.say(MEMBER, "期限？")
    answer = await scene.member.next()
    await scene.member.press(MEMBER, answer, "有用")
    await scene.server.wait_until(lambda: labels(answer) == [["[1] 全文", "[2] 全文"]])
    await scene.admin.say(ADMIN, "/stats")

    assert "有用 1，没用 0" in (await scene.admin.next())["text"]


async def test_a_group_gets_a_short_answer_and_the_asker_the_rest(scene: Scene) -> None:
    await scene.group.say(MEMBER, "/ask 期限？")
    answer = await scene.group.next()
    assert labels(answer) == [["详情", "👍 有用", "👎 没用"]]
    assert "《巡视整改办法》第三条" in answer["text"]
    assert TEXTS[2] not in answer["text"]

    await scene.group.press(STRANGER, answer, "详情")
    await scene.group.press(MEMBER, answer, "详情")
    whole = await scene.member.next()

    assert TEXTS[1] in whole["text"]
    assert TEXTS[2] in whole["text"]
    await scene.server.wait_until(lambda: len(answers_to_buttons(scene)) == 2)
    assert answers_to_buttons(scene) == ["详情只发给提问的人。你也可以自己来问。", "这就发到你的私聊。"]
    assert scene.stranger.from_bot == []


async def test_an_asker_who_never_wrote_to_the_bot_is_told_to_start_it(scene: Scene) -> None:
    assert scene.stranger.chat.person is not None
    scene.stranger.chat.person = type(STRANGER)(STRANGER.id, "路人", started=False)
    await scene.group.say(STRANGER, "/ask 期限？")
    await scene.group.press(STRANGER, await scene.group.next(), "详情")
    await scene.server.wait_until(lambda: answers_to_buttons(scene))

    call = scene.server.calls_of("answerCallbackQuery")[0]
    assert "开始" in call.params["text"]
    assert call.params["show_alert"] == "true"


async def test_the_rest_goes_to_the_asker_of_a_topic_too_and_clauses_open_where_the_button_is(scene: Scene) -> None:
    topic = scene.group.add_topic(7, "整改")
    await scene.group.say(MEMBER, "/ask 期限？", topic=topic)
    answer = await scene.group.next()
    await scene.group.press(MEMBER, answer, "详情")
    whole = await scene.member.next()
    await scene.member.press(MEMBER, whole, "[2]")

    assert answer["message_thread_id"] == 7
    assert "message_thread_id" not in whole
    assert TEXTS[2] in (await scene.member.next())["text"]


async def test_in_a_group_the_row_of_votes_stays_for_the_others(scene: Scene) -> None:
    await scene.group.say(MEMBER, "/ask 期限？")
    answer = await scene.group.next()
    await scene.group.press(MEMBER, answer, "没用")
    await scene.server.wait_until(lambda: "不完整" in str(labels(answer)))
    await scene.group.press(MEMBER, answer, "不完整")
    await scene.server.wait_until(lambda: "有用" in str(labels(answer)))
    await scene.group.press(STRANGER, answer, "有用")
    await scene.server.wait_until(lambda: len(answers_to_buttons(scene)) == 3)
    await scene.admin.say(ADMIN, "/stats")

    assert "有用 1，没用 1" in (await scene.admin.next())["text"]


async def test_made_up_data_and_buttons_of_other_chats_do_nothing(scene: Scene) -> None:
    await scene.group.say(MEMBER, "/ask 期限？")
    await scene.group.next()
    await scene.member.say(MEMBER, "期限？")
    answer = await scene.member.next()
    for data in ("more:1", "vote:1:1", "vote:99:1", "open:99", "rubbish", "open:x", "vote:1", "more:" + "9" * 20):
        await scene.member.press_data(MEMBER, answer, data)
    await scene.server.wait_until(lambda: len(answers_to_buttons(scene)) == 8)
    await scene.admin.say(ADMIN, "/stats")

    assert "有用 0，没用 0" in (await scene.admin.next())["text"]
    assert scene.member.unread == []


async def test_buttons_do_nothing_where_access_was_taken_away(scene: Scene) -> None:
    await scene.member.say(MEMBER, "期限？")
    answer = await scene.member.next()
    await scene.admin.say(ADMIN, f"/deny {MEMBER.id}")
    await scene.admin.next()
    await scene.member.press(MEMBER, answer, "[1]")
    await scene.server.wait_until(lambda: answers_to_buttons(scene))

    assert scene.member.unread == []


async def test_a_clause_that_is_limited_to_a_chat_opens_only_there(scene: Scene) -> None:
    limited = group(scene.server, -100777, kind="supergroup")
    await scene.admin.say(ADMIN, "/allow -100777")
    await scene.admin.next()
    await limited.say(MEMBER, "/documents")
    assert "内部工作方案" in (await limited.next())["text"]
    await scene.member.say(MEMBER, "/documents")
    listed = (await scene.member.next())["text"]

    assert "内部工作方案" not in listed
    assert "共 1 份" in listed


async def test_the_button_of_a_limited_clause_opens_it_nowhere_else(scene: Scene, tmp_path: Path) -> None:
    limited = group(scene.server, -100777, kind="supergroup")
    await scene.admin.say(ADMIN, "/allow -100777")
    await scene.admin.next()
    scene.assistant.cited = SECRET_CLAUSE
    await limited.say(MEMBER, "/ask 期限？")
    await limited.press(MEMBER, await limited.next(), "详情")
    whole = await scene.member.next()
    assert SECRET_CLAUSE.text in whole["text"]
    # No button that would not work here; the number behind it can be guessed all the same.
    assert labels(whole) == [["[2] 全文"]]
    database = open_database(None, tmp_path)
    data = f"open:{(await ClauseLinks(database).numbers([SECRET_CLAUSE.id]))[0]}"
    database.close()
    await limited.press_data(MEMBER, limited.from_bot[-1], data)
    opened = await limited.next()
    # Copied to another chat, or guessed there: the chat that the button stands in decides.
    for room in (scene.member, scene.group):
        answer = await ask(room, "/ask 期限？")
        for action in ("open", "turn"):
            await room.press_data(MEMBER, answer, data.replace("open", action))
    await scene.server.wait_until(lambda: answers_to_buttons(scene).count(texts.CLAUSE_GONE) == 4)

    assert opened["text"].startswith("《内部工作方案》第一条")
    assert scene.member.unread == scene.group.unread == []


async def ask(room: Room, text: str) -> Json:
    await room.say(MEMBER, text)
    return await room.next()


async def test_buttons_of_a_clause_that_has_changed_say_so(scene: Scene) -> None:
    answer, in_group = await ask(scene.member, "期限？"), await ask(scene.group, "/ask 期限？")
    scene.assistant.gone.add(CLAUSES[1].id)
    await scene.member.press(MEMBER, answer, "[1]")
    await scene.group.press(MEMBER, in_group, "详情")
    await scene.server.wait_until(lambda: len(answers_to_buttons(scene)) == 2)

    assert set(answers_to_buttons(scene)) == {texts.CLAUSE_GONE, texts.ANSWER_CHANGED}
    assert {call.params["show_alert"] for call in scene.server.calls_of("answerCallbackQuery")} == {"true"}
    assert scene.member.unread == []


async def test_a_press_is_answered_before_anything_is_sent(scene: Scene) -> None:
    in_group = await ask(scene.group, "/ask 期限？")
    await scene.group.press(MEMBER, in_group, "详情")
    whole = await scene.member.next()
    await scene.member.press(MEMBER, whole, "[1]")
    await scene.member.next()

    methods = [call.method for call in scene.server.calls if call.method in ("answerCallbackQuery", "sendMessage")]
    assert methods == ["sendMessage", *("answerCallbackQuery", "sendMessage") * 2]


@pytest.mark.parametrize("data", ["", "open", "open:", "open:-1", "open:1:2", "vote:1", "OPEN:1", "open:１", "x:1"])
def test_data_of_another_form_is_not_read(data: str) -> None:
    assert parse_data(data) is None
