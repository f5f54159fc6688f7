"""One file's description: front matter first, then promulgation lines, the file's name, and the text.

What none of them says stays unknown: a date or an issuer is never guessed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from knowledge.catalogue.dates import find_dates, parse_date
from knowledge.catalogue.document_numbers import find_number, number_of_history
from knowledge.catalogue.history import read_history
from knowledge.catalogue.kinds import kind_of
from knowledge.catalogue.organs import issuer_of_interview, issuer_of_title, level_and_region
from knowledge.catalogue.titles import date_text_of_name, title_of_name
from knowledge.values import CleanedFile, Document, Kind, Level, LoadedFile, Status

_LINES_READ = 12
_EFFECT = re.compile(r"(?:本|该)[一-鿿]{1,6}?自(.{4,24}?)起(?:施行|实施|执行|生效)")
_WHOLE_COUNTRY = ("全国", "中国", "国家")
Named = TypeVar("Named", bound=StrEnum)


def document_id(source: str) -> str:
    """Derive a document's id from its place in the folder."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def describe(source: str, content_hash: str, loaded: LoadedFile, cleaned: CleanedFile) -> Document:
    """Describe one file as it stands, before `catalogue.yaml` and other documents are considered."""
    front = loaded.metadata
    main = cleaned.articles[cleaned.main]
    lines = [main.title, *(block.text for block in main.blocks[:_LINES_READ])]
    told = front.get("history")
    history_lines = [str(line) for line in told] if isinstance(told, list) else []
    history = read_history(history_lines)
    title = _text(front, "title") or main.title.strip() or title_of_name(source)
    kind = _choice(front, "kind", Kind) or kind_of(title, main.blocks)
    issuer = (
        _text(front, "issuer")
        or (issuer_of_interview(lines) if kind is Kind.INTERVIEW else issuer_of_title(title))
        or history.issuer
    )
    level, region = level_and_region(issuer)
    told_region = _text(front, "region")
    return Document(
        id=document_id(source),
        title=title,
        kind=kind,
        number=_text(front, "number") or number_of_history(history_lines) or find_number(lines),
        issuer=issuer,
        level=_choice(front, "level", Level) or level,
        region=(None if told_region in _WHOLE_COUNTRY else told_region) or region,
        published=_published(front, source) or history.published,
        effective=parse_date(front.get("effective")) or history.effective or _effective(cleaned),
        status=_choice(front, "status", Status) or Status.UNKNOWN,
        superseded_by=_text(front, "superseded_by"),
        audience=_audience(front),
        source=source,
        content_hash=content_hash,
    )


def _published(front: Mapping[str, object], source: str) -> date | None:
    named = find_dates(date_text_of_name(source))
    return parse_date(front.get("published")) or parse_date(front.get("date")) or (named[0] if named else None)


def _effective(cleaned: CleanedFile) -> date | None:
    """Find “本条例自…起施行” in the last paragraphs."""
    for block in reversed(cleaned.articles[cleaned.main].blocks[-_LINES_READ:]):
        for match in _EFFECT.finditer(block.text):
            if days := find_dates(match[1]):
                return days[0]
    return None


def _text(front: Mapping[str, object], key: str) -> str | None:
    value = front.get(key)
    return str(value).strip() or None if isinstance(value, str | int) else None


def _choice(front: Mapping[str, object], key: str, choices: type[Named]) -> Named | None:
    value = str(front.get(key) or "").strip().lower()
    return choices(value) if value in list(choices) else None


def _audience(front: Mapping[str, object]) -> tuple[str, ...]:
    value = front.get("audience")
    if isinstance(value, str | int):
        return (str(value),)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
