"""Checked sentences put together: text with markers [1], [2] …, and the citations that they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.values import Frozen
from retrieval.chat.evidence import GivenClause
from retrieval.citations import cite
from retrieval.tokenization import pairs, sentences
from retrieval.values import Citation

_CLOSING = re.compile(r"[。！？!?；;：:，,、…]*[”’」』）)]*$")
_LEAST_SHARED = 0.3
"""Share of a sentence's character pairs that a clause's sentence has to hold to be what it rests on."""


class KeptSentence(Frozen):
    """A sentence that passed the check, without keys."""

    text: str
    clause_ids: tuple[str, ...]
    ends_line: bool = False


@dataclass(frozen=True)
class Composition:
    """The sentences of an answer, in order; clauses are numbered as they first appear."""

    sentences: tuple[KeptSentence, ...] = ()

    def plus(self, sentence: KeptSentence) -> Composition:
        """The same with a further sentence."""
        return Composition((*self.sentences, sentence))

    @property
    def clause_ids(self) -> tuple[str, ...]:
        """The clauses cited, in the order of their numbers."""
        return tuple(dict.fromkeys(id_ for sentence in self.sentences for id_ in sentence.clause_ids))

    def text(self) -> str:
        """The answer as it is shown."""
        numbers = {id_: number for number, id_ in enumerate(self.clause_ids, 1)}
        pieces = []
        for sentence in self.sentences:
            markers = "".join(f"[{numbers[id_]}]" for id_ in sentence.clause_ids)
            pieces.append(_marked(sentence.text, markers) + ("\n" if sentence.ends_line else ""))
        return "".join(pieces).strip()

    def plain(self) -> str:
        """The answer without markers, for what reads words."""
        return "\n".join(sentence.text for sentence in self.sentences)

    def citations(self, given: Mapping[str, GivenClause]) -> tuple[Citation, ...]:
        """Cite each clause around the sentences that the answer rests on, word for word."""
        return tuple(
            cite(number, given[id_].clause, given[id_].document, self._spans(given[id_]))
            for number, id_ in enumerate(self.clause_ids, 1)
        )

    def _spans(self, given: GivenClause) -> list[tuple[int, int]]:
        resting = [sentence.text for sentence in self.sentences if given.clause.id in sentence.clause_ids]
        found = (resting_span(text, given.clause.text) for text in resting)
        return sorted({span for span in found if span is not None})


def resting_span(sentence: str, clause: str) -> tuple[int, int] | None:
    """Offsets in `clause` of the sentence of it that says most of what `sentence` says; None where none says enough."""
    wanted = set(pairs(sentence))
    best, best_share, start = None, _LEAST_SHARED, 0
    for piece in sentences(clause):
        share = len(wanted & set(pairs(piece))) / len(wanted) if wanted else 0.0
        if share > best_share:
            opening = len(piece) - len(piece.lstrip())
            best, best_share = (start + opening, start + len(piece)), share
        start += len(piece)
    return best


def _marked(sentence: str, markers: str) -> str:
    """Put the markers in front of what closes the sentence."""
    closing = _CLOSING.search(sentence)
    place = closing.start() if closing else len(sentence)
    return sentence[:place] + markers + sentence[place:]


def covered(text: str, by: Sequence[str]) -> float:
    """Share of the character pairs of `text` that stand in one of the others."""
    wanted = set(pairs(text))
    return len(wanted & set(pairs("\n".join(by)))) / len(wanted) if wanted else 1.0
