"""A lean, strict stand-in for Telegram: so little CPU that the bot, not the stand-in, is what is measured.

The tests' own Telegram is richer and several times slower. This one knows what a questionnaire calls, refuses
what Telegram refuses, delivers updates by long poll or webhook, and lets every call travel for `latency`
seconds: half of it on the way there, half on the way back.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.bench.wire import Poster, Request, Server

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Tayari", "username": "tayari_bot"}
TEXT_LIMIT, DATA_LIMIT = 4096, 64

_CHAT_OF_FILE = re.compile(rb'name="chat_id"\r\n\r\n(-?\d+)')

Json = dict[str, Any]
Rows = list[list[Json]]
Reply = Callable[[int, bytes], None]


class Refused(Exception):
    """A call that Telegram would refuse."""


@dataclass(slots=True)
class Message:
    """A message of the bot as it stands."""

    text: str
    markup: Json | None
    date: int


@dataclass(slots=True)
class Chat:
    """A private chat."""

    messages: dict[int, Message] = field(default_factory=dict)
    newest: int = 0


def compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Emulator:
    """All chats of one bot. `on_screen(chat, message, rows)` is called when a person sees a new screen."""

    def __init__(self, latency: float = 0.0) -> None:
        self.half = latency / 2
        self.chats: dict[int, Chat] = {}
        self.on_screen: Callable[[int, int, Rows], None] = lambda _chat, _message, _rows: None
        self.requests = 0
        self.refused: list[str] = []
        self.files = 0
        self.ready = asyncio.Event()
        self._queries: set[str] = set()
        self._updates: dict[int, bytes] = {}
        self._waiting: tuple[Reply, asyncio.TimerHandle] | None = None
        self._poster: Poster | None = None
        self._number = 1000

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Serve while the block runs; gives the address up to the token."""
        server = await asyncio.get_running_loop().create_server(lambda: Server(self._called), "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
        finally:
            server.close()
            if self._poster:
                self._poster.close()

    # --- what people do ---

    def write(self, person: int, text: str) -> None:
        """A text message from a person, which opens their chat."""
        chat = self.chats.setdefault(person, Chat())
        chat.newest += 1
        content: Json = {"message_id": chat.newest, "from": self._user(person), "chat": self._card(person)}
        content |= {"date": int(time.time()), "text": text}
        if text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        self._queue({"message": content})

    def tap(self, person: int, message_id: int, data: str) -> None:
        """A tap on a message as it stands."""
        query_id = self._next()
        self._queries.add(str(query_id))
        query: Json = {"id": str(query_id), "from": self._user(person), "chat_instance": str(person * 31)}
        query |= {"message": self._drawn(person, message_id), "data": data}
        self._queue({"callback_query": query})

    def _queue(self, content: Json) -> None:
        number = self._next()
        update = compact({"update_id": number, **content})
        if self._poster is not None:
            self._post(update)
            return
        self._updates[number] = update
        if self._waiting is not None:
            reply, timer = self._waiting
            self._waiting = None
            timer.cancel()
            asyncio.get_running_loop().call_soon(self._deliver, reply)

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _user(self, person: int) -> Json:
        return {"id": person, "is_bot": False, "first_name": "Ana", "language_code": "en"}

    def _card(self, person: int) -> Json:
        return {"id": person, "first_name": "Ana", "type": "private"}

    def _drawn(self, chat_id: int, message_id: int) -> Json:
        message = self.chats[chat_id].messages[message_id]
        drawn: Json = {"message_id": message_id, "from": BOT, "chat": self._card(chat_id)}
        drawn |= {"date": message.date, "text": message.text}
        return drawn | ({"reply_markup": message.markup} if message.markup else {})

    # --- how updates leave ---

    def _deliver(self, reply: Reply) -> None:
        some = [update for _number, update in zip(range(100), self._updates.values(), strict=False)]
        self._later(reply, 200, b'{"ok":true,"result":[' + b",".join(some) + b"]}")

    def _post(self, update: bytes) -> None:
        self.requests += 1
        assert self._poster is not None
        poster = self._poster
        if not self.half:
            poster.post(update, lambda status, body: self._posted(update, status, body))
            return
        loop = asyncio.get_running_loop()

        def back(status: int, body: bytes) -> None:
            loop.call_later(self.half, self._posted, update, status, body)

        loop.call_later(self.half, poster.post, update, back)

    def _posted(self, update: bytes, status: int, body: bytes) -> None:
        if not 200 <= status < 300:
            self.refused.append(f"webhook said {status}")
            asyncio.get_running_loop().call_later(1.0, self._post, update)
        elif body:
            call = json.loads(body)
            self._perform(call.pop("method"), call)

    # --- what the bot calls ---

    def _called(self, request: Request, reply: Reply) -> None:
        self.requests += 1
        token, _, method = request.path.removeprefix("/bot").partition("/")
        if token != TOKEN:
            reply(401, b'{"ok":false,"error_code":401,"description":"Unauthorized"}')
        elif self.half:
            asyncio.get_running_loop().call_later(self.half, self._answer, method, request, reply)
        else:
            self._answer(method, request, reply)

    def _answer(self, method: str, request: Request, reply: Reply) -> None:
        args = _arguments(request)
        if method == "getUpdates":
            self._poll(args, reply)
        else:
            self._later(reply, *self._perform(method, args))

    def _later(self, reply: Reply, status: int, body: bytes) -> None:
        if self.half:
            asyncio.get_running_loop().call_later(self.half, reply, status, body)
        else:
            reply(status, body)

    def _poll(self, args: Json, reply: Reply) -> None:
        """A long poll. What lies below the offset is confirmed and forgotten."""
        self.ready.set()
        offset = int(args.get("offset", 0))
        for number in [each for each in self._updates if each < offset]:
            del self._updates[number]
        if self._updates or not int(args.get("timeout", 0)):
            self._deliver(reply)
            return
        timer = asyncio.get_running_loop().call_later(int(args["timeout"]), self._end_poll)
        self._waiting = (reply, timer)

    def _end_poll(self) -> None:
        if self._waiting is not None:
            reply, _timer = self._waiting
            self._waiting = None
            self._deliver(reply)

    def _perform(self, method: str, args: Json) -> tuple[int, bytes]:
        try:
            result = self._result(method, args)
        except Refused as refusal:
            self.refused.append(f"{method}: {refusal}")
            return 400, compact({"ok": False, "error_code": 400, "description": f"Bad Request: {refusal}"})
        return 200, compact({"ok": True, "result": result})

    def _result(self, method: str, args: Json) -> Any:
        if method in {"sendMessage", "editMessageText"}:
            return self._screen(method, args)
        if method == "answerCallbackQuery":
            if args["callback_query_id"] not in self._queries:
                raise Refused("query is too old and response timeout expired or query ID is invalid")
            self._queries.discard(args["callback_query_id"])
            return True
        if method == "deleteMessage":
            if self.chats[int(args["chat_id"])].messages.pop(int(args["message_id"]), None) is None:
                raise Refused("message to delete not found")
            return True
        if method == "setWebhook":
            self._poster = Poster(args["url"], args.get("secret_token", ""))
            self.ready.set()
            return True
        if method == "getMe":
            return BOT
        if method == "sendDocument":
            return self._file(int(args["chat_id"]))
        if method.startswith("setMy") or method == "deleteWebhook":
            return True
        raise Refused(f"method {method} not found")

    def _file(self, chat_id: int) -> Json:
        """A file of the bot, which stands in its chat as a message."""
        self.files += 1
        chat = self.chats[chat_id]
        chat.newest += 1
        chat.messages[chat.newest] = Message("", None, int(time.time()))
        file = {"file_id": f"file{self.files}", "file_unique_id": f"unique{self.files}"}
        return self._drawn(chat_id, chat.newest) | {"document": file}

    def _screen(self, method: str, args: Json) -> Json:
        chat_id, text, markup = int(args["chat_id"]), str(args.get("text", "")), args.get("reply_markup")
        chat = self.chats.get(chat_id)
        if chat is None:
            raise Refused("chat not found")
        if not text or len(text) > TEXT_LIMIT:
            raise Refused("message text is empty" if not text else "message is too long")
        rows: Rows = markup["inline_keyboard"] if markup else []
        if any(not 0 < len(each["callback_data"].encode()) <= DATA_LIMIT for row in rows for each in row):
            raise Refused("BUTTON_DATA_INVALID")
        if method == "sendMessage":
            chat.newest += 1
            message_id = chat.newest
            chat.messages[message_id] = Message(text, markup, int(time.time()))
        else:
            message_id = int(args["message_id"])
            message = chat.messages.get(message_id)
            if message is None:
                raise Refused("message to edit not found")
            if (message.text, message.markup) == (text, markup):
                raise Refused("message is not modified")
            message.text, message.markup = text, markup
        self.on_screen(chat_id, message_id, rows)
        return self._drawn(chat_id, message_id)


def _arguments(request: Request) -> Json:
    if request.is_json:
        found = json.loads(request.body)
        assert isinstance(found, dict)
        return found
    sent_file = _CHAT_OF_FILE.search(request.body)
    if sent_file is not None:
        return {"chat_id": sent_file[1].decode()}
    args: Json = dict(parse_qsl(request.body.decode()))
    if "reply_markup" in args:
        args["reply_markup"] = json.loads(args["reply_markup"])
    return args
