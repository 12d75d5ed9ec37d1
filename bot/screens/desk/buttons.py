"""Buttons that mean the same wherever they are tapped."""

from __future__ import annotations

from bot.buttons import Button, short_label
from flows.events import Handled


def handled(label: str, verb: str, number: int = 0, extra: int = 0) -> Button:
    """A button of the desk or under a letter."""
    return Button(short_label(label), Handled(verb, number, extra))
