"""What one person can say to one element, as values. No answer is ever a number by accident."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Said(StrEnum):
    """The kinds of answer. *Empty* (not reached) has no value: the answer is missing."""

    LEVEL = "level"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"
    NOT_MY_AREA = "not_my_area"


UNSURE = "unsure"
"""The id of the profile of people who do not know their profile yet: both readings are told to them."""

ANYONE = "all"
"""In `ask`: whoever is there can say. It needs no role of its own."""


class Scope(StrEnum):
    """How much is asked: the short list of quick elements, or everything."""

    QUICK = "quick"
    FULL = "full"


class Shown(StrEnum):
    """What a person offered as proof of a level. `OPTION` goes with the option's number."""

    OPTION = "option"
    NOTHING = "nothing"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's answer to one element, as scoring sees it.

    `level` is set where `said` is LEVEL. `option` is the number of a proof option (from 1) where `shown` is
    OPTION, or of the reason (from 1) where `said` is NOT_APPLICABLE. `who` is the role that could know,
    where `said` is DONT_KNOW. `kept` is True once the person kept a level with nothing to show.
    """

    said: Said
    level: int | None = None
    shown: Shown | None = None
    option: int | None = None
    who: str | None = None
    kept: bool = False
    seconds: int = 0
