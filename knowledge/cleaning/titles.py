"""Titles: the lines at the head of a text, what they say together, and a title for a text that has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.cleaning.joining import cuts_word
from knowledge.cleaning.lines import Line, is_document_number, is_loose, names_document, squeeze
from knowledge.cleaning.reasons import Reason
from knowledge.cleaning.spacing import tidy
from knowledge.numerals import NUMERAL

_SUBTITLE = re.compile(r"[—―\-–]{1,}(?=[^—―\-–\s\d])")
_DATE = re.compile(
    r"[（(]?(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?:\s*(?:发布|印发|公布|施行|起施行))?[）)]?"
)
_SECTION = re.compile(r"(?:序言|前言|引言|导言|总则|附则|目录|摘要|正文|编者按|引子)")
_PUNCTUATION = re.compile(r"\W+")
_LETTERHEAD = re.compile(
    r"(?!.*关于)[^。，《》]{2,30}(?:文件|令)|(?:绝密|机密|秘密)(?:[★☆].{0,10})?|特急|加急|急件|平急|\d{6}|签发人\s*[：:].{0,20}"
)
_ORDER_NUMBER = re.compile(
    rf"[（(]?\s*第\s*{NUMERAL}\s*号\s*[）)]?|[（(]?[^。，《》]{{2,40}}(?:令|公告)\s*[（(]?\s*第\s*{NUMERAL}\s*号[）)]{{0,2}}"
)
_MOST_LINES = 4
_LONGEST_TITLE = 150
_LONG_TITLE = re.compile(
    r"(?!第|附)(?=.*(?:关于|《))[^。；：！？]+(?:决定|通知|意见|解释|规定|办法|条例|批复|公告|方案|规划|纲要|细则|答记者问)"
    r"(?:[（(〔].{1,12}[）)〕])?"
)
_OPEN = re.compile(r"(?:关于|印发|转发|发布|[《“（、和与及])\Z|《[^》]*\Z|“[^”]*\Z|（[^）]*\Z")
_TAIL = re.compile(r"(?:的|》|）|”|、|和|及|[（(])|(?:条例|规定|办法|通知|意见|细则|规则|决定|公告|方案)\Z")
_SITE_NAME = re.compile(
    r"\s*(?:[_|｜\-–—]{1,2}\s*[^_|｜\-–—《》]{2,20}?(?:网|网站|政府|频道|平台|客户端|新闻|委员会|厅|局|部|日报|社|中心|在线))+\s*\Z"
)
_ASKED = re.compile(r"答(?:记者|网友|读者)?问|(?:回答|答复).{0,8}提问|接受.{0,12}采访")
_BOOK = re.compile(r"《([^《》]{4,60})》")
_LONGEST_OPENING = 30
_FIRST_WORDS = re.compile(r".{8,29}?(?=[。，；：！？,;])")


def mark_head_titles(lines: Sequence[Line]) -> list[Line]:
    """Mark the title, the document number and the date at the head of a text."""
    marked = list(lines)
    by_format = any(line.kind == "heading" and line.level == 1 for line in marked[:_MOST_LINES])
    titles: list[str] = []
    most = _MOST_LINES if _loose_lines(marked) <= _MOST_LINES else 1
    for place, line in enumerate(marked):
        if line.reason is not None:
            continue
        reason = _head_reason(line, titles, by_format=by_format)
        if reason is None or (reason is Reason.TITLE and len(titles) >= most):
            break
        if reason is Reason.TITLE:
            titles.append(squeeze(line.text))
        marked[place] = replace(line, reason=reason)
    return marked if any(line.reason is None for line in marked) else list(lines)


def _loose_lines(lines: Sequence[Line]) -> int:
    """How many lines at the head could be a title; a list of short lines is none."""
    count = 0
    for line in lines:
        if line.reason is not None or is_document_number(line.text):
            continue
        if line.kind == "table" or not is_loose_title(line.text):
            break
        count += 1
    return count


def _head_reason(line: Line, titles: Sequence[str], *, by_format: bool) -> Reason | None:
    if is_document_number(line.text):
        return Reason.NUMBER
    if not titles and _LETTERHEAD.fullmatch(line.text):
        return Reason.LETTERHEAD
    if _ORDER_NUMBER.fullmatch(line.text):
        return Reason.NUMBER
    if _SECTION.fullmatch(squeeze(line.text)):
        return None
    if titles and _DATE.fullmatch(line.text):
        return Reason.SOURCE
    if line.kind == "heading":
        return Reason.TITLE if is_loose_title(line.text) and (line.level <= 1 or not (by_format or titles)) else None
    if line.kind == "table":
        return None
    if by_format:
        # The title again, as plain text under the heading that the format marks.
        is_repeated = len(line.text) >= 6 and _bare(line.text) in _bare("".join(titles))
        return Reason.TITLE if is_repeated else None
    return Reason.TITLE if is_loose_title(line.text) else None


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def is_loose_title(text: str) -> bool:
    """Whether a line reads as a title or as the second line of one."""
    is_subtitle = _SUBTITLE.match(text) is not None and len(text) <= 80
    return is_subtitle or is_loose(text) or _is_question_title(text) or _is_long_title(text)


def _is_long_title(text: str) -> bool:
    """Whether a line longer than headlines are names what it is, as 关于修改《…》等二十七件司法解释的决定 does."""
    return len(text) <= _LONGEST_TITLE and _LONG_TITLE.fullmatch(text) is not None


def _is_question_title(text: str) -> bool:
    return len(text) <= 40 and text.endswith(("？", "！")) and is_loose(text[:-1]) and "，" not in text


def join_title(lines: Sequence[str]) -> str:
    """Join the lines of a title: a subtitle by its dash, a broken line without a space, two headlines with one."""
    tidied = list(dict.fromkeys(tidy(line, sentence=False) for line in lines))
    tidied = [text for place, text in enumerate(tidied) if not place or _bare(text) not in _bare(tidied[0])]
    kinds = [names_document(text) for text in tidied]
    if len(tidied) > 1 and kinds[-1] and not any(kinds[:-1]):
        return "".join(tidied)
    title = ""
    for text in tidied:
        if not title:
            title = text
        elif _SUBTITLE.match(text):
            title += "——" + _SUBTITLE.sub("", text, count=1)
        elif _OPEN.search(title) or _TAIL.match(text) or cuts_word(title, text):
            title += text
        else:
            title += " " + text
    return title


def choose_title(head: Sequence[str], metadata_title: str, opening: str) -> str:
    """Choose the title of a text.

    Args:
        head: The title lines at its head.
        metadata_title: What front matter or the page's <title> says.
        opening: The text's first paragraphs.
    """
    stated = tidy(_SITE_NAME.sub("", metadata_title.strip()), sentence=False)
    joined = join_title(head)
    if stated and (not joined or squeeze(stated) in (squeeze(line) for line in head)):
        return stated
    return joined or derive_title(opening)


def derive_title(opening: str) -> str:
    """Make a title for a text that has none: 《…》答记者问 of an interview's subject, else nothing."""
    asked = _ASKED.search(opening)
    book = _BOOK.search(opening)
    return f"《{book.group(1)}》答记者问" if asked and book else ""


def opening_words(text: str) -> str:
    """The first words of a text: its first line where that is short, else up to a pause in its first sentence."""
    if len(text) <= _LONGEST_OPENING:
        return text.rstrip("。；：，")
    match = _FIRST_WORDS.match(text)
    return (match.group() if match else text[:_LONGEST_OPENING]).strip("“”‘’ ")
