"""Logging: to standard error, so that standard output holds answers alone."""

from __future__ import annotations

import logging
import sys

_QUIET = ("httpx", "httpx2", "httpcore", "httpcore2", "openai", "chromadb", "telegram.ext", "apscheduler", "bm25s")
"""Libraries that log each request; a Telegram address holds the bot's token."""


def configure_logging(level: str) -> None:
    """Log to standard error at `level`, third parties at warnings and above."""
    logging.basicConfig(stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
