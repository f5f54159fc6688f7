"""People at their clients: they write, press buttons and read what the bot sent."""

from __future__ import annotations

import itertools
from typing import Any

from tests.botapi.markup import client_entities
from tests.botapi.server import BotApiServer
from tests.botapi.world import Chat, Json, Person, Topic

ANONYMOUS_ADMIN = Person(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")
_callback_ids = itertools.count(1)


class Room:
    """A chat as its members see it."""

    def __init__(self, server: BotApiServer, chat: Chat) -> None:
        self.server = server
        self.chat = chat
        self._read = 0

    async def say(
        self,
        person: Person,
        text: str = "",
        *,
        caption: str = "",
        reply_to: Json | None = None,
        topic: Topic | None = None,
        kind: str = "message",
        **fields: Any,
    ) -> Json:
        """Write a message, as an update of the kind `kind`; gives it."""
        words: Json = {"text": text, "entities": client_entities(text)} if text else {}
        if caption:
            words = {"caption": caption, "caption_entities": client_entities(caption), "photo": []}
        if reply_to is not None:
            words["reply_to_message"] = reply_to
        if topic is not None:
            words |= {"message_thread_id": topic.thread_id, "is_topic_message": True}
        if kind != "channel_post":
            words["from"] = person.json()
        message = self.chat.add(**(words | fields))
        await self.server.push(kind, message)
        return message

    async def edit(self, message: Json, text: str) -> None:
        message = message | {"text": text, "entities": client_entities(text), "edit_date": message["date"] + 1}
        await self.server.push("edited_message", message)

    async def send_file(
        self, person: Person, name: str, content: bytes, *, caption: str = "", size: int | None = None
    ) -> Json:
        stored = self.server.world.store_file(name, content, size=size)
        document = {
            "file_id": stored.file_id,
            "file_unique_id": stored.file_id,
            "file_name": name,
            "file_size": stored.size,
        }
        words = {"caption": caption, "caption_entities": client_entities(caption)} if caption else {}
        message = self.chat.add(**{"from": person.json()}, document=document, **words)
        await self.server.push("message", message)
        return message

    async def press(self, person: Person, message: Json, label: str) -> str:
        """Press the button that shows `label`; gives the id of the query."""
        data = self.button(message, label)["callback_data"]
        return await self.press_data(person, message, data)

    async def press_data(self, person: Person, message: Json, data: str) -> str:
        query = f"query-{next(_callback_ids)}"
        self.server.world.callbacks[query] = False
        content = {"id": query, "from": person.json(), "chat_instance": "1", "message": message, "data": data}
        await self.server.push("callback_query", content)
        return query

    def button(self, message: Json, label: str) -> Json:
        buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
        found = [button for button in buttons if label in button["text"]]
        assert found, f"no button {label!r} among {[button['text'] for button in buttons]}"
        return found[0]  # type: ignore[no-any-return]

    @property
    def from_bot(self) -> list[Json]:
        bot = self.server.world.bot.id
        return [message for message in self.chat.messages.values() if message.get("from", {}).get("id") == bot]

    async def next(self, *, seconds: float = 10.0) -> Json:
        """The bot's next message here that was not read yet."""
        await self.server.wait_until(lambda: len(self.from_bot) > self._read, seconds=seconds)
        self._read += 1
        return self.from_bot[self._read - 1]

    @property
    def unread(self) -> list[Json]:
        return self.from_bot[self._read :]

    def add_topic(self, thread_id: int, name: str) -> Topic:
        self.chat.is_forum = True
        self.chat.topics[thread_id] = Topic(thread_id, name)
        return self.chat.topics[thread_id]


def private(server: BotApiServer, person: Person) -> Room:
    chat = Chat(person.id, "private", person=person)
    server.world.chats[chat.id] = chat
    return Room(server, chat)


def group(server: BotApiServer, chat_id: int, *, title: str = "巡察办", kind: str = "group") -> Room:
    chat = Chat(chat_id, kind, title=title)
    server.world.chats[chat.id] = chat
    return Room(server, chat)


async def migrate(server: BotApiServer, room: Room, new_id: int) -> Room:
    """Make a group a supergroup: the old id answers with the new one, both chats get a service message."""
    new = group(server, new_id, title=room.chat.title, kind="supergroup")
    person = {"from": ANONYMOUS_ADMIN.json(), "sender_chat": room.chat.json()}
    await server.push("message", room.chat.add(migrate_to_chat_id=new_id, **person))
    await server.push("message", new.chat.add(migrate_from_chat_id=room.chat.id, **person))
    room.chat.migrated_to = new_id
    return new
