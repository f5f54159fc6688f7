"""What ends the Telegram front end: one tree, so that the entry point catches `TelegramFrontEndError`."""

from __future__ import annotations


class TelegramFrontEndError(Exception):
    """Base of every error of this folder; `str(error)` is one line: the rule, the value, the remedy."""


class TelegramStartError(TelegramFrontEndError):
    """The bot cannot start; trying again without a change will not help."""


class TelegramUnreachableError(TelegramFrontEndError):
    """The Bot API server did not answer: transient, so that starting again later may help."""


class StateError(TelegramFrontEndError):
    """The bot's database cannot be used as it is set up."""


class StateUnavailableError(StateError):
    """The bot's database is locked or away: transient."""
