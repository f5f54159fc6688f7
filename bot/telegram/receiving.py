"""Where updates come from: long polling under a watchdog, or a webhook."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from contextlib import suppress
from urllib.parse import urlsplit

from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import Updater

from bot import texts
from bot.telegram.application import ALLOWED_UPDATES
from bot.telegram.errors import TelegramStartError, TelegramUnreachableError
from bot.telegram.outbox import Outbox
from bot.telegram.requests import WatchedRequest
from bot.telegram.settings import TelegramSettings
from bot.telegram.web import Hook

logger = logging.getLogger(__name__)

POLL_SECONDS = 20
POLLING_RETRIES = 5
STALLED_SECONDS = 90.0
"""Several polls long. The library says nothing of polls that time out, and ends polling on a refused token."""
WATCH_SECONDS = 5.0


async def poll(updater: Updater, polling: WatchedRequest, stop: asyncio.Event) -> None:
    """Poll until `stop` is set; polling that has stalled is started anew.

    Raises:
        TelegramStartError: the token was refused.
        TelegramUnreachableError: polling cannot be started.
    """
    await _start_polling(updater)
    while not stop.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), WATCH_SECONDS)
        if not stop.is_set() and polling.silent_seconds > STALLED_SECONDS:
            logger.error("the Bot API server has not answered for %.0f s: polling starts anew", polling.silent_seconds)
            await updater.stop()
            await _start_polling(updater)
            polling.forgive()
    logger.info("stopping: questions in flight are answered first")
    await updater.stop()


async def _start_polling(updater: Updater) -> None:
    try:
        await updater.start_polling(
            timeout=POLL_SECONDS,
            bootstrap_retries=POLLING_RETRIES,
            allowed_updates=ALLOWED_UPDATES,
            error_callback=_log_polling_error,
        )
    except InvalidToken:
        raise TelegramStartError(texts.TOKEN_REFUSED) from None
    except TelegramError as error:
        raise TelegramUnreachableError(texts.UNREACHABLE.format(reason=error.message)) from error


def _log_polling_error(error: TelegramError) -> None:
    logger.warning("polling failed and is tried again: %s", error.message)


def hook_of(settings: TelegramSettings) -> Hook | None:
    """The webhook that the settings name; its secret is the same for every replica with the same token."""
    if settings.webhook_url is None:
        return None
    secret = hashlib.sha256(b"webhook:" + settings.token.get_secret_value().encode()).hexdigest()
    return Hook(path=urlsplit(settings.webhook_url).path or "/", secret=secret)


async def announce(outbox: Outbox, url: str, hook: Hook) -> None:
    """Tell Telegram where to post updates.

    Raises:
        TelegramStartError: Telegram does not take the address.
        TelegramUnreachableError: Telegram cannot be reached.
    """
    try:
        await outbox.set_webhook(url, hook.secret, ALLOWED_UPDATES)
    except TelegramError as error:
        if not isinstance(error, BadRequest):
            raise TelegramUnreachableError(texts.UNREACHABLE.format(reason=error.message)) from error
        raise TelegramStartError(texts.WEBHOOK_REFUSED.format(url=url, reason=error.message)) from error
