"""What the pages for many answers at once are drawn from: waiting for a line, its echo, proofs and reasons after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.marks import Marks
from flows.team_pages import TeamHead


@dataclass(frozen=True, slots=True)
class MarkScope:
    """Which questions a line is about: the `elements` of one part, in order. `head` is None for one's own answers.

    `framework` is a key such as sp-1.0, `part` the place of the part in it. `now` is what a meeting agreed on so
    far, as a sign of a line; one's own answers are in the conversation. On `others` groups decide that the reader is
    none of: they may leave these where they stand, and nothing else.
    """

    framework: str
    part: int
    elements: tuple[str, ...]
    head: TeamHead | None = None
    now: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarksPage:
    """Where a line is waited for. Page 0 has all in one message; the ones after it have every sentence."""

    scope: MarkScope
    page: int = 0


@dataclass(frozen=True, slots=True)
class EchoPage:
    """What was understood of a line, before it is stored. `signs` are its marks, `tag` tells this echo from others.

    `then` are the parts of the lines that wait behind it, `saved` how many answers the one before it stored.
    """

    scope: MarkScope
    marks: Marks
    signs: tuple[str, ...]
    tag: int
    then: tuple[int, ...] = ()
    saved: int = 0


@dataclass(frozen=True, slots=True)
class ProofsPage:
    """The elements of one part that count as in place and have no proof yet, each with its level.

    `excused` are those that do not apply, where one of several reasons is still to be named.
    """

    scope: MarkScope
    levels: Mapping[str, int]
    excused: tuple[str, ...] = ()


MarkPages = MarksPage | EchoPage | ProofsPage
