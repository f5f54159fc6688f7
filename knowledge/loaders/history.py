"""How a regulation came about: the lines of dates under its title, such as （2011年5月27日…通过　根据…修正）.

They are no clause; they go to `metadata["history"]`, where the catalogue reads the dates, and are listed as dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.values import Block, Dropped, LoadedFile

HISTORY_REASON = "制定和修改沿革"
_DATE = r"(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_EVENT = r"通过|公布|发布|颁布|印发|修订|修正|修改|批准|施行|实施|废止|审议|制定|令第"
_OPENING = re.compile(rf"[（(]\s*(?:{_DATE}|根据|经|中华人民共和国|自\s*{_DATE})")
_BARE = re.compile(rf"(?:根据\s*)?{_DATE}[^。]*(?:{_EVENT})[^。]*")
_WHOLE = re.compile(rf"(?=.*(?:{_DATE}|\d{{4}}))(?=.*(?:{_EVENT}))", re.DOTALL)
_BEGINS = re.compile(r"\s*(?:第\s*[一1１]\s*[编章条]|目\s*录|问\s*[：:]|一、|总\s*则)")
_CLOSES = re.compile(r"[）)]\s*\Z")
_LOOK_THROUGH = 12
_LONGEST = 12


def take_history(loaded: LoadedFile) -> LoadedFile:
    """Move the lines of dates at the head of a regulation out of its blocks."""
    found = _find(loaded.blocks)
    if not found:
        return loaded
    taken = {place for run in found for place in run}
    lines = ["".join(loaded.blocks[place].text.strip() for place in run) for run in found]
    known = loaded.metadata.get("history")
    return replace(
        loaded,
        blocks=tuple(block for place, block in enumerate(loaded.blocks) if place not in taken),
        metadata={**loaded.metadata, "history": [*(known if isinstance(known, list) else []), *lines]},
        dropped=(*loaded.dropped, *(Dropped(text=line, reason=HISTORY_REASON) for line in lines)),
    )


def _find(blocks: Sequence[Block]) -> list[list[int]]:
    """Places of each note, of a note broken over several lines all of them."""
    runs: list[list[int]] = []
    place = seen = 0
    while place < len(blocks) and seen < _LOOK_THROUGH:
        text = blocks[place].text.strip()
        seen += bool(text)
        if _BEGINS.match(text) or (seen > 2 and text.endswith("。")):
            break
        run = _run(blocks, place, text) if seen > 1 else []
        if run:
            runs.append(run)
        place = run[-1] + 1 if run else place + 1
    return runs


def _run(blocks: Sequence[Block], place: int, text: str) -> list[int]:
    if _OPENING.match(text):
        run: list[int] = []
        whole = ""
        for at in range(place, min(place + _LONGEST, len(blocks))):
            piece = blocks[at].text.strip()
            if _BEGINS.match(piece):
                return []
            whole += piece
            run.append(at)
            if _CLOSES.search(piece) and whole.count("（") + whole.count("(") <= whole.count("）") + whole.count(")"):
                return run if _WHOLE.match(whole) else []
        return []
    return [place] if _BARE.fullmatch(text) and len(text) <= 120 else []
