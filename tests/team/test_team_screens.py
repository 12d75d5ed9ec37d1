"""A team's pages as they are read, in every language: what each position is offered, where each button leads."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from bot.buttons import DATA_LIMIT, Button, Screen, decode, encode
from bot.pseudo import PSEUDO
from bot.screens.draw import MESSAGE_LIMIT
from bot.screens.sight import units
from bot.screens.team import TEAM_PAGES
from flows.conversation import Conversation
from flows.desk import ACTS, PAGES, TEXTS, act_of_panel, panel_of, waits_for_text
from flows.events import Handled
from flows.pages import Invitation, Page
from flows.reading import normalise
from flows.team_pages import Position, TeamHead, TeamLinkLine, TeamLinkPage, TeamPage
from tests.screens_made import LANGUAGES, PROPER_NAMES, SCREENS
from tests.team.samples import ADDRESS, NAME, NOW, OF_PLACE, PLACE, TEAM, offers, team_samples

each_language = pytest.mark.parametrize("language", LANGUAGES)
NOTICE = 250
HARM = "Your lead sees how many people chose each level, not who."
# What only those who lead, and what only the owner is offered.
LEADING = {"(i", "(l", "(k", "(r", "(c", "(d", "(n", "(S", "(H", "(1", "(2", "(3", "(4", "(5", "(9", "(D"}
OWNING = {"(p", "(s"}
Drawn = tuple[Conversation, Page | None, Screen]


@cache
def drawn(language: str) -> tuple[Drawn, ...]:
    return tuple((there, page, SCREENS.draw(there, page)) for there, page in team_samples(language))


def pages(language: str) -> list[tuple[str, TeamHead, Screen]]:
    """The pages with a team's head, each with its verb."""
    found = []
    for there, page, screen in drawn(language):
        head = getattr(page, "head", None)
        if isinstance(head, TeamHead):
            found.append(((there.panel or "").split(":")[1], head, screen))
    return found


def buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.rows for button in row]


def labels(screen: Screen) -> list[str]:
    return [button.label for button in buttons(screen)]


def verbs(screen: Screen) -> set[str]:
    return {button.tap.verb for button in buttons(screen) if isinstance(button.tap, Handled)}


def draw(verb: str, page: Page, number: int = 5, extra: int = 0, language: str = "en") -> Screen:
    there = next(there for there, _page, _screen in drawn(language))
    return SCREENS.draw(replace(there, panel=panel_of(verb, number, extra)), page)


def invited(language: str, **like: object) -> list[str]:
    """The texts of the invitations with these values."""
    return [
        screen.text
        for _there, page, screen in drawn(language)
        if isinstance(page, Invitation) and all(getattr(page, name) == value for name, value in like.items())
    ]


@each_language
def test_every_page_fits_a_message_with_its_notice_and_leaves_no_gap(language: str) -> None:
    for there, _page, screen in drawn(language):
        assert 1 <= units(screen.text) <= MESSAGE_LIMIT - NOTICE, there.panel
        assert not re.search(r"[{}]", screen.text), there.panel
        assert "\n\n\n" not in screen.text and screen.text == screen.text.strip(), there.panel


@each_language
def test_every_button_leads_somewhere_and_no_two_are_alike(language: str) -> None:
    known = {*PAGES, *TEXTS, *ACTS}
    for there, _page, screen in drawn(language):
        labels = [normalise(button.label) for button in buttons(screen)]
        assert len(set(labels)) == len(labels), (there.panel, labels)
        for button in buttons(screen):
            assert 1 <= len(button.label) <= 64, there.panel
            assert len(encode(button.tap).encode()) <= DATA_LIMIT, there.panel
            assert decode(encode(button.tap)) == button.tap, there.panel
            assert not isinstance(button.tap, Handled) or button.tap.verb in known, button


def test_each_of_these_pages_is_drawn_and_leads_back() -> None:
    met = {act.name for there, _page, _screen in drawn("en") if (act := act_of_panel(there.panel))}
    assert met - {"invited"} == {
        *("team", "team_invite", "team_links", "team_link", "team_requests", "team_people"),
        *("close_round_ask", "round_day", "new_round_ask", "leave_team_ask"),
    }
    assert met - {"invited"} <= set(TEAM_PAGES)
    for verb, _head, screen in pages("en"):
        last = buttons(screen)[-1].tap
        if verb == "(T":
            assert getattr(last, "action", "") == "c"
        else:
            assert isinstance(last, Handled) and last.verb in {"(T", *(("(l", "(k") if verb == "(k" else ())}


def test_only_the_page_of_the_day_waits_for_a_text() -> None:
    for there, _page, screen in drawn("en"):
        assert screen.takes_text == waits_for_text(there.panel), there.panel


def test_nobody_is_offered_what_is_not_for_their_position() -> None:
    for verb, head, screen in pages("en"):
        # The links are also for who may agree to them.
        offered = verbs(screen) - ({"(s"} if "Links to the result" in labels(screen) else set())
        if head.position is Position.MEMBER:
            assert not offered & (LEADING | OWNING), (verb, offered)
        if head.position is Position.FACILITATOR:
            assert not offered & OWNING, (verb, offered)
        if verb in {"(T", "(v"}:
            assert offered & {"(v", "(x"}, "everybody may leave"


def test_only_who_may_agree_to_links_is_led_to_them() -> None:
    for there, page, screen in drawn("en"):
        if isinstance(page, TeamPage) and page.head.position is not Position.OWNER:
            on_its_page = str(there.panel).startswith("desk:(T")
            assert ("(s" in verbs(screen)) is (on_its_page and page.to_agree is not None)


