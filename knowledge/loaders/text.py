"""Plain text: a line a block, its indent kept; an empty block is a blank line.

A page or a Markdown file saved as .txt goes to the loader of what it really is.
"""

from __future__ import annotations

import re

from knowledge.loaders import html, markdown
from knowledge.loaders.encoding import decode
from knowledge.loaders.front_matter import split_front_matter
from knowledge.values import Block, LoadedFile

_TAG = re.compile(r"<(?:p|div|br|table|td|li|h[1-6]|body|html|span)\b[^<>]*>", re.IGNORECASE)


def load(content: bytes, *, source: str) -> LoadedFile:
    """Read a text file.

    Raises:
        UnreadableDocumentError: the bytes are not text.
    """
    text = decode(content, source=source)
    metadata, dropped, body = split_front_matter(text)
    if looks_like_html(body):
        return html.load_text(body, source=source, metadata=metadata, dropped=dropped)
    if metadata:
        return markdown.load_text(text)
    blocks = tuple(Block(line.rstrip()) for line in text.replace("\f", "\n\n").split("\n"))
    return LoadedFile(blocks=blocks, wrapped=True)


def looks_like_html(text: str) -> bool:
    """Tell a page saved as text: several block tags, not one mentioned in a sentence."""
    return len(_TAG.findall(text, 0, 200_000)) >= 5
