"""Running the Telegram bot, from the first request to the last answer.

start (check the token) → poll → stop signal → no new updates → questions in flight are answered → close
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket

from telegram.error import InvalidToken, TelegramError

from bot.ports import PolicyAssistant
from bot.telegram.application import (
    ALLOWED_UPDATES,
    AnyApplication,
    add_handlers,
    build_application,
    make_services,
)
from bot.telegram.errors import StateError, TelegramStartError, TelegramUnreachableError
from bot.telegram.menus import set_menus
from bot.telegram.redaction import keep_token_out_of_logs
from bot.telegram.requests import Requests
from bot.telegram.services import Services
from bot.telegram.settings import TelegramSettings
from bot.telegram.state.audit_log import AuditLog
from bot.telegram.state.database import open_database
from bot.telegram.state.inbox import Inbox
from bot.telegram.update_queue import DurableQueue

logger = logging.getLogger(__name__)

POLL_SECONDS = 20
START_DELAYS_SECONDS = (1.0, 3.0, 10.0)
POLLING_RETRIES = 5
RETENTION_CHECK_SECONDS = 3600.0


def run_telegram(assistant: PolicyAssistant, settings: TelegramSettings) -> int:
    """Run the bot until it is told to stop (SIGINT, SIGTERM).

    Returns:
        0, the exit code.

    Raises:
        TelegramStartError: the token is wrong, or the Bot API server cannot be reached.
        StateError: the bot's database cannot be opened.
    """
    keep_token_out_of_logs(settings.token.get_secret_value())
    asyncio.run(_run_until_signalled(assistant, settings))
    return 0


async def _run_until_signalled(assistant: PolicyAssistant, settings: TelegramSettings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await serve(assistant, settings, stop=stop)


async def serve(assistant: PolicyAssistant, settings: TelegramSettings, *, stop: asyncio.Event) -> None:
    """Run the bot until `stop` is set; questions that have arrived by then are answered.

    Raises:
        TelegramStartError: the token is wrong, or the Bot API server cannot be reached.
        StateError: the bot's database cannot be opened.
    """
    database = await asyncio.to_thread(open_database, settings.database_url, settings.data_dir)
    requests = Requests()
    try:
        queue = DurableQueue(Inbox(database, owner=socket.gethostname()))
        application = build_application(settings, requests, queue)
        await _initialize(application)
        try:
            services = make_services(application, assistant, settings, database)
            add_handlers(application, services, settings)
            await _run(application, queue, services, settings, stop)
        finally:
            await application.shutdown()
    finally:
        await requests.close()
        await asyncio.to_thread(database.close)


async def _run(
    application: AnyApplication,
    queue: DurableQueue,
    services: Services,
    settings: TelegramSettings,
    stop: asyncio.Event,
) -> None:
    await application.start()
    logger.info("%s updates of the last run are taken up", await queue.open(application.bot))
    chores = [
        asyncio.create_task(set_menus(application.bot, settings.admin_ids)),
        asyncio.create_task(_drop_old(services.audit)),
    ]
    try:
        await _poll(application, stop)
    finally:
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await application.stop()


async def _drop_old(audit: AuditLog) -> None:
    """Keep the audit log within its retention time."""
    while True:
        try:
            dropped = await audit.drop_old()
        except StateError as error:
            logger.error("old entries of the audit log could not be dropped: %s", error)
        else:
            logger.info("%s old entries of the audit log were dropped", dropped)
        await asyncio.sleep(RETENTION_CHECK_SECONDS)


async def _initialize(application: AnyApplication) -> None:
    for delay in (*START_DELAYS_SECONDS, None):
        try:
            await application.initialize()
        except InvalidToken:
            # Without the library's error as a cause: its message holds the token.
            raise TelegramStartError(
                "the Bot API server refused the bot's token: set TELEGRAM_BOT_TOKEN to the one that @BotFather gave"
            ) from None
        except TelegramError as error:
            if delay is None:
                raise TelegramUnreachableError(
                    f"the Bot API server cannot be reached ({error.message}): check the network, "
                    "HTTPS_PROXY and ZHENGWEN_TELEGRAM_API_URL"
                ) from error
            logger.warning("the Bot API server was not reached, trying again in %s s: %s", delay, error.message)
            await asyncio.sleep(delay)
        else:
            logger.info("signed in as @%s", application.bot.username)
            return


async def _poll(application: AnyApplication, stop: asyncio.Event) -> None:
    updater = application.updater
    if updater is None:
        raise TelegramStartError("the application was built without an updater: polling needs one")
    await updater.start_polling(
        timeout=POLL_SECONDS,
        bootstrap_retries=POLLING_RETRIES,
        allowed_updates=ALLOWED_UPDATES,
        error_callback=_log_polling_error,
    )
    await stop.wait()
    logger.info("stopping: questions in flight are answered first")
    await updater.stop()


def _log_polling_error(error: TelegramError) -> None:
    logger.warning("polling failed and is tried again: %s", error.message)
