"""Who takes an action: typed once, kept when the action is planned anew, and only in one's own check."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from flows.desk import panel_of
from flows.events import Event, Typed
from flows.round_pages import TakenByPage
from storage.tables import chosen_action
from tests.frameworks.samples import SP
from tests.storage.support import Talker, one
from tests.team.seats import Team

FIRST = SP.elements[0].id
NAME = "Amina, programme lead"


def takes_up(talker: Talker) -> Talker:
    """One question is answered, and its action taken up: on its page."""
    talker.tap("l", 2)
    talker.tap("0")
    talker.tap("1", element=FIRST)
    talker.tap("2")
    talker.tap("4", 0)
    talker.tap("1", element=FIRST)
    assert talker.conversation.state == "acting"
    return talker


@pytest.fixture
def acting(team: Team) -> Talker:
    return takes_up(team.founder())


def names(team: Team, talker: Talker, text: str) -> None:
    team.act(talker, "taken_by", 0)
    talker.take(Typed(text))


def stored(writer: Engine) -> str:
    return str(one(writer, chosen_action).taken_by)


def test_a_name_is_stored_with_the_action_and_stands_on_its_page(
    team: Team, acting: Talker, writer: Engine
) -> None:
    names(team, acting, f"  {NAME}  ")

    assert stored(writer) == NAME
    there = acting.look()
    assert (there.state, there.element, there.panel, there.notice) == ("acting", FIRST, None, None)
    assert [each.taken_by for each in there.chosen.values()] == [NAME]
    assert team.opened(acting, "taken_by", 0) == TakenByPage(FIRST, NAME)


def test_it_stays_when_the_action_is_planned_anew_or_dropped_and_taken_up_again(
    team: Team, acting: Talker, writer: Engine
) -> None:
    names(team, acting, NAME)
    acting.tap("6")
    acting.tap("4", 4)
    assert stored(writer) == NAME and one(writer, chosen_action).day

    acting.tap("1", element=FIRST)
    acting.tap("8")
    takes_it_again = ("1", "2", "4")
    for action in takes_it_again:
        acting.tap(action, element=FIRST)
    assert stored(writer) == NAME and one(writer, chosen_action).status == "open"


def test_what_follows_in_the_same_batch_does_not_undo_it(team: Team, acting: Talker, writer: Engine) -> None:
    team.act(acting, "taken_by", 0)
    events: tuple[Event, ...] = (Typed(NAME), acting.button("7"), acting.button("9"))
    together = [acting.incoming(event) for event in events]
    place = acting.conversation.place_no
    outcomes = acting.memory.take_in(together, [], acting.now, False)
    acting.heard(outcomes[-1])

    assert acting.conversation.place_no != place
    assert stored(writer) == NAME


@pytest.mark.parametrize(
    ("text", "told", "kept"),
    [
        ("x" * 60, None, "x" * 60),
        ("x" * 61, "name_long", "Ana"),
        ("!?", "name_empty", "Ana"),
        ("-", None, ""),
        (" - ", None, ""),
    ],
)
def test_what_is_no_name_is_told_and_a_sign_takes_the_name_out(
    team: Team, acting: Talker, writer: Engine, text: str, told: str | None, kept: str
) -> None:
    names(team, acting, "Ana")
    names(team, acting, text)

    notice = acting.conversation.notice
    assert (notice and notice.key, stored(writer)) == (told, kept)
    assert acting.conversation.panel == (panel_of("(t") if told else None)


def test_there_is_none_for_an_action_that_was_not_taken_up(
    team: Team, acting: Talker, writer: Engine
) -> None:
    for place in (1, len(SP.elements), 64**5 - 1):
        assert team.opened(acting, "taken_by", place) is None
        assert team.told(acting).key == "not_there"
        assert team.shown(acting, "taken_by", place) is None
        acting.take(Typed("Eve"))
        assert stored(writer) == ""


def test_nobody_names_who_takes_anothers_action(team: Team, acting: Talker, writer: Engine) -> None:
    other = team.joined(acting)
    team.answers(other)
    names(team, other, "Eve")

    assert stored(writer) == ""
    assert team.told(other).key in {"not_there", "remark", "typed_early"}
