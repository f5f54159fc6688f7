"""Putting the front end together: the library's application, and the project's handlers in it."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, MessageHandler, filters

from bot.ports import PolicyAssistant
from bot.telegram.access import AccessPolicy
from bot.telegram.admin_commands import AdminCommands, Facts
from bot.telegram.background import Background
from bot.telegram.dispatch import Dispatcher
from bot.telegram.document_folder import DocumentFolder
from bot.telegram.failures import Failures
from bot.telegram.library_commands import LibraryCommands
from bot.telegram.limits import MessageLimits
from bot.telegram.menus import set_admin_menu
from bot.telegram.metrics import Metrics
from bot.telegram.ordering import ChatOrder
from bot.telegram.outbox import Outbox
from bot.telegram.pacing import Pacer
from bot.telegram.presses import Presses
from bot.telegram.public_commands import PublicCommands
from bot.telegram.questions import Questions
from bot.telegram.requests import Requests
from bot.telegram.services import Services
from bot.telegram.settings import TelegramSettings
from bot.telegram.state.access_list import AccessList
from bot.telegram.state.audit_log import AuditLog
from bot.telegram.state.clause_links import ClauseLinks
from bot.telegram.state.database import Database
from bot.telegram.state.feedback import Feedback
from bot.telegram.threads import QuestionThreads
from bot.telegram.update_queue import DurableQueue

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

ALLOWED_UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY]


def build_application(
    settings: TelegramSettings, requests: Requests, queue: DurableQueue, pacer: Pacer
) -> AnyApplication:
    """Make the application, without handlers; nothing is sent yet."""
    # The library's coming way of giving time spans; without it each RetryAfter comes with a deprecation warning.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    builder = (
        ApplicationBuilder()
        .token(settings.token.get_secret_value())
        .update_queue(queue)
        .concurrent_updates(ChatOrder(queue.handled, holds_back=queue.holds_back))
        .rate_limiter(pacer)
        .request(requests.methods)
        .get_updates_request(requests.polling)
    )
    if settings.api_url:
        builder = builder.base_url(f"{settings.api_url}/bot").base_file_url(f"{settings.api_url}/file/bot")
    return builder.build()


def make_services(
    application: AnyApplication,
    assistant: PolicyAssistant,
    settings: TelegramSettings,
    database: Database,
    metrics: Metrics,
) -> Services:
    """Put together what the handlers work with; the application knows the bot's name by now."""
    return Services(
        assistant=assistant,
        outbox=Outbox(application.bot),
        access=AccessPolicy(AccessList(database), admin_ids=settings.admin_ids, allowed_chats=settings.allowed_chats),
        audit=AuditLog(database, retention_days=settings.retention_days),
        feedback=Feedback(database),
        links=ClauseLinks(database),
        limits=MessageLimits(per_person=settings.questions_per_minute, per_chat=settings.chat_questions_per_minute),
        metrics=metrics,
        threads=QuestionThreads(waits=bool(settings.chat_model)),
        bot_name=application.bot.username,
    )


def add_handlers(
    application: AnyApplication, services: Services, settings: TelegramSettings, queue: DurableQueue
) -> None:
    """Wire the handlers."""
    questions, public = Questions(services), PublicCommands(services, partial(set_admin_menu, application.bot))
    folder = DocumentFolder(settings.documents_dir, settings.data_dir) if settings.documents_dir else None
    library = LibraryCommands(services, folder)
    admin = AdminCommands(services, _facts(application, settings))
    dispatcher = Dispatcher(
        services,
        ask=questions.ask,
        press=Presses(services).handle,
        commands={
            "start": public.start,
            "help": public.help,
            "ask": questions.ask,
            "documents": public.documents,
            "source": public.source,
            "reset": public.reset,
            "feedback": public.feedback,
        },
        admin_commands={
            "status": admin.status,
            "stats": admin.stats,
            "unanswered": admin.unanswered,
            "allow": admin.allow,
            "deny": admin.deny,
            "export": admin.export,
        },
        slow_admin_commands={"reload": library.reload, "upload": library.upload, "remove": library.remove},
        background=Background(application, queue),
    )
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, dispatcher.on_migration))
    new_messages = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(new_messages, dispatcher.on_message))
    application.add_handler(CallbackQueryHandler(dispatcher.on_press))
    application.add_error_handler(Failures(services.outbox, queue, settings.admin_ids, services.metrics).handle)


def _facts(application: AnyApplication, settings: TelegramSettings) -> Facts:
    processor = application.update_processor
    return Facts(
        version=settings.version,
        embedder=settings.embedder,
        chat_model=settings.chat_model,
        sees_all_group_messages=bool(application.bot.can_read_all_group_messages),
        waiting=lambda: processor.current_concurrent_updates,
        started_at=time.monotonic(),
    )
