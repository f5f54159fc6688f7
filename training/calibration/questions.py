"""The question sets that calibration learns from, each with the documents it is asked of."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STARTER = Path(__file__).resolve().parents[2] / "knowledge" / "starter"


@dataclass(frozen=True)
class QuestionSet:
    """Questions and the folder of documents they are asked of."""

    name: str
    documents: Path
    rows: tuple[dict[str, Any], ...]


def read_sets(shared: Path, own: Path, work: Path) -> list[QuestionSet]:
    """Read every set: the shared questions, and the project's own by their file names.

    Args:
        shared: Holds `documents/`, `laws/` and `evaluation/questions.jsonl`.
        own: Holds `press*.jsonl` (asked of the shared documents), `starter*.jsonl` and `laws*.jsonl` (asked of the laws
            that their questions name).
        work: Where the laws' folders are made.
    """
    press = [shared / "evaluation" / "questions.jsonl", *sorted(own.glob("press*_questions.jsonl"))]
    sets = [QuestionSet("press", shared / "documents", tuple(row for path in press for row in read_rows(path)))]
    starter = [row for path in sorted(own.glob("starter*_questions.jsonl")) for row in read_rows(path)]
    sets.append(QuestionSet("starter", STARTER, tuple(starter)))
    for path in sorted(own.glob("laws*_questions.jsonl")):
        rows = read_rows(path)
        sets.append(QuestionSet(path.stem, copy_laws(shared / "laws", rows, work / path.stem), rows))
    return sets


def read_rows(path: Path) -> tuple[dict[str, Any], ...]:
    """The objects of a JSON lines file."""
    return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def copy_laws(laws: Path, rows: tuple[dict[str, Any], ...], folder: Path) -> Path:
    """Copy the laws that questions name into a folder of their own.

    Raises:
        FileNotFoundError: a law is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for stem in sorted({stem for row in rows for stem in row["documents"]}):
        found = next(laws.rglob(f"{stem}.md"), None)
        if found is None:
            raise FileNotFoundError(f"{stem}.md is not under {laws}")
        shutil.copyfile(found, folder / found.name)
    return folder
