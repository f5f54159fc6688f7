"""What the Telegram front end needs to know before it starts."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from bot import texts


class Pace(BaseModel):
    """How fast messages may go out; the defaults stay a little below what Telegram documents."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    per_second: float = Field(default=28.0, gt=0)
    """To all chats together."""
    window_seconds: float = Field(default=1.05, gt=0)
    """Over which `per_second` is counted: so much may go out at once. A little over the server's own second."""
    chat_seconds: float = Field(default=1.05, ge=0)
    """Between two messages to one chat."""
    group_per_minute: int = Field(default=19, ge=1)

    @property
    def at_once(self) -> int:
        """Messages that may go out at once to all chats together."""
        return max(1, int(self.per_second * self.window_seconds))


class TelegramSettings(BaseModel):
    """Settings of the Telegram front end; the entry point fills them in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: SecretStr
    api_url: str | None = None
    """Scheme, host and port of another Bot API server; None for Telegram's own."""
    admin_ids: frozenset[int] = frozenset()
    """People who may ask anywhere they write to the bot directly, and who may use admin commands."""
    allowed_chats: frozenset[int] = frozenset()
    """Groups by their id; a person's id allows their direct messages. Gives no admin power."""
    data_dir: Path = Path("data")
    documents_dir: Path | None = None
    """Where `/upload` stores files; None: no uploads and no removals."""
    database_url: str | None = Field(default=None, repr=False)
    """SQLAlchemy URL; None for SQLite in the data folder."""
    retention_days: int = Field(default=180, ge=1)
    """How long the audit log keeps a question."""
    questions_per_minute: int = Field(default=20, ge=1)
    """Messages of one person in one chat that are replied to; admins have no limit."""
    chat_questions_per_minute: int = Field(default=60, ge=1)
    webhook_url: str | None = None
    """Public https address that Telegram posts updates to; None: long polling."""
    listen_host: str = "127.0.0.1"
    listen_port: int | None = Field(default=None, ge=0, le=65535)
    """Where webhook, health and metrics are served; None: nowhere, and no webhook."""
    pace: Pace = Pace()
    version: str = ""
    embedder: str = ""
    chat_model: str = ""
    """The model that writes answers, which then take seconds; empty: there is none. `/status` shows all three."""

    @field_validator("token")
    @classmethod
    def _token_is_given(cls, token: SecretStr) -> SecretStr:
        if not token.get_secret_value().strip():
            raise ValueError(texts.TOKEN_EMPTY)
        return token

    @model_validator(mode="after")
    def _webhook_has_a_port(self) -> TelegramSettings:
        if self.webhook_url is not None and self.listen_port is None:
            raise ValueError(texts.WEBHOOK_NEEDS_PORT)
        return self

    @field_validator("api_url")
    @classmethod
    def _url_has_a_scheme(cls, url: str | None) -> str | None:
        if not url:
            return None
        if not url.startswith(("http://", "https://")):
            raise ValueError(texts.BAD_API_URL.format(url=url))
        return url.rstrip("/")
