"""HTML pages: the main text out of the page, headings with their level, what is left out listed with a reason."""

from __future__ import annotations

import re

from knowledge.errors import UnreadableDocumentError
from knowledge.loaders.encoding import decode
from knowledge.values import Block, Dropped, LoadedFile

_SKIP = re.compile(r"<(script|style|nav|noscript|iframe|form|button|footer)\b.*?</\1\s*>|<!--.*?-->", re.I | re.S)
_TAG = re.compile(r"<[^>]*>")


def load(content: bytes, *, source: str) -> LoadedFile:
    """Read a page."""
    return load_text(decode(content, source=source), source=source, metadata={})


def load_text(text: str, *, source: str, metadata: dict[str, object]) -> LoadedFile:
    """Read a page that is already decoded."""
    from lxml import html

    dropped = [Dropped(text=m.group(), reason="页面脚本、样式或菜单") for m in _SKIP.finditer(text)]
    root = html.fromstring("<div>" + _SKIP.sub("", text) + "</div>")
    blocks = []
    for node in root.iter("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td"):
        line = " ".join(node.text_content().split())
        if line:
            tag = str(node.tag)
            level = int(tag[1]) if tag[0] == "h" else 0
            blocks.append(Block(line, "heading" if level else "paragraph", level))
    if not blocks:
        raise UnreadableDocumentError(f"{source}：网页里没有正文：请另存为带正文的网页或文本")
    return LoadedFile(blocks=tuple(blocks), metadata=metadata, dropped=tuple(dropped))
