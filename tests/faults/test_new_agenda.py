"""The agenda under change: answers that change, questions that go, odd texts, taps twice; and what is kept of it."""

from __future__ import annotations

import json
from functools import partial

import pytest
from sqlalchemy import select

from frameworks.model import Framework
from storage.tables import assessment, chosen_action, membership, organisation, participation, person
from tests.faults.conftest import Start
from tests.faults.small import Q4, Q5, fx_files
from tests.faults.test_new_content import PRACTICE, other_check
from tests.faults.test_texts import ODD, nothing_was_refused
from tests.faults.walking import act, conversation, count, enter, press, rows, said, say, stored
from tests.frameworks.samples import actions_for, load
from tests.frameworks.worked import CASE_30
from tests.playing import Given, Player, given
from tests.rig import Rig
from tests.telegram_world import Screen

pytestmark = pytest.mark.virtual
STRANGE = "{name} {0} %s 🎯 אבג ‏مرحبا <b>_*"


async def at_summary(rig: Rig) -> Player:
    """The worked case to its summary."""
    player = Player(rig, rig.person(1))
    await player.full_run(given(CASE_30), profile="unsure")
    return player


async def look_at(player: Player, element: str) -> None:
    await player.say("/agenda")
    await player.tap("See all ")
    await player.tap(player.framework.element_by_id[element].name)


async def take(player: Player, element: str) -> None:
    await look_at(player, element)
    await player.press("button.take")
    await player.press("when.board")


def plans(rig: Rig) -> dict[str, str]:
    found = rows(rig, select(chosen_action.c.action_id, chosen_action.c.status))
    return dict(found)


async def test_an_action_for_what_does_not_apply_any_more_is_no_plan(rig: Rig) -> None:
    """B10, B12: taken up, then the element is excused: it leaves the plans at once, and comes back with the answer."""
    player = await at_summary(rig)
    await take(player, "sp.part.access")
    assert "YOUR NEXT STEPS" in player.screen.text
    await player.answer("sp.part.access", Given("x"))
    await player.say("/agenda")

    assert "Permission to work there" not in player.screen.text
    assert "YOUR NEXT STEPS" not in player.screen.text
    await player.answer("sp.part.access", Given(2))
    await player.say("/agenda")
    assert "YOUR NEXT STEPS" in player.screen.text


async def test_plans_for_what_the_quick_check_does_not_ask_are_out_of_it(rig: Rig) -> None:
    """B10: three plans of the full check, then a quick one anew: each plan shown can be opened, and room is left."""
    player = await at_summary(rig)
    for element in ("sp.fin.cash", "sp.meas.outc", "sp.lead.culture"):
        await take(player, element)
    await player.say("/start")
    await player.tap("Start over")
    await player.tap("Yes")
    await player.how_much(full=False)
    await player.answer("sp.lead.fit", Given(1))
    await player.say("/agenda")

    quick = {one.name for one in player.framework.elements if one.quick}
    text, labels = player.screen.text, player.screen.labels
    for element in ("sp.fin.cash", "sp.meas.outc", "sp.lead.culture"):
        name = player.framework.element_by_id[element].name
        assert (name in labels) == (name in quick), (name, text)
        if name in labels:
            await player.tap(name)
            assert player.conversation.element == element
            await player.press("button.back")


async def test_a_plan_begun_before_starting_over_raises_nothing_that_is_not_answered(rig: Rig) -> None:
    """B10: taken up, lowered, excused, begun anew: the plan stays, and no answer comes out of nothing."""
    player = await at_summary(rig)
    await take(player, "sp.fin.cash")
    await player.answer("sp.fin.cash", Given(1))
    await player.say("/start")
    await player.tap("Start over")
    await player.tap("Yes")
    await player.how_much(full=True)
    await player.answer("sp.lead.fit", Given(1))
    await look_at(player, "sp.fin.cash")
    await player.press("button.did")
    await player.press("button.show_yes")
    await player.choose("Yes, raise to ")

    assert said(rig, player.person) == {"sp.lead.fit": 1}
    assert stored(rig)[2] == 0


