"""Who is there, what was said: the state that the Bot API methods read and change."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

BOT_ID = 7000000001


@dataclass
class Person:
    id: int
    first_name: str
    is_bot: bool = False
    username: str | None = None
    started: bool = True
    """Wrote to the bot once; the bot cannot write first."""
    blocked_bot: bool = False

    def json(self) -> Json:
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return user | ({"username": self.username} if self.username else {})


@dataclass
class Topic:
    thread_id: int
    name: str
    closed: bool = False


@dataclass
class Chat:
    id: int
    type: str
    title: str = ""
    person: Person | None = None
    is_forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    bot_removed: bool = False
    bot_muted: bool = False
    bot_is_admin: bool = False
    """In a channel: others may not post there."""
    migrated_to: int | None = None
    messages: dict[int, Json] = field(default_factory=dict)
    drafts: list[tuple[int, str]] = field(default_factory=list)
    """Ids and texts of drafts, in the order they were shown."""
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def json(self) -> Json:
        chat: Json = {"id": self.id, "type": self.type}
        if self.person is not None:
            return chat | {"first_name": self.person.first_name}
        return chat | {"title": self.title} | ({"is_forum": True} if self.is_forum else {})

    def add(self, **fields: Any) -> Json:
        """Store a message and give it back."""
        message: Json = {"message_id": next(self.ids), "date": int(time.time()), "chat": self.json(), **fields}
        self.messages[message["message_id"]] = message
        return message


@dataclass
class StoredFile:
    file_id: str
    name: str
    content: bytes
    size: int

    @property
    def path(self) -> str:
        return f"documents/{self.file_id}"


class World:
    def __init__(self, *, username: str = "Zheng_Wen_bot", privacy: bool = True) -> None:
        self.bot = Person(BOT_ID, "政问", is_bot=True, username=username)
        self.privacy = privacy
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.callbacks: dict[str, bool] = {}
        """Callback queries by id; True once answered, or when it is too late to."""
        self.commands: dict[tuple[str, str], list[Json]] = {}
        """Command menus by scope (as JSON) and language."""
        self._file_ids = itertools.count(1)

    def me(self) -> Json:
        return self.bot.json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
        }

    def store_file(self, name: str, content: bytes, *, size: int | None = None) -> StoredFile:
        stored = StoredFile(f"file-{next(self._file_ids)}", name, content, len(content) if size is None else size)
        self.files[stored.file_id] = stored
        return stored
