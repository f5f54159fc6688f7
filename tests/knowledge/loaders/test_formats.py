"""The same regulation in five formats: the same title, the same history, the same text blocks."""

from __future__ import annotations

import pytest

from knowledge.cleaning import clean
from knowledge.cleaning.lines import squeeze
from tests.knowledge.loaders import builders
from tests.knowledge.loaders.builders import HISTORY, PARAGRAPHS, TITLE

FILES = {
    "办法.txt": builders.as_txt,
    "办法.md": builders.as_markdown,
    "办法.html": builders.as_html,
    "办法.docx": builders.as_docx,
    "办法.pdf": builders.as_pdf,
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_blocks(name: str) -> None:
    loaded = builders.load(name, FILES[name]())
    cleaned = clean(loaded)
    (article,) = cleaned.articles
    assert article.title == TITLE
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert [squeeze(line) for line in loaded.metadata["history"]] == [squeeze(HISTORY)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["办法.md", "办法.html", "办法.docx"])
def test_headings_that_the_format_marks_keep_their_level(name: str) -> None:
    (article,) = clean(builders.load(name, FILES[name]())).articles
    headings = [(block.text, block.level) for block in article.blocks if block.kind == "heading"]
    assert headings == [("第一章 总则", 2), ("第二章 日常管理", 2), ("第三章 附则", 2)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    text = builders.as_txt().decode().replace("\n", "\r\n")
    (article,) = clean(builders.load("办法.txt", text.encode(encoding))).articles
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("columns", [14, 18, 22, 30])
def test_pdf_wrapped_at_any_width_gives_whole_paragraphs(columns: int) -> None:
    (article,) = clean(builders.load("办法.pdf", builders.as_pdf(columns=columns))).articles
    assert "".join(block.text for block in article.blocks) == "".join(PARAGRAPHS)
    ends = [block.text[-1] for block in article.blocks if not block.text.startswith(("第一章", "第二章", "第三章"))]
    assert set(ends) <= set("。；：")


def test_furniture_of_a_pdf_is_dropped_with_its_reason() -> None:
    loaded = builders.load("办法.pdf", builders.as_pdf())
    dropped = {(entry.text, entry.reason) for entry in loaded.dropped}
    assert {("青山市规章汇编", "页眉页脚"), ("— 1 —", "页码"), ("— 2 —", "页码")} <= dropped