async def test_raising_twice_raises_once(rig: Rig) -> None:
    """B12: the same tap twice at once, again later, and the old screen's button after all."""
    player = await at_summary(rig)
    await take(player, "sp.fin.cash")
    await player.tap("Cash to wait for payment")
    await player.press("button.did")
    await player.press("button.show_yes")
    old, before = player.screen, count_history(rig)
    label = next(each for each in old.labels if each.startswith("Yes, raise to "))
    twice = player.person.press(label, old)

    await act(rig, lambda: twice, lambda: twice, partial(player.person.press, label, old))
    await player.say("/help")
    await press(rig, player.person, label, on=old)

    assert said(rig, player.person)["sp.fin.cash"] == 2
    assert count_history(rig) == before + 1
    assert plans(rig) == {"act.sp.fin.cash.1": "done"}


def count_history(rig: Rig) -> int:
    return stored(rig)[1]


async def test_stale_buttons_of_agenda_screens_change_no_plan_and_no_answer(rig: Rig) -> None:
    """B10: every button of every screen of an action, tapped again from the summary and from another check."""
    player = await at_summary(rig)
    await look_at(player, "sp.fin.cash")
    seen = [player.screen]
    for key in ("button.take", "when.board"):
        await player.press(key)
        seen.append(player.screen)
    await player.tap("Cash to wait for payment")
    for key in ("button.did", "button.show_no"):
        seen.append(player.screen)
        await player.press(key)
    seen.append(player.screen)
    plan, answers = plans(rig), said(rig, player.person)
    await player.say("/result")
    await tap_all(player, seen)
    assert (plans(rig), said(rig, player.person)) == (plan, answers)
    await player.say("/answers")
    await other_check(player, PRACTICE)
    await tap_all(player, seen)

    assert player.conversation.framework == PRACTICE
    assert (plans(rig), said(rig, player.person)) == (plan, {})
    assert stored(rig)[2] == 0


async def tap_all(player: Player, seen: list[Screen]) -> None:
    for screen in seen:
        for label in screen.labels:
            await press(player.rig, player.person, label, on=screen)


async def test_a_must_that_is_not_known_is_planned_as_a_question_and_leaves_when_known(rig: Rig) -> None:
    """B73: finding out has no level and no effect to promise; with the answer it is done."""
    player = await at_summary(rig)
    must = "sp.care.safe"
    assert player.framework.element_by_id[must].must
    await take(player, must)
    name = player.framework.element_by_id[must].name
    assert plans(rig) == {f"act.{must}.0": "open"}
    await player.tap(name)
    assert "None" not in player.screen.text
    await player.press("button.hinder")
    await player.press("button.pass_on")
    await player.press("button.close")
    await player.press("button.back")
    await player.press("button.answer_now")
    await player.tap("2 ")
    await player.say("/agenda")

    assert "YOUR NEXT STEPS" not in player.screen.text
    assert said(rig, player.person)[must] == 2


async def test_an_action_planned_and_another_check_taken_up_in_one_moment_is_kept(rig: Rig) -> None:
    """B10: typed while nothing got through: a day, then the way to another check, all in one transaction."""
    player = await at_summary(rig)
    await look_at(player, "sp.fin.cash")
    await player.press("button.take")
    words = ("In 14 days", "more", "Other checks", "Impact practice")

    await act(rig, *(partial(player.person.say, word) for word in words))

    assert player.conversation.framework == PRACTICE
    assert plans(rig) == {"act.sp.fin.cash.1": "open"}


def strange() -> Framework:
    """The common small framework with actions, all its texts full of signs that mean something elsewhere."""
    files = fx_files()
    for part in ("gov", "fin"):
        elements = files[f"{part}.toml"]["elements"]
        files[f"{part}.actions.toml"] = actions_for(elements)
        for one in elements:
            one["name"] = f"{one['id'][-2:]} {STRANGE}"[:40]
            one["find_out"] = f"Who {STRANGE}?"
        for one in files[f"{part}.actions.toml"]["actions"]:
            for key in ("text", "first_step", "done_when", "message", "also_helps", "not_if"):
                one[key] = f"{STRANGE} {one['from']}."
    return load(files)