def test_who_leads_and_who_owns_are_offered_all_of_it() -> None:
    offered = {
        position: {
            verb for _verb, head, screen in pages("en") if head.position is position for verb in verbs(screen)
        }
        for position in Position
    }
    assert offered[Position.FACILITATOR] >= LEADING
    assert offered[Position.OWNER] >= LEADING | OWNING | {"(0"}


def test_a_round_is_told_in_counts_alone_and_while_it_is_open_nobody_sees_answers() -> None:
    text = draw("(T", TeamPage(TEAM, 5, 4, 3)).text
    assert "Finished: 3 of 5 people." in text and "On the way: 1. Not begun yet: 1." in text
    assert "15 December" in text and "nobody sees what others answer" in text
    assert "On the way" not in draw("(T", TeamPage(TEAM, 5, 5, 5)).text


def test_those_who_lead_a_place_see_which_groups_are_missing() -> None:
    page = TeamPage(
        OF_PLACE, 4, 3, 2, groups=(("government", 3, 2), ("donor", 0, 0)), missing=("government",)
    )
    text = draw("(T", page).text
    named = SCREENS.frameworks["ec-1.0"].groups
    assert f"{named[0].label}: 2 of 3" in text and f"{named[1].label}: nobody yet" in text
    assert f"nobody from them has answered yet: {named[0].label}." in text


def _link(kind: str, head: TeamHead = TEAM, **others: object) -> str:
    limit = 10 if kind == "many" else 1
    line = TeamLinkLine(5, kind, "open", 0, limit, NOW, NOW.replace(day=30), **others)  # type: ignore[arg-type]
    return draw("(k", TeamLinkPage(head, line, ADDRESS)).text


@pytest.mark.parametrize("kind", ["one", "many", "facilitator", "owner"])
def test_the_text_to_send_on_names_all_that_an_invitation_has_to_say(kind: str) -> None:
    text = _link(kind)
    assert NAME in text and SCREENS.frameworks["sp-1.0"].name in text
    assert HARM in text and "in their own language" in text
    assert "15 December" in text and "until 30 November" in text
    assert f"\n\n{ADDRESS}\n\n" in text
    assert ("works once" in text) == (kind != "many")
    assert ("up to 10 people" in text) == (kind == "many")
    assert ("minutes" in text) == (kind in {"one", "many"})


def test_of_a_place_an_invitation_says_that_an_institution_is_shown() -> None:
    text = _link("many", OF_PLACE, group="government")
    assert HARM not in text and "counts as its view and is shown as such" in text


def test_an_address_is_shown_just_after_it_was_made_and_never_again() -> None:
    line = TeamLinkLine(5, "one", "open", 0, 1, NOW, NOW)
    assert "https" not in draw("(k", TeamLinkPage(TEAM, line)).text


def test_an_invitation_says_for_whom_how_long_and_who_sees_what() -> None:
    (text, *_others) = invited(
        "en", position="member", state="open", deadline="2026-12-15", organisation=NAME
    )
    assert NAME in text and HARM in text and "minutes" in text and "15 December" in text
    assert "colleagues may guess" in text
    assert all("counts as its view" in each for each in invited("en", framework="ec-1.0"))
    assert all("close the round" in each for each in invited("en", position="facilitator"))
    assert all("decide who leads" in each for each in invited("en", position="owner"))


def test_who_comes_too_late_may_ask_to_be_let_in() -> None:
    for _there, page, screen in drawn("en"):
        if isinstance(page, Invitation):
            assert ("-" in verbs(screen)) == (page.state in {"used", "full", "ended"})
            assert ("=" in verbs(screen)) == (page.state == "open")


def test_closing_is_offered_at_once_only_where_all_who_began_are_done() -> None:
    def offered(people: int, begun: int, done: int) -> set[int]:
        screen = draw("(c", TeamPage(TEAM, people, begun, done))
        return {each.tap.extra for each in buttons(screen) if getattr(each.tap, "verb", "") == "(4"}  # type: ignore[union-attr]

    assert offered(5, 5, 5) == {0}
    assert offered(5, 4, 4) == {0, 1}
    assert offered(5, 4, 3) == {1}
    assert offered(5, 0, 0) == set()


def test_a_planned_closing_can_be_called_off() -> None:
    assert "(5" in verbs(draw("(c", TeamPage(TEAM, 5, 4, 3)))
    assert "(5" not in verbs(draw("(c", TeamPage(OF_PLACE, 5, 4, 3)))


def test_who_answers_alone_for_an_organisation_is_offered_to_invite_at_the_end() -> None:
    for there, page in offers("en"):
        invites = "(i" in verbs(SCREENS.draw(there, page))
        assert invites == (there.framework == "sp-1.0"), there.framework
        assert "(i" not in verbs(SCREENS.draw(there))


def test_in_the_test_language_every_word_is_accented() -> None:
    own = "|".join(map(re.escape, sorted({NAME, PLACE, *PROPER_NAMES}, key=len, reverse=True)))
    plain = rf"{own}|\d+ (?:January|December|November)(?: \d+)?|UTC|https://\S+|xy-9\.9|\bxyz\b|/[a-z]+| and "
    for there, _page, screen in drawn(PSEUDO):
        for text in (screen.text, *(button.label for button in buttons(screen))):
            left = re.sub(plain, " ", text)
            assert re.findall(r"\S*[aceinouyACEINOUY]\S*", left) == [], f"{there.panel}: {text}"
