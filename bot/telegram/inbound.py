"""What comes from people and is meant for the bot, without Telegram's types; another platform would give the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """Where something is sent: a chat, and the topic in it where it has topics."""

    chat_id: int
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class InboundFile:
    """A file that came with a message; it is fetched by its id."""

    file_id: str
    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message that somebody addressed to the bot."""

    target: Target
    message_id: int
    user_id: int
    """The person; the group itself where an admin writes anonymously, the channel where somebody writes as one."""
    is_group: bool
    text: str
    """The question, or what follows the command; without the mention of the bot."""
    command: str | None = None
    """In lower case, without the stroke; None for a question."""
    user_name: str = ""
    file: InboundFile | None = None
    album: str | None = None
    """Names the pictures or files that were sent together; each is a message of its own, one of them has the words."""

    @property
    def conversation_key(self) -> str:
        """Names the conversation: each person has one of their own in each topic of each chat."""
        return f"telegram:{self.target.chat_id}:{self.target.thread_id or 0}:{self.user_id}"

    @property
    def audience(self) -> str:
        """Names the chat whose documents may be shown."""
        return str(self.target.chat_id)


@dataclass(frozen=True, slots=True)
class Press:
    """A button that somebody pressed."""

    query_id: str
    target: Target
    message_id: int
    """The message that the button stands under."""
    user_id: int
    is_group: bool
    action: str
    """What the button does, see `bot.telegram.buttons`."""
    arguments: tuple[int, ...]

    @property
    def audience(self) -> str:
        """Names the chat whose documents may be shown."""
        return str(self.target.chat_id)
