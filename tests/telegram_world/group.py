"""A group with the bot in it. Every message in it reaches the bot, as if it were an administrator."""

from typing import TYPE_CHECKING

from tests.telegram_world.person import Person, membership
from tests.telegram_world.reply import Json
from tests.telegram_world.seat import Seat
from tests.telegram_world.view import Screen, transcript

if TYPE_CHECKING:
    from tests.telegram_world.world import TelegramWorld


class Group:
    """A group chat. `seat(person)` gives all acts; the common ones are here too."""

    def __init__(
        self, world: "TelegramWorld", group_id: int, title: str = "Team", kind: str = "group"
    ) -> None:
        assert group_id < 0, "ids of groups are negative"
        self.world = world
        self.room = world.open_chat(group_id, {"id": group_id, "title": title, "type": kind})
        self.room.opened = True

    def seat(self, person: Person) -> Seat:
        """A person's place in this group."""
        return Seat(self.world, person.user, self.room)

    def say(self, person: Person, text: str) -> Json:
        """A person writes in the group."""
        return self.seat(person).say(text)

    def command(self, person: Person, text: str) -> Json:
        """A person writes a command in the group."""
        return self.seat(person).command(text)

    def press(self, person: Person, label: str, message: Screen | int | None = None) -> Json:
        """A person taps a button in the group."""
        return self.seat(person).press(label, message)

    def chat(self) -> str:
        """The whole chat as a text."""
        return transcript(self.room.visible())

    def add_bot(self, person: Person) -> Json:
        """Somebody puts the bot into the group."""
        self.room.blocked = False
        return self._membership(person, "left", "member")

    def remove_bot(self, person: Person) -> Json:
        """Somebody takes the bot out: it may not write here any more."""
        self.room.blocked = True
        return self._membership(person, "member", "kicked")

    def _membership(self, person: Person, old: str, new: str) -> Json:
        now = self.world.clock()
        change = membership(self.world.bot, person.user, self.room.card, now, old, new)
        return self.world.queue(change, person.user_id)

    def upgrade(self, person: Person, new_id: int) -> "Group":
        """The group becomes a supergroup: its id changes, the old one tells the new one."""
        bigger = Group(self.world, new_id, self.room.card["title"], "supergroup")
        self.seat(person).send({"migrate_to_chat_id": new_id})
        bigger.seat(person).send({"migrate_from_chat_id": self.room.chat_id})
        self.room.migrated_to = new_id
        return bigger
