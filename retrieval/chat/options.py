"""What the settings say of the chat model."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ChatOptions:
    """Which chat model writes the answers, and what it may take."""

    model: str
    """Its name, as the server knows it; `provider:name` for a LangChain integration other than OpenAI's."""
    base_url: str | None = None
    """Of an OpenAI-compatible server; None: the provider's own."""
    api_key: str | None = field(default=None, repr=False)
    timeout_seconds: float = 30.0
    """For one question, from the first request to the last sentence, tries and waiting included."""
    answer_tokens: int = 800
    """Most that the model may write for one answer."""
    temperature: float = 0.0
    daily_tokens: int | None = None
    """In and out, everybody together; None: no limit."""
    person_daily_tokens: int | None = None
