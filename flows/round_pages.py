"""What the pages of a closed round are drawn from: the meeting's sheet, one element of it, then and now."""

from __future__ import annotations

from dataclasses import dataclass

from flows.team_pages import TeamHead


@dataclass(frozen=True, slots=True)
class SheetLine:
    """An element on the sheet of the meeting. `topic`, `label`: see `frameworks.agreement`; `spread` from 3 levels on.

    `differs`: not all gave the same level. `level` is what one tap may agree on. `agreed` is the level the meeting
    set, with its `reason`; `said` is dont_know or not_applicable where it agreed on that. `option` is the number of
    the proof the meeting named, 0 for nothing yet, None where it was not asked. `place` is that of its sign in a line
    about its part, from 1; 0 where no line is about it.
    """

    element: str
    topic: str
    differs: bool
    spread: tuple[int, ...] = ()
    label: str = ""
    level: int | None = None
    agreed: int | None = None
    said: str = ""
    reason: str = ""
    shown: bool = False
    option: int | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The sheet in the order of talking. `open_mode`: who gave which level may be seen, for all agreed to that.

    `may_open`: the reader is one of several who answered, and so may let the others see their levels.
    """

    head: TeamHead
    people: int
    lines: tuple[SheetLine, ...]
    open_mode: bool = False
    may_open: bool = False


@dataclass(frozen=True, slots=True)
class GivenLevel:
    """One person's level in open mode: names are not kept, so it has a number, the roles they named, and `mine`.

    `level` is None where they gave none.
    """

    number: int
    level: int | None
    roles: tuple[str, ...] = ()
    mine: bool = False


@dataclass(frozen=True, slots=True)
class SheetElementPage:
    """One element of the sheet. `given` holds each person's level, only in open mode.

    `notes` are what members let those who lead read, without a word of who wrote it, and `files` how many files they
    let them see. `sheet` is the whole sheet, for the way to what comes next. Of a place `decided` are the groups that
    decide on it, and `views` how each group of three and more sees it: the group, its lowest and its highest level.
    Where `others` is true the reader is of none of the deciding groups: `stands` is then the one choice that leaves
    it where it stands, None where there is none.
    """

    head: TeamHead
    people: int
    line: SheetLine
    given: tuple[GivenLevel, ...] = ()
    notes: tuple[str, ...] = ()
    sheet: tuple[SheetLine, ...] = ()
    decided: tuple[str, ...] = ()
    views: tuple[tuple[str, int, int], ...] = ()
    files: int = 0
    others: bool = False
    stands: int | None = None


@dataclass(frozen=True, slots=True)
class OpenModePage:
    """Whether all of a team let each other see their levels: how many agreed, whether this person did."""

    head: TeamHead
    people: int
    agreed: int
    mine: bool


@dataclass(frozen=True, slots=True)
class LastTime:
    """What a person said to the present question in the round before, and what the team agreed on then.

    `reason` is the team's, `note` the person's own. `day` is when that round was closed, an ISO date.
    """

    level: int | None = None
    said: str = ""
    reason: str = ""
    agreed: int | None = None
    day: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LookingBackPage:
    """Where a person says at which level they were in the round before, as they see it now: `seen`, None as yet.

    `then` is the level they gave at that time, `day` when that round was closed, an ISO date.
    """

    element: str
    then: int
    day: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class TakenByPage:
    """Who takes the open action of an element, as typed; empty where nobody is named."""

    element: str
    taken_by: str = ""


RoundPages = SheetPage | SheetElementPage | OpenModePage | LastTime | LookingBackPage | TakenByPage
