"""References as evidence: a clause that the clauses found refer to (依照本法第三十条) gets a part of their score.

The special rule often names the general one that decides: a judicial interpretation the article of the code it
interprets, a penalty the duty that was broken. The words of the question stand in the first alone. Measured on
statutes, see docs/benchmark.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from knowledge.values import ParsedDocument

References = Mapping[str, tuple[str, ...]]
"""Clause id to the ids of the clauses that its text refers to, in the order of the text; itself never."""

PASSED_ON = 0.2
"""Share of its score that a clause passes on. 0.15 to 0.3 find about as much; larger ones cost first places."""


def find_references(documents: Sequence[ParsedDocument]) -> dict[str, tuple[str, ...]]:
    """Find the references of all clauses that lead to another clause of some document."""
    # The parser is loaded by the reload that needs it, not by every question.
    from knowledge.references import ReferenceIndex

    index = ReferenceIndex(documents)
    found: dict[str, tuple[str, ...]] = {}
    for document in documents:
        for clause in document.clauses:
            targets = dict.fromkeys(target for one in index.resolve(clause) for target in one.clause_ids)
            targets.pop(clause.id, None)
            if targets:
                found[clause.id] = tuple(targets)
    return found


def pass_on(
    scores: Mapping[str, float], references: References, may_be_found: Callable[[str], bool] = lambda _: True
) -> dict[str, float]:
    """Pass a part of each clause's score on to the clauses that it refers to.

    Args:
        scores: Clause id to score.
        references: What refers to what.
        may_be_found: Tells by its id whether a clause that has no score yet may be found; all may where not given.

    Returns:
        The scores and those of clauses found by reference alone, best first; ties in the order of the ids. Of several
        clauses that refer to one, the best counts: many weak ones say little.
    """
    passed: dict[str, float] = {}
    for clause_id, score in scores.items():
        for target in references.get(clause_id, ()):
            passed[target] = max(passed.get(target, 0.0), PASSED_ON * score)
    summed = dict(scores)
    for target, score in passed.items():
        if target in scores or may_be_found(target):
            summed[target] = scores.get(target, 0.0) + score
    return dict(sorted(summed.items(), key=lambda pair: (-pair[1], pair[0])))
