"""The table of contents: the heading 目录 and the list of chapters under it, which come again in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.cleaning.lines import Line, is_structure, is_terminal, squeeze
from knowledge.cleaning.reasons import Reason

_WORD = re.compile(r"[【\[]?目\s*[录次][】\]]?")
_LEADER = re.compile(r"[\s.·…．。]*\d*\Z")
_LOOSE_ENTRIES = re.compile(r"(?:附\s*则|附\s*录|附\s*件|总\s*则|序\s*言|前\s*言|引\s*言).{0,20}")
_HEAD = 40


def mark_contents(lines: Sequence[Line]) -> list[Line]:
    """Mark the table of contents, wherever one begins among the first lines."""
    marked = list(lines)
    for place, line in enumerate(marked[:_HEAD]):
        if line.reason is None and _WORD.fullmatch(line.text):
            end = _end(marked, place + 1)
            if end > place + 1:
                marked[place:end] = [replace(entry, reason=Reason.CONTENTS) for entry in marked[place:end]]
            break
    return marked


def _end(lines: Sequence[Line], start: int) -> int:
    """Place after the last entry: the contents end where the first entry comes again, or where no entry stands."""
    entries: set[str] = set()
    for place in range(start, len(lines)):
        text = squeeze(_LEADER.sub("", lines[place].text))
        is_entry = is_structure(text) or _LOOSE_ENTRIES.fullmatch(text) is not None
        if not is_entry or is_terminal(lines[place].text) or text in entries or len(text) > 60:
            return place
        entries.add(text)
    return start
