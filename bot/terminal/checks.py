"""The verdicts of `check`, as the JSON that programs read and as the table that people read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.terminal.pairs import Pair
from bot.terminal.payloads import Payload
from retrieval.checking import Checked, Verdict

VERDICT_NAMES = {
    Verdict.SUPPORTED: "有依据",
    Verdict.UNSUPPORTED: "无依据",
    Verdict.WRONG_CLAUSE: "条款不对",
    Verdict.SUPERSEDED: "条款已失效",
    Verdict.NOTHING_TO_CHECK: "无须核对",
}
_STYLES = {Verdict.SUPPORTED: "green", Verdict.NOTHING_TO_CHECK: "dim"}


def checked_payload(pair: Pair, checked: Checked) -> Payload:
    """One line of `check --json`."""
    return {"id": pair.id, "verdict": checked.verdict.value}


def checks_view(rows: Sequence[tuple[Pair, Checked]]) -> RenderableType:
    """Every sentence with its verdict and the reasons, then how many there are of each verdict."""
    table = Table(box=None, pad_edge=False, show_lines=False)
    table.add_column("编号", style="dim", overflow="fold")
    table.add_column("结论", no_wrap=True)
    table.add_column("句子", ratio=4, overflow="fold")
    table.add_column("原因", ratio=4, overflow="fold", style="dim")
    for pair, checked in rows:
        verdict = Text(VERDICT_NAMES[checked.verdict], style=_STYLES.get(checked.verdict, "red"))
        table.add_row(str(pair.id), verdict, Text(pair.sentence), Text("；".join(checked.reasons)))
    counts = Counter(checked.verdict for _, checked in rows)
    each = "，".join(f"{VERDICT_NAMES[verdict]} {counts[verdict]}" for verdict in Verdict if counts[verdict])
    return Group(table, Text(f"共 {len(rows)} 句：{each}", style="bold"))
