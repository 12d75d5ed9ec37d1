"""Buttons and the few bytes they carry: a tap to text and back. At most 10 bytes, base 64.

One letter for the action, three signs for the place number, then, only where needed, one for the choice,
two for the run and two for the element's ordinal. Each byte costs the person on every screen and every tap.
Buttons of the desk and under letters carry no place: a bracket, the verb, five signs for a number of the database
and two for what else there is to say. Those of teams have a bracket of their own, which is part of their verb.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flows.events import Handled, Tapped

DATA_LIMIT = 10
HANDLED_BYTES = 9
_HANDLED, _TEAM = ")", "("
LABEL_LIMIT = 60
LEAST_SIGNS = 3
"""So many signs of a label have to be typed for its button to be meant, where it is the only one that begins so."""
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUE = {sign: number for number, sign in enumerate(_SIGNS)}


@dataclass(frozen=True, slots=True)
class Button:
    """A label and the tap it stands for."""

    label: str
    tap: Tapped | Handled


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person sees: a text and rows of buttons. `takes_text` where the next text is free (a name).

    `others` are the buttons of the other pages of a long list: their labels can be typed here as well.
    """

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    takes_text: bool = False
    others: tuple[Button, ...] = ()


def encode(tap: Tapped | Handled) -> str:
    """The button data of a tap."""
    if isinstance(tap, Handled):
        verb = tap.verb if tap.verb.startswith(_TEAM) else _HANDLED + tap.verb
        return verb + _packed(tap.number, 5) + _packed(tap.extra, 2)
    data = tap.action + _packed(tap.place_no, 3)
    if tap.ordinal >= 0:
        return data + _packed(tap.choice, 1) + _packed(tap.run, 2) + _packed(tap.ordinal, 2)
    return data + _packed(tap.choice, 1) if tap.choice else data


def decode(data: str) -> Tapped | Handled:
    """The tap of button data; an action of `?` for data that we never made."""
    unknown = Tapped("?")
    if data.startswith((_HANDLED, _TEAM)):
        if len(data) != HANDLED_BYTES or any(sign not in _VALUE for sign in data[2:]):
            return unknown
        verb = data[:2] if data.startswith(_TEAM) else data[1]
        return Handled(verb, _unpacked(data[2:7]), _unpacked(data[7:]))
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
