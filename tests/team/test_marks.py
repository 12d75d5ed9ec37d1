"""A meeting that agrees on a whole part by one line: who may, what is echoed, what is stored, and the proofs."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from flows.desk import panel_of
from flows.echoes import PARTS
from flows.events import Handled, Typed
from flows.mark_pages import EchoPage, MarksPage, ProofsPage
from flows.pages import Page
from frameworks.settling import Settled, State
from storage.memory import Memory
from storage.tables import membership
from tests.frameworks.samples import SP
from tests.storage.conftest import OpenWriter
from tests.storage.support import Talker, knowledge
from tests.team.meeting import FRAMEWORKS, Meeting, ordinal
from tests.team.seats import Team

LEADERS = [element.id for element in SP.dimensions[0].elements]
SERVICE = [element.id for element in SP.dimensions[1].elements]


@pytest.fixture
def held(team: Team) -> Meeting:
    """Three who differ everywhere; a facilitator beside the owner, and a member."""
    made = Meeting.of(team, 3, facilitators=1)
    for person, level in enumerate((1, 2, 4)):
        made.says(person, dict.fromkeys([*LEADERS, *SERVICE], level))
    made.close()
    return made


def says(held: Meeting, text: str, person: int = 0, part: int = 0) -> Page | None:
    """The line typed on the page of this part, and the page after it."""
    talker = held.people[person]
    held.team.act(talker, "marks", held.round, part)
    if talker.conversation.panel != panel_of("(m", held.round, part):
        return None
    talker.see(100)
    talker.take(Typed(text))
    return held.team.page(talker)


def yes(held: Meeting, person: int = 0) -> str:
    """The key of what is said after the button of the present echo, or of no echo."""
    talker = held.people[person]
    talker.take(button(held, talker))
    told = talker.conversation.notice
    return told.key if told else ""


def button(held: Meeting, talker: Talker) -> Handled:
    there = talker.conversation
    tag = int(there.notice.args.get("tag", 0)) if there.notice else 0
    part = int((there.panel or "::0").rpartition(":")[2]) % PARTS
    return Handled("(7", held.round, part + PARTS * tag)


def agreed(held: Meeting) -> dict[str, Settled]:
    kept = held.kept()
    return {each: kept.settled[each] for each in kept.agreed}


def test_one_line_fills_a_part_and_is_stored_after_a_yes(held: Meeting) -> None:
    page = says(held, "3 2 4")
    assert isinstance(page, EchoPage)
    assert (page.scope.elements, page.scope.now, page.signs) == (tuple(LEADERS), {}, ("3", "2", "4"))
    assert page.scope.head is not None
    assert agreed(held) == {}

    assert yes(held) == "marks_saved"
    assert agreed(held) == {
        each: Settled(State.LEVEL, level, level) for each, level in zip(LEADERS, (3, 2, 4), strict=True)
    }
    shown = held.team.page(held.people[0])
    assert isinstance(shown, ProofsPage)
    assert shown.levels == {LEADERS[0]: 3, LEADERS[2]: 4}


def test_the_part_may_be_named_and_every_sign_means_what_it_says(held: Meeting) -> None:
    page = says(held, "D2 ? 1 - n 2")
    assert isinstance(page, EchoPage)
    assert page.scope.part == 1
    yes(held)
    assert agreed(held) == {
        SERVICE[0]: Settled(State.UNKNOWN, 1, SP.levels),
        SERVICE[1]: Settled(State.LEVEL, 1, 1),
        SERVICE[3]: Settled(State.NOT_APPLICABLE),
        SERVICE[4]: Settled(State.LEVEL, 2, 2),
    }
    # Nothing is in place here, so nothing needs to be shown; why one does not apply is asked.
    assert held.people[0].conversation.panel == panel_of("(q", held.round, 1)

    again = says(held, "D2 - - 2 - -")
    assert isinstance(again, EchoPage)
    assert again.scope.now == {SERVICE[0]: "?", SERVICE[1]: "1", SERVICE[3]: "n", SERVICE[4]: "2"}


def test_a_line_typed_in_sight_of_the_meeting_is_meant_for_it(held: Meeting) -> None:
    ana = held.people[0]
    says(held, "3 2 4")
    ana.see(101)
    ana.take(Typed("D2 1 1 1 n 2"))
    page = held.team.page(ana)
    assert isinstance(page, EchoPage)
    assert (page.scope.head is not None, page.scope.part, page.then) == (True, 1, (0,))
    yes(held)
    page = held.team.page(ana)
    assert isinstance(page, EchoPage)
    assert (page.scope.part, page.saved) == (0, 5)
    yes(held)
    assert len(agreed(held)) == 8

    for name, extra in (("sheet", 0), ("sheet_element", ordinal(SERVICE[0]))):
        held.team.act(ana, name, held.round, extra)
        ana.see(102)
        ana.take(Typed("D1 1 1 1"))
        assert ana.conversation.panel == panel_of("(M", held.round)
        for text, key in (("D9999 1", "part_unknown"), ("D2", "")):
            held.team.act(ana, name, held.round, extra)
            ana.see(103)
            ana.take(Typed(text))
            notice = ana.conversation.notice
            assert (notice.key if notice else "") == key
        assert ana.conversation.panel == panel_of("(m", held.round, 1)
    assert ana.look().answers.keys() == {*LEADERS, *SERVICE}


def test_a_meeting_has_no_area_of_its_own_and_stores_what_is_right(held: Meeting) -> None:
    page = says(held, "3 o 9")
    assert isinstance(page, EchoPage)
    assert len(page.marks.problems) == 2
    yes(held)
    assert agreed(held) == {LEADERS[0]: Settled(State.LEVEL, 3, 3)}

    for wrong in ("3 2", "3 2 4 1", "- - -", "x y z"):
        says(held, wrong)
        yes(held)
        assert len(agreed(held)) == 1


@pytest.mark.parametrize(("text", "key"), [("D9 3", "part_unknown"), ("D0 3", "part_unknown")])
def test_a_part_that_is_not_there_is_told(held: Meeting, text: str, key: str) -> None:
    says(held, text)

    assert held.team.told(held.people[0]).key == key
    assert held.people[0].conversation.panel == panel_of("(m", held.round)


def test_another_part_is_opened_by_its_name_alone(held: Meeting) -> None:
    page = says(held, "D2")

    assert isinstance(page, MarksPage)
    assert page.scope.part == 1


def test_a_facilitator_may_and_a_member_or_a_stranger_may_not(held: Meeting, team: Team) -> None:
    assert isinstance(says(held, "3 2 4", person=1), EchoPage)
    assert yes(held, 1) == "marks_saved"

    other = Meeting.of(team, 2)
    for who in (held.people[2], other.people[0]):
        before = team.dump()
        for verb, extra in (("(m", 0), ("(M", 0), ("(7", 0), ("(q", 0), ("(f", ordinal(LEADERS[0]) * 8 + 1)):
            who.take(Handled(verb, held.round, extra))
            assert not (who.conversation.panel or "").startswith(f"desk:{verb}:{held.round}")
        assert team.dump() == before
        for verb in ("(m", "(q"):
            name = {"(m": "marks", "(q": "proofs"}[verb]
            assert team.shown(who, name, held.round) is None


def test_who_led_no_more_cannot_save_what_was_echoed(held: Meeting) -> None:
    says(held, "3 2 4", person=1)
    this = update(membership).where(membership.c.person_id == held.team.person_of(held.people[1]))
    with held.team.writer.begin() as connection:
        connection.execute(this.values(position="member"))

    assert yes(held, 1) == "not_there"
    assert agreed(held) == {}


def test_an_open_round_has_no_meeting(team: Team) -> None:
    made = Meeting.of(team, 3)

    assert says(made, "3 2 4") is None
    assert team.told(made.people[0]).key == "round_not_closed"
    made.people[0].take(Handled("(7", made.round, 0))
    assert team.shown(made.people[0], "marks", made.round) is None


def test_a_second_yes_and_that_of_an_older_echo_change_nothing(held: Meeting) -> None:
    ana = held.people[0]
    says(held, "3 2 4")
    first = button(held, ana)
    says(held, "1 1 1")
    before = ana.conversation
    ana.take(first)
    assert (ana.conversation.panel, ana.conversation.notice) == (before.panel, before.notice)
    assert agreed(held) == {}
    yes(held)
    once = held.frozen_rows()
    ana.take(first)
    yes(held)
    assert held.frozen_rows() == once


def test_the_line_of_a_meeting_waits_through_a_restart(held: Meeting, open_writer: OpenWriter) -> None:
    ana = held.people[0]
    says(held, "3 2 1")
    ana.memory = Memory(open_writer(), knowledge())
    ana.there = ana.look()
    ana.take(button(held, ana))

    assert {each.low for each in agreed(held).values()} == {1, 2, 3}


def test_ones_own_answers_are_never_touched_by_a_meeting(held: Meeting) -> None:
    before = held.people[0].look().answers
    says(held, "3 2 4")
    yes(held)

    assert held.people[0].look().answers == before


def test_proofs_are_agreed_on_the_page_of_many(held: Meeting) -> None:
    ana = held.people[0]
    says(held, "3 2 4")
    yes(held)
    ana.take(Handled("(f", held.round, ordinal(LEADERS[0]) * 8 + 2))
    assert ana.conversation.panel == panel_of("(q", held.round)
    page = held.team.page(ana)
    assert isinstance(page, ProofsPage)
    assert page.levels == {LEADERS[2]: 4}
    ana.take(Handled("(f", held.round, ordinal(LEADERS[2]) * 8))
    assert ana.conversation.panel == panel_of("(S", held.round)

    kept = held.kept()
    assert kept.options == {LEADERS[0]: 2, LEADERS[2]: 0}
    assert [kept.settled[each].shown for each in LEADERS] == [True, False, False]
    assert FRAMEWORKS[SP.key].in_place == 3
