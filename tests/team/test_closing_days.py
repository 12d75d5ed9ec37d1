"""When a round closes: at once where all who began are done, or at the end of a day that can be called off."""

from __future__ import annotations

from sqlalchemy import Engine

from flows.events import Typed
from flows.team_pages import PlainTeamPage, TeamPage
from storage.memory import Memory
from storage.programme.tables import letter
from storage.tables import assessment, job
from storage.team.due_rounds import due_rounds
from storage.team.round_letters import CLOSING, plan_letters
from tests.storage.support import knowledge, one, rows
from tests.team.meeting import ONE, Meeting
from tests.team.seats import Team


def letters(team: Team, kind: str) -> dict[int, dict[str, object]]:
    """The letters of this kind, by the chat they go to."""
    return {row.conversation_id: row.args for row in rows(team.writer, letter, kind=kind)}


def test_by_hand_it_closes_at_once_only_when_all_who_began_are_done(team: Team, writer: Engine) -> None:
    held = Meeting.of(team, 3)
    assert held.doing(0, "close_round") == "round_empty"
    held.says(0, {ONE: 3})
    held.says(1, {ONE: 2}, done=False)

    assert held.doing(0, "close_round") == "round_not_done"
    assert team.told(held.people[0]).args == {"people": 1}
    held.says(1, {ONE: 2})
    assert held.doing(0, "close_round") == "round_closing"
    wish = one(writer, job, kind="close_round")
    assert (wish.args, wish.conversation_id) == ({"assessment": held.round}, held.chat(0))
    assert isinstance(team.page(held.people[0]), TeamPage)


def test_who_began_after_the_wish_is_waited_for(team: Team) -> None:
    held = Meeting.of(team, 2)
    held.says(0, {ONE: 3})
    assert held.doing(0, "close_round") == "round_closing"
    held.says(1, {ONE: 2}, done=False)

    assert not held.close(asked_in=held.chat(0)).closed
    told = held.people[0].look().notice
    assert told is not None
    assert (told.key, told.args) == ("round_not_done", {"people": 1})


def test_who_leads_no_more_closes_nothing(team: Team, writer: Engine) -> None:
    held = Meeting.of(team, 2)
    held.all_say(3, 3)

    assert held.doing(1, "close_round") == "not_there"
    assert rows(writer, job, kind="close_round") == []
    assert not held.close(asked_in=held.chat(1)).closed


def test_in_a_day_it_closes_by_itself_and_who_is_not_done_is_told(team: Team, writer: Engine) -> None:
    held = Meeting.of(team, 3)
    held.says(0, {ONE: 3})
    held.says(1, {ONE: 3}, done=False)

    assert held.doing(0, "close_round", extra=1) == "round_day_set"
    assert one(writer, assessment).closes_on == "2026-03-13"
    assert held.told() == 2
    told = letters(team, "closing")
    assert sorted(told) == [held.chat(1), held.chat(2)]
    assert told[held.chat(1)]["day"] == "2026-03-13"
    with writer.begin() as connection:
        plan_letters(connection, CLOSING, held.round, None, held.later())
        assert due_rounds(connection, "2026-03-12") == ([], [held.round])
        assert due_rounds(connection, "2026-03-13") == ([], [held.round])
        assert due_rounds(connection, "2026-03-14") == ([held.round], [])
    assert len(letters(team, "closing")) == 2


def test_what_was_called_off_is_told_nobody_and_can_be_set_again(team: Team, writer: Engine) -> None:
    held = Meeting.of(team, 2)
    held.doing(0, "close_round", extra=1)
    held.told()
    assert len(letters(team, "closing")) == 2

    assert held.doing(0, "keep_round_open") == "round_kept_open"
    assert one(writer, assessment).closes_on == ""
    assert letters(team, "closing") == {}
    held.doing(0, "close_in_days", extra=7)
    assert one(writer, assessment).closes_on == "2026-03-19"
    assert letters(team, "closing") == {}
    held.doing(0, "close_round", extra=1)
    held.told()
    assert len(letters(team, "closing")) == 2


def test_a_day_is_tomorrow_at_the_earliest(writer: Engine) -> None:
    days = knowledge(day_of=lambda _language, text, _today: text if text.startswith("20") else None)
    team = Team(writer, Memory(writer, days))
    held = Meeting.of(team, 2)

    def typed(day: str) -> str:
        ana = held.people[0]
        assert isinstance(team.opened(ana, "round_day", held.organisation), PlainTeamPage)
        ana.see(100)
        ana.take(Typed(day))
        return team.told(ana).key

    assert typed("2026-03-12") == "round_day_soon"
    assert typed("2028-01-01") == "round_day_far"
    assert typed("2026-03-11") == "day_past"
    assert typed("never") == "day_unread"
    assert typed("2026-03-20") == "round_day_set"
    assert one(writer, assessment).closes_on == "2026-03-20"
    assert held.doing(1, "close_in_days", extra=7) == "not_there"


def test_a_closed_round_gets_no_day(team: Team, writer: Engine) -> None:
    held = Meeting.of(team, 2)
    held.all_say(1, 1)
    held.close()

    assert held.doing(0, "close_in_days", extra=7) == "round_is_closed"
    assert held.doing(0, "close_round") == "round_is_closed"
    assert one(writer, assessment).closes_on == ""
