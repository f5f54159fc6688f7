"""Putting the front end together: the library's application, and the project's handlers in it."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, MessageHandler, filters

from bot.ports import PolicyAssistant
from bot.telegram.access import AccessPolicy
from bot.telegram.dispatch import Dispatcher
from bot.telegram.failures import Failures
from bot.telegram.ordering import ChatOrder
from bot.telegram.outbox import Outbox
from bot.telegram.public_commands import PublicCommands
from bot.telegram.reloading import Reloading
from bot.telegram.requests import Requests
from bot.telegram.settings import TelegramSettings

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def build_application(settings: TelegramSettings, requests: Requests) -> AnyApplication:
    """Make the application, without handlers; nothing is sent yet."""
    builder = (
        ApplicationBuilder()
        .token(settings.token.get_secret_value())
        .concurrent_updates(ChatOrder())
        .request(requests.methods)
        .get_updates_request(requests.polling)
    )
    if settings.api_url:
        builder = builder.base_url(f"{settings.api_url}/bot").base_file_url(f"{settings.api_url}/file/bot")
    return builder.build()


def add_handlers(application: AnyApplication, assistant: PolicyAssistant, settings: TelegramSettings) -> None:
    """Wire the handlers; the application has been initialized, so that the bot knows its own name."""
    outbox = Outbox(application.bot)
    access = AccessPolicy(admin_ids=settings.admin_ids, allowed_chats=settings.allowed_chats)
    public = PublicCommands(assistant, outbox, access, bot_name=application.bot.username)
    reloading = Reloading(assistant, outbox)
    dispatcher = Dispatcher(
        outbox=outbox,
        access=access,
        ask=public.ask,
        commands={"start": public.start, "help": public.help, "ask": public.ask},
        admin_commands={"reload": reloading.reload},
    )
    new_messages = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(new_messages, dispatcher.on_message))
    application.add_error_handler(Failures(outbox, settings.admin_ids).handle)


ALLOWED_UPDATES = [Update.MESSAGE]
