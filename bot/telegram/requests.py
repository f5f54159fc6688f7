"""The two HTTP clients of the bot: one for methods, one for long polling, which is watched."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

from httpx import create_ssl_context
from telegram.request import HTTPXRequest

CONNECT_TIMEOUT_SECONDS = 10.0
READ_TIMEOUT_SECONDS = 15.0
POOL_TIMEOUT_SECONDS = 30.0
CONNECTIONS = 64


def _client(connections: int, *, proxied: bool) -> dict[str, Any]:
    return {
        "connection_pool_size": connections,
        "connect_timeout": CONNECT_TIMEOUT_SECONDS,
        "read_timeout": READ_TIMEOUT_SECONDS,
        "write_timeout": READ_TIMEOUT_SECONDS,
        "pool_timeout": POOL_TIMEOUT_SECONDS,
        "httpx_kwargs": {"verify": _certificates(), "trust_env": proxied},
    }


@cache
def _certificates() -> SSLContext:
    """Read once: it takes a tenth of a second."""
    return create_ssl_context()


class WatchedRequest(HTTPXRequest):
    """Remembers when the server last answered; the library is silent about polls that time out."""

    def __init__(self, *, proxied: bool = True) -> None:
        super().__init__(**_client(1, proxied=proxied))
        self._answered_at = time.monotonic()

    @property
    def silent_seconds(self) -> float:
        """Time since the server last answered anything."""
        return time.monotonic() - self._answered_at

    def forgive(self) -> None:
        """Count the silence from now on."""
        self._answered_at = time.monotonic()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Pass the request on and note its answer."""
        answer = await super().do_request(*args, **kwargs)
        self._answered_at = time.monotonic()
        return answer


@dataclass(frozen=True)
class Requests:
    """The clients; close them where the application did not get as far as closing them itself."""

    methods: HTTPXRequest
    polling: WatchedRequest

    async def close(self) -> None:
        """Close both; closing twice does no harm."""
        await self.methods.shutdown()
        await self.polling.shutdown()


def make_requests(api_url: str | None) -> Requests:
    """Make the clients; they use the proxy of HTTPS_PROXY, but for a server on this machine."""
    host = urlsplit(api_url).hostname if api_url else None
    proxied = host not in ("localhost", "127.0.0.1", "::1")
    return Requests(HTTPXRequest(**_client(CONNECTIONS, proxied=proxied)), WatchedRequest(proxied=proxied))
