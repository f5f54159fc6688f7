"""Talking to the chat model: text as it comes, within a time, with tries where trying again may help.

1. A thread reads the reply, so that whoever waits can stop waiting: a server may hang between any two bytes.
2. An error before the first text is tried again where it is transient and time is left; one behind it is final.
3. A reply that ends without saying why it ends was cut off.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, BaseMessageChunk

from retrieval.chat.deadline import Deadline
from retrieval.chat.errors import ChatModelLengthError, ChatModelTimeoutError, ChatModelTransientError
from retrieval.chat.failures import translate

logger = logging.getLogger(__name__)

RETRY_DELAYS_SECONDS = (0.5, 2.0)
LONGEST_RETRY_AFTER_SECONDS = 10.0
"""A server that wants longer is not waited for."""

_FINISHES = ("finish_reason", "stop_reason", "done_reason")
"""What integrations call the reason for the end."""
_WHOLE = frozenset(["stop", "end_turn", "stop_sequence", "eos", "complete", "completed"])
_CUT = frozenset(["length", "max_tokens"])

_TIMED_OUT = "大模型没有在规定时间内答完"


@dataclass(frozen=True)
class Usage:
    """Tokens of one or more replies."""

    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def total(self) -> int:
        """In and out."""
        return self.tokens_in + self.tokens_out

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.tokens_in + other.tokens_in, self.tokens_out + other.tokens_out)


class Reply:
    """One reply, iterated once; afterwards `usage` says what it took, also where the iteration raised."""

    def __init__(self, model: BaseChatModel, messages: Sequence[BaseMessage], deadline: Deadline) -> None:
        """Nothing is sent before the iteration."""
        self._model = model
        self._messages = list(messages)
        self._deadline = deadline
        self._counted = Usage()
        self._written = 0
        self._sent = 0
        self._finish = ""

    @property
    def usage(self) -> Usage:
        """As the server counts; by characters where it wrote and does not say."""
        if self._counted.total or not self._written:
            return self._counted
        return Usage(self._sent, self._written)

    def __iter__(self) -> Iterator[str]:
        """Give the text in pieces.

        Raises:
            ChatModelTimeoutError: the time is used up.
            ChatModelError: the model did not answer, or its reply was cut off.
        """
        delays = iter(RETRY_DELAYS_SECONDS)
        while True:
            try:
                yield from self._once()
            except ChatModelTransientError as error:
                delay = next(delays, None)
                if self._written or delay is None or not self._may_wait(error.retry_after_seconds or delay):
                    raise
                logger.info("the chat model did not answer, trying again: %s", error)
                time.sleep(error.retry_after_seconds or delay)
            else:
                return

    def _may_wait(self, seconds: float) -> bool:
        return seconds <= LONGEST_RETRY_AFTER_SECONDS and seconds < self._deadline.remaining_seconds

    def _once(self) -> Iterator[str]:
        self._sent = _characters(self._messages)
        chunks = _Pump(self._model, self._messages)
        try:
            while (chunk := chunks.next(self._deadline.remaining_seconds)) is not None:
                self._note(chunk)
                text = str(chunk.text)
                if text:
                    self._written += len(text)
                    yield text
        finally:
            chunks.stop()
        if self._finish in _CUT:
            raise ChatModelLengthError("大模型的回答太长，被截断了")
        if self._finish not in _WHOLE:
            raise ChatModelTransientError("大模型的回答中途断了" if self._written else "大模型没有回答")

    def _note(self, chunk: BaseMessageChunk) -> None:
        counted = getattr(chunk, "usage_metadata", None)
        if counted:
            self._counted += Usage(int(counted["input_tokens"]), int(counted["output_tokens"]))
        for name in _FINISHES:
            reason = chunk.response_metadata.get(name)
            if reason:
                self._finish = str(reason).lower()


class _Pump:
    """Reads a reply in a thread of its own."""

    def __init__(self, model: BaseChatModel, messages: list[BaseMessage]) -> None:
        self._model = model
        self._messages = messages
        self._chunks: queue.SimpleQueue[BaseMessageChunk | Exception | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        # A daemon: a server that hangs must not hold up the end of the program.
        threading.Thread(target=self._read, name="chat-model", daemon=True).start()

    def next(self, timeout_seconds: float) -> BaseMessageChunk | None:
        """Give the next chunk; None at the end."""
        try:
            found = self._chunks.get(timeout=timeout_seconds) if timeout_seconds else self._chunks.get_nowait()
        except queue.Empty:
            raise ChatModelTimeoutError(_TIMED_OUT) from None
        if isinstance(found, Exception):
            raise translate(found) from found
        return found

    def stop(self) -> None:
        """Let the thread end with the next chunk, or with its own time-out."""
        self._stopped.set()

    def _read(self) -> None:
        try:
            for chunk in self._model.stream(self._messages):
                self._chunks.put(chunk)
                if self._stopped.is_set():
                    return
            self._chunks.put(None)
        except Exception as error:
            self._chunks.put(error)


def _characters(messages: Sequence[BaseMessage]) -> int:
    return sum(len(str(message.content)) for message in messages)
