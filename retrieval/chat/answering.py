"""The chat model's part in an answer, from the question to checked sentences, or to why there are none.

question → what the documents say → cached, or written within budget and time → checked → sufficient → answer
             └ nothing: refused, no model asked        └ any failure: the documents' own words
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from langchain_core.messages import BaseMessage

from knowledge.values import Clause, Document
from retrieval.chat.breaker import Breaker
from retrieval.chat.budget import Budget, Reservation
from retrieval.chat.cache import AnswerCache, CachedAnswer
from retrieval.chat.composition import Composition
from retrieval.chat.deadline import Deadline
from retrieval.chat.errors import ChatModelError, ChatModelLengthError
from retrieval.chat.evidence import Reading
from retrieval.chat.keys import draw_keys
from retrieval.chat.model import Reply, Usage
from retrieval.chat.options import ChatOptions
from retrieval.chat.prompt import answer_messages
from retrieval.chat.provider import close_model, make_model
from retrieval.chat.rewriting import needs_rewriting, rewriting_messages, rewritten
from retrieval.chat.store import Store
from retrieval.chat.sufficiency import why_insufficient
from retrieval.chat.turns import Turns
from retrieval.chat.understanding import Read, read_question
from retrieval.chat.writer import Draft, OnText, Writer
from retrieval.followup import Standalone
from retrieval.question import understand
from retrieval.values import Answer, AnswerStatus, ChatTrace

logger = logging.getLogger(__name__)

_NO_EVIDENCE = "文件里没有依据，没有请大模型"


@dataclass(frozen=True)
class Asking:
    """One question and who asks it."""

    question: str
    """As it was asked."""
    ways: tuple[Standalone, ...]
    """As the rules understand it, the likelier way first."""
    former: Standalone | None = None
    """The question before it in its conversation."""
    chat: str | None = None
    """Names the chat, whose questions are written one at a time."""
    person: str | None = None
    """Whose budget it counts towards."""
    on_text: OnText | None = None


@dataclass
class _Spending:
    """The time and the tokens of one question."""

    deadline: Deadline
    usage: Usage = field(default_factory=Usage)


class ChatAnswering:
    """Writes answers with one chat model. Safe to use from several threads."""

    def __init__(self, options: ChatOptions, data_dir: Path, database_url: str | None) -> None:
        """Make the model; nothing is sent yet.

        Raises:
            ChatSetupError: the model cannot be made.
        """
        self._options = options
        self._model = make_model(options)
        store = Store(data_dir, database_url)
        self._budget = Budget(store, options)
        self._cache = AnswerCache(store, options)
        self._breaker = Breaker()
        self._turns = Turns()

    def answer(self, asking: Asking, read: Read) -> tuple[Answer, Reading]:
        """Answer a question; whatever goes wrong with the model, the documents' own words stand.

        Args:
            asking: The question.
            read: Gives what the documents say to a question.

        Returns:
            The answer, and the reading of the question that it rests on.

        Raises:
            RetrievalError: the index cannot be used.
        """
        spending = _Spending(Deadline(self._options.timeout_seconds))
        reading = read_question(asking.ways, read, lambda: self._rewrite(asking, spending))
        if reading.answer.status is AnswerStatus.REFUSED:
            return self._own(reading, _Outcome(_NO_EVIDENCE), spending), reading
        try:
            with self._turns.taken(asking.chat, spending.deadline):
                return self._write(asking, reading, spending), reading
        except ChatModelError as error:
            return self._own(reading, _Outcome(str(error)), spending), reading

    def close(self) -> None:
        """Give back the model's connections."""
        close_model(self._model)

    def drop_changed(self, generation: str, live: Iterable[tuple[Clause, Document]]) -> None:
        """Drop what was written from clauses that are not among the live ones any more."""
        try:
            dropped = self._cache.drop_changed(generation, live)
        except ChatModelError as error:
            logger.warning("answers written before the reload were not looked through: %s", error)
        else:
            if dropped:
                logger.info("%s written answers dropped: their clauses changed", dropped)

    def _write(self, asking: Asking, reading: Reading, spending: _Spending) -> Answer:
        cached = self._cached(reading)
        if cached is not None:
            written = Composition(cached.sentences)
            trace = cached.trace.model_copy(update={"from_cache": True, "tokens_in": 0, "tokens_out": 0})
            return _composed(reading, written, _with_usage(trace, spending.usage))
        keys = draw_keys(len(reading.clauses), [asking.question, *(given.text for given in reading.clauses)])
        keyed = dict(zip(keys, reading.clauses, strict=True))
        writer = Writer(keyed, asking.on_text)
        reason = ""
        try:
            self._spend(asking, answer_messages(reading.standalone, list(keyed.items())), spending, writer.write)
        except ChatModelError as error:
            reason = str(error)
        question = understand(reading.standalone.text, reading.standalone.context)
        draft = writer.draft
        outcome = _Outcome(
            reason or why_insufficient(question, reading.answer, draft, _cited_texts(draft, reading)),
            ChatTrace(
                model=self._options.model,
                wrote=True,
                clauses=tuple((key, given.clause.label) for key, given in keyed.items()),
                sentences=tuple(draft.verdicts),
            ),
        )
        for verdict in draft.left_out:
            logger.info("a sentence was taken out (%s): %s", verdict.verdict, "；".join(verdict.reasons))
        if outcome.reason:
            return self._own(reading, outcome, spending)
        trace = _with_usage(outcome.trace_for(self._options.model), spending.usage)
        self._remember(reading, CachedAnswer(sentences=draft.composition.sentences, trace=trace))
        return _composed(reading, draft.composition, trace)

    def _own(self, reading: Reading, outcome: _Outcome, spending: _Spending) -> Answer:
        """The documents' own words, and why."""
        if outcome.reason is not _NO_EVIDENCE:
            logger.warning("the documents' own words stand: %s", outcome.reason)
        trace = outcome.trace_for(self._options.model).model_copy(update={"wrote": False, "reason": outcome.reason})
        return reading.answer.model_copy(update={"chat": _with_usage(trace, spending.usage)})

    def _rewrite(self, asking: Asking, spending: _Spending) -> Standalone | None:
        if asking.former is None or not needs_rewriting(asking.question, asking.ways[0], asking.former):
            return None
        said: list[str] = []
        try:
            messages = rewriting_messages(asking.question, asking.former)
            self._spend(asking, messages, spending, lambda reply: said.extend(reply))
        except ChatModelError as error:
            logger.warning("a follow-up was not rewritten: %s", error)
            return None
        return rewritten("".join(said), asking.question, asking.former)

    def _spend(
        self,
        asking: Asking,
        messages: list[BaseMessage],
        spending: _Spending,
        take: Callable[[Iterable[str]], None],
    ) -> None:
        """Ask the model within budget and time; what it took is noted however it ends."""
        self._breaker.check()
        most = sum(len(str(message.content)) for message in messages) + self._options.answer_tokens
        reservation = self._budget.reserve(asking.person, most)
        reply = Reply(self._model, messages, spending.deadline)
        failure: ChatModelError | None = None
        try:
            take(reply)
        except ChatModelError as error:
            failure = None if isinstance(error, ChatModelLengthError) else error
            raise
        finally:
            self._breaker.note(failure)
            spending.usage += reply.usage
            self._settle(reservation, reply.usage)

    def _settle(self, reservation: Reservation, usage: Usage) -> None:
        try:
            self._budget.settle(reservation, usage.total)
        except ChatModelError as error:
            logger.warning("what was set aside for an answer stays counted as spent: %s", error)

    def _cached(self, reading: Reading) -> CachedAnswer | None:
        try:
            return self._cache.find(reading.standalone, reading.clauses)
        except ChatModelError as error:
            logger.warning("answers written before cannot be read: %s", error)
            return None

    def _remember(self, reading: Reading, answer: CachedAnswer) -> None:
        try:
            self._cache.keep(reading.standalone, reading.clauses, answer)
        except ChatModelError as error:
            logger.warning("a written answer was not kept: %s", error)


@dataclass(frozen=True)
class _Outcome:
    """What came of asking the model."""

    reason: str
    """Why the documents' own words stand; empty where the model's do."""
    trace: ChatTrace | None = None

    def trace_for(self, model: str) -> ChatTrace:
        return self.trace or ChatTrace(model=model, wrote=False)


def _cited_texts(draft: Draft, reading: Reading) -> list[str]:
    cited = [given.clause for given in reading.clauses if given.clause.id in draft.composition.clause_ids]
    return [" ".join((clause.title, *clause.path, clause.text)) for clause in cited]


def _with_usage(trace: ChatTrace, usage: Usage) -> ChatTrace:
    return trace.model_copy(update={"tokens_in": usage.tokens_in, "tokens_out": usage.tokens_out})


def _composed(reading: Reading, written: Composition, trace: ChatTrace) -> Answer:
    given = {given.clause.id: given for given in reading.clauses}
    return reading.answer.model_copy(
        update={"text": written.text(), "citations": written.citations(given), "chat": trace}
    )
