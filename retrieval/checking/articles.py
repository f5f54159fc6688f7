"""Article and chapter numbers that a sentence names: those of its clause, or those that the clause speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.labels import paragraph_at
from knowledge.numerals import NUMERAL, parse_numeral
from retrieval.checking.values import Source
from retrieval.tokenization import normalize

_STEP = re.compile(rf"第\s*[（(]?\s*({NUMERAL})\s*[）)]?\s*(编|章|节|条|款|项|目|部分)(?:之\s*({NUMERAL}))?")
_UNITS = ("条", "章", "节", "编", "款", "项", "目")
_HEADING = re.compile(r"\s*([一二三四五六七八九十]{1,3})、")
_QUESTION = re.compile(rf"问\s*({NUMERAL})")


@dataclass(frozen=True)
class Named:
    """One number: ("条", "28") for 第二十八条, ("条", "120之1")."""

    unit: str
    number: str
    shown: str


def articles_in(text: str) -> list[Named]:
    """Find the numbers of articles, chapters and the like; 款 and 项 as well, and of parts: 第三部分, 三、."""
    found = []
    for match in _STEP.finditer(text):
        number, more = parse_numeral(match[1]), parse_numeral(match[3]) if match[3] else None
        if number is not None:
            found.append(Named(match[2], f"{number}之{more}" if more else str(number), match[0]))
    if (heading := _HEADING.match(text)) and (number := parse_numeral(heading[1])) is not None:
        found.append(Named("部分", str(number), heading[0]))
    return found


def article_is_stated(named: Named, source: Source) -> bool:
    """Tell whether the number is the clause's own, by its path or its beginning, or one that its text speaks of."""
    own = [*(n for step in source.path for n in articles_in(step)), *articles_in(source.text)]
    if any((n.unit, n.number) == (named.unit, named.number) for n in own):
        return True
    if named.unit == "项":
        return _has_item(int(named.number.split("之")[0]), source)
    if named.unit == "款":
        count = paragraph_at(source.text, max(len(source.text) - 1, 0))
        # A clause of one paragraph may be the one that is named: its path does not count paragraphs.
        return int(named.number.split("之")[0]) <= max(count, 1)
    return False


def names_source(named: Named, source: Source) -> bool:
    """Tell whether the number is that of the clause itself."""
    own = [n for step in source.path for n in articles_in(step)]
    own += articles_in(source.text[:12]) if not any(n.unit == named.unit for n in own) else []
    return any((n.unit, n.number) == (named.unit, named.number) for n in own)


def has_number(source: Source, unit: str) -> bool:
    """Tell whether the clause has a number of its own of that unit."""
    return any(n.unit == unit for step in source.path for n in articles_in(step))


def _has_item(number: int, source: Source) -> bool:
    text = normalize("\n".join((*source.path, source.text)))
    marks = [parse_numeral(found) for found in re.findall(r"\(([一二三四五六七八九十\d]+)\)", text)]
    marks += [
        parse_numeral(found) for found in re.findall(r"(?:^|\n|[;:,。])([一二三四五六七八九十\d]+)(?:[、.]|是)", text)
    ]
    return number in marks
