from __future__ import annotations

import json

from bot import texts
from tests.bot.telegram.conftest import ADMIN, MEMBER, STRANGER, Scene
from tests.bot.telegram.standin import CLAUSES, TEXTS


async def test_documents_are_listed_and_searched_by_title(scene: Scene) -> None:
    await scene.member.say(MEMBER, "/documents")
    await scene.member.say(MEMBER, "/documents 整改 办法")
    await scene.member.say(MEMBER, "/documents 食堂")

    assert "1. 《巡视整改办法》（2024年2月20日，现行有效，3 条）" in (await scene.member.next())["text"]
    assert "巡视整改办法" in (await scene.member.next())["text"]
    assert "没有标题含“食堂”" in (await scene.member.next())["text"]


async def test_a_long_list_of_documents_is_cut_and_says_how_to_find_more(scene: Scene) -> None:
    summary = scene.assistant.documents()[0]
    scene.assistant.documents = lambda audience=None: [summary] * 45  # type: ignore[method-assign,assignment]
    await scene.member.say(MEMBER, "/documents")

    listed = (await scene.member.next())["text"]

    assert "共 45 份" in listed
    assert "40. 《" in listed
    assert "41. 《" not in listed
    assert "前 40 份" in listed


async def test_source_opens_a_clause_of_the_last_answer(scene: Scene) -> None:
    await scene.member.say(MEMBER, "/source 1")
    await scene.member.say(MEMBER, "期限？")
    await scene.member.say(MEMBER, "/source")
    await scene.member.say(MEMBER, "/source 3")
    await scene.member.say(MEMBER, "/source [2]")
    replies = [await scene.member.next() for _ in range(5)]

    assert replies[0]["text"] == texts.NO_ANSWER_YET
    assert "有 2 处出处" in replies[2]["text"]
    assert "有 2 处出处" in replies[3]["text"]
    assert replies[4]["text"].startswith(CLAUSES[2].label)
    assert TEXTS[2] in replies[4]["text"]


async def test_source_belongs_to_the_conversation(scene: Scene) -> None:
    await scene.group.say(MEMBER, "/ask 期限？")
    await scene.group.next()
    await scene.group.say(STRANGER, "/source 1")

    assert (await scene.group.next())["text"] == texts.NO_ANSWER_YET


async def test_reset_forgets_this_conversation(scene: Scene) -> None:
    await scene.member.say(MEMBER, "期限？")
    await scene.member.say(MEMBER, "/reset")
    await scene.member.next()

    assert (await scene.member.next())["text"] == texts.RESET
    assert scene.assistant.forgotten == [scene.assistant.asked[0][1]]


async def test_feedback_in_ones_own_words(scene: Scene) -> None:
    await scene.member.say(MEMBER, "/feedback 不对")
    await scene.member.say(MEMBER, "期限？")
    await scene.member.say(MEMBER, "/feedback")
    await scene.member.say(MEMBER, "/feedback 第二条不是最新的")
    replies = [(await scene.member.next())["text"] for _ in range(4)]

    await scene.admin.say(ADMIN, "/stats")
    assert "有用 0，没用 1" in (await scene.admin.next())["text"]
    assert [replies[0], *replies[2:]] == [texts.NO_ANSWER_YET, texts.FEEDBACK_HINT, texts.FEEDBACK_TAKEN]


async def test_words_do_not_turn_a_vote_around(scene: Scene) -> None:
    await scene.member.say(MEMBER, "期限？")
    await scene.member.press(MEMBER, await scene.member.next(), "有用")
    await scene.server.wait_until(lambda: scene.server.calls_of("editMessageReplyMarkup"))
    await scene.member.say(MEMBER, "/feedback 很清楚")
    await scene.member.next()
    await scene.admin.say(ADMIN, "/stats")

    assert "有用 1，没用 0" in (await scene.admin.next())["text"]


async def test_menus_are_set_for_each_scope_in_chinese(scene: Scene) -> None:
    await scene.server.wait_until(lambda: len(scene.server.world.commands) == 4)
    menus = {
        json.loads(scope)["type"]: [command["command"] for command in commands]
        for (scope, _), commands in scene.server.world.commands.items()
    }

    assert menus["all_group_chats"] == ["ask", "documents", "source", "help"]
    assert "reload" not in menus["default"]
    assert "reload" not in menus["all_private_chats"]
    assert {"reload", "upload", "export", "ask"} <= set(menus["chat"])
    for commands in scene.server.world.commands.values():
        assert all(command["description"].isascii() is False for command in commands)
