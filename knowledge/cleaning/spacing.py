"""Spaces inside Chinese text removed: 把握大局 、判明大势 → 把握大局、判明大势.

Kept are the space after a clause's number (第一条 为了…), between words of Latin letters, between the parts of a
headline, and between names; letters spaced out for show (总 则, 一 是 打 造) are closed up.
"""

from __future__ import annotations

import re

from knowledge.cleaning.lines import COUNTED, HAN
from knowledge.numerals import NUMERAL

_PUNCTUATION = "，。、；：！？（）《》〈〉【】〔〕“”‘’…—·％%"
_RUN = re.compile(r"[ \t\u3000\xa0\u2002-\u200a\u202f\n]+")
_NUMBER = re.compile(
    rf"(?:第\s*{NUMERAL}\s*(?:分编|编|章|节|条|部分)(?:\s*之\s*{NUMERAL}(?=\s))?|{NUMERAL}\s*、"
    rf"|\d{{1,3}}(?:[.．]\d{{1,3}})*[.．]?(?=\s+[^\s{COUNTED}])|[（(]\s*{NUMERAL}\s*[）)]|[①-⑳])[ \t\u3000\xa0]+"
)
_SPACED_OUT = re.compile(rf"(?<![{HAN}])[{HAN}](?: [{HAN}])+(?![{HAN}])|(?<![{HAN}])[{HAN}](?: [{HAN}]){{3,}}")
_AT_PUNCTUATION = re.compile(rf" (?=[{_PUNCTUATION}])|(?<=[{_PUNCTUATION}]) ")
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}])")
_BESIDE_FIGURE = re.compile(rf"(?<=[{HAN}]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z]) (?=[{HAN}])")
_QUOTED = re.compile(rf"[“《][{HAN}]{{3,}}(?: [{HAN}]{{3,}})+[”》]")
_AFTER_ARTICLE = re.compile(rf"(?<=[。；])(第{NUMERAL}条(?:之{NUMERAL})?) ")
_MARK = "\ue000"


def tidy(text: str, *, sentence: bool) -> str:
    """Remove the spaces that typesetting put into a text.

    Args:
        text: A paragraph or a headline, without line ends.
        sentence: Running text; a headline keeps the spaces between its parts.
    """
    if _RUN.search(text) is None:
        return text
    number = _NUMBER.match(text)
    head = "" if number is None else _RUN.sub("", number.group()) + " "
    rest = _RUN.sub(" ", text[len(number.group()) if number else 0 :])
    rest = _SPACED_OUT.sub(lambda match: match.group().replace(" ", ""), rest)
    rest = _AT_PUNCTUATION.sub("", rest)
    if sentence:
        # A slogan or a title in quotes is a headline within the sentence.
        rest = _QUOTED.sub(lambda match: match.group().replace(" ", _MARK), rest)
        # Articles that run on in one paragraph keep the gap after their numbers.
        rest = _AFTER_ARTICLE.sub(rf"\1{_MARK}", rest)
        rest = _BESIDE_FIGURE.sub("", _BETWEEN_HAN.sub("", rest)).replace(_MARK, " ")
    return (head + rest).strip()
