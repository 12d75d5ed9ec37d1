"""Two organisations and one check: no button, no run and no moment takes one for the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from alembic import command
from sqlalchemy import Engine

from flows.agenda import action_id
from flows.conversation import RUN_LIMIT
from flows.events import Commanded, Event, Handled, Typed
from storage.batch import Fate
from storage.migrate import _config, migrate
from storage.tables import answer, answer_history, conversation, membership, organisation, participation
from tests.flows.kinds import other, small_fit
from tests.flows.walks import button_of
from tests.frameworks.samples import SP
from tests.storage.support import Talker, one, rows, take
from tests.team.between import ONE, begins, begins_another, named, of_umoja, turn
from tests.team.seats import Team


@pytest.fixture
def ana(team: Team) -> Talker:
    return of_umoja(team)


def test_old_buttons_of_another_organisation_write_nothing(ana: Talker, writer: Engine) -> None:
    """The same question of the same check, in front of them for both: only the run tells them apart."""
    old = [button_of(SP, ana.look(), action, 1) for action in "ldnO"]
    begins_another(ana, "Elimu")
    there = ana.look()
    assert there.element == ONE
    for button in old:
        for message in (1, None):
            ana.take(button, message_id=message)
            assert ana.look().answers == {}
            assert named(ana)[0] == "Elimu"
    # Even where it has the place number of the present question.
    ana.take(replace(old[0], place_no=ana.look().place_no))
    assert ana.look().answers == {}
    assert len(rows(writer, answer)) == 1


def test_starting_over_takes_no_run_of_another_organisation(ana: Talker, writer: Engine) -> None:
    umoja = ana.look().number
    begins_another(ana, "Elimu")
    elimu = ana.look().number
    seen = set()
    for number in (umoja, elimu, elimu, umoja):
        turn(ana, number)
        begins(ana)
        ana.tap("Y")
        begins(ana)
        assert ana.look().run not in seen
        seen.add(ana.look().run)
    assert len({each.run for each in rows(writer, participation)}) == 2


def test_runs_go_round_and_still_none_is_given_away_twice(ana: Talker, writer: Engine) -> None:
    with writer.begin() as connection:
        connection.execute(participation.update().values(run=RUN_LIMIT - 1))
        connection.execute(conversation.update().values(run=RUN_LIMIT - 1, newest_run=RUN_LIMIT - 1))
    begins_another(ana, "Elimu")
    begins_another(ana, "Afya")

    assert [row.run for row in rows(writer, participation)] == [RUN_LIMIT - 1, 0, 1]
    assert ana.look().newest_run == 1


def test_nobody_turns_to_a_check_of_somebody_else(team: Team, ana: Talker) -> None:
    ben = team.founder("Elimu")
    before = ben.look()
    for number in (ana.look().number, 0, 999):
        turn(ben, number)
        after = ben.look()
        assert (after.number, after.state, after.element) == (before.number, before.state, before.element)


def test_a_button_of_the_list_leads_where_it_says_however_the_list_changed(
    team: Team, writer: Engine
) -> None:
    """B70 and stale lists: pressed twice, late, and from elsewhere, it still names one check alone."""
    ana = team.founder("Umoja")
    numbers = {"Umoja": ana.look().number}
    for name in ("Elimu", "Afya"):
        begins_another(ana, name)
        numbers[name] = ana.look().number
    for name in ("Elimu", "Elimu", "Umoja", "Afya", "Umoja"):
        turn(ana, numbers[name])
        assert named(ana)[0] == name
    ana.tap("Y")
    turn(ana, numbers["Elimu"])
    turn(ana, numbers["Umoja"])
    assert (named(ana)[0], ana.look().state) == ("Umoja", "sizing")
    assert len(rows(writer, participation)) == 3


def test_a_name_and_another_check_in_one_moment_are_one_organisation(writer: Engine) -> None:
    """What has a name and no number yet is the same organisation in each of its checks."""
    team = Team.offered(writer, other(), small_fit())
    ana = team.stranger()
    ana.take(Commanded("start"))
    for action, choice in (("G", 0), ("A", 0), ("x", 1)):
        ana.tap(action, choice)
    at_the_name = ana.conversation
    assert at_the_name.framework == other().key
    place = at_the_name.place_no
    events = (
        Typed("Umoja"),
        replace(ana.button("K"), place_no=place + 1),
        replace(ana.button("x", 0), place_no=place + 2),
    )
    outcomes = take(team.memory, *(ana.incoming(each) for each in events))

    assert [each.fate for each in outcomes] == [Fate.TAKEN] * 3
    assert (one(writer, organisation).name, named(ana)) == ("Umoja", ("Umoja", SP.key))
    assert len(rows(writer, participation)) == 2
    assert not ana.look().several


def test_two_organisations_named_in_one_moment_are_two(ana: Talker, writer: Engine) -> None:
    for action in "VI":
        ana.tap(action)
    place = ana.conversation.place_no
    events: tuple[Event, ...] = (
        ana.button("<"),
        Typed("Elimu"),
        *(
            replace(ana.button(action, choice), place_no=place + number)
            for number, (action, choice) in enumerate(
                (("Z", 0), ("P", 0), ("R", 0), ("T", 0), ("Q", 1), ("l", 1), ("V", 0), ("I", 0), ("<", 0)), 2
            )
        ),
        Typed("Afya"),
    )
    take(ana.memory, *(ana.incoming(each) for each in events))

    names = [row.name for row in rows(writer, organisation)]
    assert names[0] == "Umoja" and names[-1] in {"Afya", "Elimu"}
    assert len(rows(writer, participation)) == len(names) == len(rows(writer, membership))
    assert one(writer, answer, participation_id=rows(writer, participation)[0].id).level == 2


def test_the_history_of_each_answer_is_of_the_check_it_was_given_in(ana: Talker, writer: Engine) -> None:
    umoja = ana.look().number
    begins_another(ana, "Elimu")
    elimu = ana.look().number
    level = ana.button("l", 1)
    take(
        ana.memory,
        ana.incoming(level),
        ana.incoming(Handled("(O", umoja or 0)),
        ana.incoming(Handled("(O", elimu or 0)),
    )

    told = [(row.participation_id, row.after["level"]) for row in rows(writer, answer_history)]
    assert told == [(umoja, 2), (elimu, 1)]


def test_a_check_in_opens_its_action_at_its_own_check(ana: Talker) -> None:
    umoja = ana.look()
    begins_another(ana, "Elimu")
    ana.tap("l", 1)
    turn(ana, umoja.number, SP.ordinal_by_id[ONE] + 1)

    there = ana.look()
    assert (there.inputs.organisation, there.state, there.element) == ("Umoja", "acting", ONE)
    ana.tap("2")
    ana.tap("4", 1)
    assert set(ana.look().chosen) == {action_id(umoja, ONE)}


def test_who_was_here_before_gets_no_run_of_another_check_either(
    ana: Talker, database: str, writer: Engine
) -> None:
    """A database of the release before: the newest run is the largest of all their checks, of which one is open."""
    umoja = ana.look()
    begins_another(ana, "Elimu")
    newest = ana.look().run
    turn(ana, umoja.number)
    with writer.begin() as connection:
        command.downgrade(_config(connection), "0004")
    migrate(database)

    assert one(writer, conversation).newest_run == newest
    ana.tap("Y")
    assert ana.look().run == newest + 1
