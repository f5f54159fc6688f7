"""Word documents: paragraphs, headings, automatic numbers and tables in the order of the document.

python-docx opens the package and knows its styles; the body is walked as XML, because content controls, insertions
and text boxes are passed over by its own iteration, and text must not be.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from knowledge.errors import UnreadableDocumentError
from knowledge.values import Dropped, LoadedFile

if TYPE_CHECKING:
    from docx.document import Document

_OLE = b"\xd0\xcf\x11\xe0"
_LARGEST_BYTES = 500_000_000
_FILE_NAME = re.compile(r"\.(?:docx?|wps)\Z|^文档\d*$|^Document\d*$", re.IGNORECASE)


def load(content: bytes, *, source: str) -> LoadedFile:
    """Read a .docx file.

    Raises:
        UnreadableDocumentError: the file is damaged, protected by a password or in the old .doc format, or empty.
    """
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import XmlchemyError
    from lxml.etree import LxmlError

    if content.startswith(_OLE):
        raise UnreadableDocumentError(f"{source}：有密码保护，或是旧版 .doc 格式：请去掉密码，另存为 .docx 后重新放入")
    try:
        return _load(content, source)
    except (
        *(OpcError, XmlchemyError, LxmlError, zipfile.BadZipFile, zlib.error, EOFError, OSError),
        *(KeyError, ValueError, IndexError, AttributeError, TypeError, NotImplementedError, AssertionError),
    ) as error:
        # A damaged package fails in whichever part is missing, so the kinds of error are many.
        raise UnreadableDocumentError(f"{source}：Word 文件已损坏或不完整，打不开：请重新下载或重新保存") from error


def _load(content: bytes, source: str) -> LoadedFile:
    from docx import Document as open_document

    from knowledge.loaders.docx_walk import BodyWalker

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        size = sum(entry.file_size for entry in package.infolist())
    if size > _LARGEST_BYTES:
        raise UnreadableDocumentError(f"{source}：解压后有 {size} 字节，上限 {_LARGEST_BYTES}：请拆分文件")
    document = open_document(io.BytesIO(content))
    walker = BodyWalker(document)
    if not any(block.text.strip() for block in walker.blocks):
        raise UnreadableDocumentError(f"{source}：Word 文件里没有文字（可能全是图片）：请换用带文字的版本")
    dropped = (*walker.dropped, *_furniture(document))
    return LoadedFile(blocks=tuple(walker.blocks), metadata=_metadata(document), dropped=dropped)


def _furniture(document: Document) -> list[Dropped]:
    """Headers and footers, each once."""
    texts: dict[str, None] = {}
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not part.is_linked_to_previous:
                texts.update(dict.fromkeys(p.text.strip() for p in part.paragraphs if p.text.strip()))
    return [Dropped(text=text, reason="页眉页脚") for text in texts]


def _metadata(document: Document) -> dict[str, object]:
    properties = document.core_properties
    values: dict[str, object] = {}
    if properties.title and not _FILE_NAME.search(properties.title):
        values["title"] = properties.title.strip()
    if properties.author and properties.author != "python-docx":
        values["author"] = properties.author
    return values
