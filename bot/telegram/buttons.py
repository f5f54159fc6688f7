"""Buttons: what they show, and the few bytes by which the bot knows them again.

    action:number[:number]     open:12 · turn:12 · more:7 · vote:7:1 · reason:7:2

Telegram takes 64 bytes; numbers are looked up in the database.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot import texts

OPEN = "open"
"""Open a clause in a new message; number of the clause."""
TURN = "turn"
"""Show a neighbour in the same message; number of the clause."""
MORE = "more"
"""Send the whole answer to the asker; number of the answer."""
VOTE = "vote"
"""Number of the answer; 1 useful, 0 useless."""
REASON = "reason"
"""Number of the answer; place of the reason in `texts.REASONS`."""

ACTIONS = {OPEN: 1, TURN: 1, MORE: 1, VOTE: 2, REASON: 2}
"""Each action and its count of numbers."""

SENDING = (OPEN, MORE)
"""Actions that send a message, and so count towards the limits."""

_FORM = re.compile(r"([a-z]+)((?::\d{1,15})+)", re.ASCII)
OPEN_ROW = 4


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message."""

    text: str
    data: str


Keyboard = tuple[tuple[Button, ...], ...]
"""Rows of buttons."""


def parse_data(data: str) -> tuple[str, tuple[int, ...]] | None:
    """Read a button's bytes; None where they are not of this form, which anybody's client may send."""
    match = _FORM.fullmatch(data)
    if match is None:
        return None
    numbers = tuple(int(number) for number in match[2][1:].split(":"))
    return (match[1], numbers) if ACTIONS.get(match[1]) == len(numbers) else None


def clause_rows(markers: Sequence[str], links: Sequence[int]) -> Keyboard:
    """A button for each citation, which opens its clause."""
    opening = [
        Button(texts.OPEN_CLAUSE.format(marker=marker), f"{OPEN}:{link}")
        for marker, link in zip(markers, links, strict=True)
    ]
    return tuple(tuple(opening[start : start + OPEN_ROW]) for start in range(0, len(opening), OPEN_ROW))


def more_row(audit_id: int) -> Keyboard:
    """The button that sends the whole answer to the asker."""
    return ((Button(texts.MORE, f"{MORE}:{audit_id}"),),)


def vote_row(audit_id: int) -> Keyboard:
    """有用 and 没用."""
    return ((Button(texts.USEFUL, f"{VOTE}:{audit_id}:1"), Button(texts.USELESS, f"{VOTE}:{audit_id}:0")),)


def reason_rows(audit_id: int) -> Keyboard:
    """Why an answer was of no use."""
    reasons = [Button(reason, f"{REASON}:{audit_id}:{place}") for place, reason in enumerate(texts.REASONS)]
    return tuple(tuple(reasons[start : start + 2]) for start in range(0, len(reasons), 2))


def neighbour_row(previous: int | None, following: int | None) -> Keyboard:
    """Buttons that turn to the clause before and the clause after."""
    row = []
    if previous is not None:
        row.append(Button(texts.PREVIOUS_CLAUSE, f"{TURN}:{previous}"))
    if following is not None:
        row.append(Button(texts.NEXT_CLAUSE, f"{TURN}:{following}"))
    return (tuple(row),) if row else ()
