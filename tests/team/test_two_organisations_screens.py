"""What is read by who answers for several organisations: which check is for whom, and for whom each letter is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.buttons import DATA_LIMIT, LABEL_LIMIT, Screen, decode, encode
from bot.programme.letter_screens import letter_screen
from bot.screens.draw import MESSAGE_LIMIT
from bot.screens.sight import units
from flows.bulk import MARKS, PROOFS
from flows.conversation import Conversation
from flows.desk import panel_of
from flows.echoes import ECHO
from flows.events import Handled, Tapped
from flows.mark_pages import MarksPage, ProofsPage
from flows.pages import Invitation, Page, ReportPage
from flows.reading import normalise
from frameworks.values import Answer, Said
from tests.programme.own_samples import OPEN
from tests.screens_made import FRAMEWORKS, LANGUAGES, SCREENS, SP
from tests.team.marks_samples import HEAD, echo_of, scope_of
from tests.team.organisations_samples import (
    ALIKE,
    BASICS,
    LONG,
    MINE,
    NAME,
    NEW,
    OF_PLACE,
    OTHER,
    PLACE,
    THEIRS,
    amending,
    at,
    letters_for,
    organisations_drawn,
    part,
    way_in,
)

each_language = pytest.mark.parametrize("language", LANGUAGES)
ANOTHER = "<"


def labels(there: Conversation) -> list[str]:
    return [button.label for row in SCREENS.draw(there).rows for button in row]


def taps(screen: Screen) -> dict[str, Tapped | Handled]:
    return {button.label: button.tap for row in screen.rows for button in row}


def plain(key: str) -> str:
    """What a check is called on its button."""
    return FRAMEWORKS[key].offer or FRAMEWORKS[key].name


@each_language
def test_every_choice_fits_and_no_two_buttons_are_alike(language: str) -> None:
    for there, page in organisations_drawn(language):
        screen = SCREENS.draw(there, page)
        found = [button for row in screen.rows for button in row]
        assert 1 <= units(screen.text) <= MESSAGE_LIMIT
        assert len({normalise(button.label) for button in found}) == len(found), labels(there)
        for button in found:
            assert len(button.label) <= LABEL_LIMIT
            assert len(encode(button.tap)) <= DATA_LIMIT
            assert decode(encode(button.tap)) == button.tap


def test_each_check_says_whom_it_is_for_and_how_far_it_is() -> None:
    screen = SCREENS.draw(at(MINE, THEIRS, BASICS))
    found = taps(screen)

    mine, theirs, basics = (
        plain("sp-1.0"),
        f"{plain('sp-1.0')}: {OTHER}",
        f"{plain('ob-1.0')}: {OTHER} (12 of 12)",
    )
    assert isinstance(found[f"{mine}: {NAME} (12 of 30)"], Tapped)
    assert found[theirs] == Handled("(O", 12)
    assert found[basics] == Handled("(O", 14)
    # What was not begun would be begun for the present organisation, a place for a place of its own.
    assert f"{plain('ob-1.0')}: {NAME}" in found
    assert plain("ec-1.0") in found


def test_a_check_of_another_kind_leads_to_what_one_answered_for_last() -> None:
    found = taps(SCREENS.draw(at(OF_PLACE, MINE, THEIRS)))

    assert isinstance(found[f"{plain('ec-1.0')}: {PLACE} (5 of 30)"], Tapped)
    assert isinstance(found[f"{plain('sp-1.0')}: {OTHER}"], Tapped)
    assert found[f"{plain('sp-1.0')}: {NAME} (12 of 30)"] == Handled("(O", 11)


def test_two_organisations_of_one_name_are_told_apart_by_a_number() -> None:
    found = taps(SCREENS.draw(at(MINE, ALIKE, part("sp-1.0", NAME, 6, 18, 12), LONG)))
    numbered = [label for label in found if label.startswith(f"{plain('sp-1.0')}: {NAME}")]

    assert [label.removeprefix(f"{plain('sp-1.0')}: {NAME}") for label in numbered] == [
        " (12 of 30)",
        " 2 (12 of 30)",
        " 3 (12 of 30)",
    ]
    assert any("…" in label and label.endswith("(30 of 30)") for label in found), "the count stays in sight"


WHOM = f"For {OTHER}\n"


def pages_of_theirs(there: Conversation) -> list[Screen]:
    """A line that is waited for, its echo, proofs after it, and the report, over this conversation."""
    part = scope_of(SP, 1)
    waits: tuple[tuple[str, Page], ...] = (
        (panel_of(MARKS, 0, 1), MarksPage(part)),
        (panel_of(ECHO, 0, 1), echo_of(SP, part, "32411")),
        (panel_of(PROOFS, 0, 1), ProofsPage(part, dict.fromkeys(part.elements, 4))),
        (panel_of("%"), ReportPage()),
    )
    return [SCREENS.draw(replace(there, panel=panel), page) for panel, page in waits]


def test_the_way_in_says_for_whom_it_asks_once_that_is_known() -> None:
    for there in way_in():
        assert SCREENS.draw(there).text.startswith(f"For {there.inputs.organisation}\n"), there.state
        alone = replace(there, several=False, shelf={})
        assert not SCREENS.draw(alone).text.startswith("For "), there.state


def test_a_line_of_answers_and_the_report_say_for_whom_they_are() -> None:
    there = at(THEIRS, MINE, state="reviewing")
    for screen in pages_of_theirs(there):
        assert screen.text.startswith(WHOM)
    for screen in pages_of_theirs(replace(there, several=False, shelf={})):
        assert OTHER not in screen.text


def test_what_is_said_of_a_round_names_the_one_whose_it_is() -> None:
    """Whoever sends a team's report may be at another organisation's questions meanwhile."""
    there = at(THEIRS, MINE, state="reviewing")
    report = SCREENS.draw(replace(there, panel=panel_of("%", 5)), ReportPage(5, NAME)).text
    meeting = SCREENS.draw(replace(there, panel=panel_of(MARKS, 7, 1)), MarksPage(scope_of(SP, 1, HEAD))).text

    assert report.startswith(f"For {NAME}\n") and OTHER not in report
    assert HEAD.organisation in meeting and OTHER not in meeting


def test_who_answers_for_one_organisation_alone_reads_no_name_and_no_offer_there() -> None:
    there = at(MINE, part("ob-1.0", NAME, 1, 12))

    assert not there.several
    assert not any(NAME in label or label.startswith("For another") for label in labels(there))


def test_another_organisation_begins_where_the_name_is_amended_and_on_the_list_of_checks() -> None:
    one, place, several = (taps(SCREENS.draw(there)) for there in amending())

    assert one["For another organisation"] == several["For another organisation"]
    tap = place["For another place"]
    assert isinstance(tap, Tapped) and tap.action == ANOTHER
    assert "For another organisation" in labels(at(MINE, THEIRS))
    # Who is about to name one goes back by the list: there is nothing else behind it.
    assert "Back" not in labels(at(NEW, MINE, THEIRS))
    assert "Back" in labels(at(MINE, THEIRS))


def test_an_invitation_for_another_organisation_does_not_count_the_present_answers() -> None:
    there = replace(at(MINE), state="joining")

    def text(page: Invitation) -> str:
        return SCREENS.draw(there, page).text

    counts = f"Your answers so far for {NAME} count."
    assert counts not in text(replace(OPEN, organisation=OTHER))
    assert counts not in text(replace(OPEN, organisation=NAME, organisation_id=9))
    assert counts in text(replace(OPEN, organisation=NAME.upper()))
    assert counts in text(replace(OPEN, organisation="Renamed", organisation_id=1))
    assert counts in text(replace(OPEN, organisation=""))


def test_every_letter_says_for_whom_it_is_and_leads_to_its_own_check() -> None:
    for there, held, facts in letters_for():
        screen = letter_screen(SCREENS, there, held, facts)
        assert screen is not None
        if held.kind == "closed":
            continue  # a team's, which names its organisation for everybody
        assert NAME in screen.text, (held.kind, screen.text)
        assert OTHER not in screen.text
        first = screen.rows[0][0].tap
        assert isinstance(first, Handled)
        assert (first.verb, first.number) == ("(O", held.participation_id)


def test_letters_to_who_answers_for_one_organisation_say_no_more_than_before() -> None:
    there = replace(at(MINE, state="choosing"), shelf={})
    for _there, held, facts in letters_for():
        if facts.part is None and held.kind in {"note", "answer", "check_in"}:
            screen = letter_screen(SCREENS, there, held, facts)
            assert screen is not None and f"For {NAME}" not in screen.text


def test_a_reminder_of_what_was_joined_and_not_begun_speaks_of_no_other_answers() -> None:
    _there, held, facts = next(iter(letters_for()))
    waits = replace(held, participation_id=None)
    screen = letter_screen(SCREENS, at(MINE, state="choosing"), waits, replace(facts, organisation=OTHER))

    assert screen is not None
    assert f"{OTHER}: you have not begun yet." in screen.text
    assert NAME not in screen.text and "left" not in screen.text


def test_the_fit_check_of_one_organisation_says_nothing_about_another() -> None:
    fit = FRAMEWORKS["fit-1.0"]
    no = {element.id: Answer(Said.LEVEL, 1, seconds=5) for element in fit.elements}
    of_mine = replace(part("fit-1.0", NAME, 1, 20), answers=no)

    mine, theirs = (
        SCREENS.draw(at(here, of_mine, state="summary")).text
        for here in (MINE, part("sp-1.0", OTHER, 2, 12, 12))
    )
    offered = "The fit check helps to see it"
    assert offered not in mine
    assert offered in theirs
