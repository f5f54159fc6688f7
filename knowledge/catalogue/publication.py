"""When a document was published and took effect, as its own text says it.

Published, the first that is there:
1. a labelled line (成文日期：…, 发布日期：…);
2. a signature: a last line that is a date;
3. a by-line with a whole date (2022年06月14日16:09 | 来源：…);
4. a dateline (新华社北京2月21日电), whose year has to be beyond doubt elsewhere in the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.catalogue.dates import find_dates

_LABELLED = re.compile(
    r"^[\s【\[]*(?:成文|印发|发文|发布|公布|颁布|签发)(?:日期|时间)[】\]\s]*[：:]\s*(?P<date>.{6,24})"
)
_LABELLED_EFFECT = re.compile(r"^[\s【\[]*(?:施行|实施|生效|执行)(?:日期|时间)[】\]\s]*[：:]\s*(?P<date>.{6,24})")
_BYLINE = re.compile(r"来源|发布|\d{1,2}:\d{2}|记者|编辑|责编|字号|版次|作者")
_DATELINE = re.compile(
    r"(?:社|网|报|台)[^。，,]{0,12}?(?:(?P<year>[12]\d{3})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:电|讯|消息)"
)
_NEW_YEAR = re.compile(r"(?P<year>20\d{2})年(?:新春|新年|开年|年初|伊始|春节)|今年(?:是|为)?(?P<now>20\d{2})年")
_RANGE = re.compile(r"20\d{2}\s*年?\s*[-—–―~～至到]+\s*20\d{2}")
_ANY_YEAR = re.compile(r"(?<!\d)(?P<year>20\d{2})\s*年")
_EFFECT = re.compile(
    r"(?:本|该)[一-鿿]{1,12}?(?:从|自|于)(?P<date>[^，。；]{4,24}?)(?:起|开始)?(?:正式)?(?:施行|实施|执行|生效|试行)"
)
_EFFECT_AT_ONCE = re.compile(r"自(?:发布|公布|印发|颁布|下发|发文)之日起(?:施行|实施|执行|生效|试行)")
_DATE_ALONE = re.compile(r"[\s(（]*[\d〇○零一二三四五六七八九十]{4}\s*[年./-].{3,10}[\s)）]*")
_BYLINE_LENGTH = 80
_SIGNATURE_LENGTH = 24
_EARLY_MONTHS = 3


def labelled_date(lines: Iterable[str]) -> date | None:
    """Find the date of a line such as 成文日期：2024年2月21日."""
    return _first_date(match["date"] for line in lines if (match := _LABELLED.match(line)))


def signature_date(lines: Sequence[str]) -> date | None:
    """Find the date that is the last of the closing lines, on a line of its own or after the organ that signs."""
    for line in reversed(lines):
        found = find_dates(line)
        if found and len(re.sub(r"\s", "", line)) <= _SIGNATURE_LENGTH and line.strip(" 　)）").endswith("日"):
            return found[-1]
    return None


def byline_date(lines: Iterable[str]) -> date | None:
    """Find the date of a by-line or of a line that holds a date alone."""
    short = (line for line in lines if len(line) <= _BYLINE_LENGTH)
    return _first_date(line for line in short if _BYLINE.search(line) or _DATE_ALONE.fullmatch(line))


def dateline_date(lines: Iterable[str], text: str) -> date | None:
    """Find the date of a dateline; its year, where not named, is what `text` calls the present one."""
    for line in lines:
        match = _DATELINE.search(unicodedata.normalize("NFKC", line))
        if match:
            year = int(match["year"]) if match["year"] else _present_year(text, int(match["month"]))
            try:
                return date(year, int(match["month"]), int(match["day"])) if year else None
            except ValueError:
                return None
    return None


def effective_date(lines: Sequence[str], published: date | None) -> date | None:
    """Find when the document takes effect: 本条例自…起施行, or 自公布之日起施行 where `published` is known."""
    labelled = _first_date(match["date"] for line in lines if (match := _LABELLED_EFFECT.match(line)))
    if labelled:
        return labelled
    for line in reversed(lines):
        for match in _EFFECT.finditer(line):
            if days := find_dates(match["date"]):
                return days[0]
        if _EFFECT_AT_ONCE.search(line):
            return published
    return None


def _first_date(texts: Iterable[str]) -> date | None:
    return next((days[0] for text in texts if (days := find_dates(text))), None)


def _present_year(text: str, month: int) -> int | None:
    """Tell the year in which a text was written: it calls a year the present one, and names none after it."""
    folded = _RANGE.sub("", unicodedata.normalize("NFKC", text))
    present = {int(match["year"] or match["now"]) for match in _NEW_YEAR.finditer(folded)}
    latest = max((int(match["year"]) for match in _ANY_YEAR.finditer(folded)), default=None)
    if month > _EARLY_MONTHS or len(present) != 1 or latest not in present:
        return None
    return latest
