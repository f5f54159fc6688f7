"""PDF with text: its lines in reading order, page furniture left out, pages without text reported.

PDFium reads the characters and where they stand; `pdf_layout` makes lines of them and `pdf_paragraphs` blocks. A
line that the page does not show to go on stays a block: the cleaning stage joins it by what it says.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from ctypes import byref, c_double
from typing import TYPE_CHECKING

from knowledge.errors import UnreadableDocumentError
from knowledge.loaders.pdf_layout import Glyph, Page, lines_of, mark_furniture
from knowledge.loaders.pdf_paragraphs import to_blocks
from knowledge.values import Dropped, LoadedFile

if TYPE_CHECKING:
    import pypdfium2

IMAGE_PAGE = "这一页只有图像，没有可读的文字，需要先做文字识别（OCR）"
_UNREADABLE_SHARE = 0.3
_HAN = re.compile(r"[\u4e00-\u9fff]{4}")
_FILE_NAME = re.compile(r"\.(?:docx?|wps|pdf|et|xlsx?)\Z|Microsoft Word|PowerPoint", re.IGNORECASE)
# PDFium keeps global state and may not be entered by two threads at once.
_PDFIUM = threading.Lock()


def load(content: bytes, *, source: str) -> LoadedFile:
    """Read a PDF.

    Raises:
        UnreadableDocumentError: the file is damaged or encrypted, or none of its pages holds text.
    """
    import pypdfium2

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise _unopened(source, str(error)) from error
        try:
            pages = list(_pages(document, source))
            metadata = _metadata(document)
        finally:
            document.close()
    texts = "".join(line.text for page in pages for line in page.lines)
    if not texts.strip():
        raise UnreadableDocumentError(
            f"{source}：{len(pages)} 页都只有图像或没有文字：请先做文字识别（OCR），或改用带文字的版本"
        )
    if sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in texts) > _UNREADABLE_SHARE * len(texts):
        raise UnreadableDocumentError(f"{source}：文字用的字体没有字符对照表，读出来是乱码：请换用 Word 或文本版本")
    return _loaded(pages, metadata)


def _loaded(pages: list[Page], metadata: dict[str, object]) -> LoadedFile:
    dropped: list[Dropped] = []
    for page in mark_furniture(pages):
        if not page.lines:
            dropped.append(Dropped(text=f"第 {page.number} 页", reason=IMAGE_PAGE if page.has_image else "空白页"))
        dropped += [Dropped(text=line.text.strip(), reason=line.reason) for line in page.lines if line.reason]
    return LoadedFile(blocks=to_blocks(pages), metadata=metadata, dropped=tuple(dropped), wrapped=True)


def _unopened(source: str, problem: str) -> UnreadableDocumentError:
    if "password" in problem.lower():
        return UnreadableDocumentError(f"{source}：PDF 有密码保护，打不开：请去掉密码后重新放入")
    return UnreadableDocumentError(f"{source}：PDF 已损坏或不完整，打不开：请重新下载或重新导出")


def _pages(document: pypdfium2.PdfDocument, source: str) -> Iterator[Page]:
    import pypdfium2

    for index in range(len(document)):
        try:
            page = document[index]
            height = page.get_height()
            glyphs = _glyphs(page)
            has_image = not glyphs and any(True for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
            page.close()
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocumentError(
                f"{source}：第 {index + 1} 页已损坏，读不出来：请重新下载或重新导出"
            ) from error
        yield Page(number=index + 1, height=height, lines=lines_of(glyphs), has_image=has_image)


def _glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    from pypdfium2 import raw

    text_page = page.get_textpage()
    x, y = c_double(), c_double()
    glyphs: list[Glyph] = []
    for index in range(raw.FPDFText_CountChars(text_page.raw)):
        code = raw.FPDFText_GetUnicode(text_page.raw, index)
        raw.FPDFText_GetCharOrigin(text_page.raw, index, byref(x), byref(y))
        size = raw.FPDFText_GetFontSize(text_page.raw, index)
        glyphs.append(Glyph(_character(code), x.value, y.value, size))
    text_page.close()
    return glyphs if any(glyph.char.strip() for glyph in glyphs) else []


def _character(code: int) -> str:
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    # PDFium puts U+FFFE where a line ended with a hyphen.
    return "-" if code in (0xFFFE, 0x02) else chr(code)


def _metadata(document: pypdfium2.PdfDocument) -> dict[str, object]:
    found = {key.lower(): value for key, value in document.get_metadata_dict(skip_empty=True).items()}
    title = found.pop("title", "")
    if _HAN.search(title) and not _FILE_NAME.search(title):
        found["title"] = title
    return dict(found)
