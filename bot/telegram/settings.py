"""What the Telegram front end needs to know before it starts."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr, field_validator


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

    @field_validator("token")
    @classmethod
    def _token_is_given(cls, token: SecretStr) -> SecretStr:
        if not token.get_secret_value().strip():
            raise ValueError("the bot's token is empty: set TELEGRAM_BOT_TOKEN to the one that @BotFather gave")
        return token

    @field_validator("api_url")
    @classmethod
    def _url_has_a_scheme(cls, url: str | None) -> str | None:
        if not url:
            return None
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"{url!r} is not the address of a Bot API server: write http://HOST:PORT")
        return url.rstrip("/")
