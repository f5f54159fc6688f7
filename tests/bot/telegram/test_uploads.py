from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import texts
from bot.telegram.document_folder import DocumentFolder, FolderError, check_name
from retrieval.values import IndexReport
from tests.bot.telegram.conftest import ADMIN, MEMBER, Scene, running, settings_for
from tests.bot.telegram.standin import StandInAssistant
from tests.botapi.server import BotApiServer, Fault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "rule.md").write_text("旧内容", encoding="utf-8")
    return folder


@pytest.fixture
async def scene(server: BotApiServer, tmp_path: Path, folder: Path) -> AsyncIterator[Scene]:
    scene = Scene(server, StandInAssistant())
    settings = settings_for(server, tmp_path / "data", documents_dir=folder)
    async with running(scene.assistant, server, settings):
        yield scene


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_file_from_an_admin_is_stored_and_indexed(scene: Scene, folder: Path) -> None:
    await scene.admin.send_file(ADMIN, "通知.md", "第一条 内容。".encode())

    assert "已收下：通知.md" in (await scene.admin.next())["text"]
    assert "更新完成" in (await scene.admin.next())["text"]
    assert (folder / "通知.md").read_text(encoding="utf-8") == "第一条 内容。"
    assert names(folder) == ["rule.md", "通知.md"]
    assert scene.assistant.reloads == 1


async def test_a_file_that_cannot_be_read_is_taken_back(scene: Scene, folder: Path) -> None:
    scene.assistant.report = IndexReport(failed=(("rule.md", "rule.md: holds no text"),))
    await scene.admin.send_file(ADMIN, "rule.md", b"\x00\x01", caption="/upload")

    assert "已替换" in (await scene.admin.next())["text"]
    undone = (await scene.admin.next())["text"]
    assert "已撤回" in undone
    assert "holds no text" in undone
    assert (folder / "rule.md").read_text(encoding="utf-8") == "旧内容"
    assert names(folder) == ["rule.md"]
    assert scene.assistant.reloads == 2


async def test_a_reload_that_fails_takes_the_file_back(scene: Scene, folder: Path) -> None:
    from retrieval.errors import IndexUnavailableError

    scene.assistant.reload_error = IndexUnavailableError("no room on the disk: free some")
    await scene.admin.send_file(ADMIN, "new.md", b"text")
    await scene.admin.next()

    assert "no room" in (await scene.admin.next())["text"]
    assert names(folder) == ["rule.md"]


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/x.md", "/etc/x.md", "a\\b.md", ".hidden.md", "~$x.md", "a\nb.md", "", "长" * 70 + ".md", "..md"),
        # Full-width strokes, two dots in one sign, a turned writing direction, names that Windows keeps for itself.
        *("．．／x.md", "a／b.md", "a＼b.md", "‥／x.md", "a\u202edm.md", "CON.md", "nul.x.md", "com1.txt"),
        *("a\0.md", ".", "/"),
    ],
)
async def test_a_name_cannot_lead_out_of_the_folder_or_hide(scene: Scene, folder: Path, name: str) -> None:
    await scene.admin.send_file(ADMIN, name, b"text")

    assert "不能用" in (await scene.admin.next())["text"]
    assert names(folder) == ["rule.md"]
    assert scene.assistant.reloads == 0


async def test_sizes_and_formats_are_checked_before_anything_is_fetched(scene: Scene, folder: Path) -> None:
    await scene.admin.send_file(ADMIN, "big.md", b"x", size=20_000_001)
    await scene.admin.send_file(ADMIN, "program.exe", b"x")
    await scene.admin.say(ADMIN, "/upload")

    for words in ("有 20.1 MB，机器人最多能收 20 MB", ".md", ".md"):
        assert words in (await scene.admin.next())["text"]
    await scene.admin.send_file(ADMIN, "empty.md", b"")
    assert texts.UPLOAD_EMPTY in (await scene.admin.next())["text"]
    assert len(scene.server.calls_of("getFile")) == 1
    assert names(folder) == ["rule.md"]


async def test_only_admins_upload(scene: Scene, folder: Path) -> None:
    await scene.member.send_file(MEMBER, "new.md", b"text")
    await scene.group.send_file(ADMIN, "new.md", b"text", caption="/upload")

    assert (await scene.member.next())["text"] == texts.TEXT_ONLY
    assert (await scene.group.next())["text"] == texts.DIRECT_MESSAGE_ONLY
    assert names(folder) == ["rule.md"]


async def test_remove_puts_the_file_aside(scene: Scene, folder: Path, tmp_path: Path) -> None:
    await scene.admin.say(ADMIN, "/remove 《巡视整改办法》")

    assert "已移除：rule.md" in (await scene.admin.next())["text"]
    await scene.admin.next()
    assert names(folder) == []
    (kept,) = (tmp_path / "data" / "removed").iterdir()
    assert kept.read_text(encoding="utf-8") == "旧内容"


async def test_remove_takes_only_what_is_listed(scene: Scene, folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("x", encoding="utf-8")
    expected = {"../outside.md": "没有找到", "整改": "rule.md", "没有的": "没有找到", "": texts.REMOVE_HINT}
    for words, reply in expected.items():
        await scene.admin.say(ADMIN, f"/remove {words}")
        assert reply in (await scene.admin.next())["text"]

    assert outside.exists()
    assert names(folder) == ["rule.md"]


async def test_without_a_folder_nothing_is_stored(server: BotApiServer, tmp_path: Path) -> None:
    scene = Scene(server, StandInAssistant())
    async with running(scene.assistant, server, settings_for(server, tmp_path)):
        await scene.admin.send_file(ADMIN, "new.md", b"text")
        await scene.admin.say(ADMIN, "/remove rule.md")
        assert (await scene.admin.next())["text"] == texts.UPLOADS_OFF
        assert (await scene.admin.next())["text"] == texts.UPLOADS_OFF


async def test_a_download_that_stumbles_is_tried_again(scene: Scene, folder: Path) -> None:
    scene.server.fail_next("getFile", Fault(status=502, body=b"<html>"))
    await scene.admin.send_file(ADMIN, "new.md", b"text")

    assert "已收下" in (await scene.admin.next())["text"]
    await scene.admin.next()
    assert names(folder) == ["new.md", "rule.md"]


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("x", encoding="utf-8")
    (folder / "link.md").symlink_to(outside)

    with pytest.raises(FolderError):
        DocumentFolder(folder, tmp_path / "data").add("link.md", b"text")

    assert outside.read_text(encoding="utf-8") == "x"


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="没能写入"):
        DocumentFolder(tmp_path / "missing", tmp_path / "data").add("a.md", b"text")


def test_names_are_normalized() -> None:
    assert check_name(" e\u0301tude.MD ") == "\u00e9tude.MD"
    # Usual in titles, and no danger.
    assert check_name("通知：谁来报？（试行）.docx") == "通知：谁来报？（试行）.docx"
    assert check_name("console.md") == "console.md"
