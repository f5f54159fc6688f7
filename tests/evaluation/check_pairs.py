"""The project's own pairs of sentence, clauses and verdict, in check_pairs.jsonl.

They were written in rounds. Round 1 served to build the check. Each later round was written without looking at the
code, with other subjects and turns of phrase, run once, and only then used to improve the kinds that failed; so the
first run of the last round says more of what to expect than a full mark here does (docs/checking.md has the figures).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from retrieval.checking import Source, Verdict, check_sentence

PAIRS = Path(__file__).with_name("check_pairs.jsonl")


@dataclass(frozen=True)
class LabelledPair:
    """A sentence, the clauses given to its writer, and the verdict it deserves."""

    id: str
    round: int
    kind: str
    verdict: Verdict
    sentence: str
    sources: tuple[Source, ...]


def read_pairs() -> list[LabelledPair]:
    """Read all rounds."""
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    return [
        LabelledPair(
            id=row["id"],
            round=row["round"],
            kind=row["kind"],
            verdict=Verdict(row["verdict"]),
            sentence=row["sentence"],
            sources=tuple(Source(**{**clause, "path": tuple(clause["path"])}) for clause in row["clauses"]),
        )
        for row in rows
    ]


def wrong(pairs: Iterable[LabelledPair]) -> dict[Verdict, list[str]]:
    """Check every pair; give those whose verdict is another than deserved, by the one deserved."""
    found: dict[Verdict, list[str]] = defaultdict(list)
    for pair in pairs:
        checked = check_sentence(pair.sentence, pair.sources, needs_key=True)
        if checked.verdict is not pair.verdict:
            reasons = "；".join(checked.reasons)
            found[pair.verdict].append(f"{pair.id} {pair.kind}: {checked.verdict} {pair.sentence} {reasons}")
    return found
