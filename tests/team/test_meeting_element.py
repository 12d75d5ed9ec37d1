"""One question of a meeting's sheet, and open answers: each button says what its label says, to whom it may."""

from __future__ import annotations

from dataclasses import replace

from bot.buttons import Screen
from bot.screens.desk.common import ROOM
from bot.screens.sight import units
from bot.screens.team.sheet_element import following
from flows.desk import panel_of
from flows.round_pages import OpenModePage, SheetElementPage, SheetLine
from flows.team_desk import CHOICES
from flows.team_pages import Position
from frameworks.agreement import Topic
from frameworks.settling import only_reason
from frameworks.values import Answer, Said
from storage.team.agreeing import answer_for
from tests.screens_made import SCREENS, SP
from tests.team.meeting_drawn import element, handled, level_name, question
from tests.team.meeting_samples import HEAD, ROUND, team_sheet

# --- one question of it ---


def test_each_button_says_to_storage_what_its_label_says() -> None:
    for line in team_sheet(5):
        one = SP.element_by_id[line.element]
        taps = handled(element(SheetElementPage(HEAD, 5, line)), "(6")
        meant = {}
        for label, tap in taps.items():
            place, value = divmod(tap.extra, CHOICES)
            assert (tap.number, SP.elements[place].id) == (ROUND, one.id)
            meant[label] = answer_for(SP, one, value)
        levels = {level_name(each): Answer(Said.LEVEL, each) for each in range(1, 5)}
        say = SCREENS.house.languages["en"].say
        wanted = levels | {say("button.dont_know"): Answer(Said.DONT_KNOW)}
        if one.na_reasons:
            known = only_reason(one)
            wanted[say("button.not_applicable")] = Answer(Said.NOT_APPLICABLE, option=known)
        assert meant == wanted


def test_what_shows_it_is_asked_once_a_level_that_asks_for_it_is_agreed_on() -> None:
    line = next(each for each in team_sheet(5) if SP.element_by_id[each.element].proof)
    one = SP.element_by_id[line.element]
    proofs = [
        handled(element(SheetElementPage(HEAD, 5, replace(line, agreed=level))), "(f")
        for level in (None, 2, 3)
    ]

    assert [len(each) for each in proofs] == [0, 0, len(one.proof) + 1]
    options = [tap.extra - CHOICES * SP.ordinal_by_id[one.id] for tap in proofs[2].values()]
    assert options == [*range(1, len(one.proof) + 1), 0]


def test_a_reason_is_offered_once_there_is_something_agreed_on() -> None:
    line = team_sheet(5)[0]
    offered = [
        len(handled(element(SheetElementPage(HEAD, 5, each)), "(w"))
        for each in (line, replace(line, agreed=1), replace(line, said="dont_know"))
    ]

    assert offered == [0, 1, 1]


def test_the_next_one_is_the_next_that_is_not_agreed_on_and_of_the_same_kind() -> None:
    def line(name: str, topic: Topic = Topic.TALK, agreed: int | None = None) -> SheetLine:
        return SheetLine(name, topic.value, True, agreed=agreed)

    found = (line("a"), line("b", agreed=2), line("c"), line("d", Topic.SAME_VIEW))
    assert [one and one.element for one in (following(found, each) for each in found)] == [
        "c",
        "c",
        "a",
        None,
    ]
    assert following((line("a"),), line("a")) is None
    away = following(found, line("z", Topic.NOT_KNOWN))
    assert away is not None and away.element == "a"


def test_notes_of_members_are_cut_and_nothing_else_is() -> None:
    line = replace(team_sheet(5)[0], agreed=3, reason="🐘" * 200)
    screen = element(SheetElementPage(HEAD, 5, line, notes=("🐢" * 300,) * 20))

    assert "🐘" * 200 in screen.text and "20. 🐢" in screen.text and units(screen.text) <= ROOM


# --- open answers ---


def open_page(*, closed: bool, agreed: int, mine: bool, lead: bool = True) -> Screen:
    head = replace(HEAD, closed=closed, position=Position.OWNER if lead else Position.MEMBER)
    return SCREENS.draw(question(panel=panel_of("(o", ROUND)), OpenModePage(head, 2, agreed, mine))


def test_whoever_has_not_agreed_may_and_nobody_takes_it_back_after_closing() -> None:
    for closed in (False, True):
        assert [
            tap.extra for tap in handled(open_page(closed=closed, agreed=0, mine=False), "(y").values()
        ] == [1]
    assert [tap.extra for tap in handled(open_page(closed=False, agreed=1, mine=True), "(y").values()] == [0]
    assert handled(open_page(closed=True, agreed=1, mine=True), "(y") == {}


def test_it_leads_to_the_sheet_for_those_who_may_see_it() -> None:
    def leads_there(**said: bool | int) -> bool:
        return bool(handled(open_page(**said), "(S"))  # type: ignore[arg-type]

    assert leads_there(closed=True, agreed=1, mine=True)
    assert not leads_there(closed=True, agreed=1, mine=True, lead=False)
    assert leads_there(closed=True, agreed=2, mine=True, lead=False)
    assert not leads_there(closed=False, agreed=2, mine=True)
