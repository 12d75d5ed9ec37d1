"""Looking back: where a person says now that they were last time. It is theirs alone, and changes nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.screens.results import result
from flows.events import Commanded, Typed
from flows.pages import MorePage, SharedWith
from flows.round_pages import LookingBackPage
from storage.tables import answer, answer_history, assessment, participation
from storage.team.result_reading import summary_page
from storage.team.tables import looking_back, round_result, settled
from tests.frameworks.samples import SP, all_sp
from tests.screens_made import SCREENS
from tests.storage.support import rows
from tests.team.meeting import ONE, TWO, Meeting
from tests.team.planning_made import part
from tests.team.result_made import SEPTEMBER, people, sight_of, team_round
from tests.team.seats import Team


@pytest.fixture
def held(team: Team) -> Meeting:
    """Three who differ on the first question, at the first question of their second round."""
    made = Meeting.of(team, 3)
    made.all_say(1, 3, 4)
    made.close()
    made.doing(0, "new_round", made.organisation)
    for person in range(3):
        made.doing(person, "answer_round", made.organisation)
    return made


def looks(held: Meeting, person: int = 1) -> LookingBackPage | None:
    found = held.team.opened(held.people[person], "looking_back", 0)
    assert found is None or isinstance(found, LookingBackPage)
    return found


def says(held: Meeting, level: int, person: int = 1, place: int = 0) -> str:
    held.team.act(held.people[person], "look_back", place, level)
    told = held.people[person].conversation.notice
    return told.key if told else ""


def screen(held: Meeting, person: int = 1) -> str:
    talker = held.people[person]
    drawn = SCREENS.draw(talker.conversation, held.team.page(talker))
    return "\n".join([drawn.text, *(button.label for row in drawn.rows for button in row)])


def test_more_offers_it_at_a_question_that_one_answered_last_time(held: Meeting, team: Team) -> None:
    ben = held.people[1]
    ben.tap("m")
    page = team.page(ben)
    assert isinstance(page, MorePage) and page.answered_before
    assert "Looking back: where were you then?" in screen(held)

    first = team.founder("In a first round")
    first.tap("m")
    page = team.page(first)
    assert isinstance(page, MorePage) and not page.answered_before


def test_it_shows_what_one_said_and_keeps_what_one_says_now(held: Meeting) -> None:
    assert looks(held) == LookingBackPage(ONE, 3, "2026-03-12")
    assert "Last time (12 March 2026) you said: 3 In place." in screen(held)

    assert says(held, 2) == "looked_back"
    assert looks(held) == LookingBackPage(ONE, 3, "2026-03-12", 2)
    assert says(held, 1) == "looked_back"
    assert [(row.element_id, row.level) for row in rows(held.team.writer, looking_back)] == [(ONE, 1)]

    assert says(held, 0) == "looked_back_gone"
    assert looks(held) == LookingBackPage(ONE, 3, "2026-03-12")
    assert not rows(held.team.writer, looking_back)


def test_a_level_may_be_typed(held: Meeting) -> None:
    looks(held)
    ben = held.people[1]
    for text in ("7", "two", "2 3"):
        ben.take(Typed(text))
        assert ben.conversation.notice is not None and ben.conversation.notice.key == "out_of_range", text
    assert not rows(held.team.writer, looking_back)

    ben.take(Typed("٢"))
    assert [row.level for row in rows(held.team.writer, looking_back)] == [2]
    assert ben.conversation.answers == {} and ben.conversation.element == ONE
    ben.take(Commanded("back"))
    assert ben.conversation.panel is None


def test_nothing_else_changes_by_it(held: Meeting) -> None:
    """No answer, no row of the closed round, and nothing that anybody else can read."""

    def kept() -> list[object]:
        with held.team.writer.begin() as connection:
            tables = (answer, answer_history, participation, settled, round_result)
            return [connection.execute(select(table)).all() for table in tables]

    looks(held)
    before = kept()
    says(held, 2)
    assert kept() == before
    assert looks(held, 0) == LookingBackPage(ONE, 1, "2026-03-12")


def test_it_is_nobody_elses_and_of_no_question_that_one_did_not_answer(held: Meeting, team: Team) -> None:
    two = SP.ordinal_by_id[TWO]
    for person in range(3):
        assert team.opened(held.people[person], "looking_back", len(SP.elements)) is None
        assert says(held, 5, person) == "not_there"
        assert says(held, 2, person, len(SP.elements)) == "not_there"
    with team.writer.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM answer WHERE element_id = '{TWO}'")
    assert team.opened(held.people[1], "looking_back", two) is None
    assert says(held, 2, 1, two) == "not_there"
    assert not rows(team.writer, looking_back)

    stranger = team.founder("Other")
    team.act(stranger, "look_back", 0, 2)
    assert team.told(stranger).key == "not_there"


def test_a_closed_round_takes_none(held: Meeting) -> None:
    says(held, 2)
    held.people[1].tap("l", 3)
    held.close(round_id=int(rows(held.team.writer, assessment)[-1].id))

    assert says(held, 1) == "round_closed"
    assert [row.level for row in rows(held.team.writer, looking_back)] == [2]
    looks(held)
    assert "Take it back" not in screen(held)


def test_one_alone_reads_it_with_what_changed(team: Team) -> None:
    made = Meeting.of(team, 1)
    made.says(0, dict.fromkeys((one.id for one in SP.elements), 3))
    made.close()
    made.doing(0, "new_round", made.organisation)
    made.doing(0, "answer_round", made.organisation)
    made.people[0].tap("l", 2)
    says(made, 2, person=0)

    there, chat, person = made.people[0].look(), made.chat(0), team.person_of(made.people[0])
    with team.writer.begin() as connection:
        page = summary_page(connection, chat, person, there, made.later())
    assert page.before is not None and page.looked_back == {ONE: 2}


def test_it_stands_apart_from_what_changed() -> None:
    before = team_round(people({"fin.cash": 1}, level=2), at=SEPTEMBER)

    def since(**back: int) -> list[str]:
        found = {f"sp.{name.replace('_', '.')}": level for name, level in back.items()}
        sight = sight_of(SharedWith(before=before, looked_back=found), all_sp(2, {"lead.fit": 1}))
        return part(result(sight).text, "THEN AND NOW")

    said = "Looking back, you say where you were then: Right reason (1 Not yet)."
    told = since(lead_fit=1, fin_cash=1)
    assert said in told
    assert [line for line in told if line != said] == since()
