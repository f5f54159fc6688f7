"""Markdown: headings, paragraphs, lists, tables, quotations and comments, as far as documents use them.

Read line by line rather than with a Markdown parser: statutes hold `1.`, `*`, `<` and indents that are text, and a
parser would renumber, reflow or swallow them.
"""

from __future__ import annotations

import re
from functools import reduce

from knowledge.loaders.encoding import decode
from knowledge.loaders.front_matter import split_front_matter
from knowledge.loaders.history import HISTORY_REASON
from knowledge.loaders.line_breaks import glue
from knowledge.values import Block, Dropped, LoadedFile

_INFO_END = re.compile(r"<!--\s*INFO END\s*-->")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})[ \t\u3000]*(?![#\d])(.+?)[ \t]*#*\Z")
_SETEXT = re.compile(r"(?:=+|-{3,})\s*\Z")
_RULE = re.compile(r"(?:[-*_][ \t]*){3,}\Z|`{3,}.*\Z|~{3,}.*\Z")
_TABLE_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|?)+\Z")
_LIST = re.compile(r"\A[-*+][ \t]+(?=\S)")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LIGHT = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_ITEM = re.compile(
    r"[-*+][ \t]+\S|\d{1,3}[.)、]|[（(]?[一二三四五六七八九十百]+[、）)]"
    r"|第[一二三四五六七八九十百千零\d]+[编章节条]|[①-⑳]|[问答][：:]"
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKUP = frozenset("*_[\\<")
CELL_GAP = "\u3000"


def load(content: bytes, *, source: str) -> LoadedFile:
    """Read a Markdown file.

    Raises:
        UnreadableDocumentError: the bytes are not text.
    """
    return load_text(decode(content, source=source))


def load_text(text: str) -> LoadedFile:
    """Read Markdown that is already decoded."""
    metadata, front, body = split_front_matter(text)
    dropped = list(front)
    blocks: list[Block] = []
    info_end = _INFO_END.search(body)
    if info_end:
        head, body = body[: info_end.start()], body[info_end.end() :]
        history = []
        for block in _blocks(head, dropped):
            if block.kind == "heading":
                blocks.append(block)
            else:
                history.append(block.text)
                dropped.append(Dropped(text=block.text, reason=HISTORY_REASON))
        if history:
            metadata["history"] = history
        dropped.append(Dropped(text=info_end.group(), reason="注释"))
    blocks += _blocks(body, dropped)
    return LoadedFile(blocks=tuple(blocks), metadata=metadata, dropped=tuple(dropped))


def _blocks(text: str, dropped: list[Dropped]) -> list[Block]:
    for comment in _COMMENT.findall(text) if "<!--" in text else ():
        dropped.append(Dropped(text=comment, reason="注释"))
    text = _COMMENT.sub("\n", text) if "<!--" in text else text
    blocks: list[Block] = []
    paragraph: list[str] = []
    for line in _BREAK.sub("\n", text).split("\n"):
        stripped = line.strip()
        if paragraph and _SETEXT.fullmatch(stripped) and len(paragraph) == 1 and len(paragraph[0]) <= 60:
            blocks.append(Block(_plain(paragraph.pop()), "heading", 1 if stripped[0] == "=" else 2))
            continue
        special = _special(stripped)
        if (not stripped or special is not None or _starts_item(stripped)) and paragraph:
            blocks.append(Block(reduce(glue, paragraph)))
            paragraph = []
        if special is not None:
            blocks += special
        elif stripped:
            paragraph.append(_plain(_QUOTE.sub("", stripped, count=1) if stripped[0] == ">" else stripped))
    if paragraph:
        blocks.append(Block(reduce(glue, paragraph)))
    return [block for block in blocks if block.text.strip()]


def _special(line: str) -> list[Block] | None:
    """The block that a heading, a table row or a rule makes by itself; None for a line of a paragraph."""
    if not line or line[0] not in "#|-*_`~:":
        return None
    heading = _HEADING.match(line) if line[0] == "#" else None
    if heading:
        return [Block(_plain(heading.group(2)), "heading", len(heading.group(1)))]
    if not line.strip("#"):
        # A heading without words is mark-up only.
        return []
    if _RULE.match(line) or (_TABLE_RULE.match(line) and "-" in line):
        return []
    if line[0] == "|" and line.count("|") >= 2:
        cells = [_plain(cell.strip()) for cell in line.strip("|").split("|")]
        return [Block(CELL_GAP.join(cells).strip(), "table")]
    return None


def _starts_item(line: str) -> bool:
    return _ITEM.match(line) is not None


def _plain(text: str) -> str:
    """A line without its inline mark-up."""
    text = _LIST.sub("", text, count=1) if text[:1] in "-*+" and text[:1] else text
    if _MARKUP.isdisjoint(text):
        return text
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    text = _LIGHT.sub(r"\1", text)
    return _ESCAPE.sub(r"\1", text)
