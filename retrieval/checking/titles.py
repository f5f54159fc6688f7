"""Titles in 《》 and document numbers that a sentence names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.checking.values import Source
from retrieval.tokenization import normalize

_TITLE = re.compile(r"《([^《》]+(?:《[^《》]+》[^《》]*)?)》")
_NUMBER = re.compile(r"[一-鿿]{1,12}(?:字)?[\[〔(【［（]((?:19|20)\d{2})[\]〕)】］）]第?(\d{1,5})号")
_ORDER = re.compile(r"(?:主席令|国务院令|令)第?(\d+)号")
_REPEALED = re.compile(r"《([^《》]+)》(?:[（(][^（）()]*[）)])?[^。；;]{0,12}(?:废止|失效|停止执行)")
_PUNCTUATION = re.compile(r"[\s()\[\]〔〕【】<>〈〉《》“”\"'—\-·:,、]")
_FORMAL = re.compile(r"^中华人民共和国|^中国共产党|^中共")
_TRIAL = re.compile(r"(?:试行|暂行|修订|修正|草案)$")


def titles_in(text: str) -> list[str]:
    """Give the titles in 《》, as written."""
    return [match[1] for match in _TITLE.finditer(text)]


def title_is_stated(title: str, stated: list[str], text: str) -> bool:
    """Tell whether a title is one of `stated`, whole or as the short name that a document goes by (《条例》)."""
    name = _bare(title)
    return any(_short_for(name, _bare(other)) for other in stated) or f"《{title}》" in text


def is_repealed_by(title: str, sources: Sequence[Source]) -> bool:
    """Tell whether clauses repeal the document of that title: 《旧办法》同时废止."""
    name = _bare(title)
    if any(_short_for(name, _bare(source.title)) for source in sources):
        return False
    repealed = [m[1] for source in sources for m in _REPEALED.finditer(source.text)]
    return any(name == _bare(other) for other in repealed)


def source_titles(source: Source) -> list[str]:
    """Give the titles that a clause may be quoted for: its document's and those that it speaks of."""
    return [
        source.title,
        *titles_in(source.title),
        *titles_in(source.text),
        *(t for step in source.path for t in titles_in(step)),
    ]


def numbers_in(text: str) -> list[str]:
    """Give the document numbers of a text without regard to their brackets: 国发2024-5."""
    folded = normalize(text)
    found = [re.sub(r"[\[〔(【］\]〕)】第]", "-", m[0]).replace("--", "-") for m in _NUMBER.finditer(folded)]
    return found + [m[0].replace("第", "") for m in _ORDER.finditer(folded)]


def number_is_stated(number: str, stated: list[str]) -> bool:
    """Tell whether a document number is one of `stated`; words before it may have been taken for a part of it."""
    return any(other.endswith(number) or number.endswith(other) for other in stated)


def _bare(title: str) -> str:
    name = _PUNCTUATION.sub("", normalize(title))
    return _TRIAL.sub("", _FORMAL.sub("", name))


def _short_for(name: str, other: str) -> bool:
    return bool(name) and (name == other or other.endswith(name) or (len(name) >= 4 and name in other))
