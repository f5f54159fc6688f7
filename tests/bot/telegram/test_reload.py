from __future__ import annotations

import pytest

import bot.telegram.library_commands as library_commands
from knowledge.errors import DocumentsFolderError
from retrieval.values import IndexReport
from tests.bot.telegram.conftest import ADMIN, MEMBER, Scene


async def test_a_report_names_what_changed(scene: Scene) -> None:
    scene.assistant.report = IndexReport(
        added=("a.md",), changed=("b.md",), removed=("c.md",), failed=(("d.pdf", "d.pdf: holds no text"),), clauses=9
    )
    await scene.admin.say(ADMIN, "/reload")

    await scene.admin.next()
    report = (await scene.admin.next())["text"]

    for part in (
        "2 份文件",
        "9 条",
        "新增（1）",
        "a.md",
        "有变化（1）",
        "b.md",
        "已移除（1）",
        "c.md",
        "holds no text",
    ):
        assert part in report


async def test_a_reload_that_changed_nothing_says_so_and_a_long_list_is_cut(scene: Scene) -> None:
    scene.assistant.report = IndexReport(unchanged=("a.md",), clauses=3)
    await scene.admin.say(ADMIN, "/reload")
    await scene.admin.next()
    assert "没有变化" in (await scene.admin.next())["text"]

    scene.assistant.report = IndexReport(added=tuple(f"{number}.md" for number in range(13)))
    await scene.admin.say(ADMIN, "/reload")
    await scene.admin.next()
    report = (await scene.admin.next())["text"]
    assert "9.md" in report
    assert "10.md" not in report
    assert "另有 3 份" in report


async def test_somebody_with_access_who_is_no_admin_is_refused(scene: Scene) -> None:
    await scene.member.say(MEMBER, "/reload")

    assert "只有管理员" in (await scene.member.next())["text"]
    assert scene.assistant.reloads == 0


async def test_progress_is_edited_into_one_message_and_questions_are_answered_meanwhile(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_commands, "PROGRESS_SECONDS", 0.05)
    scene.assistant.reload_seconds = 0.8
    await scene.admin.say(ADMIN, "/reload")
    started = await scene.admin.next()
    await scene.admin.say(ADMIN, "期限？")
    await scene.admin.say(ADMIN, "/reload")

    assert "6个月" in (await scene.admin.next())["text"]
    assert "还没有结束" in (await scene.admin.next())["text"]
    assert "更新完成" in (await scene.admin.next())["text"]

    edits = scene.server.calls_of("editMessageText")
    assert [edit.params["text"] for edit in edits] == ["正在更新：1/2　file1.md", "正在更新：2/2　file2.md"]
    assert {edit.params["message_id"] for edit in edits} == {str(started["message_id"])}
    assert scene.assistant.reloads == 1


async def test_a_reload_that_fails_gives_the_reason_and_an_id(scene: Scene) -> None:
    scene.assistant.reload_error = DocumentsFolderError("documents folder 'x' does not exist: name an existing one")
    await scene.admin.say(ADMIN, "/reload")
    await scene.admin.next()

    report = (await scene.admin.next())["text"]

    assert "does not exist" in report
    assert "编号" in report
