"""The stand-in for Telegram: pure and synchronous, with no network and no clock of its own.

It was written from the public documentation and keeps to the error texts of the real Bot API where
they are known. It is stricter in places: no Markdown, exactly one action to a button, the limits of
an inline keyboard are errors and not silent cuts, and a second answer to a tap is refused.
"""

import re
import threading
from collections.abc import Callable
from typing import Any

from tests.telegram_world import messages, profile, receiving
from tests.telegram_world.args import Args, UploadedFile
from tests.telegram_world.model import Call, Chat, Query
from tests.telegram_world.reply import Json, RefusedError, Reply, error, success
from tests.telegram_world.trouble import FloodLimits, Trouble, down
from tests.telegram_world.updates import UpdateQueue

DEFAULT_TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
METHODS = {**messages.METHODS, **profile.METHODS, **receiving.METHODS}
_CANONICAL = {name.lower(): name for name in METHODS}


def canonical(method: str) -> str:
    """A method's name as documented; real Telegram takes any case."""
    return _CANONICAL.get(method.lower(), method)


class TelegramWorld:
    """All chats of one bot, the updates it has not fetched, and every call it made.

    `query_life` is how long a tap may be answered. `flood_limit` switches the limits of `flood` on.
    One lock guards it all, so that a server may run in another thread.
    """

    def __init__(
        self, clock: Callable[[], float], token: str = DEFAULT_TOKEN, query_life: float = 15.0
    ) -> None:
        self.clock, self.token, self.query_life = clock, token, query_life
        self.lock = threading.RLock()
        self.bot: Json = {
            "id": int(token.split(":")[0]), "is_bot": True, "first_name": "Tayari", "username": "tayari_bot",
        }  # fmt: skip
        self.seen: set[int] = set()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.files: dict[str, UploadedFile] = {}
        self.profile = profile.BotProfile()
        self.updates = UpdateQueue(self.lock)
        self.trouble = Trouble()
        self.flood = FloodLimits()
        self.flood_limit = False
        self.calls: list[Call] = []
        self._down = False
        self._numbers = 0

    @property
    def down(self) -> bool:
        """While true every call breaks off without effect and no webhook is posted."""
        return self._down

    @down.setter
    def down(self, value: bool) -> None:
        self._down = value
        self.updates.wake()

    def call(
        self, method: str, payload: Json | None = None, *, files: dict[str, UploadedFile] | None = None,
        token: str | None = None, via: str = "direct",
    ) -> Reply:  # fmt: skip
        """One call of the Bot API, recorded in `calls`."""
        with self.lock:
            reply = self.answer(method, payload or {}, files=files, token=token)
            return self.record(method, payload or {}, reply, files=files, via=via)

    def record(
        self, method: str, payload: Json, reply: Reply, *, files: dict[str, UploadedFile] | None = None,
        via: str = "direct",
    ) -> Reply:  # fmt: skip
        """Note a call in `calls`."""
        self.calls.append(Call(self.clock(), canonical(method), payload, reply, via, files or {}))
        return reply

    def answer(
        self, method: str, payload: Json, *, files: dict[str, UploadedFile] | None = None,
        token: str | None = None,
    ) -> Reply:  # fmt: skip
        """One call, not recorded: for fronts that look several times during one long poll."""
        with self.lock:
            if self.down:
                return down()
            method = canonical(method)
            try:
                self._check_token(token)
                return self._perform(method, Args(payload, files))
            except RefusedError as refused:
                return refused.reply()

    def calls_of(self, *methods: str) -> list[Call]:
        """All recorded calls of these methods."""
        return [call for call in self.calls if call.method in methods]

    def _check_token(self, token: str | None) -> None:
        if token is None or token == self.token:
            return
        if _TOKEN.fullmatch(token):
            raise RefusedError(401, "Unauthorized")
        raise RefusedError(404, "Not Found")

    def _perform(self, method: str, args: Args) -> Reply:
        handler = METHODS.get(method)
        if handler is None:
            raise RefusedError(404, "Not Found: method not found")
        chat = self._chat_of(args)
        fault = self.trouble.strike(method, chat, self.clock())
        if fault and not fault.after:
            return fault.instead()
        if self.flood_limit:
            self.flood.take(method, chat, self.clock())
        try:
            result = handler(self, args)
            reply = result if isinstance(result, Reply) else success(result)
        except RefusedError as refused:
            reply = refused.reply()
        return Reply(reply.status, reply.body, fault.wire) if fault else reply

    def _chat_of(self, args: Args) -> int | None:
        query = self.queries.get(str(args.payload.get("callback_query_id")))
        given = query.chat_id if query else args.payload.get("chat_id")
        try:
            return int(given) if given is not None else None
        except (TypeError, ValueError):
            return None

    def number(self) -> int:
        """A fresh number for ids of taps, files and polls."""
        with self.lock:
            self._numbers += 1
            return self._numbers

    def open_chat(self, chat_id: int, card: Json) -> Chat:
        """The chat with this id, made at need."""
        with self.lock:
            return self.chats.setdefault(chat_id, Chat(chat_id, card))

    def queue(self, content: Json, line: int) -> Json:
        """Number an update and send it on its way to the bot."""
        return self.updates.add(content, line, self.clock())

    def repeat(self, update: Json) -> None:
        """Deliver an update once more with the same id, as Telegram does when it saw no answer.

        Only a webhook sees it: a poller has confirmed that id.
        """
        self.updates.put(update, line_of(update), self.clock())

    def file(self, uploaded: UploadedFile) -> str:
        """Keep a file and give it an id."""
        file_id = f"BQACAgIAAxkDAAI{self.number():08d}"
        self.files[file_id] = uploaded
        return file_id

    def not_found(self) -> Reply:
        """What an address outside the Bot API answers."""
        return error(404, "Not Found")


def line_of(update: Json) -> int:
    """Whose updates an update has to keep its order with: the person, else the chat."""
    content: Any = next(value for name, value in update.items() if name != "update_id")
    return int(content["from"]["id"] if "from" in content else content["chat"]["id"])
