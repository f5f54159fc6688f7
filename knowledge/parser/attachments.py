"""The number of an attachment, apart from the other headings: labels need it where nothing is parsed."""

from __future__ import annotations

import re

ATTACHMENT = re.compile(
    r"[（(【]?附\s*(?:件|表|录|图)?\s*([0-9０-９一二三四五六七八九十]{0,3})\s*[】）)]?\s*(?:[：:]|(?=\s)|\Z)\s*(?P<title>.*)\Z"
)
"""附件, 附件2：…, 附表, with `title` what follows the number."""

_SPACES = re.compile(r"\s+")


def attachment_number(text: str) -> str:
    """Give the 附件2 that a heading begins with; empty where it begins with none."""
    match = ATTACHMENT.match(text)
    return _SPACES.sub("", text[: match.start("title")]).strip("：:【】（）()") if match else ""
