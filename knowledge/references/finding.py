"""References in a clause's text: what they name, and which document they mean.

1. Every 第N条, 第N款, 第N项 with its neighbours is one reference, and so are 前条, 前款, 本条, 前项.
2. The words before it name the document: 《…》, 刑法, 本条例. A reference that only 、 or 和 parts from the one before
   means the same document, and without an article of its own the same article.
3. Everything else means the text at hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.numerals import NUMERAL, parse_numeral

_ARTICLE = rf"第\s*(?P<article>{NUMERAL})\s*条(?:\s*之\s*(?P<added>{NUMERAL}))?"
_PARAGRAPH = rf"第\s*(?P<paragraph>{NUMERAL})\s*款"
_ITEM = rf"(?:第\s*[（(]?\s*(?P<item>{NUMERAL})\s*[）)]?|[（(]\s*(?P<bracketed>{NUMERAL})\s*[）)])\s*项"
_REFERENCE = re.compile(
    rf"(?:{_ARTICLE}|(?P<relative>前[两二三四五]?条|本条(?!例)|上一?条|前[两二三四五]?款|本款|前[两二三四五]?项|本项)"
    rf"|(?={_PARAGRAPH.replace('paragraph', '_p')})|(?={_ITEM.replace('item', '_i').replace('bracketed', '_b')}))"
    rf"(?:\s*{_PARAGRAPH})?(?:\s*{_ITEM})?"
)
_CONNECTED = re.compile(r"\s*(?:[、，,]|以及|或者|和|与|及|或|至|到)\s*\Z")
_RANGE = re.compile(r"\s*(?:至|到|[-—－~～])\s*\Z")
_BOOK = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》\s*(?:[（(〔][^（）()]{0,60}[）)〕])?\s*(?:的)?\s*\Z")
_OWN = re.compile(
    r"(?:本|该)(?:法|条例|办法|规定|细则|规则|准则|章程|解释|决定|意见|方案|规程|通知|规范|制度|编|章|节)(?:的)?\s*\Z"
)
_NAME = re.compile(
    r"([\u4e00-\u9fff]{1,30}?(?:法典|法|条例|办法|规定|细则|规则|准则|章程|解释|党章|修正案))(?:第[一二三四五六七八九十]+编)?\s*\Z"
)
_BEFORE_NAME = re.compile(
    r".*(?:依照|依据|根据|按照|适用|违反|符合|参照|比照|触犯|所称|下列|以及|或者|除了|修[改正]前|修[改正]后|实施|属于|构成|遵守|履行|影响|认定|结合|包括|确定|删去|除|指|犯|依|按|与|和|及|或|的|对|在|由|将|有|是|为|以|据)"
)
_ALIAS = re.compile(
    r"《([^《》]+)》\s*(?:[（(〔][^（）()]{0,40}[）)〕])?\s*[（(]以下(?:统称|简称|称)(?:为)?[《“\"]?([^《》“”\"（）()]{1,20})[》”\"]?[）)]"
)
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference in a clause's text."""

    start: int
    end: int
    title: str | None = None
    """Name of the document it means, without 《》; None: the document at hand."""
    article: tuple[int, ...] | None = None
    """(28,) for 第二十八条, (120, 1) for 第一百二十条之一; None: the article at hand."""
    paragraph: int | None = None
    """款."""
    item: int | None = None
    """项."""
    relative: str | None = None
    """前条, 前款, 前两款, 本条, …, counted from the place of the reference."""
    continues_range: bool = False
    """The last of 第三条至第五条: what lies between is meant too."""


def find_aliases(text: str) -> dict[str, str]:
    """Read the short names a document gives to others: 《…条例》（以下简称《条例》）."""
    return {match[2].strip(): match[1] for match in _ALIAS.finditer(text)}


def find_references(text: str, aliases: Mapping[str, str] | None = None) -> tuple[Reference, ...]:
    """Find the references in a clause's text, in their order.

    Args:
        text: The clause's text; the article's own number at its beginning is no reference.
        aliases: Short names of documents, as `find_aliases` gives them.
    """
    found: list[Reference] = []
    for match in _REFERENCE.finditer(text):
        if match.end() == match.start() or (match.start() == 0 and match["article"]):
            continue
        reference = _read(match)
        previous = found[-1] if found else None
        between = text[previous.end : match.start()] if previous else ""
        if previous is not None and (not between.strip() or _CONNECTED.match(between)):
            reference = _continue(reference, previous, is_range=_RANGE.match(between) is not None)
        elif reference.article is not None:
            reference = replace(reference, title=_document_before(text[: match.start()], aliases or {}))
        found.append(reference)
    return tuple(found)


def _read(match: re.Match[str]) -> Reference:
    article = None
    if match["article"]:
        article = tuple(
            number for number in (parse_numeral(match["article"]), parse_numeral(match["added"] or "")) if number
        )
    return Reference(
        start=match.start(),
        end=match.end(),
        article=article,
        paragraph=parse_numeral(match["paragraph"] or ""),
        item=parse_numeral(match["item"] or match["bracketed"] or ""),
        relative=match["relative"],
    )


def _continue(reference: Reference, previous: Reference, *, is_range: bool) -> Reference:
    if reference.relative is not None:
        return reference
    if reference.article is not None:
        return replace(reference, title=previous.title, continues_range=is_range)
    paragraph = reference.paragraph if reference.paragraph is not None else previous.paragraph
    return replace(
        reference,
        title=previous.title,
        article=previous.article,
        paragraph=paragraph,
        relative=previous.relative,
        continues_range=is_range,
    )


def _document_before(text: str, aliases: Mapping[str, str]) -> str | None:
    """Name the document that the words at the end of `text` mean."""
    tail = text[-120:]
    book = _BOOK.search(tail)
    if book:
        return aliases.get(book[1], book[1])
    if _OWN.search(tail):
        return None
    named = _NAME.search(tail)
    if named is None:
        return None
    name = _BEFORE_NAME.sub("", named[1])
    for short, title in aliases.items():
        if name.endswith(short):
            return title
    return name if len(name) > 1 and not name.startswith(("本", "该")) else None


def relative_distance(relative: str) -> int:
    """Count how far 前款, 前两款 or 前条 reach back: 1, 2, 1; 0 for 本条 and its like."""
    if relative.startswith("本"):
        return 0
    return _COUNTS.get(relative[1], 1)
