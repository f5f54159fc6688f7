"""Repealing clauses: the titles that a document declares repealed (…《甲》《乙》同时废止)."""

from __future__ import annotations

import re

from knowledge.values import CleanedFile, Document, Kind

_SENTENCE = re.compile(r"[^。；;\n]*(?:废止|停止执行|失效)[^。；;\n]*")
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_REPEALING = re.compile(r"(?:同时|即行|自行|予以|一并|即)?(?:废止|停止执行|失效)")
_PARTIAL = re.compile(r"第[一二三四五六七八九十百零〇\d]+(?:条|章|款|项|节)")
_ABOUT = frozenset({Kind.INTERVIEW, Kind.NEWS, Kind.REPORT})


def repealed_titles(cleaned: CleanedFile, document: Document) -> tuple[str, ...]:
    """List the titles that this document repeals, in the order of its text; one that only tells of it repeals none."""
    if document.kind in _ABOUT:
        return ()
    titles: dict[str, None] = {}
    for block in cleaned.articles[cleaned.main].blocks:
        if "废止" in block.text or "停止执行" in block.text or "失效" in block.text:
            for sentence in _SENTENCE.finditer(block.text):
                titles.update(dict.fromkeys(_repealed_in(sentence[0])))
    return tuple(titles)


def _repealed_in(sentence: str) -> list[str]:
    verb = None
    for verb in _REPEALING.finditer(sentence):
        pass
    if verb is None:
        return []
    found = []
    for match in _TITLE.finditer(sentence, 0, verb.start()):
        if not _PARTIAL.match(sentence, match.end()):
            found.append(match[1])
    return found
