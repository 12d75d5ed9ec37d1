"""A person in a chat: everything they can do there. Each act queues a real-looking update."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.telegram_world.args import UploadedFile
from tests.telegram_world.model import Chat, Message, Query
from tests.telegram_world.reply import Json
from tests.telegram_world.texts import TEXT_LIMIT, units
from tests.telegram_world.view import Screen, screen_of, transcript

if TYPE_CHECKING:
    from tests.telegram_world.world import TelegramWorld

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@\w+)?")


class Seat:
    """One person's place in one chat."""

    def __init__(self, world: "TelegramWorld", user: Json, room: Chat) -> None:
        self.world, self.user, self.room = world, user, room

    # --- what they see ---

    def screens(self) -> list[Screen]:
        """All messages of the bot that are still there, oldest first."""
        with self.world.lock:
            return [screen_of(message) for message in self.room.visible() if message.from_bot]

    def screen(self) -> Screen:
        """The newest message of the bot."""
        message = self._newest(lambda message: True)
        assert message, f"the bot has said nothing here:\n{self.chat()}"
        return screen_of(message)

    def _newest(self, fits: Callable[[Message], bool]) -> Message | None:
        with self.world.lock:
            newest_first = reversed(self.room.messages.values())
            ours = (each for each in newest_first if each.from_bot and not each.deleted)
            return next(filter(fits, ours), None)

    def chat(self) -> str:
        """The whole chat as it stands, as a text."""
        with self.world.lock:
            return transcript(self.room.visible())

    def messages(self) -> list[Message]:
        """All messages that are still there, oldest first."""
        with self.world.lock:
            return self.room.visible()

    # --- writing ---

    def say(self, text: str) -> Json:
        """Write a text. A longer one than fits is cut into several messages, as the apps do; the last
        update is returned."""
        assert text.strip(), "an app sends no empty message"
        update: Json = {}
        while text:
            part = text[:TEXT_LIMIT]
            while units(part) > TEXT_LIMIT:
                part = part[:-1]
            text = text[len(part) :]
            update = self.send({"text": part, **_entities(part)})
        return update

    def command(self, text: str) -> Json:
        """Write a command, as by tapping it."""
        assert text.startswith("/"), f"{text!r} is no command"
        return self.say(text)

    def send(self, content: Json) -> Json:
        """Send a message of any kind."""
        with self.world.lock:
            self._enter()
            message = self.room.add(self.user, self.world.clock(), content)
            return self.world.queue({"message": self.room.show(message)}, self.user["id"])

    def edit(self, message_id: int, text: str) -> Json:
        """Change a message of one's own."""
        with self.world.lock:
            self._enter()
            message = self.room.find(message_id)
            assert message and message.sender == self.user, f"message {message_id} is not theirs"
            message.content = {"text": text, **_entities(text)}
            message.edited_at = self.world.clock()
            return self.world.queue({"edited_message": self.room.show(message)}, self.user["id"])

    def delete(self, message_id: int) -> None:
        """Delete a message for both sides; a bot is not told."""
        message = self.room.find(message_id)
        assert message, f"message {message_id} is not there"
        message.deleted = True

    # --- tapping ---

    def press(self, label: str, message: Screen | int | None = None) -> Json:
        """Tap a button, by its label or the beginning of it, on the newest message that has any.

        With a message id, tap it there as it stands now. With a `Screen` seen earlier, tap what was
        drawn then, even if the message has changed or gone since: a late tap.
        """
        screen = message if isinstance(message, Screen) else self._screen_with_buttons(message)
        button = screen.find(label)
        assert button.data is not None, f"button {label!r} sends nothing to the bot: {button}"
        return self.press_data(screen.message_id, button.data)

    def _screen_with_buttons(self, message_id: int | None) -> Screen:
        message = self._newest(lambda each: bool(each.inline) and message_id in (None, each.message_id))
        assert message, f"no message with buttons here:\n{self.chat()}"
        return screen_of(message)

    def press_data(self, message_id: int, raw: str) -> Json:
        """A tap with any data, invented data included."""
        with self.world.lock:
            self._enter()
            query_id, now = str(7_000_000_000 + self.world.number()), self.world.clock()
            query = Query(query_id, self.user["id"], self.room.chat_id, message_id, now)
            self.world.queries[query_id] = query
            tap = {"id": query_id, "from": self.user, "message": self.room.show_any(message_id)}
            tap |= {"chat_instance": str(self.room.chat_id * 31 + 7), "data": raw}
            return self.world.queue({"callback_query": tap}, self.user["id"])

    # --- everything that is not a text ---

    def send_photo(self, caption: str = "", **more: Any) -> Json:
        """A photo, with or without a caption."""
        size = {**self._file(), "width": 90, "height": 67}
        content: Json = {"photo": [size, {**self._file(), "width": 1280, "height": 960}], **more}
        return self.send(content | ({"caption": caption} if caption else {}))

    def send_album(self, count: int, caption: str = "") -> list[Json]:
        """Several photos at once: one update each, tied by a group id; the caption is on the first."""
        group = {"media_group_id": str(13_000_000_000 + self.world.number())}
        return [self.send_photo(caption if number == 0 else "", **group) for number in range(count)]

    def send_sticker(self, emoji: str = "👍") -> Json:
        """A sticker."""
        looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.send({"sticker": {**self._file(), **looks, "emoji": emoji}})

    def send_voice(self, duration: int = 4) -> Json:
        """A voice note."""
        return self.send({"voice": {**self._file(), "duration": duration, "mime_type": "audio/ogg"}})

    def send_document(self, name: str = "plan.pdf", caption: str = "", data: bytes = b"") -> Json:
        """A file; with `data` the bot can fetch what is in it."""
        content: Json = {"document": {**self._file(), "file_name": name, "mime_type": "application/pdf"}}
        if data:
            content["document"]["file_size"] = len(data)
            uploaded = UploadedFile(name, data, "application/octet-stream")
            self.world.files[content["document"]["file_id"]] = uploaded
        return self.send(content | ({"caption": caption} if caption else {}))

    def send_location(self) -> Json:
        """A place on the map."""
        return self.send({"location": {"latitude": -1.2864, "longitude": 36.8172}})

    def send_contact(self) -> Json:
        """Somebody's phone number."""
        return self.send({"contact": {"phone_number": "+254700000000", "first_name": "Juma"}})

    def send_poll(self) -> Json:
        """A poll."""
        options = [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("Yes", "No")]
        poll: Json = {"id": str(self.world.number()), "question": "Ready?", "options": options}
        poll |= {"type": "regular", "total_voter_count": 0, "is_closed": False, "is_anonymous": True}
        poll |= {"allows_multiple_answers": False, "allows_revoting": False, "members_only": False}
        return self.send({"poll": poll})

    def send_dice(self) -> Json:
        """A die."""
        return self.send({"dice": {"emoji": "🎲", "value": 3}})

    def send_forward(self, text: str = "3") -> Json:
        """A message written by somebody else."""
        author = {"id": 5550001, "is_bot": False, "first_name": "Juma"}
        origin = {"type": "user", "sender_user": author, "date": int(self.world.clock()) - 60}
        return self.send({"forward_origin": origin, "text": text, **_entities(text)})

    def _file(self) -> Json:
        file_id = f"AgACAgIAAxkBAAI{self.world.number():08d}"
        return {"file_id": file_id, "file_unique_id": file_id[-10:], "file_size": 20_480}

    def _enter(self) -> None:
        assert not self.room.blocked, "they blocked the bot or took it out of the group: nothing reaches it"
        self.room.opened = True
        self.world.seen.add(self.user["id"])


def _entities(text: str) -> Json:
    found = [
        {"type": "bot_command", "offset": units(text[: each.start()]), "length": units(each.group())}
        for each in _COMMAND.finditer(text)
    ]
    return {"entities": found} if found else {}
