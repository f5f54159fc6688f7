"""Sending: the only module that knows how Telegram takes messages and how it refuses them.

1. Cut the text into messages of a length that Telegram takes.
2. Send each as HTML; where Telegram refuses the markup, the same text plain.
3. A network error is tried again a few times: a message twice is better than none.
4. A chat that became a supergroup is written to under its new id; one that blocked the bot gets nothing more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.telegram.buttons import Keyboard
from bot.telegram.inbound import Target
from bot.telegram.markup import Spans, plain, to_html, to_plain
from bot.telegram.splitting import split

logger = logging.getLogger(__name__)

TYPING_SECONDS = 4.5
"""Telegram shows it for 5 seconds."""
TYPING_GRACE_SECONDS = 1.0
RETRY_DELAYS_SECONDS = (0.5, 2.0, 5.0)

T = TypeVar("T")


_NOT_TAKEN = (
    "chat not found",
    "message thread not found",
    "topic_closed",
    "topic_deleted",
    "chat_write_forbidden",
    "not enough rights",
    "have no rights",
)


def _takes_none(error: TelegramError) -> bool:
    """Whether the chat or topic takes no messages of the bot, whatever they say."""
    words = error.message.lower()
    return isinstance(error, Forbidden) or any(reason in words for reason in _NOT_TAKEN)


def may_pass(error: TelegramError) -> bool:
    """Whether trying again may help: no answer, an answer that says so, or one that could not be read."""
    if isinstance(error, NetworkError):
        return not isinstance(error, BadRequest)
    return type(error) is TelegramError or isinstance(error, RetryAfter)


class Outbox:
    """Sends spans to chats."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(
        self,
        target: Target,
        spans: Spans,
        *,
        reply_to: int | None = None,
        keyboard: Keyboard = (),
    ) -> list[int]:
        """Send `spans` in as many messages as they need.

        Args:
            target: The chat, and the topic in it.
            spans: What to say.
            reply_to: Message that the first one answers; nothing happens where it is gone.
            keyboard: Buttons under the last one.

        Returns:
            Ids of the messages; empty where the chat does not take any (the bot was blocked, removed or muted, the
            topic was closed or deleted).

        Raises:
            TelegramError: the server refused for another reason, or did not answer after several tries.
        """
        pieces = split(spans)
        sent = []
        try:
            for number, piece in enumerate(pieces):
                message = await self._send_piece(
                    target,
                    piece,
                    reply_to=reply_to if number == 0 else None,
                    keyboard=keyboard if number == len(pieces) - 1 else (),
                )
                sent.append(message.message_id)
        except (Forbidden, BadRequest) as error:
            if not _takes_none(error):
                raise
            logger.info("chat %s takes no messages: %s", target.chat_id, error.message)
        return sent

    async def edit(self, target: Target, message_id: int, spans: Spans, *, keyboard: Keyboard = ()) -> None:
        """Put `spans` in the place of a message's text; what does not fit into one message is left out."""
        piece = split(spans)[0]

        async def write(text: str, parse_mode: str | None) -> object:
            return await self._bot.edit_message_text(
                text, target.chat_id, message_id, parse_mode=parse_mode, reply_markup=_markup(keyboard)
            )

        try:
            await self._with_fallback(piece, write)
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                raise

    async def draft(self, target: Target, draft_id: int, text: str) -> None:
        """Show a message that is still being written, in a direct message; it is tried once.

        Raises:
            TelegramError: the server did not take it.
        """
        piece = to_plain(split((plain(text),))[0])
        await self._bot.send_message_draft(target.chat_id, draft_id, piece, message_thread_id=target.thread_id)

    async def set_buttons(self, target: Target, message_id: int, keyboard: Keyboard) -> None:
        """Put other buttons under a message."""
        try:
            await self._with_retries(
                lambda: self._bot.edit_message_reply_markup(target.chat_id, message_id, reply_markup=_markup(keyboard))
            )
        except TelegramError as error:
            # Two people pressed at the same time, or the message or the chat is gone; what was pressed counts.
            logger.info("buttons of a message in chat %s stay as they are: %s", target.chat_id, error.message)

    async def acknowledge(self, query_id: str, text: str = "", *, alert: bool = False) -> None:
        """Tell the client that a button was taken; `text` shows for a moment, or in a box with `alert`."""
        try:
            await self._bot.answer_callback_query(query_id, text or None, show_alert=alert)
        except TelegramError as error:
            # Too late for a spinner; the action itself still counts.
            logger.info("a button was not acknowledged: %s", error.message)

    async def reaches(self, target: Target) -> bool:
        """Whether the bot may write to a chat: asked by showing that it writes, which waits for no turn."""
        try:
            await self._bot.send_chat_action(target.chat_id, ChatAction.TYPING)
        except (Forbidden, BadRequest) as error:
            return not _takes_none(error)
        except TelegramError as error:
            logger.info("it is not known whether chat %s takes messages: %s", target.chat_id, error.message)
        return True

    async def send_file(
        self, target: Target, name: str, content: bytes, *, caption: str = "", reply_to: int | None = None
    ) -> None:
        """Send a file, with a line under it."""
        await self._with_retries(
            lambda: self._bot.send_document(
                target.chat_id,
                InputFile(content, filename=name),
                caption=caption or None,
                message_thread_id=target.thread_id,
                reply_parameters=_reply(reply_to),
            )
        )

    async def fetch_file(self, file_id: str) -> bytes:
        """Fetch a file that somebody sent; at most 20 MB."""
        found = await self._with_retries(lambda: self._bot.get_file(file_id))
        return bytes(await self._with_retries(found.download_as_bytearray))

    async def set_webhook(self, url: str, secret: str, allowed_updates: list[str]) -> None:
        """Tell Telegram to post updates to `url`."""
        await self._with_retries(
            lambda: self._bot.set_webhook(url, secret_token=secret, allowed_updates=allowed_updates)
        )

    @asynccontextmanager
    async def typing(self, target: Target) -> AsyncIterator[None]:
        """Show that the bot is writing, until the block ends."""
        done = asyncio.Event()
        task = asyncio.create_task(self._show_typing(target, done))
        try:
            yield
        finally:
            done.set()
            # A request cut off half way would cost its connection; a server that hangs must not hold the answer.
            with suppress(TimeoutError):
                await asyncio.wait_for(task, TYPING_GRACE_SECONDS)

    async def _show_typing(self, target: Target, done: asyncio.Event) -> None:
        while not done.is_set():
            try:
                await self._bot.send_chat_action(target.chat_id, ChatAction.TYPING, message_thread_id=target.thread_id)
            except TelegramError as error:
                logger.debug("typing was not shown in chat %s: %s", target.chat_id, error.message)
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), TYPING_SECONDS)

    async def _send_piece(self, target: Target, piece: Spans, *, reply_to: int | None, keyboard: Keyboard) -> Message:
        chat_id = target.chat_id

        async def write(text: str, parse_mode: str | None) -> Message:
            return await self._bot.send_message(
                chat_id,
                text,
                parse_mode=parse_mode,
                message_thread_id=target.thread_id,
                reply_parameters=_reply(reply_to),
                reply_markup=_markup(keyboard),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )

        try:
            return await self._with_fallback(piece, write)
        except ChatMigrated as error:
            chat_id = error.new_chat_id
            return await self._with_fallback(piece, write)

    async def _with_fallback(self, piece: Spans, write: Callable[[str, str | None], Awaitable[T]]) -> T:
        try:
            return await self._with_retries(lambda: write(to_html(piece), ParseMode.HTML))
        except BadRequest as error:
            if "parse entities" not in error.message.lower():
                raise
            logger.warning("Telegram refused the markup, the text goes out plain: %s", error.message)
            return await self._with_retries(lambda: write(to_plain(piece), None))

    async def _with_retries(self, request: Callable[[], Awaitable[T]]) -> T:
        for delay in RETRY_DELAYS_SECONDS:
            try:
                return await request()
            except TelegramError as error:
                # What Telegram says about waiting is the rate limiter's business.
                if not may_pass(error) or isinstance(error, RetryAfter):
                    raise
                logger.warning("Telegram was not reached, trying again in %s s: %s", delay, error.message)
                await asyncio.sleep(delay)
        return await request()


def _reply(message_id: int | None) -> ReplyParameters | None:
    return None if message_id is None else ReplyParameters(message_id, allow_sending_without_reply=True)


def _markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.text, callback_data=button.data) for button in row] for row in keyboard]
    )
