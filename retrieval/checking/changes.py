"""由90日缩短为60日: the direction of a change follows from its two figures, so no clause has to say it."""

from __future__ import annotations

import re

from retrieval.checking.dates import dates
from retrieval.checking.facts import Fact
from retrieval.checking.prepared import prepare
from retrieval.checking.quantities import quantities

_UP = "延长|提高|增加|上调|扩大|放宽|上升|升"
_DOWN = "缩短|降低|减少|下调|压缩|下降|降|缩"
_CHANGE = re.compile(rf"(?P<verb>{_UP}|{_DOWN}|调整|修改|修订|变更|改|变)(?:为|到|至|成)")


def without_change(claim: str) -> str:
    """Take the verb out of a change between two figures where it fits them; leave it where it does not."""
    found = _change(claim)
    return claim if found is None else found[0]


def new_figure(claim: str) -> Fact | None:
    """Give the figure that a change arrives at; None where the sentence tells of no change."""
    found = _change(claim)
    return None if found is None else found[1]


def _change(claim: str) -> tuple[str, Fact] | None:
    prepared = prepare(claim)
    facts = quantities(prepared.text, [(day.start, day.end) for day in dates(prepared.text)])
    for match in _CHANGE.finditer(prepared.text):
        before = [fact for fact in facts if fact.end <= match.start()]
        after = [fact for fact in facts if fact.start >= match.end()]
        if before and after and _fits(match["verb"], before[-1], after[0]):
            return f"{prepared.text[: match.start()]}，{prepared.text[match.end() :]}", after[0]
    return None


def _fits(verb: str, old: Fact, new: Fact) -> bool:
    if old.group != new.group or old.value == new.value:
        return False
    if not re.fullmatch(f"{_UP}|{_DOWN}", verb):
        return True
    one, two = _amount(old), _amount(new)
    return one is not None and two is not None and (two > one) == bool(re.fullmatch(_UP, verb))


def _amount(fact: Fact) -> float | None:
    value = fact.value[1] if isinstance(fact.value, tuple) else fact.value
    return None if isinstance(value, str) or value is None else float(value)  # type: ignore[arg-type]
