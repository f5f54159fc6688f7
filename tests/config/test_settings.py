"""Settings from variables and `.env`: typed, and one line where one cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.settings import STARTER_DOCUMENTS, Settings, SettingsError, read_settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable and no `.env` but the test's own."""
    for name in os.environ:
        if name.startswith("ZHENGWEN_") or name == "TELEGRAM_BOT_TOKEN":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_nothing_has_to_be_set() -> None:
    settings = read_settings()
    assert settings.documents_dir == STARTER_DOCUMENTS
    assert settings.data_dir == Path("data")
    assert settings.embedder == "bundled"
    assert settings.chroma_url is None
    assert settings.telegram_bot_token is None
    assert settings.admin_ids == frozenset()


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("12345", {12345}),
        ("12345,-1001234567890", {12345, -1001234567890}),
        (" 1 , 2 ,, 3 ", {1, 2, 3}),
        ("1，2", {1, 2}),
        ("", set()),
    ],
)
def test_ids_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch, value: str, ids: set[int]) -> None:
    monkeypatch.setenv("ZHENGWEN_ADMIN_IDS", value)
    assert read_settings().admin_ids == ids


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("ZHENGWEN_ADMIN_IDS", "12, 张三", "“张三”不是数字"),
        ("ZHENGWEN_ALLOWED_CHATS", "--5", "“--5”不是数字"),
        ("ZHENGWEN_ADMIN_IDS", "²", "“²”不是数字"),
        ("ZHENGWEN_CHROMA_URL", "localhost:8000", "http://"),
        ("ZHENGWEN_TELEGRAM_API_URL", "ftp://x", "http://"),
        ("ZHENGWEN_LOG_LEVEL", "loud", "DEBUG"),
        ("ZHENGWEN_LISTEN_PORT", "eighty", "整数"),
        ("ZHENGWEN_RETENTION_DAYS", "0", "0"),
        ("ZHENGWEN_CHAT_TIMEOUT_SECONDS", "soon", "数字"),
        ("ZHENGWEN_CHAT_DAILY_TOKENS", "many", "整数"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    message = str(caught.value)
    assert variable in message
    assert told in message
    assert "\n" not in message


def test_a_dot_env_is_read_under_the_variables_and_the_options(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines = "# 注释\nZHENGWEN_EMBEDDER=of/env-file\nZHENGWEN_DATA_DIR=./索引\nTELEGRAM_BOT_TOKEN='1:abc'\nUNKNOWN=1\n"
    (tmp_path / ".env").write_text(lines, encoding="utf-8")
    settings = read_settings()
    assert settings.embedder == "of/env-file"
    assert settings.data_dir == Path("索引")
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == "1:abc"

    monkeypatch.setenv("ZHENGWEN_EMBEDDER", "of/variable")
    assert read_settings().embedder == "of/variable"
    assert read_settings(data_dir=Path("elsewhere"), documents_dir=None).data_dir == Path("elsewhere")


def test_a_dot_env_in_another_encoding_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("ZHENGWEN_DATA_DIR=索引\n".encode("gb18030"))
    with pytest.raises(SettingsError, match="UTF-8") as caught:
        read_settings()
    assert "\n" not in str(caught.value)


def test_home_is_read_in_a_dot_env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".env").write_text("ZHENGWEN_DOCUMENTS_DIR=~/文件\n", encoding="utf-8")
    assert read_settings().documents_dir == tmp_path / "文件"


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGWEN_CHROMA_URL", "")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    settings = read_settings()
    assert settings.chroma_url is None
    assert settings.telegram_bot_token is None


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:SECRET-token")
    monkeypatch.setenv("ZHENGWEN_DATABASE_URL", "postgresql+psycopg://bot:SECRET@127.0.0.1/bot")
    settings = read_settings()
    assert "SECRET" not in repr(settings)
    assert "SECRET" not in str(settings)
    assert "SECRET" not in settings.model_dump_json()


def test_settings_are_not_changed_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read_settings().embedder = "other"  # type: ignore[misc]
    assert isinstance(read_settings(), Settings)


def test_a_chat_model_is_set_by_name_address_and_key(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().chat_model is None
    monkeypatch.setenv("ZHENGWEN_CHAT_MODEL", "deepseek-chat")
    monkeypatch.setenv("ZHENGWEN_CHAT_BASE_URL", "https://api.example.test/v1")
    monkeypatch.setenv("ZHENGWEN_CHAT_API_KEY", "sk-very-secret")
    settings = read_settings()
    assert settings.chat_model == "deepseek-chat"
    assert settings.chat_api_key is not None
    assert settings.chat_api_key.get_secret_value() == "sk-very-secret"
    assert "sk-very-secret" not in repr(settings) + str(settings)


@pytest.mark.parametrize("variable", ["ZHENGWEN_CHAT_BASE_URL", "ZHENGWEN_CHAT_API_KEY"])
def test_an_address_or_a_key_without_a_model_is_told(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "http://127.0.0.1:8000/v1")
    with pytest.raises(SettingsError, match="ZHENGWEN_CHAT_MODEL"):
        read_settings()


def test_the_address_of_the_chat_model_has_a_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGWEN_CHAT_MODEL", "m")
    monkeypatch.setenv("ZHENGWEN_CHAT_BASE_URL", "localhost:8000/v1")
    with pytest.raises(SettingsError, match=r"ZHENGWEN_CHAT_BASE_URL.*http://"):
        read_settings()
