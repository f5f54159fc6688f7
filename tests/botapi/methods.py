"""The methods of the Bot API that the bot uses, each with the checks and refusals of the real server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.botapi.errors import ApiError, bad_request, forbidden
from tests.botapi.markup import parse_html, utf16_length
from tests.botapi.world import Chat, Json, World

Params = dict[str, Any]
CHAT_ACTIONS = {"typing", "upload_document", "upload_photo", "choose_sticker", "find_location", "record_voice"}
SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
MAX_TEXT, MAX_CAPTION, MAX_CALLBACK_BYTES, MAX_BUTTONS = 4096, 1024, 64, 100
MAX_DOWNLOAD_BYTES, MAX_UPLOAD_BYTES = 20_000_000, 50_000_000


class Methods:
    """One public method for each method of the Bot API; each gives the `result`."""

    def __init__(self, world: World) -> None:
        self.world = world

    def find(self, name: str) -> Callable[[Params], Any] | None:
        """The method of that name, in any case, as the real server takes it."""
        for candidate in dir(self):
            if candidate.lower() == name.lower() and candidate[0] != "_" and candidate not in ("find", "world"):
                return getattr(self, candidate)  # type: ignore[no-any-return]
        return None

    def getMe(self, params: Params) -> Json:
        return self.world.me()

    def sendMessage(self, params: Params) -> Json:
        chat = self._chat(params)
        if chat.bot_muted:
            raise bad_request("not enough rights to send text messages to the chat")
        text, entities = self._text(params, "text", MAX_TEXT, "message is too long")
        if not text.strip():
            raise bad_request("message text is empty")
        fields = self._placement(chat, params) | self._markup(params)
        if entities:
            fields["entities"] = entities
        return chat.add(**{"from": self.world.bot.json()}, text=text.strip(), **fields)

    def sendMessageDraft(self, params: Params) -> bool:
        chat = self._chat(params)
        if chat.type != "private":
            raise bad_request("TEXTDRAFT_PEER_INVALID")
        if int(params.get("draft_id") or 0) == 0:
            raise bad_request("draft_id must be non-zero")
        text, _ = self._text(params, "text", MAX_TEXT, "message is too long", required=False)
        self._thread(chat, params)
        chat.drafts.append((int(params["draft_id"]), text))
        return True

    def sendDocument(self, params: Params) -> Json:
        chat = self._chat(params)
        upload = params.get("document")
        if not isinstance(upload, tuple):
            raise bad_request("there is no document in the request")
        name, content = upload
        if not content:
            raise bad_request("file must be non-empty")
        if len(content) > MAX_UPLOAD_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        if chat.bot_muted:
            raise bad_request("not enough rights to send documents to the chat")
        caption, _ = self._text(params, "caption", MAX_CAPTION, "message caption is too long", required=False)
        stored = self.world.store_file(name, content)
        document = {"file_id": stored.file_id, "file_unique_id": stored.file_id, "file_name": name}
        fields = self._placement(chat, params) | self._markup(params) | ({"caption": caption} if caption else {})
        return chat.add(**{"from": self.world.bot.json()}, document={**document, "file_size": stored.size}, **fields)

    def editMessageText(self, params: Params) -> Json:
        chat = self._chat(params)
        message = self._own_message(chat, params, "edit")
        text, entities = self._text(params, "text", MAX_TEXT, "MESSAGE_TOO_LONG")
        if not text.strip():
            raise bad_request("message text is empty")
        markup = self._markup(params)
        old = (message["text"], message.get("entities", []), message.get("reply_markup"))
        if old == (text.strip(), entities, markup.get("reply_markup")):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        message.pop("reply_markup", None)
        message.update(text=text.strip(), entities=entities, **markup)
        return message

    def editMessageReplyMarkup(self, params: Params) -> Json:
        message = self._own_message(self._chat(params), params, "edit")
        markup = self._markup(params)
        if message.get("reply_markup") == markup.get("reply_markup"):
            raise bad_request("message is not modified: the markup is the same")
        message.pop("reply_markup", None)
        message.update(markup)
        return message

    def deleteMessage(self, params: Params) -> bool:
        chat = self._chat(params)
        self._own_message(chat, params, "delete")
        del chat.messages[int(params["message_id"])]
        return True

    def sendChatAction(self, params: Params) -> bool:
        chat = self._chat(params)
        if params.get("action") not in CHAT_ACTIONS:
            raise bad_request("wrong parameter action in request")
        self._thread(chat, params)
        return True

    def answerCallbackQuery(self, params: Params) -> bool:
        query = params.get("callback_query_id", "")
        if self.world.callbacks.get(query) is not False:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if len(params.get("text", "")) > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        self.world.callbacks[query] = True
        return True

    def setMyCommands(self, params: Params) -> bool:
        scope = json.loads(params.get("scope") or '{"type": "default"}')
        needed = SCOPES.get(scope.get("type"))
        if needed is None or any(key not in scope for key in needed):
            raise bad_request("can't parse BotCommandScope")
        if "chat_id" in scope:
            chat = self._chat({"chat_id": scope["chat_id"]}, writing=False)
            if chat.person is not None and not chat.person.started:
                raise bad_request("chat not found")
        commands = json.loads(params.get("commands", "null"))
        if not isinstance(commands, list) or len(commands) > 100:
            raise bad_request("can't parse commands")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.world.commands[json.dumps(scope, sort_keys=True), params.get("language_code", "")] = commands
        return True

    def getFile(self, params: Params) -> Json:
        stored = self.world.files.get(params.get("file_id", ""))
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if stored.size > MAX_DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        unique = {"file_id": stored.file_id, "file_unique_id": stored.file_id}
        return unique | {"file_size": stored.size, "file_path": stored.path}

    def getChat(self, params: Params) -> Json:
        return self._chat(params).json() | {"accent_color_id": 0, "max_reaction_count": 0}

    def leaveChat(self, params: Params) -> bool:
        chat = self._chat(params)
        if chat.type == "private":
            raise bad_request("chat member status can't be changed in private chats")
        chat.bot_removed = True
        return True

    def _chat(self, params: Params, *, writing: bool = True) -> Chat:
        if not params.get("chat_id"):
            raise bad_request("chat_id is empty")
        try:
            chat = self.world.chats.get(int(params["chat_id"]))
        except ValueError:
            chat = None
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if writing:
            self._check_that_the_bot_may_write(chat)
        return chat

    def _check_that_the_bot_may_write(self, chat: Chat) -> None:
        if chat.person is not None and chat.person.blocked_bot:
            raise forbidden("bot was blocked by the user")
        if chat.person is not None and not chat.person.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.bot_removed:
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        if chat.type == "channel" and not chat.bot_is_admin:
            raise forbidden("bot is not a member of the channel chat")

    def _text(
        self, params: Params, key: str, limit: int, too_long: str, *, required: bool = True
    ) -> tuple[str, list[Json]]:
        source = params.get(key, "")
        if required and not source:
            raise bad_request("message text is empty")
        mode = params.get("parse_mode", "")
        if mode.lower() not in ("", "html"):
            raise bad_request("unsupported parse_mode")
        text, entities = parse_html(source) if mode else (source, [])
        if utf16_length(text) > limit:
            raise bad_request(too_long)
        return text, entities

    def _placement(self, chat: Chat, params: Params) -> Json:
        fields = self._thread(chat, params)
        reply = json.loads(params.get("reply_parameters", "null"))
        if reply:
            replied = chat.messages.get(reply["message_id"])
            if replied is not None:
                return fields | {"reply_to_message": replied}
            if not reply.get("allow_sending_without_reply"):
                raise bad_request("message to be replied not found")
        return fields

    def _thread(self, chat: Chat, params: Params) -> Json:
        if "message_thread_id" not in params:
            return {}
        topic = chat.topics.get(int(params["message_thread_id"])) if chat.is_forum else None
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed:
            raise bad_request("TOPIC_CLOSED")
        return {"message_thread_id": topic.thread_id, "is_topic_message": True}

    def _markup(self, params: Params) -> Json:
        markup = json.loads(params.get("reply_markup", "null"))
        if not markup:
            return {}
        buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
        if len(buttons) > MAX_BUTTONS:
            raise bad_request("reply markup is too long")
        for button in buttons:
            self._check_button(button)
        return {"reply_markup": markup}

    def _check_button(self, button: Json) -> None:
        if not button.get("text"):
            raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        kinds = {"callback_data", "url", "switch_inline_query", "copy_text", "web_app"} & button.keys()
        if len(kinds) != 1:
            raise bad_request("can't parse inline keyboard button: exactly one kind is needed")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= MAX_CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")

    def _own_message(self, chat: Chat, params: Params, verb: str) -> Json:
        message = chat.messages.get(int(params.get("message_id", 0)))
        if message is None:
            raise bad_request(f"message to {verb} not found")
        if message.get("from", {}).get("id") != self.world.bot.id:
            raise bad_request(f"message can't be {verb}ed".replace("ee", "e"))
        return message
