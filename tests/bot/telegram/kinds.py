"""A place to ask in, of each kind that people write in: the same test runs in all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.bot.telegram.conftest import MEMBER, Scene
from tests.botapi.people import Room, group
from tests.botapi.world import Json, Person, Topic

KINDS = ("private", "group", "supergroup", "topic", "general topic")
GROUP_KINDS = KINDS[1:]
BASIC_GROUP_ID = -500
"""Has to be allowed by the settings of the test."""


@dataclass
class Place:
    """Where a member asks: a chat, and its topic where it has topics."""

    kind: str
    room: Room
    topic: Topic | None = None

    @property
    def is_group(self) -> bool:
        return self.kind != "private"

    @property
    def key(self) -> str:
        """What conversations of the member here are known by."""
        return f"telegram:{self.room.chat.id}:{self.topic.thread_id if self.topic else 0}:{MEMBER.id}"

    async def say(self, text: str, person: Person = MEMBER, **fields: Any) -> Json:
        return await self.room.say(person, text, topic=self.topic, **fields)

    async def ask(self, question: str, person: Person = MEMBER, **fields: Any) -> Json:
        """Ask so that it counts in every kind."""
        return await self.say(f"/ask {question}", person, **fields)

    async def next(self) -> Json:
        """The bot's next message, which has to stand in the same topic as the question."""
        message = await self.room.next()
        assert message.get("message_thread_id") == (self.topic.thread_id if self.topic else None)
        return message

    async def reply(self, text: str, person: Person = MEMBER, **fields: Any) -> Json:
        """Say something; gives what the bot says to it, which has to reply to it."""
        said = await self.say(text, person, **fields)
        message = await self.next()
        assert message["reply_to_message"]["message_id"] == said["message_id"]
        return message


def place_of(scene: Scene, kind: str) -> Place:
    if kind == "private":
        return Place(kind, scene.member)
    if kind == "group":
        return Place(kind, group(scene.server, BASIC_GROUP_ID))
    if kind == "supergroup":
        return Place(kind, scene.group)
    topic = scene.group.add_topic(7, "整改")
    # In the topic that every forum has, messages carry no number.
    return Place(kind, scene.group, topic if kind == "topic" else None)


def labels(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


in_every_kind = pytest.mark.parametrize("kind", KINDS)
in_every_group = pytest.mark.parametrize("kind", GROUP_KINDS)
