"""What a meeting agrees on decides what else is asked, in a check with questions that hang on others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, delete, insert, select, update

from flows.team_results import ClosedRound
from frameworks.model import Framework
from frameworks.scoring import score
from frameworks.settling import Settled, State
from frameworks.values import Scope
from storage.tables import assessment
from storage.team.agreeing import to_agree, write_agreed
from storage.team.alike import same_views
from storage.team.freezing import Voter, freeze
from storage.team.results import frozen
from storage.team.tables import round_result, settled
from tests.flows.kinds import placed
from tests.frameworks.samples import answer, answers, branches
from tests.team.meeting import Meeting
from tests.team.seats import Team

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
ONE, TWO, THREE, FOUR, FIVE = "br.a.one", "br.a.two", "br.a.three", "br.b.four", "br.b.five"
BRANCHES = branches()
OUT = Settled(State.NOT_ASKED)


@dataclass
class Round:
    """A closed round of this check, of people who said so much."""

    writer: Engine
    number: int
    framework: Framework = BRANCHES

    def closed(self, *said: Mapping[str, int | str], scope: str = "full") -> None:
        groups = [one.id for one in self.framework.groups] or [""]
        voters = [
            Voter(place, place, scope, "direct", (), groups[place % len(groups)], False, NOW, answers(each))
            for place, each in enumerate(said)
        ]
        kept = freeze(self.framework, self.number, voters, "day", NOW)
        assert kept is not None
        with self.writer.begin() as connection:
            for table in (settled, round_result):
                connection.execute(delete(table).where(table.c.assessment_id == self.number))
            connection.execute(update(assessment).values(closed_at=NOW))
            connection.execute(insert(round_result), kept.result)
            connection.execute(insert(settled), list(kept.rows))

    def agrees(self, said: Mapping[str, int | str]) -> int:
        with self.writer.begin() as connection:
            given = {one: answer(value) for one, value in said.items()}
            return write_agreed(connection, self.framework, self.number, given, NOW)

    @property
    def kept(self) -> ClosedRound:
        with self.writer.begin() as connection:
            found = frozen(connection, self.number)
        assert found is not None
        return found

    def states(self) -> list[str]:
        return [self.kept.settled[one.id].state.value for one in self.framework.elements]

    def with_connection(self) -> Connection:
        return self.writer.connect()


@pytest.fixture
def held(team: Team, writer: Engine) -> Round:
    return Round(writer, Meeting.of(team, 1).round)


def everything(one: int, two: int | str, three: int = 3, five: int = 3) -> dict[str, int | str]:
    return {ONE: one, TWO: two, THREE: three, FIVE: five}


def test_what_hangs_on_an_agreed_level_is_not_asked_any_more_and_comes_back_as_it_was(held: Round) -> None:
    held.closed(everything(3, 3), everything(3, 3), everything(4, 2))
    before = held.kept
    assert held.states() == ["level", "level", "level", "not_asked", "level"]

    held.agrees({ONE: 2})
    after = held.kept
    assert held.states() == ["level", "not_asked", "not_asked", "not_asked", "level"]
    assert score(BRANCHES, after.settled, "direct", Scope.FULL).counted == 2
    assert {line["element"] for line in after.sheet} == {ONE, FIVE}
    with held.with_connection() as connection:
        assert set(to_agree(connection, held.number)) == {ONE, FIVE}
        assert set(same_views(connection, BRANCHES, held.number, None)) == {FIVE}

    held.agrees({ONE: 3})
    assert {one: held.kept.settled[one] for one in (TWO, THREE)} == {
        one: before.settled[one] for one in (TWO, THREE)
    }
    assert held.kept.sheet == before.sheet


def test_what_was_not_asked_comes_in_with_what_people_had_said_to_it(held: Round) -> None:
    held.closed(*[everything(2, 4)] * 2, *[everything(2, "?")] * 2)
    assert held.states() == ["level", "not_asked", "not_asked", "not_asked", "level"]
    assert {line["element"] for line in held.kept.sheet} == {ONE, FIVE}

    held.agrees({ONE: 4})
    kept = held.kept
    assert [kept.settled[one].level for one in (ONE, TWO, THREE)] == [4, 4, 3]
    assert {line["element"] for line in kept.sheet} == {ONE, TWO, THREE, FIVE}
    # Two people gave a level to it: it is told no more than of others that two answered.
    assert kept.few == {TWO}


def test_how_two_people_differ_stays_hidden_whatever_comes_back(held: Round) -> None:
    kept = []
    for levels in ((1, 2), (3, 4), (4, 1)):
        held.closed(everything(2, levels[0]), everything(2, levels[1]))
        held.agrees({ONE: 3})
        kept.append((held.kept.settled, held.kept.sheet))

    assert kept[0][0][TWO] == Settled(State.OPEN, 1, 4)
    assert kept[0] == kept[1] == kept[2]


def test_what_the_meeting_agreed_on_before_is_there_again(held: Round) -> None:
    held.closed(everything(3, 1), everything(3, 2), everything(3, 4))
    held.agrees({TWO: 1, THREE: 2})
    assert held.kept.settled[THREE] == OUT
    held.agrees({ONE: 1})
    assert held.agrees({TWO: 4}) == 0
    assert (held.kept.settled[TWO], held.kept.settled[ONE].level) == (OUT, 1)
    held.agrees({ONE: 4})
    kept = held.kept
    assert (kept.settled[TWO].level, TWO in kept.agreed, kept.settled[THREE]) == (1, True, OUT)
    held.agrees({TWO: 3})
    # It was one line with what ruled it out: said, but not asked, it waits like an answer.
    assert held.kept.settled[THREE].level == 2


def test_as_long_as_it_is_open_everything_that_hangs_on_it_is_asked(held: Round) -> None:
    held.closed(everything(1, 3), everything(1, 3), everything(1, 3))
    held.agrees({ONE: "?"})
    assert held.states() == ["unknown", "level", "level", "not_asked", "level"]
    held.agrees({ONE: 4, TWO: "x"})
    assert held.states() == ["level", "not_applicable", "level", "not_asked", "level"]
    held.agrees({ONE: 1})
    held.agrees({ONE: 3})
    assert held.states() == ["level", "not_applicable", "level", "not_asked", "level"]


def test_the_short_check_stays_short(held: Round) -> None:
    held.closed(everything(1, 3), everything(1, 3), everything(1, 3), scope="quick")
    assert set(held.states()) == {"not_asked"}
    with held.writer.begin() as connection:
        assert connection.scalar(select(round_result.c.voices)) == {}
    held.agrees({ONE: 3})
    assert set(held.states()) == {"not_asked"}


def test_of_a_place_what_was_not_asked_comes_in_as_not_known(held: Round) -> None:
    """What small groups may not show was looked at without it."""
    held.framework = placed(BRANCHES)
    held.closed(*[everything(2, 4)] * (3 * len(held.framework.groups)))
    assert held.kept.settled[TWO] == OUT
    held.agrees({ONE: 3})
    assert held.kept.settled[TWO] == Settled(State.UNKNOWN, 1, 4)
    held.agrees({TWO: 2})
    held.agrees({ONE: 1})
    kept = held.kept
    assert kept.settled[TWO] == OUT
    assert kept.place is not None
    assert {TWO, THREE}.isdisjoint(kept.place.confirmed)
    held.agrees({ONE: 4})
    assert held.kept.settled[TWO].level == 2


def test_a_check_without_branches_keeps_nothing_more(team: Team) -> None:
    made = Meeting.of(team, 3)
    made.all_say(1, 3, 4)
    made.close()
    with team.writer.begin() as connection:
        assert connection.scalar(select(round_result.c.voices)) == {}
