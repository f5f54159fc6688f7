"""Keeping the bot's token out of the log, wherever it comes from."""

from __future__ import annotations

import logging
import traceback

REPLACEMENT = "[token]"


def redact(text: str, token: str) -> str:
    """Put a placeholder where the token stands."""
    return text.replace(token, REPLACEMENT)


class TokenFilter(logging.Filter):
    """Takes the token out of messages and tracebacks; put it on handlers, which see the records of every logger."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean a record; every record passes."""
        message = record.getMessage()
        if self._token in message:
            record.msg, record.args = redact(message, self._token), ()
        if record.exc_info and record.exc_info[1] is not None:
            text = "".join(traceback.format_exception(record.exc_info[1]))
            if self._token in text:
                record.exc_text = redact(text, self._token)
                record.exc_info = None
        return True


def keep_token_out_of_logs(token: str) -> None:
    """Quieten the HTTP client, which logs the addresses of its requests, and clean what the other loggers write."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(TokenFilter(token))
