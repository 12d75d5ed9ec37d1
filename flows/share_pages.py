"""What the pages of sharing a result are drawn from: links that end, the result behind one, comparison with peers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.team_pages import TeamHead
from frameworks.scoring import Scorecard
from frameworks.settling import Settled


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A result shared by a link. `state`: open, waits (for who leads for those who pay), ended, revoked.

    `asked_for`: a funder asked for it. `opened`: how often it was read. `label`: whom it is for, if its owner said so.
    """

    number: int
    state: str
    until: datetime
    stage: bool
    asked_for: bool
    opened: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class OpenLinks:
    """The links to the results of one organisation that are open or wait, numbered as on the page of all of them."""

    organisation_id: int
    organisation: str
    lines: tuple[ShareLine, ...]


@dataclass(frozen=True, slots=True)
class SharesPage:
    """The links by which a team's result may be read. `address` is there just after one was made.

    `ready`: there is a result to share now. `owner`: may make and end them; whoever else sees the page may agree.
    `nobody_agrees`: of a place, nobody is in it who could.
    """

    head: TeamHead
    lines: tuple[ShareLine, ...]
    address: str = ""
    ready: bool = True
    owner: bool = True
    nobody_agrees: bool = False


@dataclass(frozen=True, slots=True)
class SharedAction:
    """An action that was taken up: until when (`day`, an ISO date, or an `event`), who takes it, and if it is done."""

    action: str
    day: str
    event: str
    taken_by: str
    done: bool


@dataclass(frozen=True, slots=True)
class SharedResultPage:
    """A result read by a link: what may be told, chosen already.

    `state`: open, ended, revoked, waits, not_ready. `settled` holds every element, of a place only what may be
    shown; `shown_by` the proof option of elements; `day` is an ISO date. `card` is that of a place as it may be
    printed. `previewed` is the organisation whose owner looks at this, 0 for who came by the link.
    """

    share: int
    state: str
    until: datetime | None = None
    organisation: str = ""
    framework: str = ""
    profile: str = ""
    scope: str = "full"
    people: int = 1
    day: str = ""
    settled: Mapping[str, Settled] = field(default_factory=dict)
    shown_by: Mapping[str, int] = field(default_factory=dict)
    actions: tuple[SharedAction, ...] = ()
    stage: bool = False
    asked_for: bool = False
    card: Scorecard | None = None
    previewed: int = 0


@dataclass(frozen=True, slots=True)
class PeersPage:
    """Comparison with peers. `joined`: this organisation takes part. `quartiles` of what is in place, of enough.

    `in_place` is this organisation's own count, None where no round of it is closed.
    """

    head: TeamHead
    joined: bool
    organisations: int = 0
    quartiles: tuple[int, int, int] | None = None
    in_place: int | None = None


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """The group chats that are told counts and dates. `address` is there just after a link for one was made."""

    head: TeamHead
    groups: int
    address: str = ""


SharePages = GroupsPage | SharesPage | SharedResultPage | PeersPage
