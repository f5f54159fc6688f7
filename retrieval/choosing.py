"""From scored sentences to those that together answer: few, in the order they stand, each readable by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answer_kinds import holds_answer
from retrieval.completing import complete
from retrieval.evidence import PartScorer, Scored, Sentence, Weigher
from retrieval.lexicon import ORGAN_WORDS
from retrieval.matching import match
from retrieval.question import Part, Want

MOST_SENTENCES = 4
_LOOKED_AT = 12
_WORTHWHILE = 0.2
"""A further sentence has to meet this share of the question's weight that the others left unmet."""
_NEARLY_BEST = 0.05
"""A sentence that holds what is asked for is taken before one that does not and is better by no more than this."""

_ORGAN = re.compile(ORGAN_WORDS)
_ADVERBIAL = re.compile(r"(?:一是|二是|三是)?(?:在|对于?|按照?|根据|为|自|经|提出|要求|《)")
_ANSWERS = re.compile(r"^\s*答\s*[：:]\s*")
_QUOTES = "“”\"'「」『』 "
_EACH_MEANS = re.compile(
    r"([^，。,]+?)(?:[这那]?[\d两三四五六]?[个项者]?)(?:分别|各自?)(?:是)?(?:指的?是?|是|包括)(?:什么|啥|哪些)"
)


def best_of(part: Part, ranked: Sequence[Scored]) -> Scored:
    """The sentence that answers best: of those nearly as good as the first, one that holds what is asked for."""
    first = ranked[0]
    for scored in ranked:
        if scored.score < first.score - _NEARLY_BEST:
            break
        if holds_answer(part, scored.sentence.normalized):
            return scored
    return first


def choose(scored: Sequence[tuple[Part, Sequence[Scored]]], weigher: Weigher) -> list[Sentence]:
    """The best sentence of each part, then those that meet what is still unmet.

    Args:
        scored: For each part of the question its sentences, best first.
        weigher: Weighs the question's words.

    Returns:
        At most `MOST_SENTENCES` and what makes them readable; the best sentence's clause first.
    """
    chosen = _definitions(*scored[0])
    for number, (part, ranked) in enumerate(scored if not chosen else ()):
        best = best_of(part, ranked)
        if number and not holds_answer(part, best.sentence.normalized):
            continue
        _add(chosen, best.sentence)
        _add_unmet(chosen, PartScorer(part, weigher), ranked[:_LOOKED_AT])
    lead = chosen[0].clause.id
    chosen = complete(chosen, scored[0][0], "".join(part.text for part, _ in scored))
    return sorted(chosen, key=lambda sentence: (sentence.clause.id != lead, sentence.clause.id, sentence.start))


def subject_of(chosen: Sequence[Sentence], part: Part, above: str) -> str:
    """The lead-in that says who, for a sentence without a subject: an item says 牵头审核…, the text above it who does.

    Args:
        chosen: The answer's sentences.
        part: What is asked.
        above: Text of the clause the first sentence is an item of.

    Returns:
        A sentence of `above`, or nothing where the answer names somebody itself or nobody is asked for.
    """
    if Want.WHO not in part.wants or not above:
        return ""
    clauses = re.split(r"[，。；]", chosen[0].text)
    opening = next((clause for clause in clauses if not _ADVERBIAL.match(clause)), clauses[0])
    first = min((opening.find(t.word) for t in part.terms if t.word in opening), default=len(opening))
    if _ORGAN.search(opening[: first or 0]):
        return ""
    last = re.findall(r"[^。！？\n]+[。！？：]?", above)[-1:]
    return _ANSWERS.sub("", last[0]).strip() if last and _ORGAN.search(last[0]) else ""


def _definitions(part: Part, ranked: Sequence[Scored]) -> list[Sentence]:
    """For 甲、乙分别指什么: the sentence that opens with each name, where every name has one."""
    asked = _EACH_MEANS.search(part.text)
    names = [name.strip(_QUOTES) for name in re.split("[、和与]", asked.group(1))] if asked else []
    found = [
        next((s.sentence for s in ranked if s.sentence.normalized.lstrip(_QUOTES).startswith(name)), None)
        for name in names
        if name
    ]
    sentences = [sentence for sentence in found if sentence is not None]
    return sentences if len(sentences) == len(found) > 1 else []


def _add_unmet(chosen: list[Sentence], scorer: PartScorer, ranked: Sequence[Scored]) -> None:
    while len(chosen) < MOST_SENTENCES:
        unmet = scorer.unmet(chosen)
        gains = [
            (sum(weight * match(term.word, s.sentence.normalized) for term, weight in unmet) / scorer.total, s.score, n)
            for n, s in enumerate(ranked)
            if s.sentence.clause.document_id == chosen[0].clause.document_id
            and all(other.text != s.sentence.text for other in chosen)
        ]
        gain, _, number = max(gains, default=(0.0, 0.0, 0))
        if gain < _WORTHWHILE:
            return
        _add(chosen, ranked[number].sentence)


def _add(chosen: list[Sentence], sentence: Sentence) -> None:
    if all(other.text != sentence.text for other in chosen):
        chosen.append(sentence)
