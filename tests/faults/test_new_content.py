"""Several checks of one person, and what is new in them: other people's buttons, places, counts, the fit check."""

from __future__ import annotations

import re
from functools import partial

import pytest
from sqlalchemy import select

from frameworks.model import Framework
from storage.batch import Fate
from storage.tables import answer, answer_history, organisation, participation
from tests.faults.walking import act, count, press, rows, said, stored
from tests.playing import Given, Player, restarted
from tests.rig import Rig

pytestmark = pytest.mark.virtual
PROVIDER, PLACE, PRACTICE, BASICS = "sp-1.0", "ec-1.0", "ip-1.0", "ob-1.0"
FIT_BUTTON = "Is this the right road?"


async def other_check(player: Player, check: str) -> None:
    """From a question or a summary to another check, by the menu."""
    await player.press("button.more")
    await player.press("button.checks")
    await player.pick(check)


def all_at(framework: Framework, said: int | str) -> dict[str, Given]:
    return {element.id: Given(said) for element in framework.elements}


async def two_checks(rig: Rig) -> Player:
    """Two answers in the provider check, one in another; now at the second question of the other."""
    player = Player(rig, rig.person(1))
    await player.begin(check=PROVIDER, profile="unsure")
    await player.answer("sp.lead.fit", Given(2))
    await player.answer("sp.lead.board", Given(1))
    await other_check(player, PRACTICE)
    await player.answer("ip.plan.need", Given(2))
    return player


async def test_buttons_of_one_check_write_nothing_into_another(rig: Rig) -> None:
    """B10: each button of each screen of one check, tapped late while at the other, and the other way round."""
    player = Player(rig, rig.person(1))
    await player.begin(check=PROVIDER, profile="unsure")
    seen = [player.screen]
    await player.answer("sp.lead.fit", Given(2))
    seen.append(player.screen)
    await other_check(player, PRACTICE)
    here = player.conversation
    for screen in seen:
        for label in (each for each in screen.labels if each not in {"Back", "More"}):
            await press(rig, player.person, label, on=screen)
            there = player.conversation
            assert (there.framework, there.answers) == (PRACTICE, here.answers), (label, there.state)
    assert "That round is closed." in player.person.chat()
    await player.answer("ip.plan.need", Given(2))
    late = player.screen
    await other_check(player, PROVIDER)
    await press(rig, player.person, "4 ", on=late)

    assert said(rig, player.person) == {"sp.lead.fit": 2}
    assert stored(rig) == (2, 2, 0)
    assert not player.person.spinning


async def to_picking(player: Player) -> None:
    await player.press("button.more")
    await player.press("button.checks")


async def test_the_same_update_twice_at_the_switch_switches_once(rig: Rig) -> None:
    """B10: the pick of a check comes three times, at once and later: one check begun, no answer moved."""
    player = await two_checks(rig)
    await to_picking(player)
    pick = player.person.press("Organisation basics")

    await rig.at_once([pick, pick])
    await rig.at_once([pick])

    assert player.conversation.framework == BASICS
    assert count(rig, participation) == 3
    assert count(rig, organisation) == 1
    assert stored(rig) == (3, 3, 0)
    await other_check(player, PROVIDER)
    assert said(rig, player.person) == {"sp.lead.fit": 2, "sp.lead.board": 1}


@pytest.mark.parametrize("committed", [False, True], ids=["before the commit", "after it"])
async def test_a_crash_at_the_switch_loses_no_check(committed: bool, rig: Rig, database: str) -> None:
    """B10: killed before or after the commit of a pick, which Telegram then repeats."""
    player = await two_checks(rig)
    await to_picking(player)
    pick = player.person.press("My organisation")
    if committed:
        await rig.at_once([pick])
    else:
        rig.offer(pick)
    player.rig = await restarted(rig, database, kill=True)

    outcomes = await player.rig.do(pick)

    assert outcomes[0].fate is (Fate.DUPLICATE if committed else Fate.TAKEN)
    assert (player.conversation.framework, player.conversation.element) == (PROVIDER, "sp.lead.culture")
    await player.answer("sp.lead.culture", Given(2))
    await other_check(player, PRACTICE)
    assert said(player.rig, player.person) == {"ip.plan.need": 2}
    assert (count(player.rig, participation), stored(player.rig)) == (2, (4, 4, 0))
    await player.rig.close()


