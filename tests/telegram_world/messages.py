"""The methods that send, change and delete messages and answer taps."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.telegram_world.args import Args, UploadedFile
from tests.telegram_world.keyboards import read_markup
from tests.telegram_world.model import Chat, Document, Message, Toast
from tests.telegram_world.reply import Json, RefusedError, bad, forbidden
from tests.telegram_world.texts import CAPTION_LIMIT, read_text, units

if TYPE_CHECKING:
    from tests.telegram_world.world import TelegramWorld

DELETE_WITHIN = 48 * 3600.0
TOAST_LIMIT = 200
MOST_DELETED = 100
FILE_LIMIT = 50 * 1024 * 1024
FETCH_LIMIT = 20 * 1024 * 1024
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def writable_chat(world: TelegramWorld, args: Args) -> Chat:
    """The chat a call writes to, if the bot may write there."""
    chat_id = args.chat_id()
    chat = world.chats.get(chat_id)
    if chat is None or not chat.opened:
        if chat_id in world.seen:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad("chat not found")
    if chat.migrated_to:
        words = "group chat was upgraded to a supergroup chat"
        raise bad(words, {"migrate_to_chat_id": chat.migrated_to})
    if chat.blocked:
        private = chat.card["type"] == "private"
        where = f"bot was kicked from the {chat.card['type']} chat"
        raise forbidden("bot was blocked by the user" if private else where)
    return chat


def send_message(world: TelegramWorld, args: Args) -> Json:
    """sendMessage."""
    text, entities = read_text(args)
    chat = writable_chat(world, args)
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    return _send(world, chat, args, content)


def send_document(world: TelegramWorld, args: Args) -> Json:
    """sendDocument."""
    caption, entities = read_text(args, "caption", CAPTION_LIMIT)
    chat = writable_chat(world, args)
    known = _known(world, "document", args.text("document") or "")
    if known is not None:
        return _send(world, chat, args, {"document": known})
    file_id, uploaded = _document(world, args)
    described = {"file_name": uploaded.name, "mime_type": uploaded.mime, "file_size": len(uploaded.content)}
    content: Json = {"document": {"file_id": file_id, "file_unique_id": file_id[-12:], **described}}
    if caption:
        content["caption"] = caption
    if entities:
        content["caption_entities"] = entities
    sent = _send(world, chat, args, content)
    chat.documents.append(Document(uploaded.name, uploaded.content, uploaded.mime, caption))
    return sent


def _send_known(kind: str) -> Callable[[TelegramWorld, Args], Any]:
    """sendPhoto and the like, for a file that somebody sent before: by its id, and as what it was."""

    def send(world: TelegramWorld, args: Args) -> Json:
        chat = writable_chat(world, args)
        known = _known(world, kind, args.text(kind) or "")
        if known is None:
            raise bad("wrong file identifier/HTTP URL specified")
        return _send(world, chat, args, {kind: known})

    return send


def _known(world: TelegramWorld, kind: str, file_id: str) -> Any:
    """What is known of a file that is in any message, deleted ones too; None where it is in none as this kind."""
    every = (message.content.get(kind) for chat in world.chats.values() for message in chat.messages.values())
    for held in every:
        sizes = held if isinstance(held, list) else [held]
        if any(size and size["file_id"] == file_id for size in sizes):
            return held
    return None


def get_file(world: TelegramWorld, args: Args) -> Json:
    """getFile."""
    file_id = args.text("file_id") or ""
    if file_id not in world.files:
        raise bad("wrong file_id or the file is temporarily unavailable")
    size = len(world.files[file_id].content)
    if size > FETCH_LIMIT:
        raise bad("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": file_id[-12:],
        "file_size": size,
        "file_path": f"documents/{file_id}",
    }


def _document(world: TelegramWorld, args: Args) -> tuple[str, UploadedFile]:
    given = args.text("document") or ""
    uploaded = args.files.get(given.removeprefix("attach://") or "document")
    if uploaded is None and not given:
        raise bad("there is no document in the request")
    if uploaded is None:
        if given not in world.files:
            raise bad("wrong file identifier/HTTP URL specified")
        return given, world.files[given]
    if not uploaded.content:
        raise bad("file must be non-empty")
    if len(uploaded.content) > FILE_LIMIT:
        raise RefusedError(413, "Request Entity Too Large")
    return world.file(uploaded), uploaded


def _send(world: TelegramWorld, chat: Chat, args: Args, content: Json) -> Json:
    markup = read_markup(args.value("reply_markup"))
    answered = _replied_to(chat, args)
    message = chat.add(world.bot, world.clock(), content, markup)
    message.silent = args.flag("disable_notification")
    if answered:
        content["reply_to_message"] = chat.show(answered)
    chat.bytes_received += message.weight()
    return chat.show(message)


def _replied_to(chat: Chat, args: Args) -> Message | None:
    given = args.value("reply_parameters") or {}
    wanted = given.get("message_id") or args.integer("reply_to_message_id")
    if not wanted:
        return None
    message = chat.find(int(wanted))
    optional = given.get("allow_sending_without_reply") or args.flag("allow_sending_without_reply")
    if message is None and not optional:
        raise bad("message to be replied not found")
    return message


def edit_message_text(world: TelegramWorld, args: Args) -> Json:
    """editMessageText; without a keyboard in the call the message loses its own."""
    text, entities = read_text(args)
    chat, message = _editable(world, args)
    if "text" not in message.content:
        raise bad("there is no text in the message to edit")
    content = {name: value for name, value in message.content.items() if name not in ("text", "entities")}
    content["text"] = text
    if entities:
        content["entities"] = entities
    return _edit(world, chat, message, content, args)


def edit_message_reply_markup(world: TelegramWorld, args: Args) -> Json:
    """editMessageReplyMarkup."""
    chat, message = _editable(world, args)
    return _edit(world, chat, message, message.content, args)


def _editable(world: TelegramWorld, args: Args) -> tuple[Chat, Message]:
    message_id = args.integer("message_id")
    if not message_id:
        raise bad("message identifier is not specified")
    chat = writable_chat(world, args)
    message = chat.find(message_id)
    if message is None:
        raise bad("message to edit not found")
    if not message.from_bot:
        raise bad("message can't be edited")
    return chat, message


def _edit(world: TelegramWorld, chat: Chat, message: Message, content: Json, args: Args) -> Json:
    markup = read_markup(args.value("reply_markup"), inline_only=True)
    if content == message.content and markup == message.inline:
        raise bad(NOT_MODIFIED)
    message.content, message.markup = content, markup
    message.edited_at = world.clock()
    message.edits += 1
    chat.bytes_received += message.weight()
    return chat.show(message)


def delete_message(world: TelegramWorld, args: Args) -> bool:
    """deleteMessage: within 48 hours; in a group only the bot's own."""
    message_id = args.integer("message_id")
    if not message_id:
        raise bad("message identifier is not specified")
    chat = writable_chat(world, args)
    message = chat.find(message_id)
    if message is None:
        raise bad("message to delete not found")
    if chat.card["type"] != "private" and not message.from_bot:
        raise bad("message can't be deleted")
    if world.clock() - message.date > DELETE_WITHIN:
        raise bad("message can't be deleted for everyone")
    message.deleted = True
    return True


def delete_messages(world: TelegramWorld, args: Args) -> bool:
    """deleteMessages: up to 100 at once; those that are not there are passed over."""
    ids = args.value("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= MOST_DELETED:
        raise bad("message identifiers are not specified" if not ids else "too many message identifiers")
    chat = writable_chat(world, args)
    found = [message for message in map(chat.find, map(int, ids)) if message]
    if any(world.clock() - message.date > DELETE_WITHIN for message in found):
        raise bad("message can't be deleted for everyone")
    for message in found:
        message.deleted = True
    return True


def answer_callback_query(world: TelegramWorld, args: Args) -> bool:
    """answerCallbackQuery: once, in time, with at most 200 characters."""
    query = world.queries.get(args.text("callback_query_id") or "")
    text = args.text("text") or ""
    if units(text) > TOAST_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    if query is None or query.answer or world.clock() - query.at > world.query_life:
        raise bad(QUERY_TOO_OLD)
    query.answer = Toast(text, args.flag("show_alert"), world.clock(), query.query_id)
    return True


METHODS: dict[str, Callable[[TelegramWorld, Args], Any]] = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    **{f"send{kind.title()}": _send_known(kind) for kind in ("photo", "voice", "audio", "video")},
    "getFile": get_file,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
}
