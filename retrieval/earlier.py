"""Which of two rules holds, and what the earlier one said.

A period or a number may stand differently in two documents. The later one answers where it is a version of the same
rule, or says itself that it changes what was before; a note names the other with its year. Age alone decides nothing:
two documents on different matters both hold.

1. Take the best sentence, and the values in it.
2. Look among the sentences of other documents for one on the same matter with other values of the same kind.
3. The later one answers, unless the question names the earlier document, its year, or asks what was before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.values import Document, Status
from retrieval.evidence import Evidence, Scored
from retrieval.lexicon import COUNTERS, PAST, PERIODS
from retrieval.question import Part, Want
from retrieval.refusal import Judge
from retrieval.tokenization import normalize

_CHANGES = re.compile(
    r"(?:调整|修改|修订|改|延长|缩短|提高|降低|增加|减少)(?:为|到|至|成)|后来修订|修订前|以[^，。；]{2,12}为准|原[^，。；]{0,10}规定"
)
_DEED = re.compile(r"(?:月|日|天|年)内[,，]?[^，。；,;]*?([^，。；,;]{4})[。；;]?\s*$")
_OVERTAKEN = re.compile(r"(?:后来|其后|现已|已经?)[^，。；]{0,8}(?:修订|修改|调整|改为|印发|出台)")
_NUMBER = r"\d+(?:\.\d+)?"
_PERIOD_VALUE = re.compile(rf"{_NUMBER}\s*(?:{PERIODS})")
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:(?:、|至|-)\d{1,2}日)*|\d{4}年(?:\d{1,2}月)?")
_COUNT_VALUE = re.compile(rf"{_NUMBER}\s*(?:%|{COUNTERS})")
_FROM_TO = re.compile(
    rf"(?:(?:将|由|从|把)?(?P<whose>原?《[^》]+》|原规定|修订前|原来|原)[^，。；]{{0,14}}?|(?:将|由|从)[^，。；]{{0,10}}?)"
    rf"(?P<old>{_NUMBER}\s*(?:{PERIODS}|%|{COUNTERS}))[^。；]{{0,14}}?"
    rf"(?:调整|修改|改|延长|缩短|提高|降低|增加|减少)(?:为|到|至|成)[^，。；]{{0,4}}(?P<new>{_NUMBER}\s*(?:{PERIODS}|%|{COUNTERS}))"
)
_SAME_MATTER = 0.1
"""How much less of the question the other sentence may meet itself."""
_LITTLE_UNMET, _AS_NEAR = 0.2, 0.08
_SAME_WORDS = 0.45
"""Share of character pairs that two versions of a sentence have in common at least."""


@dataclass(frozen=True)
class Settled:
    """What answers, and what is to be noted of the other rule."""

    evidence: Evidence
    best: Scored
    notes: tuple[str, ...] = ()


def has_values(part: Part) -> bool:
    """Tell whether a period or a number is asked for, which another rule may set otherwise."""
    return bool(part.wants & {Want.DURATION, Want.NUMBER}) and Want.LIST not in part.wants


def settle(evidence: Evidence, best: Scored, judge: Judge, elsewhere: Sequence[Scored] = ()) -> Settled:
    """Let the rule in force answer, and note the other one.

    Args:
        evidence: What was found.
        best: The sentence that would answer.
        judge: Knows what the question names.
        elsewhere: Sentences found when what the question names is left out of account.
    """
    part, ranked = evidence.scored[0]
    asked = evidence.question.text
    if not has_values(part):
        return Settled(evidence, best)
    if PAST.search(asked):
        return _of_then(evidence, best)
    if not _names(judge, asked, _document(best)):
        overtaken = _overtaken(evidence, best)
        if overtaken is not None:
            return overtaken
    other = next((one for one in (*ranked, *elsewhere) if _is_other_rule(best, one, part, judge)), None)
    if other is None:
        return Settled(evidence, best, _own_note(best, part))
    later, earlier = (other, best) if _is_later(other, best) else (best, other)
    if best is earlier and _names(judge, asked, _document(earlier)):
        return Settled(
            evidence, best, (_note(later, part, "现行规定为" if _supersedes(later, earlier) else "后来规定为"),)
        )
    own = _own_note(later, part)
    noted = _note(earlier, part, "曾规定")
    if later is not best:
        later = later if later.features.similarity else _as_sure_as(best, later)
        evidence = _led_by(evidence, later)
    return Settled(evidence, later, (noted, *(note for note in own if not _says_the_same(note, noted))))


def _of_then(evidence: Evidence, best: Scored) -> Settled:
    """What held before is not told by a sentence on what came after it: 后来修订的条例定为6个月."""
    if not _OVERTAKEN.search(best.sentence.normalized):
        return Settled(evidence, best)
    part, ranked = evidence.scored[0]
    same = [one for one in ranked if one.sentence.clause.id == best.sentence.clause.id and _current(one, part)]
    then = next((one for one in same if not _OVERTAKEN.search(one.sentence.normalized)), None)
    return Settled(evidence, best) if then is None else Settled(_led_by(evidence, then), _as_sure_as(best, then))


def _overtaken(evidence: Evidence, best: Scored) -> Settled | None:
    """Where the clause itself says that a later rule took its place, the later rule's own sentence, else that one."""
    part, ranked = evidence.scored[0]
    mine = set(_current(best, part))
    told = next(
        (
            one
            for one in ranked
            if one.sentence.clause.id == best.sentence.clause.id
            and _OVERTAKEN.search(one.sentence.normalized)
            and set(_current(one, part)) - mine
        ),
        None,
    )
    if not mine or told is None:
        return None
    now = set(_current(told, part))
    later = next((one for one in ranked if _is_later(one, best) and now & set(_current(one, part))), told)
    return Settled(_led_by(evidence, later), _as_sure_as(best, later), (_note(best, part, "曾规定"),))


