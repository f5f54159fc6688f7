"""What a provider's error means: whether trying again may help, and what the log says of it."""

from __future__ import annotations

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelInvalidRequestError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)

from retrieval.chat.errors import ChatModelError, ChatModelTransientError

_REASONS: tuple[tuple[type[ModelError], str], ...] = (
    (ModelAuthenticationError, "大模型不认这个密钥，请检查 ZHENGWEN_CHAT_API_KEY"),
    (ModelPermissionDeniedError, "大模型拒绝访问，请检查 ZHENGWEN_CHAT_API_KEY 的权限"),
    (ModelNotFoundError, "服务器上没有这个模型，请检查 ZHENGWEN_CHAT_MODEL 和 ZHENGWEN_CHAT_BASE_URL"),
    (ContextOverflowError, "条款超出了大模型能读的长度"),
    (ModelInvalidRequestError, "大模型不接受这个请求"),
    (ModelRateLimitError, "大模型正忙，请求太多"),
    (ModelTimeoutError, "大模型没有及时回应"),
    (ModelAPIError, "大模型的服务器出错"),
    (ModelConnectionError, "连不上大模型"),
)
_BUSY = (408, 409, 425, 429)


def translate(error: Exception) -> ChatModelError:
    """Give the project's error for what a provider's library raised.

    Integrations that do not use LangChain's classes are told by the HTTP status their error carries; an answer that
    cannot be read (broken JSON) may be read the next time.
    """
    if isinstance(error, ChatModelError):
        return error
    status = getattr(error, "status_code", None)
    if isinstance(error, ModelError):
        is_transient = error.is_retryable
        reason = next((reason for kind, reason in _REASONS if isinstance(error, kind)), "大模型没有回答")
    elif isinstance(status, int):
        is_transient, reason = status in _BUSY or status >= 500, "大模型没有回答"
    else:
        is_transient, reason = True, f"大模型的回答读不出来（{type(error).__name__}）"
    if isinstance(status, int):
        reason += f"（HTTP {status}）"
    return ChatModelTransientError(reason, _retry_after(error)) if is_transient else ChatModelError(reason)


def _retry_after(error: Exception) -> float | None:
    """Seconds that the server asks for; None where it does not, or gives a date."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    value = headers.get("retry-after") if headers is not None else None
    try:
        return max(0.0, float(value)) if value else None
    except ValueError:
        return None
