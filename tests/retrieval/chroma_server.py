"""A Chroma server of the tests' own, from the same environment."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from chromadb.api import ServerAPI
from chromadb.api.fastapi import FastAPI
from chromadb.api.shared_system_client import SharedSystemClient

SERVERS: dict[str, int] = {}
"""Address of each server that runs to its process."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server of the test's own, from the same environment."""
    port = free_port()
    folder = tmp_path_factory.mktemp("served")
    chroma = Path(sys.executable).with_name("chroma")
    process = subprocess.Popen(
        [chroma, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
        env={"ANONYMIZED_TELEMETRY": "False", "DO_NOT_TRACK": "1", "HOME": str(folder), "PATH": "/usr/bin:/bin"},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    SERVERS[url] = process.pid
    try:
        _wait_for(url, process)
        yield url
    finally:
        _close_clients()
        process.terminate()
        process.wait(20)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/api/v2/heartbeat", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"the Chroma server did not start, exit code {process.poll()}")


def _close_clients() -> None:
    """Close the connections of Chroma's HTTP clients, which it keeps for good."""
    for system in SharedSystemClient._identifier_to_system.values():
        server = system.instance(ServerAPI)
        if isinstance(server, FastAPI):
            server._session.close()
