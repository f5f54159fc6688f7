"""The settings, from the environment and a `.env` file: typed, checked once, at the start."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "ZHENGWEN_"
ENV_FILE = ".env"
STARTER_DOCUMENTS = Path(__file__).resolve().parent.parent / "knowledge" / "starter"

Ids = Annotated[frozenset[int], NoDecode]


class SettingsError(Exception):
    """A setting cannot be used; `str(error)` is one line: the variable, the rule, the value, the remedy."""


class Settings(BaseSettings):
    """Every setting; the variable is the field's name in capitals behind `ZHENGWEN_`, unless another is named."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    documents_dir: Path = STARTER_DOCUMENTS
    data_dir: Path = Path("data")
    embedder: str = "bundled"
    reranker: str | None = None
    """Unset: none."""
    chroma_url: str | None = None
    telegram_bot_token: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("TELEGRAM_BOT_TOKEN", "telegram_bot_token")
    )
    telegram_api_url: str | None = None
    admin_ids: Ids = frozenset()
    allowed_chats: Ids = frozenset()
    database_url: SecretStr | None = None
    """The bot's state: an SQLAlchemy URL; unset: SQLite in the data folder. With `chroma_url`, the index too."""
    retention_days: int = Field(default=180, ge=1)
    """How long the audit log keeps a question."""
    questions_per_minute: int = Field(default=20, ge=1)
    """For one person on Telegram."""
    chat_questions_per_minute: int = Field(default=60, ge=1)
    webhook_url: str | None = None
    """Public https address that Telegram posts updates to; unset: long polling."""
    listen_host: str = "127.0.0.1"
    listen_port: int | None = Field(default=None, ge=1, le=65535)
    """Where the bot serves its webhook, /healthz and /metrics; unset: nowhere."""
    chat_model: str | None = None
    """The chat model that writes the answers; unset: they stay in the documents' words."""
    chat_base_url: str | None = None
    """Of an OpenAI-compatible server, /v1 included."""
    chat_api_key: SecretStr | None = None
    chat_timeout_seconds: float = Field(default=30.0, ge=1, le=600)
    """For one question, tries included."""
    chat_answer_tokens: int = Field(default=800, ge=50)
    chat_temperature: float = Field(default=0.0, ge=0, le=2)
    chat_daily_tokens: int | None = Field(default=None, ge=1)
    """In and out, everybody together; unset: no limit."""
    chat_person_daily_tokens: int | None = Field(default=None, ge=1)
    log_level: str = "INFO"

    @field_validator("admin_ids", "allowed_chats", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        """Read ids separated by commas (the Chinese comma too)."""
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.replace("，", ",").split(",") if part.strip()]
        for part in parts:
            if not re.fullmatch(r"-?[0-9]+", part):
                raise ValueError(f"“{part}”不是数字 ID，请用英文逗号分隔，例如 12345678,-1001234567890")
        return frozenset(map(int, parts))

    @field_validator("documents_dir", "data_dir")
    @classmethod
    def _folder(cls, value: Path) -> Path:
        """Read ~ as the home folder: in `.env` no shell does."""
        return value.expanduser()

    @field_validator("chroma_url", "telegram_api_url", "webhook_url", "chat_base_url")
    @classmethod
    def _url(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError(f"“{value}”不是网址，应以 http:// 或 https:// 开头")
        return value

    @model_validator(mode="after")
    def _webhook_has_a_port(self) -> Settings:
        if self.webhook_url is not None and self.listen_port is None:
            raise ValueError("设有 ZHENGWEN_WEBHOOK_URL 时，还要用 ZHENGWEN_LISTEN_PORT 指定监听端口")
        return self

    @model_validator(mode="after")
    def _chat_has_a_model(self) -> Settings:
        if self.chat_model is None and (self.chat_base_url is not None or self.chat_api_key is not None):
            raise ValueError(
                "设有 ZHENGWEN_CHAT_BASE_URL 或 ZHENGWEN_CHAT_API_KEY 时，还要用 ZHENGWEN_CHAT_MODEL 指定模型"
            )
        return self

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        known = ("DEBUG", "INFO", "WARNING", "ERROR")
        if value.upper() not in known:
            raise ValueError(f"“{value}”不是日志级别，可用 {'、'.join(known)}")
        return value.upper()


def read_settings(**given: object) -> Settings:
    """Read the settings.

    Args:
        given: Values from the command line, by field; None where an option was not given.

    Raises:
        SettingsError: a setting cannot be used; the message is one line.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        raise SettingsError(_reason(first["type"], first["msg"], first["loc"], first["input"])) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{ENV_FILE} 不是 UTF-8 文本，请另存为 UTF-8") from None


def _reason(kind: str, message: str, place: tuple[int | str, ...], value: object) -> str:
    """One line in Chinese: our own rules say themselves what is wrong, pydantic's are told by their kind."""
    if not place:
        return message.removeprefix("Value error, ")
    field = str(place[0])
    variable = field if field.isupper() else PREFIX + field.upper()
    if kind == "value_error":
        return f"设置 {variable} 有误：{message.removeprefix('Value error, ')}"
    rules = {
        "int_parsing": "应为整数",
        "float_parsing": "应为数字",
        "greater_than_equal": "数值太小",
        "less_than_equal": "数值太大",
    }
    return f"设置 {variable} 有误：“{value}”不可用，{rules.get(kind, '请改成说明中的写法')}"
