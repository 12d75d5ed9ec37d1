"""What an event asks for, once read: a move of the machine, a side page, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flows.conversation import Conversation, Notice
from flows.events import Tapped
from frameworks.model import Framework


@dataclass(frozen=True, slots=True)
class Move:
    """A trigger of the machine with what it carries: an element, a dimension, a number or a text."""

    trigger: str
    element: str | None = None
    dimension: str | None = None
    value: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """Draw the screen again, with a side page over it (`panel`, None closes one) or a notice above it."""

    panel: str | None = None
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Speak:
    """Go on in another language, at the same place."""

    language: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A wish for slow work outside the step (`my_data`, `hide`), with the side page that says so."""

    wish: str
    panel: str


@dataclass(frozen=True, slots=True)
class Consent:
    """Agree to a newer consent text, at the same place."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing changes. `ack` is a short word for the tap, if any."""

    ack: Notice | None = None


Intent = Move | Show | Speak | Ask | Consent | Quiet

REFUSED = Notice("not_now")


def notice(key: str, args: Mapping[str, str | int] | None = None) -> Notice:
    return Notice(key, args or {})


def _no_label(_conversation: Conversation, _words: str) -> Tapped | None:
    return None


def _no_day(_text: str, _today: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the step is told about the world outside the conversation.

    `from_living`: the tap came from the newest question message (or none is known). `unseen`: the present
    screen was not shown yet when this came, so that no typed answer can mean it. `vocabulary`: words of the
    person's language (and of English) with the command each stands for. `level_names`: the names of levels,
    likewise. `press`: the button of the present screen that carries these (normalised) words.
    `consent_version`: of the text a person agrees to now. `frameworks`: all that are known, by key; `checks`: the
    keys of those on offer. `today`: the person's day, as an ISO date. `day_of`: the ISO date that a typed text
    means on that day, if it means one.
    """

    from_living: bool = True
    unseen: bool = False
    languages: tuple[str, ...] = ("en",)
    vocabulary: Mapping[str, str] = field(default_factory=dict)
    level_names: Mapping[str, int] = field(default_factory=dict)
    press: Callable[[Conversation, str], Tapped | None] = _no_label
    consent_version: str = "1"
    frameworks: Mapping[str, Framework] = field(default_factory=dict)
    checks: tuple[str, ...] = ()
    today: str = ""
    day_of: Callable[[str, str], str | None] = _no_day