async def test_each_check_has_its_own_answers_through_restarts(rig: Rig, database: str) -> None:
    """B10: back and forth with a restart at each step; starting one over leaves the other as it was."""
    player = await two_checks(rig)
    for check in (PROVIDER, PRACTICE, PROVIDER):
        await to_picking(player)
        player.rig = await restarted(player.rig, database, kill=True)
        await player.pick(check)
        player.rig = await restarted(player.rig, database)
    await player.say("/start")
    await player.tap("Start over")
    await player.tap("Yes")
    await player.how_much(full=False)

    assert not player.answers
    await other_check(player, PRACTICE)
    assert said(player.rig, player.person) == {"ip.plan.need": 2}
    assert (player.conversation.inputs.scope, player.conversation.element) == ("full", "ip.plan.goal")
    await player.rig.close()


async def test_a_typed_answer_never_lands_in_the_check_that_came_between(rig: Rig) -> None:
    """B10: a level typed in the same moment as a pick was meant for neither question of the other check."""
    player = await two_checks(rig)
    await to_picking(player)

    await act(rig, partial(player.person.press, "My organisation"), partial(player.person.say, "4"))

    assert player.conversation.framework == PROVIDER
    assert said(rig, player.person) == {"sp.lead.fit": 2, "sp.lead.board": 1}


async def test_the_history_tells_each_answer_of_its_own_check(rig: Rig) -> None:
    """B10: an answer and the switch after it in one moment; history and answer are of the check it was given in."""
    player = await two_checks(rig)
    here = player.conversation.number
    await act(
        rig,
        partial(player.person.press, "1 "),
        *(partial(player.person.say, word) for word in ("more", "Other checks", "My organisation")),
    )

    assert player.conversation.framework == PROVIDER
    written = rows(rig, select(answer.c.participation_id).where(answer.c.element_id == "ip.plan.goal"))
    told = rows(
        rig, select(answer_history.c.participation_id).where(answer_history.c.element_id == "ip.plan.goal")
    )
    assert written == told == [(here,)]


async def test_a_role_of_an_old_screen_is_not_taken_for_one_of_another_check(rig: Rig) -> None:
    """B10: a role button of the provider check, tapped late at the roles of a place."""
    player = Player(rig, rig.person(1))
    await player.say("/start")
    await player.press("language.name")
    await player.press("button.agree")
    await player.pick(PROVIDER)
    await player.say("Hope Homes")
    await player.tap("10 to 49")
    await player.tap("Not sure")
    assert player.conversation.state == "roles"
    old = player.screen
    for _ in range(4):
        await player.press("button.back")
    await player.pick(PLACE)
    await player.say("Lake District")
    await player.tap("Government pays")
    await player.tap("Government")
    assert player.conversation.state == "roles"

    await press(rig, player.person, "Finance officer", on=old)

    assert player.conversation.inputs.roles == ()


async def test_after_the_fit_check_one_is_back_where_one_came_from(rig: Rig) -> None:
    """B10: the fit check was asked for at the first check; "Go on" leads there, not to a check begun later."""
    player = await two_checks(rig)
    await other_check(player, PROVIDER)
    await player.say("/result")
    await player.tap(FIT_BUTTON)
    for element in player.framework.elements:
        await player.answer(element.id, Given(2))
    assert player.conversation.state == "summary"

    await player.press("button.go_on")

    assert player.conversation.framework == PROVIDER
    assert said(rig, player.person) == {"sp.lead.fit": 2, "sp.lead.board": 1}


