"""A fact that can be compared: what it is, its value, where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Value: TypeAlias = Fraction | str | tuple[object, ...]


@dataclass(frozen=True)
class Fact:
    """One number, period, date or organ of a text."""

    kind: str
    """In Chinese, for the reasons: 期限, 数额, 比例, 次序, 频次, 日期, 机构."""
    group: str
    """Facts of one group are alternatives to each other: a period to a period, 名 to 名."""
    value: Value
    start: int
    end: int
    shown: str
    bound: str = ""
    """How a number limits: "ge", "le", "gt", "lt", "in", "before", "after", "about"; empty for exactly."""
