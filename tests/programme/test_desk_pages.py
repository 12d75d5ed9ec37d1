"""What the desk's pages tell and offer: letters as they will be read, ways back, nothing that would not be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.programme.letter_screens import letter_screen
from bot.screens.desk import PAGES as DRAWN
from bot.screens.desk import audit_log, common, desk_screen
from bot.screens.sight import Sight, units
from flows.desk import EXTRA_LIMIT, LINK_KINDS, PAGES_OF_A_FILTER, Act
from flows.events import Handled
from flows.pages import (
    AskedPage,
    AuditLine,
    AuditPage,
    CoordinatorsPage,
    LinkPage,
    NewCohortPage,
    NotePage,
    OrganisationPage,
    PlainCohortPage,
    ProgressPage,
    Right,
    Status,
)
from storage.programme.audit import FOR_ALL
from storage.programme.letter_facts import LetterFacts
from tests.programme.desk_samples import (
    COUNTS,
    ELEMENTS,
    HEAD,
    LINES,
    NOW,
    TEXT,
    WHO,
    WIDE,
    WIDE_TEXT,
    Sample,
    head_of,
    of_links,
)
from tests.programme.letters_made import letter
from tests.programme.test_desk_screens import buttons, draw, drawn, each_language, verbs
from tests.screens_made import SCREENS


def sight() -> Sight:
    return SCREENS.sight(Sample("", NewCohortPage()).seen_in("en"))


def note(**changes: object) -> NotePage:
    plain = NotePage(HEAD, 3, "note", TEXT, "all", "draft", 12, waiting=12, writer=WHO)
    return replace(plain, **changes)  # type: ignore[arg-type]


@each_language
@pytest.mark.parametrize("writer", [WHO, ""])
@pytest.mark.parametrize("text", [TEXT, "A_B <Co> & [x](y) *Z* `q` {name} {0}", "one\ntwo"])
def test_a_draft_shows_the_very_letter_that_people_will_get(language: str, writer: str, text: str) -> None:
    facts = LetterFacts(cohort=HEAD.name, writer=writer, text=text)
    there = Sample("desk:N:3:0", NewCohortPage()).seen_in(language)
    sent = letter_screen(SCREENS, replace(there, panel=None), letter("note"), facts)
    assert sent is not None

    shown = draw(note(text=text, writer=writer), "N", 3, language=language)

    assert f"———\n\n{sent.text}\n\n———" in shown.text


def test_a_draft_is_sent_by_day_or_at_night_only_where_somebody_would_get_it() -> None:
    assert verbs(draw(note(), "N")) == {"G", "g"}
    nobody = draw(note(waiting=0, withheld={"opted_out": 2}), "N")
    assert verbs(nobody) == {"g"}
    assert "2 people do not get it:\n• 2 want no messages" in nobody.text
    night = draw(note(quiet=5, next_at=NOW), "N")
    assert [button.tap for button in buttons(night)][:2] == [Handled("G", 3), Handled("G", 3, 1)]
    assert "5 of them get it later" in night.text
    assert "28 November, 18:00 (Nairobi time)" in night.text
    reminder = draw(note(kind="reminder", text="", quiet=5, next_at=NOW), "N")
    assert "a rest day there, or because of a wish to be reminded later: 28 November" in reminder.text
    assert "reminded later" not in night.text
    assert Handled("G", 3, 1) not in [button.tap for button in buttons(reminder)]


def test_a_preview_is_for_as_many_people_as_the_result_will_be() -> None:
    counted = {"people": 12, "waiting": 5, "withheld": {"done": 7}, "quiet": 2, "next_at": NOW}
    preview, result = draw(note(**counted), "N"), draw(note(**counted, status="planned"), "N")

    for each in (preview, result):
        assert "For: everyone who joined (12 people)\n" in each.text
    assert "\n3 of them get it now.\n2 of them get it later" in preview.text
    assert "get it now" not in draw(note(**{**counted, "quiet": 5}), "N").text


def test_what_became_of_a_note_is_told_in_numbers_that_add_up() -> None:
    page = note(
        status="sending",
        people=15,
        sent=8,
        failed=1,
        uncertain=2,
        waiting=1,
        withheld={"unreachable": 2, "strange": 1},
    )

    text = draw(page, "N").text

    for told in ("(15 people)", "8 sent", "1 did not go through", "2 not certain", "1 still to be sent"):
        assert told in text
    assert "3 people do not get it:\n• 2 cannot be reached\n• 1 for another reason" in text
    assert verbs(draw(page, "N")) == {"N", "g", "n"}
    assert verbs(draw(replace(page, status="done"), "N")) == {"n"}


def user_text() -> Iterator[tuple[str, str]]:
    """Where people's own texts stand, whatever signs they hold."""
    strange = "A_B <Co> & [x](y) *Z* `q` {name} {0}"
    head = replace(HEAD, name=strange)
    line = replace(LINES[2], name=strange, own_name=f"{strange}!")
    yield strange, draw(OrganisationPage(head, line, (strange,)), "O").text
    yield f"{strange}!", draw(OrganisationPage(head, line), "O").text
    yield strange, draw(ProgressPage(head, COUNTS, (line,)), "P").text
    yield strange, draw(AskedPage(head, 4, strange, ELEMENTS[7], strange, NOW, strange), "a").text
    yield strange, draw(PlainCohortPage(head, strange), "o").text
    yield strange, draw(PlainCohortPage(head), "S").text


