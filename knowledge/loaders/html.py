"""HTML pages: the main text out of the page, headings with their level, what is left out listed with a reason.

lxml parses; which part is the text is decided in `page_rules` and `page_walk`, because every character of the page
has to be accounted for, which extractors such as trafilatura do not do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.errors import UnreadableDocumentError
from knowledge.loaders.encoding import decode
from knowledge.values import Dropped, LoadedFile

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_SPACE = re.compile(r"\s+")


def load(content: bytes, *, source: str) -> LoadedFile:
    """Read a page.

    Raises:
        UnreadableDocumentError: the bytes are not text, or the page holds none.
    """
    match = _CHARSET.search(content[:4096])
    declared = match.group(1).decode("ascii") if match else None
    return load_text(decode(content, source=source, declared=declared), source=source, metadata={})


def load_text(text: str, *, source: str, metadata: dict[str, object], dropped: tuple[Dropped, ...] = ()) -> LoadedFile:
    """Read a page that is already decoded.

    Args:
        text: The page.
        source: How errors name the file.
        metadata: What is known of it from elsewhere; it comes before what the page's head says.
        dropped: What was already left out.

    Raises:
        UnreadableDocumentError: the page holds no text.
    """
    from knowledge.loaders.page_walk import PageWalker

    root = _parse(text)
    body = root.find("body") if root is not None else None
    if root is None or body is None:
        raise _no_text(source)
    walked = PageWalker(body).text
    if not walked.blocks:
        walked = PageWalker(body, by_name=False).text
    if not walked.blocks:
        raise _no_text(source)
    head = root.find("head")
    left_out = [] if head is None else _left_out_of_head(head)
    return LoadedFile(
        blocks=tuple(walked.blocks),
        metadata={**_metadata(root), **metadata},
        dropped=(*dropped, *left_out, *walked.dropped),
    )


def _parse(text: str) -> HtmlElement | None:
    from lxml import etree, html

    cleaned = _DECLARATION.sub("", text).replace("\0", "")
    if not cleaned.strip():
        return None
    try:
        return html.document_fromstring(cleaned, parser=html.HTMLParser(recover=True, huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _no_text(source: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(f"{source}：网页里没有正文：请打开原网页确认能看到文字，再另存为网页或文本")


def _metadata(root: HtmlElement) -> dict[str, object]:
    values: dict[str, object] = {}
    for meta in root.iter("meta"):
        name, value = meta.get("name") or meta.get("property"), meta.get("content")
        if name and value and value.strip():
            values.setdefault(name.lower(), value.strip())
    title = root.find(".//title")
    if title is not None and title.text and title.text.strip():
        values["title"] = _SPACE.sub(" ", title.text).strip()
    return values


def _left_out_of_head(head: HtmlElement) -> list[Dropped]:
    reasons = {"script": "脚本", "style": "样式表", "title": "网页标题"}
    return [
        Dropped(text=str(element.text).strip(), reason=reasons[element.tag])
        for element in head.iter("script", "style", "title")
        if element.text and element.text.strip()
    ]
