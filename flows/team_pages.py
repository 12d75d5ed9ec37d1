"""What a team's pages are drawn from: who takes part, who was invited, and how far its round is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Position(StrEnum):
    """What somebody may do in a team: the owner everything, a facilitator lead its rounds, a member answer."""

    OWNER = "owner"
    FACILITATOR = "facilitator"
    MEMBER = "member"

    @property
    def leads(self) -> bool:
        return self is not Position.MEMBER


@dataclass(frozen=True, slots=True)
class TeamHead:
    """A team's round as every page of it names it. `framework` is a key such as sp-1.0.

    `organisation_id` and `assessment` are the storage's own; `assessment` is 0 where no round was begun.
    `closes_on` is an ISO date or empty. `place` is true where the framework looks at a place.
    """

    organisation_id: int
    organisation: str
    framework: str
    position: Position
    assessment: int = 0
    round_no: int = 1
    closed: bool = False
    closes_on: str = ""
    place: bool = False


@dataclass(frozen=True, slots=True)
class TeamPage:
    """How far a round is, in counts alone. `groups` holds people and those done by stakeholder group (places only).

    `missing` names the deciding groups of which nobody has answered yet (places only, for those who lead).
    `result`: the round is closed, and its reader may see what it settled. `earlier` is the round before that, by its
    number in the storage, while this one is open: its result stays there to be read; 0 where there is none for them.
    `others`: the numbers and names of the other teams its reader is in, the newest first.
    `may_open`: its reader is one of several who answered, and so may let the others see their levels.
    `to_agree`: so many links to the result of a place wait for its reader to agree; None for who is not asked.
    """

    head: TeamHead
    people: int
    begun: int
    done: int
    requests: int = 0
    groups: tuple[tuple[str, int, int], ...] = ()
    missing: tuple[str, ...] = ()
    rounds: int = 1
    result: bool = False
    others: tuple[tuple[int, str], ...] = ()
    may_open: bool = False
    to_agree: int | None = None
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class TeamLinkLine:
    """An invitation to a team. `kind`: one, many, facilitator, owner. `state`: open, used, full, ended, revoked."""

    number: int
    kind: str
    state: str
    used: int
    limit: int | None
    made: datetime
    ends: datetime | None = None
    group: str = ""
    last_used: datetime | None = None


@dataclass(frozen=True, slots=True)
class TeamLinksPage:
    head: TeamHead
    lines: tuple[TeamLinkLine, ...]


@dataclass(frozen=True, slots=True)
class TeamLinkPage:
    """One invitation. `address` is there just after it was made, and never again."""

    head: TeamHead
    line: TeamLinkLine
    address: str = ""


@dataclass(frozen=True, slots=True)
class TeamRequestsPage:
    """Who asks to be let in: the number of each request, and when it came. Nobody's name is known."""

    head: TeamHead
    requests: tuple[tuple[int, datetime], ...]


@dataclass(frozen=True, slots=True)
class PlainTeamPage:
    """A page that needs the team alone. `people` is how many take part, `alone` whether nobody else leads it."""

    head: TeamHead
    people: int = 1
    alone: bool = False


@dataclass(frozen=True, slots=True)
class PlaceDatesPage:
    """The dates that a place waits for, as far as they are given: a kind, and a day or a month as ISO has it."""

    head: TeamHead
    dates: tuple[tuple[str, str], ...] = ()


TeamPages = TeamPage | TeamLinksPage | TeamLinkPage | TeamRequestsPage | PlainTeamPage | PlaceDatesPage
