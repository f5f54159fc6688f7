"""A figure that a sentence denies (不是六个月, 没有六个月的期限) where its clauses state it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.tokenization import normalize

_DENIED = re.compile(r"(?:不是|并非|绝非|不再是|不为|没有)[^\d，,。；;、]{0,3}\d+(?:\.\d+)?")


def denies_a_figure(sentence: str, texts: Iterable[str]) -> bool:
    """Tell whether `sentence` denies a figure that none of the texts denies."""
    known = [normalize(text) for text in texts]
    return any(not any(found in text for text in known) for found in _DENIED.findall(normalize(sentence)))