async def test_a_place_never_becomes_the_organisation_of_another_check(rig: Rig) -> None:
    """B10: from a place to the fit check, and from there to a check of organisations: it asks which one."""
    player = Player(rig, rig.person(1))
    await player.begin(check=PLACE, organisation="Lake District", profile="donor", roles=())
    await player.answer("ec.will.champ", Given(2))
    await player.say("/result")
    await player.tap(FIT_BUTTON)
    await player.answer("fit.change", Given(2))
    await other_check(player, PRACTICE)

    assert player.conversation.state == "naming"
    await player.say("Hope Homes")
    names = rows(rig, select(organisation.c.kind, organisation.c.name).order_by(organisation.c.id))
    assert names == [("place", "Lake District"), ("organisation", "Hope Homes")]
    await other_check(player, PLACE)
    assert player.conversation.inputs.organisation == "Lake District"


async def test_what_is_not_ones_area_pulls_no_place_down(rig: Rig) -> None:
    """B12, B73: only "not my area" in a place: nothing known, no stage, no share of nothing, nothing to do for it."""
    player = Player(rig, rig.person(1))
    await player.begin(
        check=PLACE, organisation="Lake {x} <b>🎯", profile="both", group="community", roles=()
    )
    await player.all_answers(all_at(player.framework, "-"))
    await player.press("button.summary")
    text = player.screen.text
    await player.press("button.how")

    assert "Lake {x} <b>🎯" in text
    assert "In place: 0. Started: 0. Not yet: 0." in text
    for each in (text, player.screen.text):
        assert not re.search(r"\bnan\b|\b0 ?%|None|Stage:", each, re.IGNORECASE)
    assert {each.said for each in rows(rig, select(answer.c.said))} == {"not_my_area"}
    assert stored(rig)[2] == 0


async def test_one_known_answer_counts_the_same_beside_what_is_not_ones_area(rig: Rig) -> None:
    """B12: one element in place and all others not one's area: 1 in place, and none of them counts as not yet."""
    player = Player(rig, rig.person(1))
    await player.begin(
        check=PLACE, organisation="Lake District", profile="both", group="government", roles=()
    )
    await player.all_answers(all_at(player.framework, "-") | {"ec.will.champ": Given(3)})
    await player.press("button.summary")

    assert "In place: 1. Started: 0. Not yet: 0." in player.screen.text


@pytest.mark.parametrize("answers", [1, "?"])
async def test_a_fit_check_of_nothing_but_no_or_unsure_ends_with_all_points(
    answers: int | str, rig: Rig
) -> None:
    """B73: six times no, or six times unsure: all six are named, and none of them is counted in readiness."""
    player = await two_checks(rig)
    await other_check(player, PROVIDER)
    await player.say("/result")
    await player.tap(FIT_BUTTON)
    for element in player.framework.elements:
        await player.answer(element.id, Given(answers))
    assert all(element.name in player.screen.text for element in player.framework.elements)
    await player.press("button.talk")
    await player.press("button.close")
    await player.press("button.go_on")
    await player.say("/result")

    assert "2 answered" in player.screen.text
    assert stored(rig)[2] == 0


@pytest.mark.parametrize("check", [PRACTICE, BASICS])
@pytest.mark.parametrize("answers", ["?", 3])
async def test_counts_without_a_stage_name_none_and_round_nothing(
    check: str, answers: int | str, rig: Rig
) -> None:
    """B73, B74: nothing known, or all in place: whole numbers, on the summary and on how it was computed."""
    player = Player(rig, rig.person(1))
    framework = rig.core.screens.frameworks[check]
    text = await player.full_run(all_at(framework, answers), check=check)
    await player.press("button.how")

    in_place = len(framework.elements) if answers == 3 else 0
    assert f"In place: {in_place}. Started: 0. Not yet: 0." in text
    for each in (text, player.screen.text):
        assert not re.search(r"\d[.,]\d+ ?%|\b0 ?%|\bnan\b|None|Stage:", each, re.IGNORECASE)
