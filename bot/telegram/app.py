"""Running the Telegram bot, from the first request to the last answer.

start (check the token) → poll or listen → stop signal → no new updates → questions in flight are answered → close
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from telegram.error import InvalidToken, TelegramError

from bot import texts
from bot.ports import PolicyAssistant
from bot.telegram.application import (
    AnyApplication,
    add_handlers,
    build_application,
    make_services,
)
from bot.telegram.errors import StateError, TelegramStartError, TelegramUnreachableError
from bot.telegram.menus import set_menus
from bot.telegram.metrics import Metrics
from bot.telegram.pacing import Pacer
from bot.telegram.receiving import STALLED_SECONDS, announce, hook_of, poll
from bot.telegram.redaction import keep_token_out_of_logs, redact
from bot.telegram.requests import WatchedRequest, make_requests
from bot.telegram.services import Services
from bot.telegram.settings import TelegramSettings
from bot.telegram.sharing import Sharing
from bot.telegram.state.audit_log import AuditLog
from bot.telegram.state.database import Database, open_database
from bot.telegram.state.inbox import Inbox
from bot.telegram.state.replicas import Replicas
from bot.telegram.update_queue import DurableQueue
from bot.telegram.web import Hook, WebApp, make_server, open_socket

logger = logging.getLogger(__name__)

START_DELAYS_SECONDS = (1.0, 3.0, 10.0)
KEPT_SECONDS = 30.0
RETENTION_CHECK_SECONDS = 3600.0


def run_telegram(assistant: PolicyAssistant, settings: TelegramSettings) -> int:
    """Run the bot until it is told to stop (SIGINT, SIGTERM).

    Returns:
        0, the exit code.

    Raises:
        TelegramStartError: the token, the webhook or the port is wrong.
        TelegramUnreachableError: the Bot API server cannot be reached.
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
        TelegramStartError: the token, the webhook or the port is wrong.
        TelegramUnreachableError: the Bot API server cannot be reached.
        StateError: the bot's database cannot be opened.
    """
    database = await asyncio.to_thread(open_database, settings.database_url, settings.data_dir)
    requests, metrics = make_requests(settings.api_url), Metrics()
    try:
        replicas, pacer = _replicas(database, settings), Pacer(settings.pace)
        inbox = Inbox(database, bot_id=_bot_id(settings), owner=replicas.name)
        queue = DurableQueue(inbox, replicas, metrics)
        application = build_application(settings, requests, queue, pacer)
        await _initialize(application)
        try:
            services = make_services(application, assistant, settings, database, metrics)
            add_handlers(application, services, settings, queue)
            sharing = Sharing(replicas, queue, pacer)
            async with sharing.joined():
                await _Running(application, queue, sharing, services, settings, requests.polling).run(stop)
        finally:
            await application.shutdown()
    finally:
        await requests.close()
        await asyncio.to_thread(database.close)


def _bot_id(settings: TelegramSettings) -> str:
    return settings.token.get_secret_value().partition(":")[0]


def _replicas(database: Database, settings: TelegramSettings) -> Replicas:
    # Replicas on one machine listen on ports of their own.
    name = f"{socket.gethostname()}:{settings.listen_port or 0}"
    return Replicas(database, bot_id=_bot_id(settings), name=name)


@dataclass(frozen=True)
class _Running:
    """An application that has signed in, and what runs beside it."""

    application: AnyApplication
    queue: DurableQueue
    sharing: Sharing
    services: Services
    settings: TelegramSettings
    polling: WatchedRequest

    async def run(self, stop: asyncio.Event) -> None:
        await self.application.start()
        chores = [
            asyncio.create_task(set_menus(self.application.bot, self.settings.admin_ids)),
            asyncio.create_task(_drop_old(self.services.audit)),
            asyncio.create_task(_try_kept_again(self.queue)),
        ]
        try:
            logger.info("%s updates of the last run are taken up", await self.queue.open(self.application.bot))
            await self._receive(stop)
        finally:
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
            await self.sharing.withdraw()
            await self.application.stop()

    async def _receive(self, stop: asyncio.Event) -> None:
        hook = hook_of(self.settings)
        async with self._web_server(hook):
            if hook is not None and self.settings.webhook_url is not None:
                await announce(self.services.outbox, self.settings.webhook_url, hook)
                await stop.wait()
            elif self.application.updater is not None:
                await poll(self.application.updater, self.polling, stop)

    @asynccontextmanager
    async def _web_server(self, hook: Hook | None) -> AsyncIterator[None]:
        """Serve webhook, health and metrics for the length of the block, where the settings name a port."""
        if self.settings.listen_port is None:
            yield
            return
        app = WebApp(
            bot=self.application.bot,
            queue=self.queue,
            metrics=self._metrics(),
            is_healthy=lambda: hook is not None or self.polling.silent_seconds < STALLED_SECONDS,
            hook=hook,
        )
        server = make_server(app)
        with open_socket(self.settings.listen_host, self.settings.listen_port) as listening:
            logger.info("webhook, health and metrics on %s:%s", *listening.getsockname()[:2])
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            try:
                yield
            finally:
                server.should_exit = True
                await serving

    def _metrics(self) -> Metrics:
        metrics = self.services.metrics
        processor = self.application.update_processor
        metrics.in_flight.set_function(lambda: processor.current_concurrent_updates)
        metrics.silent_seconds.set_function(lambda: self.polling.silent_seconds)
        return metrics


async def _try_kept_again(queue: DurableQueue) -> None:
    """Answer what could not be answered while Telegram was away."""
    while True:
        await asyncio.sleep(KEPT_SECONDS)
        await queue.try_kept_again()


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
            raise TelegramStartError(texts.TOKEN_REFUSED) from None
        except TelegramError as error:
            if delay is None:
                reason = redact(error.message, application.bot.token)
                raise TelegramUnreachableError(texts.UNREACHABLE.format(reason=reason)) from None
            logger.warning("the Bot API server was not reached, trying again in %s s: %s", delay, error.message)
            await asyncio.sleep(delay)
        else:
            logger.info("signed in as @%s", application.bot.username)
            return
