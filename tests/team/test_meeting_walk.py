"""A meeting by its buttons: every one of them leads somewhere, and what they agree on is stored as it was tapped."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import update

from bot.app import make_screens
from bot.buttons import Button, Screen
from flows.conversation import Conversation
from flows.desk import act_of_panel
from flows.events import Commanded, Handled, Typed
from flows.mark_pages import MarksPage
from flows.reading import normalise
from flows.round_pages import SheetPage
from storage.team.tables import settled
from tests.frameworks.samples import SP
from tests.rig import languages, test_settings
from tests.screens_made import SCREENS as EVERYTHING
from tests.team.meeting import Meeting
from tests.team.seats import Team

SCREENS = make_screens(test_settings(), {SP.key: SP}, languages(pseudo=False))
LEADS_NOWHERE = {"not_there", "old_button", "closed_run", "agree_first", "round_not_closed"}
# Ways out of the meeting, whose pages are held elsewhere.
AWAY = {"(T", "(N", "j"}
QUESTIONS = [one.id for one in SP.elements]


@dataclass
class Seen:
    """A person of a meeting with what is on their screen."""

    held: Meeting
    person: int
    met: set[str] = field(default_factory=set)

    @property
    def there(self) -> Conversation:
        return self.held.people[self.person].conversation

    @property
    def screen(self) -> Screen:
        talker = self.held.people[self.person]
        return SCREENS.draw(self.there, self.held.team.page(talker))

    def buttons(self) -> list[Button]:
        return [button for row in self.screen.rows for button in row]

    def tap(self, button: Button) -> None:
        self.held.people[self.person].take(button.tap)
        told = self.there.notice
        assert told is None or told.key not in LEADS_NOWHERE, (button, told)

    def press(self, label: str) -> None:
        """Tap the one button whose label begins so."""
        (button,) = (each for each in self.buttons() if each.label.startswith(label))
        self.tap(button)

    def explore(self, depth: int) -> None:
        """Tap every button there is, and every one of what follows, so deep; each kind of page once."""
        panel, tried = self.there.panel, set()
        # What was agreed on changes the buttons of the page one comes back to.
        while depth and (left := [each for each in self.buttons() if each.label not in tried]):
            button = left[0]
            tried.add(button.label)
            verb = button.tap.verb if isinstance(button.tap, Handled) else ""
            self.tap(button)
            new = f"{verb} {self.screen.text[:200]}"
            if verb and verb not in AWAY and new not in self.met:
                self.met.add(new)
                self.explore(depth - 1)
            self.back_to(panel)

    def back_to(self, panel: str | None) -> None:
        act = act_of_panel(panel)
        assert act is not None
        self.held.team.act(self.held.people[self.person], act.name, act.number, act.extra)


def open_sheet(held: Meeting, person: int = 0) -> Seen:
    held.team.act(held.people[person], "sheet", held.round)
    return Seen(held, person)


@pytest.fixture
def held(team: Team) -> Meeting:
    """Three people who see some questions far apart, some alike, and know nothing of some."""
    held = Meeting.of(team, 3)
    for person, levels in enumerate(("1233", "3342", "4331")):
        given: dict[str, int | str] = {
            one: int(levels[number % 4]) for number, one in enumerate(QUESTIONS) if number % 5
        }
        held.says(person, given)
    held.close()
    return held


def test_every_button_of_a_meeting_leads_somewhere(held: Meeting) -> None:
    seen = open_sheet(held)
    seen.explore(2)

    assert {each.split()[0] for each in seen.met} >= {"(S", "(E", "(6", "(8", "(m", "(o"}


def test_a_meeting_goes_through_its_sheet(held: Meeting) -> None:
    seen = open_sheet(held)
    assert "3 people: 1, 3, 4. Far apart." in seen.screen.text
    seen.press("1. ")
    page = act_of_panel(seen.there.panel)
    assert page is not None
    one = SP.elements[page.extra]
    seen.press("3 ")
    seen.press("a ")
    seen.press("Write the reason")
    held.people[0].take(Typed("We looked at the minutes together."))

    for line in ("Agreed: 3 ", "Reason: We looked at the minutes together.", "What shows it: "):
        assert line in seen.screen.text
    seen.press("Next: ")
    seen.press("Don't know")
    seen.press("Back")
    assert "2 of 30 agreed." in seen.screen.text
    kept = held.kept()
    assert (kept.settled[one.id].level, kept.options[one.id]) == (3, 1)
    assert kept.reasons == {one.id: "We looked at the minutes together."}
    assert len(kept.agreed) == 2


def test_each_question_has_the_code_by_which_a_typed_line_answers_it(held: Meeting) -> None:
    """Also where a part is asked in part: the code goes by the page of that part."""
    with held.team.writer.begin() as connection:
        gone = settled.c.element_id == SP.dimensions[2].elements[0].id
        connection.execute(update(settled).where(gone).values(state="not_asked"))
    page = held.team.opened(held.people[0], "sheet", held.round)
    assert isinstance(page, SheetPage)
    coded = {line.element: line.place for line in page.lines}
    for part, dimension in enumerate(SP.dimensions):
        waiting = held.team.opened(held.people[0], "marks", held.round, part)
        assert isinstance(waiting, MarksPage)
        for place, element in enumerate(waiting.scope.elements, start=1):
            assert coded[element] == place
            held.team.act(held.people[0], "sheet_element", held.round, SP.ordinal_by_id[element])
            title = Seen(held, 0).screen.text.splitlines()[0]
            assert f": D{part + 1}.{place} {SP.element_by_id[element].name}" in title
        assert len(waiting.scope.elements) == len(dimension.elements) - (part == 2)
    assert SP.dimensions[2].elements[0].id not in coded

    seen = open_sheet(held)
    line = page.lines[0]
    part = [each.id for each in SP.dimensions].index(SP.element_by_id[line.element].dimension)
    assert f"1. D{part + 1}.{line.place} {SP.element_by_id[line.element].name}" in seen.screen.text
    held.people[0].take(Typed(f"D{part + 1}"))
    assert f"{line.place}. {SP.element_by_id[line.element].name}: not agreed yet" in seen.screen.text


def test_a_line_of_a_meeting_that_waits_no_more_is_told_unless_it_was_cancelled(held: Meeting) -> None:
    """Another page is opened by an act of storage, and by no move of the flow."""
    lost = "Not saved: your line for D1. To keep it, send it again."
    seen, owner = open_sheet(held), held.people[0]
    for leaving in (Commanded("team"), Commanded("help"), Typed("D4")):
        owner.take(Typed("D1 3 2 3"))
        owner.take(leaving)
        assert seen.screen.text.startswith(lost), leaving
        open_sheet(held)
        assert "Not saved" not in seen.screen.text
    for button in ("Cancel", "Write it again"):
        owner.take(Typed("D1 3 2 3"))
        seen.press(button)
        assert "Not saved" not in seen.screen.text
        open_sheet(held)
    owner.take(Typed("D1 3 2 3\nD4 1 1 1"))
    seen.press("Yes, save")
    assert "This is what I understood" in seen.screen.text and "Not saved" not in seen.screen.text


def test_same_views_are_agreed_on_with_one_tap(held: Meeting) -> None:
    seen = open_sheet(held)
    seen.press("Same view: ")
    label = next(each.label for each in seen.buttons() if each.label.startswith("Agree on all "))
    seen.press("Agree on all ")

    assert len(held.kept().agreed) == int(label.split()[3])


def test_two_people_open_their_answers_to_each_other(team: Team) -> None:
    held = Meeting.of(team, 2)
    held.all_say(2, 4)
    held.close()
    for person in (0, 1):
        team.act(held.people[person], "open_mode", held.round)
        Seen(held, person).press("I agree")
    member = Seen(held, 1)
    member.press("Meeting sheet")
    member.press("1. ")

    assert "Person 1" in member.screen.text and "Person 2 (you): 4 " in member.screen.text
    assert [each.label for each in member.buttons()][-1] == "Back"
    assert not any(isinstance(each.tap, Handled) and each.tap.verb == "(6" for each in member.buttons())


@pytest.mark.parametrize("words", ["2", "level 2", "Starting"])
def test_a_level_may_be_typed_at_a_question_of_the_sheet(held: Meeting, words: str) -> None:
    seen = open_sheet(held)
    page = held.team.page(held.people[0])
    assert SCREENS.press(seen.there, normalise(words), page) is None
    seen.press("1. ")

    page = held.team.page(held.people[0])
    pressed = SCREENS.press(seen.there, normalise(words), page)
    assert pressed is not None and pressed == next(
        button.tap for button in seen.buttons() if button.label.startswith("2 Starting")
    )
    assert SCREENS.press(seen.there, "7", page) is None
    at_fit_check = replace(seen.there, framework="fit-1.0")
    assert all(EVERYTHING.press(at_fit_check, each, page) is None for each in ("yes", "no"))
    assert EVERYTHING.press(at_fit_check, normalise(words), page) == pressed


def test_a_line_for_a_closed_round_away_from_its_sheet_says_where_it_belongs(held: Meeting) -> None:
    held.people[0].take(Typed("D1 3 2 3"))

    notice = held.people[0].conversation.notice
    assert notice is not None and notice.key == "line_closed"
    assert held.kept().agreed == frozenset()
