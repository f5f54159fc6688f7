"""The clauses that the model is given: those the documents' own answer rests on, then others that are about it.

1. Cited clauses first, each with the clause it is an item of.
2. Then what search finds, where it can be about the question: the region, the year, the document it names.
3. Sentences that speak to a machine are taken out: nobody needs them to answer, and a model may obey.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.values import Clause, Document
from retrieval.checking import Source
from retrieval.evidence import surroundings
from retrieval.followup import Standalone
from retrieval.instructions import without_instructions
from retrieval.question import understand
from retrieval.refusal import Judge
from retrieval.search import HybridSearch, Visible
from retrieval.snapshot import Snapshot
from retrieval.steering import steer
from retrieval.values import Answer, AnswerStatus

MOST_CLAUSES = 12
MOST_CHARACTERS = 6000
"""Of further clauses; those that are cited are given whole."""
_LOOKED_AT = 16


@dataclass(frozen=True)
class GivenClause:
    """A clause as it is handed over."""

    clause: Clause
    document: Document
    text: str

    @property
    def status(self) -> str:
        """Whether it is in force, as prompt and check read it."""
        superseded_by = self.document.superseded_by
        return f"superseded by 《{superseded_by}》" if superseded_by else self.document.status.value

    def source(self, key: str) -> Source:
        """The clause as the check reads it."""
        return Source(key, self.clause.title, self.clause.path, self.text, self.status)


@dataclass(frozen=True)
class Reading:
    """What the documents say to one question, in their own words, and what stands around it."""

    standalone: Standalone
    answer: Answer
    clauses: tuple[GivenClause, ...] = ()
    """Empty where the documents do not answer."""
    parts: tuple[str, ...] = ()
    """The questions that were read one by one, where the whole had no answer."""


def read(standalone: Standalone, answer: Answer, snapshot: Snapshot, search: HybridSearch, visible: Visible) -> Reading:
    """Gather what a model may write from.

    Args:
        standalone: The question.
        answer: What the documents say to it in their own words.
        snapshot: The state of the index that the answer is from.
        search: Finds clauses.
        visible: Which documents may be used.
    """
    if answer.status is AnswerStatus.REFUSED:
        return Reading(standalone, answer)
    cited = _cited(answer, snapshot)
    return Reading(standalone, answer, tuple(_chosen(cited, _near(standalone, snapshot, search, visible))))


def _cited(answer: Answer, snapshot: Snapshot) -> list[GivenClause]:
    found = [clause for c in answer.citations if (clause := snapshot.clause(c.clause_id)) is not None]
    parents = [clause for c in found if c.parent and (clause := snapshot.clause(c.parent)) is not None]
    return [_given(clause, snapshot.document(clause)) for clause in (*found, *parents)]


def _near(standalone: Standalone, snapshot: Snapshot, search: HybridSearch, visible: Visible) -> Iterator[GivenClause]:
    text = f"{standalone.context} {standalone.text}".strip()
    steering = steer(text, (d for d in snapshot.documents.values() if visible(d)))
    results = search.search(snapshot, text, count=_LOOKED_AT, steering=steering, visible=visible)
    judge = Judge(understand(standalone.text, standalone.context), steering, search.embedder.calibration)
    for around in surroundings(results, snapshot):
        if judge.is_about(around):
            yield _given(around.clause, around.document)


def _given(clause: Clause, document: Document) -> GivenClause:
    return GivenClause(clause, document, without_instructions(clause.text))


def _chosen(cited: Iterable[GivenClause], near: Iterable[GivenClause]) -> Iterator[GivenClause]:
    known: set[str] = set()
    for given in cited:
        if given.clause.id not in known and given.text.strip():
            known.add(given.clause.id)
            yield given
    characters = 0
    for given in near:
        characters += len(given.text)
        if len(known) >= MOST_CLAUSES or characters > MOST_CHARACTERS:
            return
        if given.clause.id not in known and given.text.strip():
            known.add(given.clause.id)
            yield given
