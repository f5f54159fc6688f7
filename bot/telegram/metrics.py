"""Counters for monitoring, in the form that Prometheus reads."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from retrieval.values import Answer

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The bot's counters, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.updates = Counter(
            "zhengwen_updates", "Updates received, those that came twice apart", ["kind"], registry=self._registry
        )
        self.answers = Counter("zhengwen_answers", "Questions answered", ["status"], registry=self._registry)
        self.answer_seconds = Histogram(
            "zhengwen_answer_seconds", "Time to an answer, sending apart", buckets=SECONDS, registry=self._registry
        )
        self.tokens = Counter(
            "zhengwen_chat_tokens", "Tokens that the chat model read and wrote", ["direction"], registry=self._registry
        )
        self.errors = Counter("zhengwen_errors", "Updates that were not handled", registry=self._registry)
        self.in_flight = Gauge("zhengwen_updates_in_flight", "Updates that are being handled", registry=self._registry)
        self.silent_seconds = Gauge(
            "zhengwen_polling_silent_seconds", "Time since the Bot API server last answered", registry=self._registry
        )

    def count(self, answer: Answer) -> None:
        """Count an answer, and what a chat model took for it."""
        self.answers.labels(status=answer.status.value).inc()
        if answer.chat is not None:
            self.tokens.labels(direction="in").inc(answer.chat.tokens_in)
            self.tokens.labels(direction="out").inc(answer.chat.tokens_out)

    def text(self) -> bytes:
        """Write every counter."""
        return generate_latest(self._registry)
