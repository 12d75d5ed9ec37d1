"""What the flow knows of one person's talk: frozen values, made anew at each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.events import ChatKey
from frameworks.settling import Settled
from frameworks.values import Answer

RUN_LIMIT = 64**2
PLACE_LIMIT = 64**3


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the way in asks: for whom the person answers, and how much.

    `placed`: a link put them into their group, which therefore is not theirs to change.
    """

    organisation: str = ""
    size: str = ""
    profile: str = ""
    roles: tuple[str, ...] = ()
    scope: str = "full"
    group: str = ""
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """One line said once, above the screen: a phrase key and its values."""

    key: str
    args: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """Another check that this person takes part in, put aside while they are at this one.

    `number` and `organisation` are the storage's own; the flow only hands them back. `chosen` is here from the
    moment it is put aside until it is stored. `closed`: its round is closed, and no newer one was begun.
    """

    framework: str
    inputs: Inputs
    answers: Mapping[str, Answer]
    number: int | None = None
    organisation: int | None = None
    finished: bool = False
    run: int = 0
    chosen: Mapping[str, Chosen] = field(default_factory=dict)
    round_no: int = 1
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """An action that a person took up, and when they mean to do it: at an `event` or on a `day` (ISO date).

    `status` is open, done or dropped. `smaller` is true where it was cut down to its first step. `ask_on` is the
    day (ISO date) on which they may be asked how it is going, once. `taken_by` is who takes it, as typed. `aimed` is
    false where the level that the action leads to is not what was chosen, as of somebody else's plan; not stored.
    """

    status: str = "open"
    event: str = ""
    day: str = ""
    smaller: bool = False
    chosen_on: str = ""
    ask_on: str = ""
    taken_by: str = ""
    aimed: bool = True


@dataclass(frozen=True, slots=True)
class OfTeam:
    """What a closed round of several people settled, as those who lead the team may see it.

    `settled` is where every element stands, for this `profile` and `scope`. `taken` are the elements that colleagues
    took up. `assessment` is the storage's own number of the round.
    """

    settled: Mapping[str, Settled]
    profile: str = ""
    scope: str = "full"
    taken: frozenset[str] = frozenset()
    assessment: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """One private chat: control state, place, answers.

    `place_no` (in buttons) grows when the open element, the state or the run changes; `revision` grows when
    the screen must be drawn again. `panel` is a side page (help, more, privacy) over the unchanged place.
    `shown_at` is when the present place was opened, and from its display on when that was. `reviewed` is true
    once every question had its answer and the review was reached, so that a later change leads back there.
    `shelf` holds the other checks of this person (`flows.shelf`), `chosen` the actions taken up by id: both only
    in the states that look at them (`flows.table.WIDE`), where `wide` is true. `invitation` is the number of a link
    that was opened before there was consent, `joining` that of the enrolment whose check is not begun yet.
    `round_no` counts the rounds of this check from 1; in a `closed` one answers are fixed. `several` is true for
    who answers for more than one organisation: their screens name which. `newest_run` is the last run number that was
    given away here, None where that is not known. `of_team` holds what a closed round settled, for those who may
    see it: where `wide` is true.
    """

    chat: ChatKey
    language: str
    framework: str
    shown_at: datetime
    state: str = "new"
    dimension: str | None = None
    element: str | None = None
    last_element: str | None = None
    inputs: Inputs = Inputs()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    run: int = 0
    place_no: int = 0
    revision: int = 0
    panel: str | None = None
    notice: Notice | None = None
    reviewed: bool = False
    consent: str | None = None
    finished: bool = False
    number: int | None = None
    organisation: int | None = None
    invitation: int | None = None
    joining: int | None = None
    round_no: int = 1
    closed: bool = False
    several: bool = False
    newest_run: int | None = None
    of_team: OfTeam | None = None
    wide: bool = False
    shelf: Mapping[str, Part] = field(default_factory=dict)
    chosen: Mapping[str, Chosen] = field(default_factory=dict)
