"""Bytes → text: UTF-8, UTF-16 and GB18030, tried strictly in that order, before anything is guessed.

1. A byte order mark decides.
2. NUL bytes on every other place are UTF-16 without a mark; elsewhere they make the file binary.
3. Strict UTF-8, then strict GB18030 if what it gives reads as Chinese text.
4. The same two with a few bytes that are damaged, such as a character cut in half at the end of the file.
5. charset-normalizer names what is left (Big5, Windows-1252); a guess that does not read as text is refused.
"""

from __future__ import annotations

import codecs

from knowledge.errors import UnreadableDocumentError

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FORMATS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "Word 或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word 文件"),
    (b"{\\rtf", "RTF"),
)
_MAX_CONTROL_SHARE = 0.002
_MAX_DAMAGED_SHARE = 0.005
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1a\x85")


def decode(content: bytes, *, source: str, declared: str | None = None) -> str:
    """Decode a text file, with line ends as line feeds.

    Args:
        content: The file's bytes.
        source: How errors name the file.
        declared: The encoding that the file itself names, believed after UTF-8 and where the bytes bear it out.

    Raises:
        UnreadableDocumentError: the bytes are not text in any encoding that is read.
    """
    for magic, name in _OTHER_FORMATS:
        if content.startswith(magic):
            raise UnreadableDocumentError(
                f"{source}：后缀是文本，内容却是 {name}：请改成正确的后缀，或另存为文本后再放入"
            )
    text = (
        _by_mark(content) or _declared(content, declared) or _strict(content) or _damaged(content) or _guessed(content)
    )
    if text is None:
        raise UnreadableDocumentError(
            f"{source}：不是文本文件，或编码不是 UTF-8、UTF-16、GB18030（共 {len(content)} 字节）："
            "请另存为 UTF-8 文本后再放入"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", "").lstrip("\ufeff")


def _by_mark(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _try(content, encoding)
    return None


def _declared(content: bytes, name: str | None) -> str | None:
    if name is None or b"\0" in content[:4096]:
        return None
    # Pages name gb2312 and hold characters of its larger successors.
    encoding = "gb18030" if name.lower() in ("gb2312", "gbk", "gb_2312-80") else name
    return _try(content, "utf-8") or _try(content, encoding)


def _strict(content: bytes) -> str | None:
    encodings = ("utf-8", "gb18030")
    if b"\0" in content[:4096]:
        even, odd = content[0:4096:2].count(0), content[1:4096:2].count(0)
        encodings = ("utf-16-le", "utf-16-be") if odd >= even else ("utf-16-be", "utf-16-le")
    texts = (_try(content, encoding) for encoding in encodings)
    return next((text for text in texts if text is not None), None)


def _damaged(content: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        text = content.decode(encoding, errors="replace")
        if text.count("\ufffd") <= max(1, _MAX_DAMAGED_SHARE * len(text)) and _reads_as_text(text):
            return text
    return None


def _guessed(content: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:200_000]).best()
    return _try(content, best.encoding) if best else None


def _try(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    # Bytes that happen to decode as UTF-8 are next to none: its private-use characters were meant.
    return text if _reads_as_text(text, private_is_odd=encoding != "utf-8") else None


def _reads_as_text(text: str, *, private_is_odd: bool = True) -> bool:
    """Tell text from bytes that happen to decode: control and private-use characters are rare in text."""
    odd = sum(
        (char < " " and char not in _TEXT_CONTROLS) or (private_is_odd and "\ue000" <= char <= "\uf8ff")
        for char in text
    )
    return odd <= len(text) * _MAX_CONTROL_SHARE
