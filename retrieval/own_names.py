"""What a document that speaks of another calls it: 《中共黑龙江省委巡视工作规划》（以下简称《规划》）.

A report, an interview or a digest is asked about by the name of what it is about, which its own headline may not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.values import Clause
from retrieval.tokenization import normalize

_NAMED = re.compile(r"《([^《》]{4,60})》\s*[（(]\s*(?:以下|下)?(?:简称|称)[为:：]?\s*[《“\"]?([^》”\"）)]{2,20})")
_OPENING = 2
"""Clauses at the beginning in which a document says what it is about: further on it names what it only refers to."""


def own_names(clauses: Iterable[Clause]) -> dict[str, tuple[str, ...]]:
    """The names that documents give to what they are about, long and short, normalized.

    Args:
        clauses: Of all documents, each document's in their order.

    Returns:
        Document id to names; documents that give none are left out.
    """
    seen: dict[str, int] = {}
    found: dict[str, tuple[str, ...]] = {}
    for clause in clauses:
        number = seen[clause.document_id] = seen.get(clause.document_id, 0) + 1
        if number <= _OPENING and "简称" in clause.text and clause.document_id not in found:
            named = _NAMED.search(clause.text)
            # 第一条 of a law names the laws it rests on.
            if named and not any(step.startswith("第") for step in clause.path):
                found[clause.document_id] = tuple(normalize(name) for name in named.groups())
    return found
