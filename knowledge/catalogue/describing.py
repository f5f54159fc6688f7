"""One file's description: front matter first, then promulgation lines, the file's name, and the text.

What none of them says stays unknown: a date or an issuer is never guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.catalogue.choices import kind_choice, level_choice, status_choice
from knowledge.catalogue.dates import date_of_name, parse_date
from knowledge.catalogue.document_numbers import find_number, number_of_history
from knowledge.catalogue.history import History, is_promulgation, read_history
from knowledge.catalogue.kinds import kind_of
from knowledge.catalogue.organs import (
    issuer_of_folder,
    issuer_of_interview,
    issuer_of_label,
    issuer_of_signature,
    issuer_of_title,
    level_and_region,
    level_and_region_of_text,
    level_of_folder,
)
from knowledge.catalogue.publication import byline_date, dateline_date, effective_date, labelled_date, signature_date
from knowledge.catalogue.regions import region_name
from knowledge.catalogue.titles import stem_of, title_of_name
from knowledge.cleaning.reasons import Reason
from knowledge.loaders.front_matter import REASON as FRONT_MATTER
from knowledge.values import CleanedFile, Document, Kind, Level, LoadedFile, Status

_OPENING_LINES = 12
_CLOSING_LINES = 8
_META_DATES = ("pubdate", "publishdate", "publish_date", "article:published_time", "og:release_date", "date")
_ELSEWHERE = frozenset({Reason.RECOMMENDED, Reason.SITE, Reason.SHARE, FRONT_MATTER})
_LONGEST_MARGIN = 200


@dataclass(frozen=True, slots=True)
class _Told:
    """A file's lines by what they tell."""

    opening: tuple[str, ...]
    """Title and first lines of the main article, and lines before it that cleaning dropped."""
    closing: tuple[str, ...]
    margin: tuple[str, ...]
    """By-lines and datelines that cleaning dropped."""
    text: str
    """All articles."""


def document_id(source: str) -> str:
    """Derive a document's id from its place in the folder."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def describe(source: str, content_hash: str, loaded: LoadedFile, cleaned: CleanedFile) -> Document:
    """Describe one file as it stands, before `catalogue.yaml` and other documents are considered."""
    front = _front_matter(loaded)
    told = _told(loaded, cleaned)
    blocks = cleaned.articles[cleaned.main].blocks
    history_lines = _history_lines(loaded, told)
    history = read_history(history_lines)
    title = text_value(front, "title") or cleaned.articles[cleaned.main].title.strip() or title_of_name(source)
    kind = kind_choice(front.get("kind")) or kind_of(title, blocks)
    issuer = text_value(front, "issuer") or _issuer(source, title, kind, history, told)
    level, region = _place(front, source, title, issuer, kind, told)
    published = (
        parse_date(front.get("published"))
        or parse_date(front.get("date"))
        or _published(source, kind, history, told)
        or next((day for key in _META_DATES if (day := parse_date(loaded.metadata.get(key)))), None)
    )
    effective = parse_date(front.get("effective")) or history.effective
    return Document(
        id=document_id(source),
        title=title,
        kind=kind,
        number=text_value(front, "number") or number_of_history(history_lines) or find_number(told.opening),
        issuer=issuer,
        level=level,
        region=region,
        published=published,
        effective=effective or effective_date(told.closing, None if history.changed else published),
        status=status_choice(front.get("status")) or Status.UNKNOWN,
        superseded_by=text_value(front, "superseded_by"),
        audience=audience_value(front.get("audience")),
        source=source,
        content_hash=content_hash,
    )


def text_value(front: Mapping[str, object], key: str) -> str | None:
    """Give a value of front matter as text; None where it is missing, empty or a list."""
    value = front.get(key)
    return str(value).strip() or None if isinstance(value, str | int) else None


def audience_value(value: object) -> tuple[str, ...]:
    """Give the chats of an `audience`, which is one id or a list of them."""
    if isinstance(value, str | int):
        return (str(value),)
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def _front_matter(loaded: LoadedFile) -> Mapping[str, object]:
    """Give what front matter says; what a page's head or a file's properties say is no statement of the author's."""
    return loaded.metadata if any(dropped.reason == FRONT_MATTER for dropped in loaded.dropped) else {}


def _told(loaded: LoadedFile, cleaned: CleanedFile) -> _Told:
    main = cleaned.articles[cleaned.main]
    lines = [block.text for block in main.blocks]
    margin = [
        dropped.text
        for dropped in (*loaded.dropped, *cleaned.dropped)
        if len(dropped.text) < _LONGEST_MARGIN and dropped.reason not in _ELSEWHERE
    ]
    raw = [block.text for block in loaded.blocks[:_OPENING_LINES]]
    return _Told(
        opening=(main.title, *raw, *margin[:_OPENING_LINES], *lines[:_OPENING_LINES]),
        closing=(*lines[-_CLOSING_LINES:], *margin[-_CLOSING_LINES:]),
        margin=tuple(margin),
        text="\n".join(block.text for article in cleaned.articles for block in article.blocks),
    )


def _history_lines(loaded: LoadedFile, told: _Told) -> list[str]:
    """Give the promulgation lines: those the loader found, else those among the first lines."""
    found = loaded.metadata.get("history")
    if isinstance(found, list):
        return [str(line) for line in found]
    return list(dict.fromkeys(line for line in told.opening if is_promulgation(line)))


def _issuer(source: str, title: str, kind: Kind, history: History, told: _Told) -> str | None:
    if kind is Kind.INTERVIEW:
        return issuer_of_interview(told.opening)
    if kind in (Kind.NEWS, Kind.REPORT):
        return issuer_of_title(title) or issuer_of_label(told.opening)
    return (
        issuer_of_title(title)
        or history.issuer
        or issuer_of_label(told.opening)
        or issuer_of_signature(told.closing)
        or issuer_of_folder(source)
    )


def _place(
    front: Mapping[str, object], source: str, title: str, issuer: str | None, kind: Kind, told: _Told
) -> tuple[Level | None, str | None]:
    """Tell level and region: as front matter says, else by the issuer, else by title and text."""
    level, region = level_and_region(issuer) if issuer else (None, None)
    level = level or level_of_folder(source)
    if level is None:
        level, region = level_and_region_of_text(title, "" if kind is Kind.REGULATION else told.text)
    named = text_value(front, "region")
    if named:
        region = region_name(named)
    return level_choice(front.get("level")) or level, region


def _published(source: str, kind: Kind, history: History, told: _Told) -> date | None:
    """Find the date of publication in the file's name and its text."""
    named = date_of_name(stem_of(source))
    if kind in (Kind.INTERVIEW, Kind.NEWS):
        edge = (*told.margin, *told.opening)
        return named or byline_date(edge) or dateline_date(edge, told.text)
    return (
        named
        or labelled_date(told.opening)
        or history.published
        or signature_date(told.closing)
        or byline_date(told.margin)
        or dateline_date(told.margin, told.text)
    )
