"""What `clauses --json` says of the clauses that a clause speaks of."""

from __future__ import annotations

from pathlib import Path

from bot.terminal.payloads import clauses_payload
from knowledge.library import read_library
from knowledge.references import ReferenceIndex

FERRIES = "渡口办法\n第一条 渡口应当安全。\n第二条 违反本办法第一条的，依照《河道办法》第二条处理。\n第三条 另定。\n"
RIVERS = "河道办法\n第一条 河道应当清洁。\n第二条 处五百元罚款。\n"


def test_a_clause_names_the_clauses_it_refers_to(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FERRIES, encoding="utf-8")
    (tmp_path / "b.txt").write_text(RIVERS, encoding="utf-8")
    ferries, rivers = read_library(tmp_path).documents
    shown = clauses_payload(ferries, ReferenceIndex((ferries, rivers)))["clauses"]
    assert [clause["refers_to"] for clause in shown] == [[], [ferries.clauses[0].id, rivers.clauses[1].id], []]