async def test_actions_with_braces_emoji_and_right_to_left_words_are_shown_as_written(start: Start) -> None:
    """B57: in the name of an action's element, its text, its plan, its message and in the organisation's name."""
    rig = start(framework=strange())
    ana = rig.person(1)
    await enter(rig, ana, ODD)
    await press(
        rig, ana, "1 ", "Don't know", "Skip", "2 ", "Go on", "3 ", "2 ", "1 ", "Go on", "See the summary"
    )
    assert STRANGE in ana.screen().text
    await press(rig, ana, "Start", "Which sentence")
    shown = [ana.screen().text]
    await press(rig, ana, "Close", "I will do this", "In 3 days")
    shown.append(ana.screen().text)
    await say(rig, ana, "/agenda")
    await press(rig, ana, "q1 ", "Send to", "Close")

    assert conversation(rig, ana).state == "acting"
    assert all(STRANGE[:20] in text for text in shown)
    nothing_was_refused(rig.world)
    assert stored(rig)[2] == 0


async def test_an_action_of_a_question_that_is_no_longer_asked_is_out_at_once(start: Start) -> None:
    """B10: Q5 hangs on Q4; its action is taken up, Q4 goes down: no plan, no dead button; Q4 up: it is back."""
    rig = start(framework=strange())
    ana = rig.person(1)
    await enter(rig, ana)
    await press(rig, ana, "3 ", "3 ", "3 ", "Go on", "3 ", "1 ", "3 ", "Go on", "See the summary")
    await say(rig, ana, "/agenda")
    await press(rig, ana, "See all", "q5 ", "I will do this", "In 3 days")
    assert "YOUR NEXT STEPS" in ana.screen().text
    await say(rig, ana, "/answers")
    await press(rig, ana, "Finance", "q4 ", "1 ")
    await say(rig, ana, "/agenda")

    assert not [label for label in ana.screen().labels if label.startswith("q5")]
    assert "YOUR NEXT STEPS" not in ana.screen().text
    await say(rig, ana, "/answers")
    await press(rig, ana, "Finance", "q4 ", "3 ")
    await say(rig, ana, "/agenda")
    assert "YOUR NEXT STEPS" in ana.screen().text
    assert (said(rig, ana)[Q4], said(rig, ana)[Q5]) == (3, 1)


async def test_everything_of_every_check_is_given_and_everything_goes(rig: Rig) -> None:
    """B10: /mydata has the answers and plans of each check, of one person; /delete takes all, and no other's."""
    ben = Player(rig, rig.person(2))
    await ben.begin(check=PRACTICE, organisation="Other House")
    await ben.answer("ip.plan.need", Given(3))
    player = await at_summary(rig)
    await take(player, "sp.fin.cash")
    await player.say("/answers")
    await other_check(player, PRACTICE)
    await player.answer("ip.plan.need", Given(2))
    await player.say("/mydata")
    await rig.work()
    kept = json.loads(next(each.content for each in player.person.documents if each.name.endswith(".json")))
    assert len(kept["participation"]) == 2
    assert {one["element_id"] for one in kept["answer"]} >= {"sp.fin.cash", "ip.plan.need"}
    assert [one["action_id"] for one in kept["chosen_action"]] == ["act.sp.fin.cash.1"]
    assert "Other House" not in json.dumps(kept)

    await player.say("/delete")
    await player.tap("Yes, delete all")

    tables = (person, organisation, membership, assessment, participation)
    assert [count(rig, table) for table in tables] == [1] * 5
    assert (stored(rig), count(rig, chosen_action)) == ((1, 1, 0), 0)
    assert ben.answers["ip.plan.need"].level == 3
