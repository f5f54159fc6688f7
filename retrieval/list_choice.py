"""Which list answers, if any: lists compete with the best sentence by what their headings meet of the question."""

from __future__ import annotations

from retrieval.evidence import Evidence, PartScorer, Scored, Sentence, surroundings_of
from retrieval.lists import ItemList, asked_count, list_of, lists_near
from retrieval.matching import match
from retrieval.question import Part, Want
from retrieval.refusal import Judge
from retrieval.snapshot import Snapshot
from retrieval.statements import is_negated
from retrieval.tokenization import normalize

_LISTS_FROM = 8
"""Best clauses whose lists are considered."""
_WANTED = 0.05
"""Where a list is asked for it may meet this much less of the question than the best sentence: it says more."""
_UNASKED = -0.15
"""Where none is asked for, its heading has to meet this much more: the very question was put there."""
_RIGHT_COUNT = 0.15
"""What it is worth that a list has as many items as the question says."""
_KIND = 0.12
"""What it is worth that a heading names the kind of thing asked for (原则 for 哪些原则)."""
_ANY_KIND = frozenset(["方面", "内容", "情况", "事项", "点", "项", "块", "要求", "工作", "任务", "措施", "问题", "个"])
_CONTRARY = 0.3
"""What it costs that a list says what shall be, where what must not be is asked for."""
_OPEN_WANTS = frozenset({Want.HOW, Want.OPEN, Want.REASON, Want.DEFINITION})


def best_list(evidence: Evidence, best: Scored, snapshot: Snapshot, judge: Judge) -> ItemList | None:
    """Choose the list that answers.

    Args:
        evidence: What was found.
        best: The sentence a list has to stand against.
        snapshot: Where the lists stand.
        judge: Decides whether a list suffices.

    Returns:
        The list, or None where the sentence answers better or nothing suffices.
    """
    part, _ = evidence.scored[0]
    wanted = Want.LIST in evidence.question.wants
    if not wanted and not part.wants <= _OPEN_WANTS:
        return None
    announced = list_of(best.sentence.clause, snapshot)
    if announced is not None and best.sentence.text.strip() == announced.lead and judge.suffices(part, best):
        return announced
    scorer = PartScorer(part, evidence.weigher)
    count = asked_count(evidence.question.text)
    near = [around.clause for around in evidence.clauses[:_LISTS_FROM]]
    rated: list[tuple[float, Scored, ItemList]] = []
    for found in lists_near(near, snapshot):
        heading = scorer.score(_heading(found, evidence, snapshot))
        bonus = _RIGHT_COUNT if count == len(found.items) and _may_be_of_kind(part, heading) else 0.0
        rated.append((_merit(heading) + bonus, heading, found))
    if not rated:
        return None
    merit, heading, found = max(rated, key=lambda row: row[0])
    margin = (_WANTED if wanted else _UNASKED) + _of_the_kind(part, heading, best)
    if merit + margin < _merit(best) or not judge.suffices_list(heading):
        return None
    return found


def _may_be_of_kind(part: Part, heading: Scored) -> bool:
    """三种角色 is not any list of three: a kind of thing that is named stands in the heading; 方面 may be anything."""
    kind = part.category
    return kind is None or kind in _ANY_KIND or bool(match(kind, heading.sentence.normalized))


def _of_the_kind(part: Part, heading: Scored, best: Scored) -> float:
    """A list headed by the kind of thing asked for answers rather; less so where the sentence enumerates that kind."""
    if is_negated(part.text) != is_negated(heading.sentence.normalized) and is_negated(part.text):
        return -_CONTRARY
    if part.category is None:
        return 0.0
    if part.category in heading.sentence.normalized:
        return _KIND
    return -_KIND if best.features.fit >= 1.0 else 0.0


def _merit(scored: Scored) -> float:
    """What heading and sentence are compared by: how much they meet, not what kind of thing they hold."""
    return 0.5 * scored.met + 0.35 * scored.features.own + 0.15 * scored.sentence.around.rank_share


def _heading(found: ItemList, evidence: Evidence, snapshot: Snapshot) -> Sentence:
    """A list's heading as if it were a sentence: the question or heading above it, and the sentence that leads in."""
    known = {around.clause.id: around for around in evidence.clauses}
    items = [known[member.id] for member in found.members if member.id in known]
    around = known.get(found.clause.id) or surroundings_of(found.clause, snapshot, items)
    text = " ".join((*found.clause.path, found.lead))
    return Sentence(around=around, text=text, start=0, normalized=normalize(text), beside="")