def test_what_people_wrote_stands_there_sign_by_sign() -> None:
    for text, shown in user_text():
        assert text in shown


def test_a_text_too_long_for_one_message_shows_that_it_is_cut() -> None:
    assert common.cut("short", 5) == "short"
    for text in (WIDE_TEXT, "abc " * 900, "🐘a" * 900):
        cut = common.cut(text, 1000)
        assert 980 <= units(cut) <= 1000
        assert cut.endswith("…")
        assert text.startswith(cut[:-1])


def test_a_new_link_stands_alone_on_its_line_and_only_then() -> None:
    shown = [
        (sample.page, screen)
        for sample, screen in drawn("en")
        if isinstance(sample.page, LinkPage) and sample.page.address
    ]

    assert shown
    for page, screen in shown:
        assert isinstance(page, LinkPage)
        assert f"\n\n{page.address}\n\n" in screen.text
    for sample in of_links():
        if isinstance(sample.page, LinkPage) and not sample.page.address:
            assert "https://" not in SCREENS.draw(sample.seen_in("en"), sample.page).text


def test_a_list_comes_back_to_the_page_and_filter_it_was_left_at() -> None:
    page = ProgressPage(HEAD, COUNTS, (LINES[2],), Status.MIDWAY, 2, 4)
    screen = draw(page, "P", 5, 3 * PAGES_OF_A_FILTER + 2)

    here = Handled("O", 9, 3 * PAGES_OF_A_FILTER + 2)
    assert here in [button.tap for button in buttons(screen)]
    organisation = draw(OrganisationPage(HEAD, LINES[2]), "O", here.number, here.extra)
    assert organisation.rows[-1][0].tap == Handled("P", 5, 3 * PAGES_OF_A_FILTER + 2)
    assert Handled("P", 5, 3 * PAGES_OF_A_FILTER + 1) in [button.tap for button in buttons(screen)]
    assert Handled("P", 5, 3 * PAGES_OF_A_FILTER + 3) in [button.tap for button in buttons(screen)]
    assert Handled("p", 5, 3) in [button.tap for button in buttons(screen)]
    assert Handled("B", 5, 3) in [button.tap for button in buttons(screen)]


def test_the_last_page_a_button_can_number_leads_no_further_into_another_filter() -> None:
    last = PAGES_OF_A_FILTER - 1
    screen = draw(ProgressPage(HEAD, COUNTS, LINES[:8], None, last, 625), "P", 5, last)

    assert Handled("P", 5, last - 1) in [button.tap for button in buttons(screen)]
    assert "Further" not in [button.label for button in buttons(screen)]
    assert "There are more of them." in screen.text
    before = draw(ProgressPage(HEAD, COUNTS, LINES[:8], None, last - 1, 625), "P", 5, last - 1)
    assert "Further" in [button.label for button in buttons(before)]
    assert "There are more of them." not in before.text


def test_where_an_organisation_is_tells_part_answers_and_day() -> None:
    page = ProgressPage(HEAD, COUNTS, LINES[:8], hardest=((ELEMENTS[0], 7), ("sp.gone.away", 3)))

    text = draw(page, "P").text

    assert "14 of 40 organisations done" in text
    assert "Most people stop at: Right reason (7)" in text
    assert "3. Řđ Ĉřš: Using data, 14 of 30, since 25 November" in text
    assert "4. Řđ Ĉřš: done on 25 November" in text


