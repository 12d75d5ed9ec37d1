"""Buttons and the few bytes they carry: a tap to text and back. At most 10 bytes, base 64.

One letter for the action, three signs for the place number, then, only where needed, one for the choice,
two for the run and two for the element's ordinal. Each byte costs the person on every screen and every tap.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flows.events import Tapped

DATA_LIMIT = 10
LABEL_LIMIT = 60
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUE = {sign: number for number, sign in enumerate(_SIGNS)}


@dataclass(frozen=True, slots=True)
class Button:
    """A label and the tap it stands for."""

    label: str
    tap: Tapped


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person sees: a text and rows of buttons. `takes_text` where the next text is free (a name)."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    takes_text: bool = False


def encode(tap: Tapped) -> str:
    """The button data of a tap."""
    data = tap.action + _packed(tap.place_no, 3)
    if tap.ordinal >= 0:
        return data + _packed(tap.choice, 1) + _packed(tap.run, 2) + _packed(tap.ordinal, 2)
    return data + _packed(tap.choice, 1) if tap.choice else data


def decode(data: str) -> Tapped:
    """The tap of button data; an action of `?` for data that we never made."""
    unknown = Tapped("?")
    if len(data) not in {4, 5, 9} or any(sign not in _VALUE for sign in data[1:]):
        return unknown
    place = _unpacked(data[1:4])
    choice = _unpacked(data[4:5])
    if len(data) < 9:
        return Tapped(data[0], choice, place)
    return Tapped(data[0], choice, place, _unpacked(data[5:7]), _unpacked(data[7:9]))


def short_label(text: str, limit: int = LABEL_LIMIT) -> str:
    """A label that fits a button; the full text stands in the message."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


@lru_cache(maxsize=1024)
def _packed(number: int, width: int) -> str:
    """Kept, since all buttons of a screen carry the same place."""
    signs = []
    for _ in range(width):
        number, rest = divmod(number, 64)
        signs.append(_SIGNS[rest])
    if number:
        raise ValueError("a number too large for its place in button data")
    return "".join(reversed(signs))


def _unpacked(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number * 64 + _VALUE[sign]
    return number
