"""Closing a round: once, with everybody's answers as they stand, and told to everybody once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text, update

from flows.events import Handled
from frameworks.settling import Settled, State
from storage.batch import Fate, take_in
from storage.forgetting import forget
from storage.programme.tables import letter
from storage.tables import answer, assessment, organisation
from storage.team.closing import PeopleChanged, close
from storage.team.tables import round_result, settled
from tests.frameworks.samples import SP
from tests.storage.conftest import OpenWriter
from tests.storage.support import at_once, chat, knowledge, one, rows
from tests.team.meeting import FRAMEWORKS, ONE, TWO, Meeting
from tests.team.seats import Team


def letters(team: Team, kind: str) -> dict[int, dict[str, object]]:
    """The letters of this kind, by the chat they go to."""
    return {row.conversation_id: row.args for row in rows(team.writer, letter, kind=kind)}


def test_a_closed_round_is_frozen_with_its_sheet(team: Team) -> None:
    held = Meeting.of(team, 3)
    held.all_say(1, 3, 3)

    assert held.close().closed
    kept = held.kept()
    assert (kept.people, kept.organisation, kept.round_no, kept.framework) == (3, "Red Cross", 1, SP.key)
    assert kept.settled[ONE] == Settled(State.LEVEL, 3, 3, shown=True)
    assert kept.settled[TWO] == Settled(State.UNKNOWN, 1, 4)
    assert kept.versions[ONE] == SP.element_by_id[ONE].version
    first = kept.sheet[0]
    assert (first["element"], first["spread"], first["label"]) == (ONE, [1, 3, 3], "talk")
    assert len(rows(team.writer, settled)) == len(SP.elements)
    assert one(team.writer, assessment).closed_at == held.later()


def test_two_who_differ_are_to_agree_and_nothing_kept_says_how(team: Team, writer: Engine) -> None:
    held = Meeting.of(team, 3)
    held.says(0, {ONE: 2, TWO: 3})
    held.says(1, {ONE: 3, TWO: 3})
    held.says(2, {TWO: "?"})

    held.close()
    kept = held.kept()
    assert kept.settled[ONE] == Settled(State.OPEN, 1, 4)
    assert kept.settled[TWO] == Settled(State.OPEN, 1, 4)
    assert {ONE, TWO} <= kept.few
    line = next(line for line in kept.sheet if line["element"] == ONE)
    assert line == {
        "element": ONE,
        "topic": line["topic"],
        "differs": True,
        "spread": [],
        "label": "",
        "level": None,
    }
    held_row = one(writer, settled, element_id=ONE)
    assert (held_row.low, held_row.high, held_row.shown) == (1, 4, False)


def test_how_two_differ_changes_no_row(team: Team) -> None:
    """Whoever reads all that is kept cannot tell 1 and 2 from 3 and 4."""
    kept = []
    for levels in ((1, 2), (3, 4), (4, 1)):
        held = Meeting.of(team, 2)
        held.all_say(*levels)
        held.close()
        kept.append((held.kept().settled, held.kept().sheet))

    assert kept[0] == kept[1] == kept[2]


def test_one_person_alone_closes_without_a_sheet(team: Team) -> None:
    held = Meeting.of(team, 1)
    held.all_say(2)

    assert held.close().closed
    assert held.kept().sheet == ()
    assert held.kept().few == frozenset()
    assert held.kept().settled[ONE].level == 2


def test_a_round_without_answers_stays_open_without_its_day(team: Team, writer: Engine) -> None:
    held = Meeting.of(team, 2)
    with writer.begin() as connection:
        connection.execute(update(assessment).values(closes_on="2026-03-10"))

    assert not held.close().closed
    row = one(writer, assessment)
    assert (row.closed_at, row.closes_on) == (None, "")
    assert rows(writer, round_result) == []


def test_closing_again_does_nothing(team: Team) -> None:
    held = Meeting.of(team, 3)
    held.all_say(1, 3, 3)
    held.close()
    before = team.dump()

    assert not held.close().closed
    assert team.dump() == before


def test_two_people_closing_at_once_close_once(team: Team, open_writer: OpenWriter) -> None:
    held = Meeting.of(team, 3)
    held.all_say(1, 3, 3)
    engines = [open_writer() for _ in range(2)]

    def closing(engine: Engine) -> bool:
        with engine.begin() as connection:
            return close(connection, held.round, FRAMEWORKS, held.later()).closed

    done = at_once([lambda engine=engine: closing(engine) for engine in engines])  # type: ignore[misc]
    assert sorted(done) == [False, True]
    assert len(rows(team.writer, settled)) == len(SP.elements)
    assert len(rows(team.writer, letter, kind="closed")) == 3


@pytest.mark.parametrize("turn", range(4))
def test_an_answer_in_flight_is_in_the_frozen_round_or_is_refused(
    team: Team, open_writer: OpenWriter, turn: int
) -> None:
    held = Meeting.of(team, 4)
    held.all_say(1, 1, 1, 1, element=TWO)
    ben = held.people[1]
    team.answers(ben, level=1)
    ben.tap("O", 0, ONE)
    assert (ben.conversation.state, ben.conversation.element) == ("asking", ONE)
    engine = open_writer()

    def closing() -> bool:
        with engine.begin() as connection:
            return close(connection, held.round, FRAMEWORKS, held.later()).closed

    tap = ben.button("l", 2 + turn % 2)
    works = [closing, lambda: ben.take(tap).fate is Fate.TAKEN]
    assert at_once(works if turn < 2 else works[::-1]) == [True, True]
    stored = {
        row.element_id: row.level for row in rows(team.writer, answer, participation_id=held.part(1).id)
    }
    saved = stored[ONE] != 1
    assert held.kept().settled[ONE].level == stored[ONE]
    told = ben.look().notice
    assert saved or (told is not None and told.key == "round_closed")
    assert ben.look().answers[ONE].level == stored[ONE]


def test_closing_waits_for_an_answer_that_is_not_committed_yet(
    team: Team, writer: Engine, open_writer: OpenWriter
) -> None:
    held = Meeting.of(team, 4)
    held.all_say(1, 1, 1, 1, element=TWO)
    ben = held.people[1]
    team.answers(ben, level=1)
    ben.tap("O", 0, ONE)
    incoming = ben.incoming(ben.button("l", 3))
    engine, looking = open_writer(), open_writer()

    def closing() -> bool:
        with engine.begin() as connection:
            return close(connection, held.round, FRAMEWORKS, held.later()).closed

    with ThreadPoolExecutor(1) as pool:
        with writer.begin() as connection:
            take_in(connection, [incoming], [], knowledge(), incoming.at)
            done = pool.submit(closing)
            while waits_for_no_lock(looking) and not done.done():
                pass
        assert done.result()

    assert held.kept().settled[ONE].level == 3


def test_who_joins_while_the_round_is_closing_is_locked_by_the_next_try(
    team: Team, writer: Engine, open_writer: OpenWriter
) -> None:
    held = Meeting.of(team, 2)
    held.all_say(1, 3)
    number, code = team.issue(held.people[0], "one")
    newcomer = team.opens(code)
    incoming = newcomer.incoming(Handled("=", number))
    engine, looking = open_writer(), open_writer()

    def closing() -> bool:
        with engine.begin() as connection:
            return close(connection, held.round, FRAMEWORKS, held.later()).closed

    with ThreadPoolExecutor(1) as pool:
        with writer.begin() as connection:
            take_in(connection, [incoming], [], knowledge(), incoming.at)
            done = pool.submit(closing)
            while waits_for_no_lock(looking) and not done.done():
                pass
        if isinstance(done.exception(), PeopleChanged):
            assert closing()
        else:
            assert done.result()

    assert newcomer.look().closed
    assert len(rows(writer, settled)) == len(SP.elements)


def waits_for_no_lock(engine: Engine) -> bool:
    """Whether nobody in this database waits for a row; SQLite lets nobody begin meanwhile."""
    if engine.dialect.name == "sqlite":
        return False
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with engine.connect() as connection:
        return not connection.scalar(waiting)


def test_a_member_who_leaves_after_closing_changes_no_frozen_row(team: Team, writer: Engine) -> None:
    held = Meeting.of(team, 3)
    held.all_say(1, 3, 4)
    held.close()
    before = held.frozen_rows()

    gone = team.person_of(held.people[2])
    with writer.begin() as connection:
        forget(connection, chat(held.people[2].number), gone, held.later())

    assert held.frozen_rows() == before
    assert held.kept().people == 3


def test_the_organisation_takes_its_frozen_rounds_with_it(team: Team, writer: Engine) -> None:
    held = Meeting.of(team, 2)
    held.all_say(1, 3)
    held.close()

    for talker in held.people:
        gone = team.person_of(talker)
        with writer.begin() as connection:
            forget(connection, chat(talker.number), gone, held.later())

    assert rows(writer, organisation) == []
    assert held.frozen_rows() == []


def test_everybody_who_answered_or_leads_is_told_once_but_who_closed_it(team: Team) -> None:
    held = Meeting.of(team, 4, facilitators=1)
    held.all_say(1, 3)
    held.says(2, {ONE: 2})

    held.close(asked_in=held.chat(0), how="hand")
    told = letters(team, "closed")
    assert sorted(told) == [held.chat(1), held.chat(2)]
    assert [told[held.chat(person)]["leads"] for person in (1, 2)] == [True, False]
    assert told[held.chat(1)]["assessment"] == held.round
    assert one(team.writer, letter, conversation_id=held.chat(2)).participation_id == held.part(2).id


def test_nothing_of_a_closing_is_there_before_its_commit(team: Team, writer: Engine) -> None:
    """Killed before the commit nothing happened; after it every letter is there, and none comes twice."""
    held = Meeting.of(team, 2)
    held.all_say(1, 3)
    before = team.dump()
    with pytest.raises(RuntimeError), writer.begin() as connection:
        close(connection, held.round, FRAMEWORKS, held.later())
        raise RuntimeError("killed")
    assert team.dump() == before

    held.close()
    assert len(letters(team, "closed")) == 2
    held.close()
    assert len(letters(team, "closed")) == 2


def test_screens_of_the_round_are_drawn_anew(team: Team) -> None:
    held = Meeting.of(team, 2)
    held.all_say(1, 3)
    before = [talker.look().revision for talker in held.people]

    closed = held.close()
    assert closed.addresses == tuple(talker.address for talker in held.people)
    assert [talker.look().revision for talker in held.people] == [each + 1 for each in before]
    assert all(talker.look().closed for talker in held.people)
