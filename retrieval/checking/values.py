"""What a check takes and gives: the clauses handed to whoever wrote the sentence, and the verdict on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What is to be said of one sentence; `retrieval.checking.sentence` says which goes before which."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    WRONG_CLAUSE = "wrong_clause"
    SUPERSEDED = "superseded"
    NOTHING_TO_CHECK = "nothing_to_check"


@dataclass(frozen=True)
class Source:
    """A clause handed to the writer of the sentence."""

    key: str
    """What the sentence names it by, without brackets."""
    title: str
    path: tuple[str, ...]
    """Each level as the document names it, such as ("第三章 工作程序", "第二十八条")."""
    text: str
    status: str
    """Whether it is in force, in English or Chinese: in_force, superseded by 《…》, 已废止, unknown."""


@dataclass(frozen=True)
class Checked:
    """The verdict on one sentence."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    """Why it is not supported, in Chinese, a line each: for the log and `--explain`."""
    keys: tuple[str, ...] = ()
    """Keys of given clauses that the sentence names, in its order."""
