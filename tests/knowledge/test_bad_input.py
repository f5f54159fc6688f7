"""Files that cannot be read are one clear line each, and the others are read all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.errors import UnreadableDocumentError
from knowledge.folder import MAX_FILE_BYTES
from knowledge.library import Library, read_document, read_library
from knowledge.values import SourceFile
from tests.knowledge.loaders import builders

ROOT = Path(__file__).resolve().parents[2]
GOOD = "渡口办法\n第一条 渡口应当安全。\n第二条 渡船应当检验。\n"
PARAGRAPHS = [("渡口办法", True), ("第一条 渡口应当安全。", False)]


def too_large() -> bytes:
    return b"\n" * MAX_FILE_BYTES


BAD = {
    "坏了.docx": (lambda: builders.as_docx()[:3000], "已损坏或不完整"),
    "旧版.docx": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "有密码保护，或是旧版"),
    "网页.docx": (lambda: b"<html><body>x</body></html>", "已损坏或不完整"),
    "加密.pdf": (lambda: builders.pdf_of(PARAGRAPHS, "公报", 24, password="abc"), "有密码保护"),
    "坏了.pdf": (lambda: builders.as_pdf()[:200], "已损坏或不完整"),
    "扫描件.pdf": (lambda: builders.image_pdf(2), "先做文字识别"),
    "空网页.html": (lambda: b"<html><head><style>p{}</style></head><body><img src='a'></body></html>", "没有"),
    "空文件.txt": (lambda: b"", "没有"),
    "空白.md": (lambda: " \n\n　\n".encode(), "没有"),
    "只有标题.md": (lambda: "# 渡口办法\n\n## 第一章 总则\n\n## 第二章 附则\n".encode(), ""),
    "太大.txt": (too_large, "超过上限 50 MB"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "好.txt").write_text(GOOD, encoding="utf-8")
    return folder


def reads_the_good_ones(library: Library, *sources: str) -> bool:
    clauses = {parsed.document.source: [clause.text for clause in parsed.clauses] for parsed in library.documents}
    return all(clauses.get(source) == GOOD.split("\n")[1:3] for source in ("好.txt", *sources))


@pytest.mark.parametrize("name", [name for name in BAD if name != "只有标题.md"])
def test_a_bad_file_is_one_clear_line_and_disturbs_nothing(folder: Path, name: str) -> None:
    content, words = BAD[name]
    (folder / name).write_bytes(content())
    library = read_library(folder)
    [failed] = library.failed
    assert failed.source == name
    assert failed.error.startswith(f"{name}：")
    assert words in failed.error
    assert "\n" not in failed.error
    assert len(failed.error) < 100
    assert reads_the_good_ones(library)


def test_headings_alone_are_no_text(folder: Path) -> None:
    path = folder / "只有标题.txt"
    path.write_text("第一章 总则\n第二章 附则\n", encoding="utf-8")
    with pytest.raises(UnreadableDocumentError, match="没有正文"):
        read_document(SourceFile(path, path.name))


def test_a_page_that_is_only_an_image_is_reported_beside_the_text(folder: Path) -> None:
    import pypdfium2

    merged = pypdfium2.PdfDocument.new()
    for content in (builders.pdf_of(PARAGRAPHS, "公报", 24), builders.image_pdf()):
        merged.import_pages(pypdfium2.PdfDocument(content))
    merged.save(folder / "合并.pdf")
    parsed = read_document(SourceFile(folder / "合并.pdf", "合并.pdf"))
    assert [clause.text for clause in parsed.clauses] == ["第一条 渡口应当安全。"]
    assert [one.reason for one in parsed.dropped if one.text == "第 2 页"] == [
        "这一页只有图像，没有可读的文字，需要先做文字识别（OCR）"
    ]


def test_names_with_spaces_and_quotes_are_names(folder: Path) -> None:
    names = ["a 'b' \"c\".txt", "渡口（试行） $(x);&.txt", "新 文件夹/甲.txt"]
    for name in names:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(GOOD, encoding="utf-8")
    library = read_library(folder)
    assert not library.failed
    assert reads_the_good_ones(library, *names)


def test_links_out_of_the_folder_and_loops_are_a_clear_line_and_not_followed(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "外面.txt"
    secret.write_text(GOOD, encoding="utf-8")
    (tmp_path / "外部").mkdir()
    (tmp_path / "外部" / "乙.txt").write_text(GOOD, encoding="utf-8")
    (folder / "链接.txt").symlink_to(secret)
    (folder / "链接夹").symlink_to(tmp_path / "外部", target_is_directory=True)
    (folder / "断了.txt").symlink_to(tmp_path / "没有.txt")
    (folder / "自己.txt").symlink_to(folder / "自己.txt")
    (folder / "上级").symlink_to(folder, target_is_directory=True)
    (folder / "文件夹.md").mkdir()
    library = read_library(folder)
    assert [(failed.source, failed.error.split("，")[0]) for failed in library.failed] == [
        ("断了.txt", "断了.txt：是失效的链接"),
        ("自己.txt", "自己.txt：是失效的链接"),
        ("链接.txt", "链接.txt：是指向文件夹之外的链接"),
    ]
    assert reads_the_good_ones(library)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_one_clear_line(folder: Path) -> None:
    (folder / "锁.txt").write_text(GOOD, encoding="utf-8")
    (folder / "锁.txt").chmod(0)
    library = read_library(folder)
    assert [failed.error for failed in library.failed] == ["锁.txt：打不开（没有读取权限），请检查文件和权限"]
    assert reads_the_good_ones(library)


def test_a_file_that_vanishes_while_it_is_read_is_one_clear_line(folder: Path) -> None:
    with pytest.raises(UnreadableDocumentError, match=r"没了\.txt：打不开（文件已不在）"):
        read_document(SourceFile(folder / "没了.txt", "没了.txt"))


@pytest.mark.parametrize("command", ["clauses", "documents"])
def test_the_commands_name_each_bad_file_and_show_the_others(folder: Path, command: str) -> None:
    for name, (content, _) in BAD.items():
        if name != "太大.txt":
            (folder / name).write_bytes(content())
    done = subprocess.run(
        [sys.executable, "run_bot.py", "--documents", str(folder), command],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "渡口办法" in done.stdout
    errors = done.stderr.splitlines()
    assert all(line.startswith("未能载入：") for line in errors)
    named = {line.removeprefix("未能载入：").split("：")[0] for line in errors}
    assert named >= BAD.keys() - {"太大.txt", "只有标题.md"}
