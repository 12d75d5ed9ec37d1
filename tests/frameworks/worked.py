"""The worked cases for one respondent as rows: answers in, counts and stage out.

Rows name ids without the prefix of the framework. What is not named is at the level `base`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from frameworks.scoring import Scorecard, Word, score
from frameworks.settling import settle
from frameworks.stages import NoStage, Stage, StageRange
from frameworks.values import Answer, Scope
from tests.frameworks.samples import SP

MUSTS = ("lead.board", "meas.outc", "meas.data", "fin.control", "fin.cash", "care.safe")
SIX = ("lead.fit", "prog.toc", "meas.base", "perf.skill", "ops.hire", "part.trust")
TO_SIGN = (
    "prog.reach",
    "meas.verify",
    "fin.cost",
    "part.deal",
    "part.legal",
    "care.consent",
    "care.fair",
)
THREE_NA = ("prog.scale", "ops.hire", "part.access")
OPS = ("ops.team", "ops.hire", "ops.keep")

EARLY = StageRange(Stage.EARLY, Stage.EARLY)
BUILDING = StageRange(Stage.BUILDING, Stage.BUILDING)
SUPPORT = StageRange(Stage.SUPPORT, Stage.SUPPORT)
TALKS = StageRange(Stage.TALKS, Stage.TALKS)


@dataclass(frozen=True)
class Case:
    """One row. `counts` are r, in place, started, not yet, to agree, not known, does not apply, musts met."""

    number: int
    profile: str
    base: int
    changes: Mapping[str, int | str]
    counts: tuple[int, int, int, int, int, int, int, int]
    stage: StageRange | NoStage
    held_by: tuple[str, ...] = ()
    hangs_on: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)


def at(level: int | str, *names: str) -> dict[str, int | str]:
    return dict.fromkeys(names, level)


CASES = (
    Case(1, "direct", 3, {}, (30, 30, 0, 0, 0, 0, 0, 6), TALKS),
    Case(2, "direct", 3, at(2, "ops.keep"), (30, 29, 1, 0, 0, 0, 0, 6), TALKS),
    Case(3, "direct", 3, at(2, *SIX), (30, 24, 6, 0, 0, 0, 0, 6), TALKS),
    Case(4, "direct", 3, at(2, *SIX, "care.voice"), (30, 23, 7, 0, 0, 0, 0, 6), SUPPORT),
    Case(5, "direct", 3, at(2, "fin.cash"), (30, 29, 1, 0, 0, 0, 0, 5), SUPPORT, ("fin.cash",)),
    Case(6, "bond", 3, at(2, "fin.cash"), (30, 30, 0, 0, 0, 0, 0, 6), TALKS),
    Case(7, "unsure", 3, at(2, "fin.cash"), (30, 30, 0, 0, 0, 0, 0, 6), TALKS),
    Case(8, "direct", 4, at(1, "fin.cash"), (30, 29, 0, 1, 0, 0, 0, 5), BUILDING, ("fin.cash",)),
    Case(9, "bond", 4, at(1, "fin.cash"), (30, 29, 0, 1, 0, 0, 0, 5), SUPPORT, ("fin.cash",)),
    Case(
        10,
        "direct",
        4,
        at("?", "fin.cash"),
        (30, 29, 0, 0, 0, 1, 0, 5),
        StageRange(Stage.BUILDING, Stage.TALKS),
        hangs_on=("fin.cash",),
    ),
    Case(
        11,
        "direct",
        3,
        at("?", *OPS),
        (30, 27, 0, 0, 0, 3, 0, 6),
        StageRange(Stage.SUPPORT, Stage.TALKS),
        hangs_on=OPS,
        parts={"lead": "3 of 3", "prog": "5 of 5", "ops": "0 of 3, 3 not known", "care": "4 of 4"},
    ),
    Case(
        12,
        "direct",
        3,
        at("?", *SIX, "prog.evid"),
        (30, 23, 0, 0, 0, 7, 0, 6),
        NoStage.TOO_MUCH_UNKNOWN,
    ),
    Case(
        13,
        "direct",
        3,
        at("?", *(name for name in SIX if name != "part.trust"), "prog.evid"),
        (30, 24, 0, 0, 0, 6, 0, 6),
        TALKS,
    ),
    Case(
        14,
        "direct",
        3,
        at("x", *THREE_NA),
        (27, 27, 0, 0, 0, 0, 3, 6),
        TALKS,
        parts={
            "prog": "4 of 4, 1 does not apply",
            "ops": "2 of 2, 1 does not apply",
            "part": "3 of 3, 1 does not apply",
        },
    ),
    Case(
        15,
        "direct",
        3,
        at("x", *THREE_NA, "prog.reach"),
        (26, 26, 0, 0, 0, 0, 4, 6),
        NoStage.TOO_MANY_NA,
    ),
    Case(16, "direct", 2, at(3, *MUSTS), (30, 6, 24, 0, 0, 0, 0, 6), BUILDING),
    Case(17, "direct", 2, {}, (30, 0, 30, 0, 0, 0, 0, 0), BUILDING),
    Case(18, "direct", 1, {}, (30, 0, 0, 30, 0, 0, 0, 0), EARLY),
    Case(
        19,
        "direct",
        3,
        at(2, "ops.team", "ops.hire"),
        (30, 28, 2, 0, 0, 0, 0, 6),
        SUPPORT,
        parts={"ops": "1 of 3"},
    ),
    Case(
        39,
        "direct",
        3,
        {**at(2, *TO_SIGN), "part.legal": 4, "meas.verify": "?"},
        (30, 24, 5, 0, 0, 1, 0, 6),
        TALKS,
    ),
)

CASE_30_LEVELS: Mapping[str, tuple[int | str, ...]] = {
    "lead": (2, 2, 1),
    "prog": (3, 1, 2, 1, 1),
    "meas": (2, 1, 1, 1),
    "perf": (1, 2, 1),
    "fin": (3, 1, 1, 1),
    "ops": (3, 2, 1),
    "part": (3, 2, 1, 2),
    "care": ("?", 1, 1, 2),
}
CASE_30: Mapping[str, int | str] = {
    element.id: level
    for dimension in SP.dimensions
    for element, level in zip(dimension.elements, CASE_30_LEVELS[dimension.id], strict=True)
}


def sp_card(values: Mapping[str, Answer], profile: str, scope: Scope = Scope.FULL) -> Scorecard:
    return score(SP, settle(SP, values, profile, scope), profile, scope)


def full(*names: str) -> tuple[str, ...]:
    return tuple(f"sp.{name}" for name in names)


def row(card: Scorecard) -> tuple[int, ...]:
    """The counts in the order of the table."""
    words = (Word.IN_PLACE, Word.STARTED, Word.NOT_YET, Word.TO_AGREE, Word.NOT_KNOWN)
    counts = (card.counts[word] for word in words)
    return (card.counted, *counts, len(card.not_applicable), card.musts_met)


def parts(card: Scorecard) -> dict[str, str]:
    """The line of every dimension, as short text."""
    return {
        part.id: f"{part.in_place} of {part.counted}"
        + (f", {part.not_known} not known" if part.not_known else "")
        + (f", {part.to_agree} to agree" if part.to_agree else "")
        + (f", {part.not_applicable} does not apply" if part.not_applicable else "")
        for part in card.dimensions
    }


QUICK = {element.id: 3 for element in SP.elements if element.quick}
