"""Any chat model that LangChain knows, made from the settings; the only module that imports LangChain's models."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from langchain_core.language_models import BaseChatModel

from retrieval.chat.options import ChatOptions
from retrieval.errors import ChatSetupError

OPENAI = "openai"
_NO_KEY = "none"
"""Servers on one's own machine take any key, but the client wants one."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def close_model(model: BaseChatModel) -> None:
    """Give back the connections of a model whose integration keeps a client of its own."""
    client = getattr(model, "root_client", None)
    if client is not None:
        client.close()


def make_model(options: ChatOptions) -> BaseChatModel:
    """Make the chat model; nothing is sent yet.

    Raises:
        ChatSetupError: a package is missing, or the provider is not known.
    """
    try:
        from langchain.chat_models import init_chat_model

        # With a server's address the whole name is the server's: qwen3:4b is no provider.
        provider = OPENAI if options.base_url else None
        model: BaseChatModel = init_chat_model(options.model, model_provider=provider, **_arguments(options))
    except ImportError as error:
        missing = (error.name or "langchain").replace("_", "-").partition(".")[0]
        remedy = "make chat" if missing in ("langchain", "langchain-openai", "openai") else f"pip install {missing}"
        raise ChatSetupError(f"大模型需要的组件 {missing} 没有安装，请运行 {remedy}") from error
    except Exception as error:
        # Each integration has errors of its own for a name, a key or an address that it cannot use.
        raise ChatSetupError(
            f"ZHENGWEN_CHAT_MODEL“{options.model}”无法使用（{type(error).__name__}）：兼容 OpenAI 的服务请填 "
            "ZHENGWEN_CHAT_BASE_URL，其他服务写成 服务商:模型名，需要密钥的请填 ZHENGWEN_CHAT_API_KEY"
        ) from error
    return model


def _arguments(options: ChatOptions) -> dict[str, Any]:
    """Arguments that every integration takes, and those of OpenAI's."""
    arguments: dict[str, Any] = {
        "temperature": options.temperature,
        "max_tokens": options.answer_tokens,
        "timeout": options.timeout_seconds,
        # Tries are counted against the question's time, which the client does not know.
        "max_retries": 0,
    }
    if options.api_key is not None:
        arguments["api_key"] = options.api_key
    if options.base_url is None:
        return arguments
    # Without a key of its own the server must not be sent the one meant for OpenAI.
    arguments |= {"base_url": options.base_url, "api_key": options.api_key or _NO_KEY, "stream_usage": True}
    if urlsplit(options.base_url).hostname in _LOOPBACK:
        from openai import DefaultHttpxClient

        # A proxy that the bot needs for Telegram has no way to this machine's own servers.
        arguments["http_client"] = DefaultHttpxClient(trust_env=False)
    return arguments
