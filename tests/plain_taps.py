"""Buttons of the place itself, without those of the desk and of letters."""

from __future__ import annotations

from collections.abc import Iterable

from bot.buttons import Button, decode
from flows.events import Handled, Tapped


def plain(tap: Tapped | Handled) -> Tapped:
    """The tap of a button that belongs to the place."""
    assert isinstance(tap, Tapped), tap
    return tap


def plain_of(button: Button) -> Tapped:
    return plain(button.tap)


def plain_taps(buttons: Iterable[Button]) -> list[Tapped]:
    """The taps of those of these buttons that belong to the place."""
    return [button.tap for button in buttons if isinstance(button.tap, Tapped)]


def decoded(data: str) -> Tapped:
    """The tap in the data of such a button."""
    return plain(decode(data))


def is_plain(data: str) -> bool:
    """Whether this is the data of such a button."""
    return isinstance(decode(data), Tapped)
