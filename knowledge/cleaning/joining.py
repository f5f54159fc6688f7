"""Broken lines → paragraphs.

Two neighbouring lines are one paragraph when the first ends within a sentence. How sure that has to be depends on
what the page shows:

1. A line that begins a numbered clause, an item or a question starts a paragraph, unless it is a reference
   (第十二条规定的…) and the line before breaks off.
2. A line that fills its column and ends within a sentence goes on in the next, blank line or page break or not.
3. A line that ends a sentence ends its paragraph when it is short, or when the next is indented or stands apart.
4. Any other line goes on only on evidence: a quotation left open, a comma, a word that the break cuts in two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from knowledge import segmentation
from knowledge.cleaning.credits import opens_article
from knowledge.cleaning.lines import (
    HAN,
    Line,
    is_document_number,
    is_loose,
    is_reference,
    is_structure,
    is_terminal,
    names_document,
    width,
)
from knowledge.cleaning.reasons import Reason
from knowledge.loaders.line_breaks import glue
from knowledge.numerals import NUMERAL, parse_numeral

_WINDOW = 6
_FEWEST = 3
_LIKELY_SHARE, _SURE_SHARE, _EVEN_SHARE, _PROSE_SHARE = 0.5, 0.7, 0.6, 0.25
_CHARACTER = 2
_TOLERANCE = 5
_TOLERANCE_SHARE = 0.15
_INDENT = 4
_NARROWEST, _WIDEST = 20, 130
_PAIRS = {"“": "”", "《": "》", "（": "）", "‘": "’", "〔": "〕", "(": ")", "【": "】"}
_OPENER = re.compile(r"[“《（‘〔(【][^“”《》（）‘’〔〕()【】]*\Z")
_GOES_ON = re.compile(r"[，,、]\Z|(?:和|与|及|或|在|将|把|被|并|且|更要|应当|必须)\Z")
_PAUSE = re.compile(r"[，。；：！？,;]")
_CONTINUATION = re.compile(r"[，。、；：！？”’）》〕】,;:!?)%％]|了(?![解结却])|的(?![确士])")
_ARTICLE = re.compile(rf"第\s*({NUMERAL})\s*条")
_HEADING = re.compile(rf"第\s*{NUMERAL}\s*(?:编|分编|章|节|部分)")
_DECIMAL_HEADING = re.compile(rf"\d{{1,3}}(?:[.．]\d{{1,3}})+[\s\u3000]+[{HAN}]{{2,12}}")
_DIALOGUE = re.compile(r"(?:问|答)\s*[：:]")
_HYPHENATED = re.compile(r"[A-Za-z]{2}[-\u00ad]\Z")
_PAGE_REMAINS = (Reason.FURNITURE, Reason.HEADER, Reason.INVISIBLE)
_SHORTEST_PIECE = 10
_LONGEST_HEADLINE = 40


def join_lines(lines: Sequence[Line], *, wrapped: bool) -> list[Line]:
    """Join the lines of a file into paragraphs.

    Args:
        lines: In reading order; dropped lines, headings and tables stand between paragraphs.
        wrapped: Whether lines may end where the column did, so that a full line says nothing of the sentence.
    """
    measures = _measures(lines) if wrapped else [0] * len(lines)
    joined: list[Line] = []
    last_article = 0
    place = -1
    previous: Line | None = None
    for line, measure in zip(lines, measures, strict=True):
        if line.reason in _PAGE_REMAINS:
            # What stands on the page only does not part the halves of a sentence.
            joined.append(line)
            continue
        current = replace(line, measure=measure) if measure else line
        article = _article_number(current)
        in_order = article is not None and article == last_article + 1
        if previous is not None and _goes_on(joined[place], previous, current, in_order, wrapped):
            first = joined[place]
            text = glue(first.text, current.text)
            if _breaks_word(first.text, current.text):
                joined.append(Line(first.text[-1], reason=Reason.HYPHEN))
                text = first.text[:-1] + current.text
            joined[place] = replace(first, text=text, measure=max(first.measure, measure))
        else:
            place = len(joined)
            joined.append(current)
            last_article = article or last_article
        previous = current
    return joined


def _breaks_word(first: str, second: str) -> bool:
    # Only the end of a paragraph that may be long already is looked at.
    return _HYPHENATED.search(first[-3:]) is not None and second[:1].isascii() and second[:1].islower()


def _measures(lines: Sequence[Line]) -> list[int]:
    """Column width of each line that fills its column, 0 for the others."""
    widths = [width(line.text) + (_INDENT if line.indented else 0) if line.is_body else 0 for line in lines]
    breaking = [value if value and not is_terminal(line.text) else 0 for value, line in zip(widths, lines, strict=True)]
    pauses = [_PAUSE.search(line.text) is not None for line in lines]
    whole = _column(breaking, widths, pauses, _SURE_SHARE)
    result = []
    for place, own in enumerate(widths):
        window = slice(max(0, place - _WINDOW), place + _WINDOW + 1)
        local = _column(breaking[window], widths[window], pauses[window], _LIKELY_SHARE)
        ends_sentence = breaking[place] == 0
        columns = [column for column in (local, whole) if column is not None]
        # A line that breaks off may fill either column; of one that ends a sentence the nearer lines know more.
        filled = [
            column.middle for column in columns[: 1 if ends_sentence else 2] if column.is_filled_by(own, ends_sentence)
        ]
        result.append(filled[0] if filled else 0)
    return result


@dataclass(frozen=True, slots=True)
class _Column:
    """The width that lines of a column have, in half-width cells."""

    middle: int
    tolerance: float
    widest: int
    is_even: bool
    """Its lines are of one width, so that a line shorter by a character had room for more."""

    def is_filled_by(self, own: int, ends_sentence: bool) -> bool:
        if ends_sentence and self.is_even:
            return own > self.widest - _CHARACTER
        return abs(own - self.middle) <= self.tolerance


def _column(breaking: Sequence[int], widths: Sequence[int], pauses: Sequence[bool], share: float) -> _Column | None:
    """The column that lines stand in, None where they are of no common width or no running text.

    Args:
        breaking: Widths of the lines that break off within a sentence, 0 for the others.
        widths: Widths of all of them.
        pauses: Whether a line has a comma or a full stop in it; lists of names and titles have few.
        share: Least share of the lines that break off which has to be of one width.
    """
    cut = [value for value in breaking if value]
    if len(cut) < _FEWEST:
        return None
    middle = median(cut)
    tolerance = max(_TOLERANCE, middle * _TOLERANCE_SHARE)
    alike = [value for value in cut if abs(value - middle) <= tolerance]
    if sum(pause for pause, value in zip(pauses, breaking, strict=True) if value) < _PROSE_SHARE * len(cut):
        return None
    wider = sum(1 for value in widths if value > middle + tolerance)
    is_column = len(alike) >= max(_FEWEST, share * len(cut)) and wider <= len(alike)
    if not (is_column and _NARROWEST <= middle <= _WIDEST):
        return None
    widest = max(alike)
    even = sum(1 for value in alike if value > widest - _CHARACTER)
    return _Column(int(middle), tolerance, widest, is_even=even >= _EVEN_SHARE * len(alike))


def _goes_on(paragraph: Line, previous: Line, line: Line, in_order: bool, wrapped: bool) -> bool:
    if not (paragraph.is_body and line.is_body):
        return False
    if is_terminal(previous.text):
        return bool(previous.measure) and not (line.after_blank or line.indented or is_structure(line.text))
    if _DECIMAL_HEADING.fullmatch(paragraph.text) and not previous.measure:
        return False
    if is_document_number(line.text) or opens_article(line.text) or _are_headlines(paragraph.text, line):
        return False
    if is_structure(line.text) and (in_order or not _is_cut_off(paragraph, previous, line)):
        return False
    if previous.measure and not _HEADING.match(previous.text):
        return not line.indented or _has_evidence(paragraph, previous, line, wrapped)
    return _has_evidence(paragraph, previous, line, wrapped)


def _are_headlines(first: str, line: Line) -> bool:
    """Whether two lines that stand apart are headlines, neither of them a piece of running text."""
    if (line.after_blank or line.indented) and names_document(first) and not _OPENER.search(first):
        return True
    if not line.after_blank or not (is_loose(first.lstrip("—―")) and is_loose(line.text)) or _OPENER.search(first):
        return False
    return "，" not in line.text and first.count("，") <= 1 and not cuts_word(first, line.text)


def _is_cut_off(paragraph: Line, previous: Line, line: Line) -> bool:
    """Whether a line that begins with a clause's number only speaks of that clause."""
    if previous.text.endswith(("第", "、", "至", "和", "《")):
        return True
    return is_reference(line.text) and not _HEADING.fullmatch(paragraph.text) and len(previous.text) >= 4


