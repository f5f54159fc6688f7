"""What this room gives to the front ends: search results, citations, answers."""

from __future__ import annotations

from enum import StrEnum

from knowledge.values import Clause, Document, Frozen, Status


class Ranks(Frozen):
    """Place of a clause in each ranking, from 1; None where it was not there, in both where another refers to it."""

    dense: int | None = None
    keyword: int | None = None
    reranked: int | None = None
    """By the reranker, where there is one: among the best of the other two fused."""


class SearchResult(Frozen):
    """A clause that was found, best first in a list of them."""

    clause: Clause
    document: Document
    score: float
    """Fused score; comparable within one search only."""
    ranks: Ranks
    similarity: float | None = None
    """Cosine of question and clause, where the dense ranking held it."""


class Citation(Frozen):
    """The place an answer rests on."""

    marker: str
    """What the answer's text refers to it by, such as [1]."""
    label: str
    """《…》第三章第二十八条第二款."""
    title: str
    path: tuple[str, ...]
    quote: str
    """Word for word from the source."""
    source: str
    clause_id: str
    status: Status
    number: str | None = None
    """Document number, such as 中办发〔2022〕5号."""
    date: str | None = None
    """ISO date of publication, where known."""


class AnswerStatus(StrEnum):
    """Whether the documents hold an answer."""

    ANSWERED = "answered"
    REFUSED = "refused"


class SentenceVerdict(Frozen):
    """What the check said of one sentence that a chat model wrote."""

    text: str
    """As written, keys included."""
    verdict: str
    """A value of `retrieval.checking.Verdict`."""
    reasons: tuple[str, ...] = ()
    kept: bool


class ChatTrace(Frozen):
    """What a chat model had to do with an answer, and what it cost."""

    model: str
    wrote: bool
    """The answer's text is the model's; else it is the documents' own words."""
    reason: str = ""
    """Why the documents' own words stand, in Chinese; empty where the model's do."""
    from_cache: bool = False
    clauses: tuple[tuple[str, str], ...] = ()
    """Keys and labels of the clauses that the model was given."""
    sentences: tuple[SentenceVerdict, ...] = ()
    tokens_in: int = 0
    tokens_out: int = 0


class Understood(Frozen):
    """What a question was taken to ask."""

    question: str
    """Standing alone."""
    context: str = ""
    """What its conversation is about, where it needed that."""
    parts: tuple[str, ...] = ()
    """The questions that a compound one was split into; empty for a simple one."""


class Answer(Frozen):
    """The reply to one question."""

    question: str
    status: AnswerStatus
    text: str
    """The answer in the documents' words, or why there is none."""
    notes: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    leads: tuple[Citation, ...] = ()
    """With a refusal: the nearest clauses, which do not answer."""
    confidence: float = 0.0
    """How likely the evidence answers, from 0 to 1; 0 with a refusal."""
    elapsed_ms: float = 0.0
    understood: Understood | None = None
    chat: ChatTrace | None = None
    """None where no chat model is set."""


class ClauseView(Frozen):
    """A clause opened whole, with its neighbours."""

    document: Document
    clause: Clause
    previous: Clause | None = None
    next: Clause | None = None


class IndexReport(Frozen):
    """What a reload changed, counted in documents."""

    added: tuple[str, ...] = ()
    """Sources, as in the other three."""
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    """Pairs of source and error, the error one line."""
    clauses: int = 0
    """Clauses in the index after the reload."""
    elapsed_ms: float = 0.0


class DocumentSummary(Frozen):
    """A document and how much of it is indexed."""

    document: Document
    clauses: int
