"""What a person saw, line by line: the transcript of a conversation."""

from __future__ import annotations

from typing import Any

from tests.rig import Rig
from tests.telegram_world import Call, Person


class WrittenDown:
    """Notes what reaches one person's phone. Whoever plays gives the rig, the person and the lines."""

    rig: Rig
    person: Person
    lines: list[str]
    _seen: int
    _latest: int

    def note(self, what: str) -> None:
        """Something that neither side says."""
        self.lines += ["", f"-- {what}"]

    def transcript(self) -> str:
        return "\n".join(self.lines).strip() + "\n"

    def look(self) -> None:
        """Write down what reached the phone since the last look."""
        calls = self.rig.world.calls[self._seen :]
        self._seen = len(self.rig.world.calls)
        for call in calls:
            if call.reply.ok and self._is_mine(call):
                self.lines += self._shown(call)

    def _is_mine(self, call: Call) -> bool:
        if call.method == "answerCallbackQuery":
            query = self.rig.world.queries[str(call.payload["callback_query_id"])]
            return query.user_id == self.person.user_id
        return str(call.chat_id) == str(self.person.user_id)

    def _shown(self, call: Call) -> list[str]:
        if call.method == "answerCallbackQuery":
            text = call.payload.get("text")
            return ["", f"({text})"] if text else []
        if call.method in {"sendMessage", "editMessageText"}:
            return self._screen_lines(call.reply.result)
        if call.method == "sendDocument":
            return ["", f"(file: {call.reply.result['document']['file_name']})"]
        if call.method == "deleteMessages":
            return ["", f"({len(call.payload['message_ids'])} messages cleared)"]
        return []

    def _screen_lines(self, message: dict[str, Any]) -> list[str]:
        new = message["message_id"] > self._latest
        self._latest = max(self._latest, message["message_id"])
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        drawn = ["".join(f"[{button['text']}]" for button in row) for row in rows]
        return ["", "~ new message" if new else "~ same message", *message["text"].split("\n"), *drawn]
