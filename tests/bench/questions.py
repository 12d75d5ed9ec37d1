"""The thirty questions that peers and floor ask: our own texts, so that all send the same sizes.

They are read from a file that the bench writes, so that no peer carries our loader in its memory.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

BUTTONS = 5


def write_questions(path: Path) -> None:
    """The texts of our first framework as our bot draws them, with five buttons each."""
    from datetime import UTC, datetime

    from bot.app import FIRST_FRAMEWORK, make_screens
    from bot.settings import Settings
    from bot.words import load_words
    from flows.conversation import Conversation
    from flows.events import ChatKey
    from frameworks.load import shipped

    screens = make_screens(Settings(), shipped(), load_words())
    now = datetime(2026, 3, 12, tzinfo=UTC)
    drawn = []
    for element in shipped()[FIRST_FRAMEWORK].elements:
        conversation = Conversation(
            ChatKey("bench", 0, 1), "en", FIRST_FRAMEWORK, now, "asking", element.dimension, element.id
        )
        screen = screens.draw(conversation)
        labels = [row[0].label for row in screen.rows[:BUTTONS]]
        drawn.append({"text": screen.text, "labels": labels})
    path.write_text(json.dumps(drawn, ensure_ascii=False), "utf-8")


def read_questions() -> list[tuple[str, list[list[dict[str, str]]]]]:
    """Text and keyboard of each question, as plain values of the Bot API."""
    drawn: list[dict[str, Any]] = json.loads(Path(os.environ["BENCH_QUESTIONS"]).read_text("utf-8"))
    return [
        (
            each["text"],
            [
                [{"text": label, "callback_data": f"{number}:{choice}"}]
                for choice, label in enumerate(each["labels"], start=1)
            ],
        )
        for number, each in enumerate(drawn)
    ]


def summary_of(answers: dict[int, int]) -> str:
    """The last message of the peers' questionnaire."""
    return "\n".join(f"{number + 1}: {choice}" for number, choice in sorted(answers.items()))
