"""The command menu beside the input field: for everybody, for groups, and for each admin."""

from __future__ import annotations

import logging

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot import texts

logger = logging.getLogger(__name__)


async def set_menus(bot: Bot, admin_ids: frozenset[int]) -> None:
    """Set the menus; one that is refused is logged, because the commands work without it."""
    everybody = list(texts.COMMANDS.items())
    in_groups = [(name, texts.COMMANDS[name]) for name in texts.GROUP_COMMANDS]
    scopes: list[tuple[BotCommandScope, list[tuple[str, str]]]] = [
        (BotCommandScopeDefault(), everybody),
        (BotCommandScopeAllPrivateChats(), everybody),
        (BotCommandScopeAllGroupChats(), in_groups),
    ]
    for scope, commands in scopes:
        await _set_menu(bot, scope, commands)
    for admin_id in sorted(admin_ids):
        await set_admin_menu(bot, admin_id)


async def set_admin_menu(bot: Bot, admin_id: int) -> None:
    """Set the menu of one admin, who has to have written to the bot before."""
    commands = list((texts.COMMANDS | texts.ADMIN_COMMANDS).items())
    await _set_menu(bot, BotCommandScopeChat(admin_id), commands)


async def _set_menu(bot: Bot, scope: BotCommandScope, commands: list[tuple[str, str]]) -> None:
    try:
        await bot.set_my_commands([BotCommand(name, text) for name, text in commands], scope=scope)
    except TelegramError as error:
        # An admin who has not written to the bot yet is a chat that Telegram does not know: `/start` sets it then.
        logger.info("the command menu for %s was not set: %s", scope.type, error.message)
