"""What was measured, as a Markdown table: ours, the other's, the ratio."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measure; where a side has none, its figure is None and `note` may say why."""

    measure: str
    unit: str
    ours: float | None
    other: float | None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours divided by the other's."""
        return self.ours / self.other if self.ours is not None and self.other else None


def markdown(title: str, other: str, rows: Iterable[Row]) -> str:
    """Write a table.

    Args:
        title: Stands above it.
        other: Heading of the other's column.
        rows: The measures.
    """
    lines = [f"## {title}", "", f"| | 政问 | {other} | 政问÷对照 | 说明 |", "| --- | ---: | ---: | ---: | --- |"]
    for row in rows:
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else "—"
        cells = (row.measure, _figure(row.ours, row.unit), _figure(row.other, row.unit), ratio, row.note)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return "—"
    if isinstance(value, int):
        return f"{value} {unit}".strip()
    digits = 3 if unit == "" else 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}".strip()
