"""Document numbers: 中办发〔2022〕5号, 国发[2024]5号, 中华人民共和国国务院令第306号, 法释〔2020〕17号."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BRACKETED = re.compile(
    r"(?<![一-鿿])[一-鿿]{1,12}(?:字)?\s*[〔\[［【(（]\s*(?:19|20)\d{2}\s*[〕\]］】)）]\s*第?\s*\d{1,5}\s*号"
)
_ORDER = re.compile(r"[一-鿿、]{2,30}令(?:[〔\[(（]?\d{4}年?[〕\])）]?)?第\s*[\d一二三四五六七八九十百零〇]+\s*号")
_LABEL = re.compile(r"^[【\[\s]*(?:发文字号|发文号|文件编号|文号|字号)[】\]\s]*[：:]\s*")
_SPACE = re.compile(r"\s+")


def find_number(lines: Sequence[str]) -> str | None:
    """Find the document's own number: the first line that is nothing else, brackets and a label aside.

    A number inside a sentence belongs to a document that is referred to, so it is not taken.
    """
    for line in lines:
        text = _LABEL.sub("", line.strip().strip("()（）"))
        for form in (_BRACKETED, _ORDER):
            if match := form.fullmatch(text):
                return _SPACE.sub("", match[0])
    return None


def number_of_history(lines: Sequence[str]) -> str | None:
    """Find the number of the latest order or notice in the promulgation lines."""
    found = [match[0] for line in lines for form in (_BRACKETED, _ORDER) for match in form.finditer(line)]
    return _SPACE.sub("", found[-1]).rpartition("以")[2].lstrip("、") if found else None
