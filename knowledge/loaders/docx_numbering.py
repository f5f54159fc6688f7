"""Automatic numbers of Word paragraphs, as Word shows them: 第一条, （二）, 3., ④.

A paragraph names a list (`numId`) and a level, itself or through its style; the list's levels say how a number is
written and where it starts. A number on one level starts the levels below it anew.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.document import Document

Element = Any
"""An lxml element; python-docx gives its own classes no public types."""

_DIGITS = "〇一二三四五六七八九"
_PLACE = re.compile(r"%([1-9])")
_CLOSED = ("、", "）", ")", "】", "：", ":")
_MOST_STYLES = 12


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list writes its numbers."""

    format: str
    text: str
    start: int
    suffix: str
    restart: int | None = None
    """Number of levels, from the first, after which it starts anew; None for every level above, 0 for never."""

    def starts_anew(self, after: int) -> bool:
        """Whether a number on level `after`, counted from 0, starts this level anew."""
        return self.restart is None or after < self.restart


class Numbering:
    """Counts through a document; ask for each paragraph once, in order."""

    def __init__(self, document: Document) -> None:
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}
        self._styles = {style.style_id: style.element for style in document.styles}
        root = _numbering_root(document)
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        abstract = {item.get(qn("w:abstractNumId")): item for item in root.findall(qn("w:abstractNum"))}
        for item in root.findall(qn("w:num")):
            reference = item.find(qn("w:abstractNumId"))
            name = reference.get(qn("w:val")) if reference is not None else None
            if name not in abstract:
                continue
            levels = {_number(level.get(qn("w:ilvl"))): _level(level) for level in abstract[name].findall(qn("w:lvl"))}
            overrides = item.findall(qn("w:lvlOverride"))
            for override in overrides:
                self._override(levels, override)
            # A list with overrides counts for itself; others that share the abstract list go on counting.
            key = f"num{item.get(qn('w:numId'))}" if overrides else f"abstract{name}"
            self._lists[item.get(qn("w:numId"))] = (key, levels)

    def _override(self, levels: dict[int, Level], override: Element) -> None:
        place = _number(override.get(qn("w:ilvl")))
        own = override.find(qn("w:lvl"))
        if own is not None:
            levels[place] = _level(own)
        start = override.find(qn("w:startOverride"))
        if start is not None and place in levels:
            old = levels[place]
            levels[place] = replace(old, start=_number(start.get(qn("w:val")), 1))

    def number_of(self, paragraph: Element) -> str:
        """The number that Word shows before a paragraph, with the gap after it; empty where it shows none."""
        reference = self._reference(paragraph)
        if reference is None or reference[0] not in self._lists:
            return ""
        key, levels = self._lists[reference[0]]
        place = reference[1]
        if place not in levels:
            return ""
        counts = self._counts[key]
        counts[place] = counts.get(place, levels[place].start - 1) + 1
        for below in [level for level in counts if level > place and levels[level].starts_anew(place)]:
            del counts[below]
        return _shown(levels, counts, place)

    def _reference(self, paragraph: Element) -> tuple[str, int] | None:
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = style.get(qn("w:val")) if style is not None else None
        inherited: tuple[str | None, int | None] = self._of_style(name)
        list_id, place = _of_properties(own)
        list_id, place = list_id or inherited[0], place if place is not None else inherited[1]
        return None if list_id in (None, "0") else (str(list_id), place or 0)

    def _of_style(self, name: str | None) -> tuple[str | None, int | None]:
        list_id: str | None = None
        place: int | None = None
        for _ in range(_MOST_STYLES):
            element = self._styles.get(name) if name else None
            if element is None:
                break
            own_list, own_place = _of_properties(element.find(f"{qn('w:pPr')}/{qn('w:numPr')}"))
            list_id, place = list_id or own_list, place if place is not None else own_place
            based_on = element.find(qn("w:basedOn"))
            name = based_on.get(qn("w:val")) if based_on is not None else None
        return list_id, place


def write_number(value: int, style: str) -> str:
    """Write a number in one of Word's number formats; formats that are not known are written in figures."""
    if style in ("chineseCounting", "ideographDigital", "taiwaneseCounting"):
        return (
            _counting(value)
            if value < 100 and style != "ideographDigital"
            else "".join(_DIGITS[int(d)] for d in str(value))
        )
    if style in ("chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified"):
        return _counting(value)
    if style.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if style == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(digit)) for digit in str(value))
    if style in ("lowerLetter", "upperLetter") and value >= 1:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and 1 <= value < 4000:
        return _roman(value) if style == "upperRoman" else _roman(value).lower()
    return f"{value:02d}" if style == "decimalZero" else str(value)


def _counting(value: int) -> str:
    """1 to 9999 as 一, 十, 十一, 二十, 一百零五, 一千零一."""
    if not 0 < value < 10_000:
        return str(value)
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            written += ("零" if gap and written else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return written[1:] if written.startswith("一十") else written


def _roman(value: int) -> str:
    numerals = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    written = ""
    for size, numeral in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), numerals, strict=True):
        written += numeral * (value // size)
        value %= size
    return written


def _shown(levels: dict[int, Level], counts: dict[int, int], place: int) -> str:
    level = levels[place]
    if level.format in ("bullet", "none"):
        return ""

    def written(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        if at not in levels:
            return ""
        return write_number(counts.get(at, levels[at].start), levels[at].format)

    text = _PLACE.sub(written, level.text)
    gap = "" if not text or level.suffix == "nothing" or text.endswith(_CLOSED) else " "
    return text + gap


def _numbering_root(document: Document) -> Element | None:
    from docx.opc.constants import RELATIONSHIP_TYPE

    # `numbering_part` would add one to a document that has none.
    related = [rel for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.NUMBERING]
    return related[0].target_part.element if related else None


def _level(element: Element) -> Level:
    def value(name: str, default: str) -> str:
        child = element.find(qn(name))
        return default if child is None else str(child.get(qn("w:val"), default))

    restart = value("w:lvlRestart", "")
    return Level(
        format=value("w:numFmt", "decimal"),
        text=value("w:lvlText", ""),
        start=_number(value("w:start", "1"), 1),
        suffix=value("w:suff", "tab"),
        restart=int(restart) if restart.isdigit() else None,
    )


def _of_properties(properties: Element | None) -> tuple[str | None, int | None]:
    if properties is None:
        return None, None
    list_id, place = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
    return (
        None if list_id is None else list_id.get(qn("w:val")),
        None if place is None else _number(place.get(qn("w:val"))),
    )


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text is not None and text.isdigit() else default
