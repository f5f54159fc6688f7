"""Work that goes on when the handler of its update has ended, so that the chat can ask meanwhile.

The update counts as handled when the work has ended: a process that is killed in between does it again after its start.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.telegram.update_queue import DurableQueue


class Background:
    """Starts such work; a stop of the application waits for it."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any], queue: DurableQueue) -> None:
        self._application = application
        self._queue = queue

    def start(self, work: Coroutine[Any, Any, None], update: Update) -> None:
        """Start `work` for `update`; its errors go to the application's error handler."""
        self._queue.begin(update)
        self._application.create_task(self._run(work, update), update=update)

    async def _run(self, work: Coroutine[Any, Any, None], update: Update) -> None:
        try:
            await work
        except Exception as error:
            # Before the update is noted: the error handler may keep it to be tried again.
            await self._application.process_error(update, error)
        finally:
            await self._queue.finish(update)