@pytest.mark.parametrize("status", list(Status))
def test_nobody_is_written_to_who_cannot_or_would_not_read_it(status: Status) -> None:
    shown = verbs(draw(ProgressPage(HEAD, COUNTS, (LINES[0],), status), "P"))
    line = next(line for line in LINES if line.status is status)
    one = verbs(draw(OrganisationPage(HEAD, line), "O"))

    reads = status in {Status.NOT_STARTED, Status.MIDWAY, Status.DONE}
    assert ("p" in shown) == ("o" in one) == reads
    assert ("B" in shown) == (reads and status is not Status.DONE)


def test_a_closed_cohort_neither_reminds_nor_invites() -> None:
    closed = head_of(Right.LEAD, closed=True)

    assert "B" not in verbs(draw(ProgressPage(closed, COUNTS, LINES[:3]), "P"))
    assert "f" in verbs(draw(PlainCohortPage(closed), "S"))
    assert "E" not in verbs(draw(PlainCohortPage(closed), "S"))
    assert (
        desk_screen(
            SCREENS.sight(Sample("", NewCohortPage()).seen_in("en")),
            Act("make_link"),
            PlainCohortPage(closed),
        )
        is None
    )


def test_who_does_not_fit_a_button_has_none() -> None:
    people = ((EXTRA_LIMIT - 1, WHO, Right.READ, False), (EXTRA_LIMIT, WIDE, Right.READ, False))
    drops = [
        button.tap for button in buttons(draw(CoordinatorsPage(HEAD, people), "K")) if "J" in str(button.tap)
    ]

    assert drops == [Handled("J", 5, EXTRA_LIMIT - 1)]


def test_an_act_that_is_not_known_here_is_printed_by_its_own_name() -> None:
    assert audit_log.act_words(sight(), "strange_act", {}) == "strange_act"
    assert audit_log.act_words(sight(), "closed", {}) == "closed the round"
    assert audit_log.act_words(sight(), "note_sent", {"kind": "reminder"}) == "sent reminders"


def test_the_value_of_another_page_draws_nothing() -> None:
    here = sight()
    for name in DRAWN:
        other = PlainCohortPage(HEAD) if name in {"new_cohort", "name_cohort", "home"} else NewCohortPage()
        assert desk_screen(here, Act(name), other) is None
    assert desk_screen(here, Act("nothing"), NewCohortPage()) is None
    assert desk_screen(here, Act("name_cohort", 99), NewCohortPage()) is None
    for none in (9, 5 * 16 + 1, 16, 18):
        assert desk_screen(here, Act("label_link", 5, none), PlainCohortPage(HEAD)) is None
    assert desk_screen(here, Act("drop_coordinator_ask", 5, 7), CoordinatorsPage(HEAD, ())) is None


def test_the_page_of_the_last_day_says_how_to_take_it_away_where_there_is_one() -> None:
    for day, told in (("2026-12-15", True), ("", False)):
        screen = desk_screen(sight(), Act("deadline", 5), PlainCohortPage(replace(HEAD, deadline=day)))
        assert screen is not None
        assert ("To take the last day away, write -." in screen.text) is told


def test_a_last_day_in_another_year_is_told_with_its_year() -> None:
    for day, told in (("2026-12-15", "15 December"), ("2027-10-11", "11 October 2027")):
        for name in ("settings", "deadline"):
            screen = desk_screen(sight(), Act(name, 5), PlainCohortPage(replace(HEAD, deadline=day)))
            assert screen is not None
            assert f"Last day: {told} (Nairobi time)." in screen.text


def test_who_names_a_new_coordinator_is_told_that_organisations_see_it() -> None:
    private = "Only coordinators see this"
    for place, kind in enumerate(LINK_KINDS):
        screen = desk_screen(sight(), Act("label_link", 5, place), PlainCohortPage(HEAD))
        assert screen is not None
        assert (private in screen.text) is (kind in {"one", "many"})
        assert ("Organisations will see it." in screen.text) is (kind in {"lead", "helper", "read"})


def test_the_log_names_who_did_it_and_knows_every_act_that_concerns_all() -> None:
    lines = (
        AuditLine(NOW, WHO, "closed", {}),
        AuditLine(NOW, "", "exported", {}),
        AuditLine(NOW, "", "left", {"by": "organisation"}),
    )

    text = draw(AuditPage(HEAD.name, HEAD.zone, lines, 5), "t", 9).text

    assert f"28 November, 18:00, {WHO}: closed the round" in text
    assert f"28 November, 18:00, {SCREENS.house.operator}: got a file of the shared results" in text
    assert "28 November, 18:00, the organisation: left the cohort" in text
    assert set(audit_log.ACTS) >= FOR_ALL
