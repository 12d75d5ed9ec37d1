"""What an event asks for, once read: a move of the machine, a side page, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flows.conversation import Conversation, Notice, Part
from flows.desk import Act
from flows.events import Handled, Tapped
from flows.pages import Invitation
from frameworks.model import Framework


@dataclass(frozen=True, slots=True)
class Move:
    """A trigger of the machine with what it carries: an element, a dimension, a number, a text, a line to say.

    `ordinal` is the place of an element in a check that the move leads to first; below zero where it names none.
    """

    trigger: str
    element: str | None = None
    dimension: str | None = None
    value: int = 0
    text: str = ""
    told: Notice | None = None
    ordinal: int = -1


@dataclass(frozen=True, slots=True)
class Show:
    """Draw the screen again, with a side page over it (`panel`, None closes one) or a notice above it.

    `invitation` is the number of a link to be asked about once there is consent.
    """

    panel: str | None = None
    notice: Notice | None = None
    invitation: int | None = None


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


@dataclass(frozen=True, slots=True)
class Do:
    """Have storage do or open something under its locks, beside whatever `then` says of the place."""

    act: Act
    then: Move | Show | None = None


Intent = Move | Show | Speak | Ask | Consent | Do | Quiet

REFUSED = Notice("not_now")


def notice(key: str, args: Mapping[str, str | int] | None = None) -> Notice:
    return Notice(key, args or {})


def _no_label(_conversation: Conversation, _words: str) -> Tapped | Handled | None:
    return None


def _no_way(_conversation: Conversation) -> Tapped | Handled | None:
    return None


def no_day(_text: str, _today: str) -> str | None:
    """No text means a day or a month."""
    return None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the step is told about the world outside the conversation.

    `from_living`: the tap came from the newest question message (or none is known). `unseen`: the present
    screen was not shown yet when this came, so that no typed answer can mean it. `vocabulary`: words of the
    person's language (and of English) with the command each stands for. `level_names`: the names of levels,
    likewise. `press`: the button of the present screen that carries these (normalised) words. `way_back`: the one that
    leads back from it or closes it, where a text or the command to go back came.
    `consent_version`: of the text a person agrees to now. `frameworks`: all that are known, by key; `checks`: the
    keys of those on offer. `today`: the person's day, as an ISO date. `day_of`: the ISO date that a typed text
    means on that day, if it means one, `month_of` the month, as in 2027-08. `invitation`: what the link that this
    event is about invites to, if it is about a link that is known. `renewed`: this person's part in the open round
    that this event leads to, if it leads to one. `page_gone`: a text was typed while a page is open that is not there
    any more for this person, so that the place under it is on the screen. `turned`: the number under which a check
    goes on that a letter names by that of an older round.
    """

    from_living: bool = True
    unseen: bool = False
    languages: tuple[str, ...] = ("en",)
    vocabulary: Mapping[str, str] = field(default_factory=dict)
    level_names: Mapping[str, int] = field(default_factory=dict)
    press: Callable[[Conversation, str], Tapped | Handled | None] = _no_label
    way_back: Callable[[Conversation], Tapped | Handled | None] = _no_way
    consent_version: str = "1"
    frameworks: Mapping[str, Framework] = field(default_factory=dict)
    checks: tuple[str, ...] = ()
    today: str = ""
    day_of: Callable[[str, str], str | None] = no_day
    month_of: Callable[[str, str], str | None] = no_day
    invitation: Invitation | None = None
    renewed: Part | None = None
    page_gone: bool = False
    turned: int | None = None
