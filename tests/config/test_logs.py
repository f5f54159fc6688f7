"""Logging: on standard error, and no library that would log the address with the bot's token in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import logging, sys
from config.logs import configure_logging
configure_logging(sys.argv[1])
logging.getLogger("httpx").info("GET https://api/bot123:SECRET/getUpdates")
logging.getLogger("chromadb.telemetry").info("noise")
logging.getLogger("httpx").warning("httpx warns")
logging.getLogger("bot").info("own line")
logging.getLogger("bot").debug("own detail")
"""


@pytest.mark.parametrize(("level", "detail"), [("INFO", False), ("DEBUG", True)])
def test_own_lines_are_logged_and_requests_are_not(level: str, detail: bool) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, level], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert "own line" in done.stderr
    assert "httpx warns" in done.stderr
    assert ("own detail" in done.stderr) is detail
    assert "SECRET" not in done.stderr
    assert "noise" not in done.stderr
