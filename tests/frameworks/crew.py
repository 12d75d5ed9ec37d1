"""Teams for the tests: members of the provider framework, the worked cases, and random ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import strategies as st

from frameworks.model import Framework
from frameworks.scoring import Scorecard, score
from frameworks.settling import Settled
from frameworks.stages import Stage, StageRange
from frameworks.teams import Member, settle_team
from frameworks.values import Answer
from tests.frameworks.samples import SP, all_sp, answers
from tests.frameworks.strategies import answers_to
from tests.frameworks.worked import TALKS

ROLES = ("finance", "director", "field_worker")
FROM_BUILDING = StageRange(Stage.BUILDING, Stage.TALKS)


def member(level: int, changes: Mapping[str, int | str] | None = None, *roles: str) -> Member:
    """One person who gives every element one level, but for the changes."""
    return Member(frozenset(roles), all_sp(level, changes))


def few(framework: Framework, *people: Mapping[str, int | str]) -> list[Member]:
    """People without roles who answered only what is named; ids without the prefix."""
    return [
        Member(frozenset(), answers({f"{framework.id}.{name}": value for name, value in one.items()}))
        for one in people
    ]


@dataclass(frozen=True)
class Crew:
    """One worked case. `counts` are r, in place, started, not yet, to agree, not known, does not apply, musts."""

    number: int
    members: tuple[Member, ...]
    counts: tuple[int, int, int, int, int, int, int, int]
    stage: StageRange
    hangs_on: tuple[str, ...] = ()
    agreed: Mapping[str, Answer] = field(default_factory=dict)

    def settled(self) -> dict[str, Settled]:
        return settle_team(SP, self.members, "direct", agreed=self.agreed)

    def card(self) -> Scorecard:
        return score(SP, self.settled(), "direct")


EVERY_SECOND = {one.id.removeprefix("sp."): 2 for one in SP.elements[1::2]}
THREE = tuple(member(3, {"meas.data": level, "perf.adapt": level}) for level in (1, 3, 3))
FOUR_UNSURE = (member(3, {"fin.cash": "?"}),) * 4

CREWS = (
    Crew(
        21,
        (member(3, {"fin.cash": 1}, "finance"), member(3, {"fin.cash": 4}, "director")),
        (30, 29, 0, 0, 1, 0, 0, 5),
        FROM_BUILDING,
        ("fin.cash",),
    ),
    Crew(
        22,
        (member(3), member(3, EVERY_SECOND)),
        (30, 15, 0, 0, 15, 0, 0, 2),
        StageRange(Stage.SUPPORT, Stage.TALKS),
        ("lead.board", "meas.data", "fin.control", "fin.cash"),
    ),
    Crew(
        23,
        (*FOUR_UNSURE, member(3, {"fin.cash": 4}, "field_worker")),
        (30, 29, 0, 0, 1, 0, 0, 5),
        FROM_BUILDING,
        ("fin.cash",),
    ),
    Crew(24, (*FOUR_UNSURE, member(3, {"fin.cash": 4}, "finance")), (30, 30, 0, 0, 0, 0, 0, 6), TALKS),
    Crew(25, THREE, (30, 29, 0, 0, 1, 0, 0, 5), FROM_BUILDING, ("meas.data",)),
    Crew(
        26,
        tuple(member(3, {"perf.adapt": level}) for level in (1, 1, 4, 4)),
        (30, 29, 0, 0, 1, 0, 0, 6),
        TALKS,
    ),
    Crew(27, THREE, (30, 30, 0, 0, 0, 0, 0, 6), TALKS, agreed=answers({"sp.meas.data": 3})),
)

CREW_BY_NUMBER = {crew.number: crew for crew in CREWS}


def a_member(framework: Framework) -> st.SearchStrategy[Member]:
    """Anyone with any answers."""
    return st.builds(Member, st.frozensets(st.sampled_from(ROLES)), answers_to(framework))


def members_of(framework: Framework) -> st.SearchStrategy[list[Member]]:
    """Any people with any answers."""
    return st.lists(a_member(framework), max_size=6)
