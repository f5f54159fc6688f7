"""Chroma's HTTP client with a time limit: Chroma gives it none, so that a server that hangs would block a question.

Importing this module imports Chroma, which takes a second.
"""

from __future__ import annotations

from typing import Any

import httpx
from chromadb.api.client import Client
from chromadb.auth import UserIdentity
from chromadb.config import Settings

TIMEOUT_SECONDS = 10.0
"""For the connection, and for each wait for the server while it answers."""


class TimedClient(Client):
    """A client whose requests end, from the first one on.

    Chroma's constructor asks the server already, and there is no setting for the time it may take. These are the
    two methods through which it asks.
    """

    def get_user_identity(self) -> UserIdentity:
        """Ask who the server takes this client for: the first request."""
        _limit(self._server)
        return super().get_user_identity()

    def _validate_tenant_database(self, tenant: str, database: str) -> None:
        # Has a connection of its own.
        _limit(self._admin_client)
        super()._validate_tenant_database(tenant, database)


def open_http_client(host: str, port: int, *, secure: bool) -> Client:
    """Connect to a Chroma server; what Chroma and httpx raise is passed on."""
    settings = Settings(
        anonymized_telemetry=False,
        chroma_otel_collection_endpoint="",
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=host,
        chroma_server_http_port=port,
        chroma_server_ssl_enabled=secure,
    )
    return TimedClient(settings=settings)


def _limit(client: Any) -> None:  # noqa: ANN401 - Chroma types it as the API, not as its HTTP implementation
    session: httpx.Client = getattr(client, "_server", client)._session
    session.timeout = httpx.Timeout(TIMEOUT_SECONDS)
