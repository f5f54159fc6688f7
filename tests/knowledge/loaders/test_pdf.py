from __future__ import annotations

import io

import pypdfium2
import pytest

from knowledge.errors import UnreadableDocumentError
from tests.knowledge.loaders.builders import as_pdf, image_pdf, load, pdf_of


def merged(*files: bytes) -> bytes:
    whole = pypdfium2.PdfDocument.new()
    for content in files:
        part = pypdfium2.PdfDocument(content)
        whole.import_pages(part)
        part.close()
    stream = io.BytesIO()
    whole.save(stream)
    whole.close()
    return stream.getvalue()


def test_lines_that_the_page_shows_to_be_one_paragraph_are_joined() -> None:
    paragraphs = [
        ("早市管理规定", True),
        ("第一条 早市每日六时开市，八时三十分收市，摊主应当自带垃圾桶。", False),
        ("第二条 早市不收费。", False),
    ]
    loaded = load("甲.pdf", pdf_of(paragraphs, "", 14))
    assert [block.text.strip() for block in loaded.blocks] == [
        "早市管理规定",
        "第一条 早市每日六时开市，八时三十分收市，摊主应当自带垃圾桶。",
        "第二条 早市不收费。",
    ]
    assert loaded.wrapped


def test_page_that_is_only_an_image_is_reported() -> None:
    content = merged(as_pdf(), image_pdf())
    last = len(pypdfium2.PdfDocument(content))
    loaded = load("甲.pdf", content)
    reported = [entry for entry in loaded.dropped if "只有图像" in entry.reason]
    assert [entry.text for entry in reported] == [f"第 {last} 页"]


def test_file_of_images_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="2 页都只有图像"):
        load("扫描.pdf", image_pdf(2))


def test_encrypted_file_is_named() -> None:
    content = pdf_of([("第一条 甲。", False)], "页眉", 14, password="secret")
    with pytest.raises(UnreadableDocumentError, match="密码") as caught:
        load('加 "密".pdf', content)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"not a pdf", as_pdf()[:700]])
def test_damaged_file_is_one_clear_line(content: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match=r"已损坏|只有图像") as caught:
        load("坏.pdf", content)
    assert "\n" not in str(caught.value)
