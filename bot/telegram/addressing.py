"""Deciding whether a message is meant for the bot, and what it asks.

1. Other bots, automatic copies of channel posts, and everything that is not a new message are passed over.
2. A command counts where it stands first, in a caption too; `/ask@other` is for another bot.
3. In a direct message everything else is a question.
4. In a group a question counts where it mentions the bot (in any case, anywhere) or replies to it; what is forwarded
   there was said to somebody else.
5. Where the question is empty, the message that it replies to is the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatID, ChatType

from bot.telegram.buttons import parse_data
from bot.telegram.inbound import Inbound, InboundFile, Press, Target

_STANDS_FOR_A_CHAT = (int(ChatID.ANONYMOUS_ADMIN), int(ChatID.FAKE_CHANNEL))


@dataclass(frozen=True, slots=True)
class _Words:
    """A message's text or caption, read: what it says to the bot."""

    text: str
    command: str | None = None
    mentions_bot: bool = False
    for_another_bot: bool = False


def read_update(update: Update, me: User) -> Inbound | None:
    """Read a new message; None where it is not meant for the bot `me`."""
    message = update.message
    if message is None or message.from_user is None or not _from_a_person(message):
        return None
    words = _read_words(message, me)
    is_group = message.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
    if words.for_another_bot or not (is_group or message.chat.type == ChatType.PRIVATE):
        return None
    if is_group and message.forward_origin is not None:
        return None
    replied = message.reply_to_message
    if is_group and not (words.command or words.mentions_bot or _is_from(replied, me)):
        return None
    sender = message.sender_chat if message.from_user.id in _STANDS_FOR_A_CHAT else None
    return Inbound(
        target=Target(message.chat.id, message.message_thread_id if message.is_topic_message else None),
        message_id=message.message_id,
        user_id=sender.id if sender else message.from_user.id,
        user_name=(sender.title or "") if sender else message.from_user.full_name,
        is_group=is_group,
        text=words.text or _quoted_question(message, words, me),
        command=words.command,
        file=_file(message),
        album=message.media_group_id,
    )


def _from_a_person(message: Message) -> bool:
    sender = message.from_user
    # What an inline bot wrote is sent under the name of the person who picked it.
    if sender is None or message.is_automatic_forward or message.via_bot is not None:
        return False
    return not sender.is_bot or (sender.id in _STANDS_FOR_A_CHAT and message.sender_chat is not None)


def _read_words(message: Message, me: User) -> _Words:
    text = message.text or message.caption or ""
    entities = message.parse_entities() if message.text else message.parse_caption_entities()
    name = f"@{me.username}".casefold()
    for entity, part in entities.items():
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            command, _, bot_name = part[1:].partition("@")
            rest = text[len(part) :].strip()
            other = bool(bot_name) and f"@{bot_name}".casefold() != name
            return _Words(rest, command=command.lower(), for_another_bot=other)
    mentioned, places = False, []
    for entity, part in entities.items():
        by_name = entity.type == MessageEntity.MENTION and part.casefold() == name
        by_id = entity.type == MessageEntity.TEXT_MENTION and entity.user is not None and entity.user.id == me.id
        if by_name or by_id:
            mentioned = True
            places.append((entity.offset, entity.length))
    for offset, length in sorted(places, reverse=True):
        text = _without(text, offset, length)
    return _Words(re.sub(r"[ \t]{2,}", " ", text).strip() if mentioned else text.strip(), mentions_bot=mentioned)


def _without(text: str, offset: int, length: int) -> str:
    """Put a space where an entity stands; Telegram counts in UTF-16 units."""
    units = text.encode("utf-16-le")
    return (units[: 2 * offset] + " ".encode("utf-16-le") + units[2 * (offset + length) :]).decode("utf-16-le")


def _is_from(replied: Message | None, me: User) -> bool:
    # Every message of a topic replies to the one that opened it, which the bot itself may have sent.
    return (
        replied is not None
        and replied.from_user is not None
        and replied.from_user.id == me.id
        and replied.forum_topic_created is None
    )


def _quoted_question(message: Message, words: _Words, me: User) -> str:
    """Text that an empty `/ask` or a bare mention points at by replying to it."""
    replied = message.reply_to_message
    if replied is None or _is_from(replied, me) or not (words.mentions_bot or words.command == "ask"):
        return ""
    return (replied.text or replied.caption or "").strip()


def _file(message: Message) -> InboundFile | None:
    document = message.document
    if document is None:
        return None
    return InboundFile(document.file_id, document.file_name or "", document.file_size or 0)


def read_press(query: CallbackQuery) -> Press | None:
    """Read a pressed button; None where its message is gone or its data is not the bot's."""
    message = query.message
    parsed = parse_data(query.data or "")
    if not isinstance(message, Message) or parsed is None:
        return None
    return Press(
        query_id=query.id,
        target=Target(message.chat.id, message.message_thread_id if message.is_topic_message else None),
        message_id=message.message_id,
        user_id=query.from_user.id,
        is_group=message.chat.type != ChatType.PRIVATE,
        action=parsed[0],
        arguments=parsed[1],
    )
