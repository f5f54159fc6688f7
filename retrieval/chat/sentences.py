"""Sentences out of a stream of text, each whole and with the keys behind it.

1. What a reasoning model thinks aloud (<think>…</think>) is left out.
2. A sentence ends with 。！？ or a line feed, closing quotation marks included; not with ；, whose halves share a key.
3. Keys that follow it belong to it: it is given out only when something else has begun.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.chat.keys import LONGEST_GROUP, OPENING_BRACKET, is_key_group

_END = re.compile(r"[。！？!?]+[”’」』）)]*|\n")
_THOUGHT_OPENS, _THOUGHT_CLOSES = "<think>", "</think>"


@dataclass(frozen=True)
class Written:
    """One sentence as the model wrote it."""

    text: str
    ends_line: bool = False


class SentenceCutter:
    """Takes text in pieces of any length."""

    def __init__(self) -> None:
        self._buffer = ""
        self._thoughts = _ThoughtFilter()

    def feed(self, text: str) -> list[Written]:
        """Take a piece; gives the sentences that are complete now."""
        self._buffer += self._thoughts.feed(text)
        return self._cut(finished=False)

    def finish(self) -> list[Written]:
        """Give what is left when the model has ended."""
        self._buffer += self._thoughts.finish()
        found = self._cut(finished=True)
        if self._buffer.strip():
            found.append(Written(self._buffer.strip(), ends_line=True))
        self._buffer = ""
        return found

    def _cut(self, *, finished: bool) -> list[Written]:
        found: list[Written] = []
        while (end := self._end_of_first(finished=finished)) is not None:
            piece, self._buffer = self._buffer[:end], self._buffer[end:]
            if piece.strip():
                found.append(Written(" ".join(piece.split()), ends_line="\n" in piece))
            elif "\n" in piece and found:
                found[-1] = Written(found[-1].text, ends_line=True)
        return found

    def _end_of_first(self, *, finished: bool) -> int | None:
        """Where the first sentence ends, its keys included; None where that cannot be said yet."""
        ended = _END.search(self._buffer)
        if ended is None:
            return None
        place = ended.end()
        while True:
            rest = self._buffer[place:]
            behind = rest.lstrip()
            if not behind:
                return len(self._buffer) if finished else None
            if not OPENING_BRACKET.match(behind):
                return place
            closed = re.search(r"[\]】)）〕]", behind)
            if closed is None:
                # The bracket is still being written.
                return None if not finished and len(behind) < LONGEST_GROUP else place
            if not is_key_group(behind[: closed.end()]):
                return place
            place += len(rest) - len(behind) + closed.end()


class _ThoughtFilter:
    """Leaves out what stands between <think> and </think>, however the pieces are cut."""

    def __init__(self) -> None:
        self._held = ""
        self._inside = False

    def feed(self, text: str) -> str:
        """Give what is certainly not thought aloud."""
        self._held += text
        passed = ""
        while True:
            mark = _THOUGHT_CLOSES if self._inside else _THOUGHT_OPENS
            before, found, after = self._held.partition(mark)
            if not found:
                break
            passed += "" if self._inside else before
            self._held, self._inside = after, not self._inside
        keep = _begun(self._held, mark)
        out = self._held[: len(self._held) - keep]
        self._held = self._held[len(self._held) - keep :]
        return passed if self._inside else passed + out

    def finish(self) -> str:
        """Give what is left; a thought that never ended is none of the answer."""
        rest, self._held = self._held, ""
        return "" if self._inside else rest


def _begun(text: str, mark: str) -> int:
    """How many characters at the end of `text` may be the beginning of `mark`."""
    return next((n for n in range(len(mark) - 1, 0, -1) if text.endswith(mark[:n])), 0)