def _as_sure_as(best: Scored, other: Scored) -> Scored:
    """It stands for the sentence that was found, on the same matter."""
    return replace(other, score=best.score, features=best.features)


def values(part: Part, normalized: str) -> tuple[str, ...]:
    """The periods or counted numbers in a sentence, as written there."""
    pattern = _PERIOD_VALUE if Want.DURATION in part.wants else _COUNT_VALUE
    found = [value.replace(" ", "") for value in pattern.findall(_DATE.sub("", normalized))]
    asked = [value for value in found if part.counter and value.endswith(part.counter)]
    return tuple(dict.fromkeys(asked or found))


def _is_other_rule(best: Scored, other: Scored, part: Part, judge: Judge) -> bool:
    first, second = _document(best), _document(other)
    if first.id == second.id or not (first.published and second.published) or first.published == second.published:
        return False
    here, there = (_current(one, part) for one in (best, other))
    if not here or not there or set(here) & set(there):
        return False
    alike = _on_the_same_matter(best, other)
    if _supersedes(best, other) or _supersedes(other, best):
        return alike and _common(best, other) >= _SAME_WORDS
    later, earlier = (other, best) if _is_later(other, best) else (best, other)
    changed = _CHANGES.search(f"{later.sentence.normalized} {later.sentence.beside}")
    same = (alike and judge.suffices(part, other)) or _sets_the_deed(earlier, later)
    return bool(changed) and same and not _CHANGES.search(earlier.sentence.normalized)


def _sets_the_deed(earlier: Scored, later: Scored) -> bool:
    """Tell whether the later sentence is on the period of what the earlier one has done within its own.

    3个月内，组织开展集中整改 and 集中整改期限调整为6个月 are, however little else they share.
    """
    deed = _DEED.search(earlier.sentence.normalized)
    if deed is None:
        return False
    period_of_it = re.compile(rf"{re.escape(deed.group(1))}的?(?:期限|时限|时间)")
    return period_of_it.search(later.sentence.normalized) is not None


def _on_the_same_matter(best: Scored, other: Scored) -> bool:
    """Tell whether the other sentence meets as much of the question, or misses little and is as near to it."""
    first, second = best.features, other.features
    if second.own >= first.own - _SAME_MATTER:
        return True
    return second.unmet <= _LITTLE_UNMET and second.similarity >= first.similarity - _AS_NEAR


def _current(one: Scored, part: Part) -> tuple[str, ...]:
    """The values that a sentence sets; of 2个月调整为6个月 the new one."""
    change = _FROM_TO.search(one.sentence.normalized)
    found = values(part, one.sentence.normalized)
    return tuple(value for value in found if value != change["old"]) if change else found


def _is_later(one: Scored, other: Scored) -> bool:
    first, second = _document(one).published, _document(other).published
    return first is not None and second is not None and first > second


def _supersedes(one: Scored, other: Scored) -> bool:
    """Tell whether the catalogue says that the document of `one` took the place of the other's."""
    document = _document(other)
    if document.status not in (Status.SUPERSEDED, Status.REPEALED):
        return False
    return document.superseded_by == _document(one).title or document.title == _document(one).title


def _document(one: Scored) -> Document:
    return one.sentence.around.document


def _names(judge: Judge, asked: str, document: Document) -> bool:
    """Tell whether the question is about this very document: by its title, or by the year it was published."""
    return document.id in judge.steering.documents or (
        document.published is not None and str(document.published.year) in asked
    )


def _common(one: Scored, other: Scored) -> float:
    pairs = [
        {text[i : i + 2] for i in range(len(text) - 1)} for text in (one.sentence.normalized, other.sentence.normalized)
    ]
    return len(pairs[0] & pairs[1]) / max(1, min(map(len, pairs)))


def _note(one: Scored, part: Part, says: str) -> str:
    document = _document(one)
    year = f"{document.published.year}年" if document.published else ""
    return f"{year}《{short_title(document.title)}》{says}{'、'.join(_current(one, part))}。"


def short_title(title: str) -> str:
    """A document's own name: what stands in 《》 inside a headline, else the title without what brackets add."""
    inner = re.search(r"《([^《》]+)》", title)
    return inner.group(1) if inner else re.sub(r"[（(][^（()）]*[）)]$", "", title)


def _own_note(one: Scored, part: Part) -> tuple[str, ...]:
    """What the sentence, or the one beside it, says was before."""
    around = one.sentence
    for text in (around.normalized, f"{around.normalized}{around.beside}"):
        change = _FROM_TO.search(text)
        if change and change["new"] in values(part, around.normalized):
            whose = (change["whose"] or "").lstrip("将由从把")
            return (f"{whose if '《' in whose else '此前'}规定为{change['old']}。",)
    return ()


def _says_the_same(note: str, other: str) -> bool:
    return bool(set(_COUNT_VALUE.findall(normalize(note))) & set(_COUNT_VALUE.findall(normalize(other))))


def _led_by(evidence: Evidence, later: Scored) -> Evidence:
    """Let the later rule's sentence alone answer: what else meets the question is of the earlier rule."""
    (part, _), *others = evidence.scored
    return replace(evidence, scored=((part, (later,)), *others))
