"""Markdown: headings, paragraphs, lists, tables and comments, as far as documents use them."""

from __future__ import annotations

import re

from knowledge.loaders.encoding import decode
from knowledge.loaders.front_matter import split_front_matter
from knowledge.values import Block, Dropped, LoadedFile

INFO_END = "<!-- INFO END -->"
_HEADING = re.compile(r"(#{1,6})(?:[ \t\u3000]+(.*?))?[ \t]*#*\Z")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def load(content: bytes, *, source: str) -> LoadedFile:
    """Read a Markdown file.

    Raises:
        UnreadableDocumentError: the bytes are not text.
    """
    return load_text(decode(content, source=source))


def load_text(text: str) -> LoadedFile:
    """Read Markdown that is already decoded."""
    metadata, body = split_front_matter(text)
    dropped: list[Dropped] = []
    history: list[str] = []
    blocks: list[Block] = []
    head, mark, rest = body.partition(INFO_END)
    if mark:
        for block in _blocks(_COMMENT.sub("", head)):
            if block.kind == "heading":
                blocks.append(block)
            else:
                history.append(block.text)
                dropped.append(Dropped(text=block.text, reason="制定和修改沿革，见目录信息"))
    else:
        rest = body
    blocks += _blocks(_COMMENT.sub("", rest))
    if history:
        metadata = {**metadata, "history": history}
    return LoadedFile(blocks=tuple(blocks), metadata=metadata, dropped=tuple(dropped))


def _blocks(text: str) -> list[Block]:
    blocks = []
    for line in text.split("\n"):
        line = line.strip()
        if not line:
            continue
        match = _HEADING.match(line)
        if match and match.group(2):
            blocks.append(Block(match.group(2).strip(), "heading", len(match.group(1))))
        else:
            blocks.append(Block(line))
    return blocks
