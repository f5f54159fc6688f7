"""A question read as far as it has to be: as it stands, then completed by the model, then part by part.

1. The rules' reading of the question; where the documents answer it, nothing more is done.
2. A follow-up that found nothing is rewritten by the model and read again.
3. A compound question that found nothing is read part by part; where every part is answered, so is the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from retrieval.chat.evidence import Reading
from retrieval.followup import Standalone, topic
from retrieval.question import understand
from retrieval.values import Answer, AnswerStatus, Citation

MOST_PARTS = 4

Read = Callable[[Sequence[Standalone]], Reading]
Rewrite = Callable[[], Standalone | None]


def read_question(ways: Sequence[Standalone], read: Read, rewrite: Rewrite) -> Reading:
    """Read a question.

    Args:
        ways: The question as the rules understand it, the likelier way first.
        read: Gives what the documents say to the one of several ways that they answer best.
        rewrite: Asks the model for a better reading; None where there is no need, or none to be trusted.
    """
    found = read(ways)
    if _is_answered(found):
        return found
    better = rewrite()
    if better is not None and better not in ways:
        again = read((better,))
        if _is_answered(again):
            return again
    return _part_by_part(ways[0], read) or found


def _part_by_part(standalone: Standalone, read: Read) -> Reading | None:
    """Read each part of a compound question for itself; None where one of them has no answer."""
    parts = understand(standalone.text, standalone.context).parts
    if not 2 <= len(parts) <= MOST_PARTS:
        return None
    readings: list[Reading] = []
    for part in parts:
        context = topic(readings[0].standalone) if readings and len(part.terms) <= 1 else standalone.context
        reading = read((Standalone(part.text.strip("，,、；; "), context),))
        if not _is_answered(reading):
            return None
        readings.append(reading)
    return Reading(
        standalone=standalone,
        answer=joined([reading.answer for reading in readings]),
        clauses=tuple({g.clause.id: g for reading in readings for g in reading.clauses}.values()),
        parts=tuple(reading.standalone.text for reading in readings),
    )


def joined(answers: Sequence[Answer]) -> Answer:
    """Several answers as one: texts under each other, each clause cited once, markers counted anew."""
    citations: dict[tuple[str, str], Citation] = {}
    for citation in (c for answer in answers for c in answer.citations):
        citations.setdefault((citation.clause_id, citation.quote), citation)
    numbered = (c.model_copy(update={"marker": f"[{number}]"}) for number, c in enumerate(citations.values(), 1))
    return answers[0].model_copy(
        update={
            "text": "\n".join(dict.fromkeys(answer.text for answer in answers)),
            "notes": tuple(dict.fromkeys(note for answer in answers for note in answer.notes)),
            "citations": tuple(numbered),
        }
    )


def _is_answered(reading: Reading) -> bool:
    return reading.answer.status is AnswerStatus.ANSWERED
