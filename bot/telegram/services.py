"""What the handlers work with, put together once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ports import PolicyAssistant
from bot.telegram.access import AccessPolicy
from bot.telegram.limits import MessageLimits
from bot.telegram.metrics import Metrics
from bot.telegram.outbox import Outbox
from bot.telegram.state.audit_log import AuditLog
from bot.telegram.state.clause_links import ClauseLinks
from bot.telegram.state.feedback import Feedback
from bot.telegram.threads import QuestionThreads


@dataclass(frozen=True)
class Services:
    """The assistant, the way out, and the bot's memory."""

    assistant: PolicyAssistant
    outbox: Outbox
    access: AccessPolicy
    audit: AuditLog
    feedback: Feedback
    links: ClauseLinks
    limits: MessageLimits
    metrics: Metrics
    threads: QuestionThreads
    bot_name: str
