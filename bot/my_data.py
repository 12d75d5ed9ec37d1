"""All that is kept about a person, as a text that can be read without a program."""

from __future__ import annotations

from typing import Any

from bot.screens.asking import said_words
from bot.screens.sight import Sight, lines, paragraphs


def readable(sight: Sight, data: dict[str, list[dict[str, Any]]]) -> str:
    """Answers by part in words first, then every kept row as it is."""
    parts = []
    for dimension in sight.framework.dimensions:
        rows = [
            sight.say("answer.line", name=sight.name(element.id), said=said_words(sight, element.id))
            for element in dimension.elements
            if element.id in sight.conversation.answers
        ]
        if rows:
            parts.append(lines(sight.part(dimension), *rows))
    tables = [lines(name, *(_row(row) for row in rows)) for name, rows in data.items()]
    return paragraphs(sight.say("mydata.file"), *parts, sight.say("mydata.rows"), *tables) + "\n"


def _row(row: dict[str, Any]) -> str:
    return "  " + ", ".join(f"{name}={value}" for name, value in row.items() if value is not None)
