"""The bot's own web server: Telegram's webhook, health and metrics.

POST <path of the webhook>   an update; 403 without the secret, 200 only once the update is stored
GET  /healthz                200 while updates arrive or could arrive, else 503
GET  /metrics                counters for Prometheus
"""

from __future__ import annotations

import hmac
import json
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from telegram import Bot, Update

from bot import texts
from bot.telegram.errors import TelegramStartError
from bot.telegram.metrics import Metrics
from bot.telegram.update_queue import DurableQueue

logger = logging.getLogger(__name__)

SECRET_HEADER = b"x-telegram-bot-api-secret-token"
MAX_BODY_BYTES = 1_000_000
JSON, TEXT = b"application/json", b"text/plain; version=0.0.4; charset=utf-8"

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Hook:
    """Where Telegram posts updates, and how it shows that it is Telegram."""

    path: str
    secret: str


class WebApp:
    """The ASGI application."""

    def __init__(
        self,
        *,
        bot: Bot,
        queue: DurableQueue,
        metrics: Metrics,
        is_healthy: Callable[[], bool],
        hook: Hook | None,
    ) -> None:
        self._bot = bot
        self._queue = queue
        self._metrics = metrics
        self._is_healthy = is_healthy
        self._hook = hook

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        route = (scope["method"], scope["path"])
        if route == ("GET", "/healthz"):
            healthy = self._is_healthy()
            await _respond(send, 200 if healthy else 503, JSON, json.dumps({"healthy": healthy}).encode())
        elif route == ("GET", "/metrics"):
            await _respond(send, 200, TEXT, self._metrics.text())
        elif self._hook is not None and route == ("POST", self._hook.path):
            await _respond(send, await self._take(scope, receive, self._hook.secret), JSON, b"{}")
        else:
            await _respond(send, 404, JSON, b"{}")

    async def _take(self, scope: Scope, receive: Receive, secret: str) -> int:
        """Take an update from Telegram; gives the status of the response."""
        given = dict(scope["headers"]).get(SECRET_HEADER, b"")
        if not hmac.compare_digest(given, secret.encode()):
            logger.warning("a webhook request without the secret was refused")
            return 403
        body = await _body(receive)
        if body is None:
            return 413
        try:
            update = Update.de_json(json.loads(body), self._bot)
        except (ValueError, TypeError, KeyError, AttributeError):
            logger.warning("a webhook request that holds no update was refused")
            return 400
        # Stored before it is acknowledged, as with polling.
        await self._queue.put(update)
        return 200


class WebServer(uvicorn.Server):
    """Uvicorn inside the bot's event loop; signals are the bot's own business."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def open_socket(host: str, port: int) -> socket.socket:
    """Listen on a port; 0 picks a free one.

    Raises:
        TelegramStartError: the port is taken, or the address is not this machine's.
    """
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise TelegramStartError(texts.CANNOT_LISTEN.format(host=host, port=port, reason=error.strerror)) from error


def make_server(app: WebApp) -> WebServer:
    """A server for `app`; start it with `serve(sockets=[…])`."""
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none", server_header=False)
    return WebServer(config)


async def _body(receive: Receive) -> bytes | None:
    """The request's body; None where it is too large."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            return None
        if not message.get("more_body"):
            return bytes(body)


async def _respond(send: Send, status: int, content_type: bytes, body: bytes) -> None:
    headers = [(b"content-type", content_type), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
