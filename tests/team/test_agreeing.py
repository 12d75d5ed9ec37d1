"""The meeting about a closed round: who sees its sheet, what is agreed on, and what open mode opens."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from flows.events import Typed
from flows.round_pages import SheetElementPage, SheetLine, SheetPage
from frameworks.scoring import score
from frameworks.settling import Settled, State
from frameworks.values import Answer, Said, Scope
from storage.memory import Memory
from storage.tables import organisation
from storage.team.tables import settled
from tests.frameworks.samples import SP, all_sp
from tests.storage.support import Talker, one, rows
from tests.team.meeting import ONE, TWO, Meeting, ordinal
from tests.team.seats import Team

CASH = "sp.fin.cash"
EXCUSED = next(each.id for each in SP.elements if each.na_reasons and not each.must)


@pytest.fixture
def held(team: Team) -> Meeting:
    """Three who differ on the first question and see the second one alike."""
    made = Meeting.of(team, 3)
    for person, level in enumerate((1, 3, 4)):
        made.says(person, {ONE: level, TWO: 3, EXCUSED: 2})
    made.close()
    return made


def sheet(held: Meeting, person: int = 0) -> SheetPage | None:
    found = held.team.opened(held.people[person], "sheet", held.round)
    assert found is None or isinstance(found, SheetPage)
    return found


def element(held: Meeting, which: str, person: int = 0) -> SheetElementPage | None:
    found = held.team.opened(held.people[person], "sheet_element", held.round, ordinal(which))
    assert found is None or isinstance(found, SheetElementPage)
    return found


def line_of(held: Meeting, which: str) -> SheetLine:
    page = element(held, which)
    assert page is not None
    return page.line


def agrees(held: Meeting, which: str, value: int, person: int = 0) -> str:
    return held.doing(person, "agree", extra=ordinal(which) * 8 + value)


def types(held: Meeting, which: str, text: str) -> str:
    """The reason typed on its page."""
    ana = held.people[0]
    held.team.act(ana, "agree_reason", held.round, ordinal(which))
    if ana.conversation.panel is None or not ana.conversation.panel.startswith("desk:(w"):
        return held.team.told(ana).key
    ana.see(100)
    ana.take(Typed(text))
    told = ana.conversation.notice
    return told.key if told else ""


def test_those_who_lead_see_the_sheet_after_closing_and_members_never_do(team: Team) -> None:
    made = Meeting.of(team, 4, facilitators=1)
    for person, level in enumerate((1, 3, 4)):
        made.says(person, {ONE: level})

    assert sheet(made) is None
    assert team.told(made.people[0]).key == "round_not_closed"
    assert sheet(made, 3) is None
    made.close()
    page = sheet(made)
    assert page is not None
    assert (page.people, page.open_mode) == (3, False)
    assert (page.lines[0].element, page.lines[0].spread, page.lines[0].label) == (ONE, (1, 3, 4), "far")
    other = sheet(made, 1)
    assert other is not None
    assert other.lines == page.lines
    assert sheet(made, 2) is None
    assert element(made, ONE, 2) is None


def test_a_team_of_two_sees_that_they_differ_and_no_level(team: Team) -> None:
    made = Meeting.of(team, 2)
    made.says(0, {ONE: 1, TWO: 3})
    made.says(1, {ONE: 4, TWO: 3})
    made.close()

    page = sheet(made)
    assert page is not None
    lines = {line.element: line for line in page.lines}
    assert (lines[ONE].differs, lines[TWO].differs) == (True, False)
    assert all(line.spread == () and line.level is None and not line.label for line in page.lines)


def test_an_agreed_level_replaces_what_people_gave(held: Meeting) -> None:
    assert agrees(held, ONE, 3) == "agreed"

    kept = held.kept()
    assert kept.settled[ONE] == Settled(State.LEVEL, 3, 3)
    assert kept.agreed == {ONE}
    line = line_of(held, ONE)
    assert (line.agreed, line.spread, line.reason, line.shown) == (3, (1, 3, 4), "", False)
    held.people[0].look()
    assert held.people[0].conversation.panel == f"desk:(E:{held.round}:{ordinal(ONE)}"


def test_a_meeting_may_agree_that_it_does_not_know_or_that_it_does_not_apply(held: Meeting) -> None:
    assert agrees(held, ONE, 0) == "agreed"
    assert agrees(held, EXCUSED, 7) == "agreed"

    assert held.kept().settled[ONE] == Settled(State.UNKNOWN, 1, 4)
    assert held.kept().settled[EXCUSED] == Settled(State.NOT_APPLICABLE)
    assert (line_of(held, ONE).said, line_of(held, ONE).agreed) == ("dont_know", None)
    assert line_of(held, EXCUSED).said == "not_applicable"


@pytest.mark.parametrize("value", [5, 6, 7])
def test_a_level_that_there_is_not_is_no_button(held: Meeting, value: int) -> None:
    assert agrees(held, CASH, value) == "not_there"
    assert held.kept().agreed == frozenset()


def test_only_those_who_lead_agree_and_only_after_closing(team: Team) -> None:
    made = Meeting.of(team, 2)
    made.all_say(1, 4)
    assert agrees(made, ONE, 3) == "round_not_closed"
    made.close()
    assert agrees(made, ONE, 3, person=1) == "not_there"
    assert held_act(made, "agree_same_views", person=1) == "not_there"
    stranger = team.founder("Other")
    team.act(stranger, "agree", made.round, ordinal(ONE) * 8 + 3)
    assert team.told(stranger).key == "not_there"
    assert made.kept().agreed == frozenset()


def held_act(held: Meeting, name: str, person: int = 0, extra: int = 0) -> str:
    return held.doing(person, name, extra=extra)


def test_one_person_alone_has_nobody_to_agree_with(team: Team) -> None:
    made = Meeting.of(team, 1)
    made.all_say(2)
    made.close()

    assert agrees(made, ONE, 3) == "not_there"


def test_same_views_are_agreed_on_with_one_tap(held: Meeting) -> None:
    before = line_of(held, TWO)
    assert (before.topic, before.level, before.agreed) == ("same_view", 3, None)

    assert held_act(held, "agree_same_views") == "agreed_same"
    assert held.team.told(held.people[0]).args == {"number": 2}
    kept = held.kept()
    assert kept.agreed == {TWO, EXCUSED}
    assert kept.settled[TWO] == Settled(State.LEVEL, 3, 3, shown=True)
    assert held_act(held, "agree_same_views") == "agreed_same"
    assert held.team.told(held.people[0]).args == {"number": 0}


def test_a_tap_agrees_on_no_level_that_nobody_was_shown(team: Team) -> None:
    """Of two only whether they differ may be known: agreeing unseen would tell the level."""
    made = Meeting.of(team, 3)
    made.says(0, {ONE: 3, TWO: 2})
    made.says(1, {TWO: 2})
    made.close()

    assert held_act(made, "agree_same_views") == "agreed_same"
    assert made.kept().agreed == frozenset()


def test_a_reason_is_kept_with_what_was_agreed_on(held: Meeting) -> None:
    assert types(held, ONE, "We looked at the minutes.") == "agree_first"
    agrees(held, ONE, 3)

    assert types(held, ONE, "  We looked\n at the minutes.  ") == "agreed"
    assert line_of(held, ONE).reason == "We looked at the minutes."
    assert types(held, ONE, "x" * 201) == "reason_long"
    assert types(held, ONE, "...") == "reason_empty"
    assert types(held, ONE, "y" * 200) == "agreed"
    agrees(held, ONE, 3)
    assert line_of(held, ONE).reason == "y" * 200
    agrees(held, ONE, 2)
    assert line_of(held, ONE).reason == ""


def test_the_meeting_names_what_shows_a_level(held: Meeting) -> None:
    assert held_act(held, "agree_proof", extra=ordinal(ONE) * 8 + 1) == "agree_first"
    agrees(held, ONE, 2)
    assert held_act(held, "agree_proof", extra=ordinal(ONE) * 8 + 1) == "not_there"
    agrees(held, ONE, 3)

    assert held_act(held, "agree_proof", extra=ordinal(ONE) * 8 + 1) == "agreed"
    assert (line_of(held, ONE).shown, line_of(held, ONE).option) == (True, 1)
    assert held.kept().settled[ONE].shown
    assert held_act(held, "agree_proof", extra=ordinal(ONE) * 8 + 7) == "not_there"
    assert held_act(held, "agree_proof", extra=ordinal(ONE) * 8) == "agreed"
    assert (line_of(held, ONE).shown, line_of(held, ONE).option) == (False, 0)
    agrees(held, ONE, 4)
    assert line_of(held, ONE).option is None


def test_what_was_agreed_settles_what_was_open(team: Team) -> None:
    """Three people, two musts apart; the meeting agrees on the one: all musts are met."""
    made = Meeting.of(team, 3)
    for person, level in enumerate((1, 3, 3)):
        made.says(person, _all(3, {"sp.meas.data": level}))
    made.close()
    before = made.kept()
    assert score(SP, before.settled, before.profile, Scope.FULL).musts_met == 5

    agrees(made, "sp.meas.data", 3)
    after = made.kept()
    card = score(SP, after.settled, after.profile, Scope.FULL)
    assert (card.musts_met, card.counted, len(card.hangs_on)) == (6, 30, 0)
    assert one(made.team.writer, settled, element_id="sp.meas.data").agreed


def _all(level: int, changes: dict[str, int]) -> dict[str, int | str]:
    return {each: changes.get(each, level) for each in all_sp(level)}


def test_all_of_it_is_there_after_a_restart(held: Meeting, writer: Engine) -> None:
    agrees(held, ONE, 3)
    types(held, ONE, "We looked at the minutes.")
    anew = Memory(writer, held.team.memory._knowledge)
    held.people = [Talker(anew, talker.number, talker.now, talker.look()) for talker in held.people]

    assert line_of(held, ONE).reason == "We looked at the minutes."
    assert held.kept().settled[ONE].level == 3
    assert len(rows(writer, organisation)) == 1


def test_an_answer_that_is_nobodys_area_is_agreed_on_by_nobody(held: Meeting, writer: Engine) -> None:
    from storage.team.agreeing import write_agreed

    with writer.begin() as connection:
        stored = write_agreed(connection, SP, held.round, {ONE: Answer(Said.NOT_MY_AREA)}, held.later())

    assert stored == 0
    assert held.kept().agreed == frozenset()
