"""Kinds, levels and statuses as people write them, such as plan or 规划, central or 中央."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from knowledge.values import Kind, Level, Status

_Choice = TypeVar("_Choice", bound=StrEnum)

KINDS: Mapping[str, Kind] = {
    **{kind.value: kind for kind in Kind},
    "法规": Kind.REGULATION,
    "规章": Kind.REGULATION,
    "条例": Kind.REGULATION,
    "答记者问": Kind.INTERVIEW,
    "规划": Kind.PLAN,
    "计划": Kind.PLAN,
    "方案": Kind.PLAN,
    "通知": Kind.NOTICE,
    "意见": Kind.NOTICE,
    "报告": Kind.REPORT,
    "新闻": Kind.NEWS,
    "报道": Kind.NEWS,
}
LEVELS: Mapping[str, Level] = {
    **{level.value: level for level in Level},
    "中央": Level.CENTRAL,
    "国家": Level.CENTRAL,
    "省级": Level.PROVINCIAL,
    "省": Level.PROVINCIAL,
    "市级": Level.MUNICIPAL,
    "市": Level.MUNICIPAL,
    "县级": Level.COUNTY,
    "县": Level.COUNTY,
    "单位": Level.UNIT,
}
STATUSES: Mapping[str, Status] = {
    **{status.value: status for status in Status},
    "有效": Status.IN_FORCE,
    "现行有效": Status.IN_FORCE,
    "已被取代": Status.SUPERSEDED,
    "已修订": Status.SUPERSEDED,
    "废止": Status.REPEALED,
    "已废止": Status.REPEALED,
    "失效": Status.REPEALED,
    "不明": Status.UNKNOWN,
}


def kind_choice(value: object) -> Kind | None:
    """Read a kind; None where the value is none."""
    return _read(KINDS, value)


def level_choice(value: object) -> Level | None:
    """Read a level; None where the value is none."""
    return _read(LEVELS, value)


def status_choice(value: object) -> Status | None:
    """Read a status; None where the value is none."""
    return _read(STATUSES, value)


def _read(choices: Mapping[str, _Choice], value: object) -> _Choice | None:
    return choices.get(str(value).strip().lower().replace("-", "_").replace(" ", "_"))