def _has_evidence(paragraph: Line, previous: Line, line: Line, wrapped: bool) -> bool:
    if _CONTINUATION.match(line.text) or (wrapped and is_reference(line.text)):
        return True
    if _breaks_word(previous.text, line.text):
        return True
    if _DIALOGUE.match(paragraph.text):
        return not _DIALOGUE.match(line.text)
    # A quotation of several paragraphs opens anew with each of them.
    if _OPENER.search(paragraph.text[1:][-200:]):
        return True
    if len(previous.text) < _SHORTEST_PIECE and not previous.measure:
        return False
    if _GOES_ON.search(previous.text) or cuts_word(previous.text, line.text):
        return True
    is_sentence = "。" in paragraph.text or ("，" in paragraph.text and len(paragraph.text) >= _LONGEST_HEADLINE)
    return wrapped and is_sentence and not is_loose(line.text)


def cuts_word(first: str, second: str) -> bool:
    """Whether the break between two pieces of text falls within a word."""
    if not re.match(rf"[{HAN}]", second) or not re.search(rf"[{HAN}]\Z", first):
        return first[-1:].isdigit() and re.match(r"[年月日时个项条万亿%％多余\d]", second) is not None
    tail, head = first[-8:], second[:8]
    place = 0
    for word in segmentation.cut(tail + head, new_words=False):
        if place < len(tail) < place + len(word):
            return True
        place += len(word)
    return False


def _article_number(line: Line) -> int | None:
    match = _ARTICLE.match(line.text) if line.text.startswith("第") else None
    return parse_numeral(match.group(1)) if match else None
