"""The fields that `catalogue.yaml` may set, and how each is read and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from knowledge.catalogue.choices import KINDS, LEVELS, STATUSES
from knowledge.catalogue.dates import date_spans
from knowledge.catalogue.regions import region_name
from knowledge.values import Status

Value = str | list[str] | None


def read_field(name: str, value: Value) -> object:
    """Read the value of a field of `FIELDS`.

    Raises:
        ValueError: the value is none of those the field takes; the message names it and the remedy.
    """
    return FIELDS[name](value)


def _title(value: Value) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("不能为空：请写标题，或者删去这一行")
    return value


def _text(value: Value) -> str | None:
    if isinstance(value, list):
        raise ValueError(f"应当只有一个值，现在是 {value}：请写成一行文字")
    return value or None


def _replacement(value: Value) -> str | None:
    text = _text(value)
    return text.removeprefix("《").removesuffix("》") if text and text.count("《") == 1 else text


def _region(value: Value) -> str | None:
    text = _text(value)
    return region_name(text) if text else None


def _date(value: Value) -> date | None:
    text = _text(value)
    if text is None:
        return None
    spans = date_spans(text)
    if len(spans) != 1 or spans[0][:2] != (0, len(text)):
        raise ValueError(f"{text!r} 不是完整的日期：请写成 2024-02-21 或 2024年2月21日")
    return spans[0][2]


def _choice(choices: Mapping[str, StrEnum], empty: StrEnum | None = None) -> Callable[[Value], StrEnum | None]:
    def read(value: Value) -> StrEnum | None:
        text = _text(value)
        if text is None:
            return empty
        chosen = choices.get(text.lower())
        if chosen is None:
            raise ValueError(f"{text!r} 不在可选范围：请从 {'、'.join(choices)} 中选一个")
        return chosen

    return read


def _kind(value: Value) -> StrEnum | None:
    if not value:
        raise ValueError("不能为空：请写种类，或者删去这一行")
    return _choice(KINDS)(value)


def _audience(value: Value) -> tuple[str, ...]:
    chats = [value] if isinstance(value, str) else value or []
    for chat in chats:
        if not chat.removeprefix("-").isdigit():
            raise ValueError(f"{chat!r} 不是聊天的编号：请写数字，如 [-1001234567890]")
    return tuple(chats)


FIELDS: Mapping[str, Callable[[Value], object]] = {
    "title": _title,
    "number": _text,
    "issuer": _text,
    "level": _choice(LEVELS),
    "region": _region,
    "kind": _kind,
    "published": _date,
    "effective": _date,
    "status": _choice(STATUSES, empty=Status.UNKNOWN),
    "superseded_by": _replacement,
    "audience": _audience,
}
