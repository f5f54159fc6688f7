"""Telegram's HTML, read as strictly as the real server reads it."""

from __future__ import annotations

import re
from typing import Any

from tests.botapi.errors import bad_request

ENTITY_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(r"<(/?)([^<>]*)>|&(#x?[0-9a-fA-F]+|[a-z]+);|<")
_TAG = re.compile(r"([a-zA-Z-]+)((?:\s+[a-z-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*)\s*$")


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities of `source`; 400 where the markup is wrong."""
    text = ""
    open_tags: list[tuple[str, int, str]] = []
    entities: list[dict[str, Any]] = []
    position = 0
    for token in _TOKEN.finditer(source):
        text += source[position : token.start()]
        position = token.end()
        offset = len(source[: token.start()].encode())
        if token[3]:
            text += _reference(token[3], token[0])
        elif token[2] is None:
            raise bad_request(f"can't parse entities: Unclosed start tag at byte offset {offset}")
        elif token[1]:
            entities.append(_close(token[2], open_tags, text, offset))
        else:
            open_tags.append(_open(token[2], text, offset))
    text += source[position:]
    if open_tags:
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    return text, [entity for entity in entities if entity["length"]]


def _reference(name: str, whole: str) -> str:
    if name.startswith("#"):
        return chr(int(name[2:], 16) if name[1:2] == "x" else int(name[1:]))
    return NAMED.get(name, whole)


def _open(inside: str, text: str, offset: int) -> tuple[str, int, str]:
    tag = _TAG.match(inside)
    if tag is None or tag[1].lower() not in ENTITY_TYPES:
        raise bad_request(f'can\'t parse entities: Unsupported start tag "{inside}" at byte offset {offset}')
    return tag[1].lower(), utf16_length(text), tag[2].strip()


def _close(inside: str, open_tags: list[tuple[str, int, str]], text: str, offset: int) -> dict[str, Any]:
    name = inside.strip().lower()
    if not open_tags:
        raise bad_request(f"can't parse entities: Unexpected end tag at byte offset {offset}")
    opened, start, attributes = open_tags.pop()
    if opened != name:
        reason = f'Unmatched end tag at byte offset {offset}, expected "</{opened}>", found "</{name}>"'
        raise bad_request(f"can't parse entities: {reason}")
    kind = ENTITY_TYPES[name]
    if kind == "blockquote" and attributes == "expandable":
        kind = "expandable_blockquote"
    return {"type": kind, "offset": start, "length": utf16_length(text) - start}


_INBOUND = re.compile(
    r"(?P<mention>(?<!\w)@\w{4,32})|(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w{4,32})?)", re.A
)


def client_entities(text: str) -> list[dict[str, Any]]:
    """What the server finds in a person's plain text: mentions and commands, placed in UTF-16 units."""
    return [
        {"type": match.lastgroup, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
        for match in _INBOUND.finditer(text)
    ]
