"""A person with a phone: their private chat with the bot, and their seat in groups."""

from typing import TYPE_CHECKING

from tests.telegram_world.model import Document, Query, Toast
from tests.telegram_world.reply import Json
from tests.telegram_world.seat import Seat

if TYPE_CHECKING:
    from tests.telegram_world.world import TelegramWorld


class Person(Seat):
    """Somebody who uses the bot in a private chat. The chat opens with their first act."""

    def __init__(
        self, world: "TelegramWorld", user_id: int, language_code: str = "en", first_name: str = "Ana"
    ) -> None:
        user: Json = {"id": user_id, "is_bot": False, "first_name": first_name}
        if language_code:
            user["language_code"] = language_code
        card = {"id": user_id, "first_name": first_name, "type": "private"}
        super().__init__(world, user, world.open_chat(user_id, card))

    @property
    def user_id(self) -> int:
        """Their id, which is also the id of their private chat."""
        return int(self.user["id"])

    @property
    def queries(self) -> list[Query]:
        """Their taps, oldest first, in all chats."""
        return [query for query in self.world.queries.values() if query.user_id == self.user_id]

    @property
    def answers(self) -> list[Toast]:
        """All answers to their taps, those without words included, in the order of the taps."""
        return [query.answer for query in self.queries if query.answer]

    @property
    def toasts(self) -> list[Toast]:
        """The answers that showed words, as a line or (alert) as a box."""
        return [answer for answer in self.answers if answer.text]

    @property
    def spinning(self) -> list[Query]:
        """Taps that were never answered: the button still shows that it is waiting."""
        return [query for query in self.queries if query.answer is None]

    @property
    def bytes_received(self) -> int:
        """What the bot's messages and edits cost this phone: UTF-8 text and compact keyboard JSON."""
        return self.room.bytes_received

    @property
    def documents(self) -> list[Document]:
        """The files the bot sent them."""
        return self.room.documents

    def block(self) -> Json:
        """Stop the bot: it may not write any more."""
        update = self._membership("member", "kicked")
        self.room.blocked = True
        return update

    def unblock(self) -> Json:
        """Let the bot write again."""
        self.room.blocked = False
        return self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> Json:
        with self.world.lock:
            self._enter()
            now = self.world.clock()
            change = membership(self.world.bot, self.user, self.room.card, now, old, new)
            return self.world.queue(change, self.user_id)


def membership(bot: Json, user: Json, chat: Json, now: float, old: str, new: str) -> Json:
    """The update that tells a bot of its own place in a chat."""

    def standing(status: str) -> Json:
        return {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})

    change: Json = {"chat": chat, "from": user, "date": int(now)}
    return {"my_chat_member": change | {"old_chat_member": standing(old), "new_chat_member": standing(new)}}
