"""Texts in the shapes of newspaper pages and wrapped files, and the checks that all cleaning tests share."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from knowledge.cleaning import clean
from knowledge.cleaning.lines import squeeze
from knowledge.loaders import load_file
from knowledge.values import CleanedFile, LoadedFile


def cleaned(text: str, name: str = "甲.txt") -> CleanedFile:
    return clean(load_file(Path(name), text.encode(), source=name))


def texts(file: CleanedFile, article: int = 0) -> list[str]:
    return [block.text for block in file.articles[article].blocks]


def reasons(file: CleanedFile) -> dict[str, str]:
    return {entry.text: entry.reason for entry in file.dropped}


def assert_lossless(loaded: LoadedFile, file: CleanedFile) -> None:
    """Every character is in an article or dropped, and each block stands in the file as it reads."""
    before = Counter(squeeze("".join(block.text for block in loaded.blocks)))
    kept = [block.text for article in file.articles for block in article.blocks]
    after = Counter(squeeze("".join([*kept, *(entry.text for entry in file.dropped)])))
    assert after == before
