"""Whole conversations in every shipped framework, and with what follows a summary, as people read them.

`pytest tests/test_transcripts_checks.py --rewrite-transcripts` writes the files anew; read the difference
before you keep it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests import test_transcripts as transcripts
from tests.frameworks.worked import CASE_30, QUICK
from tests.playing import Given, Player, given
from tests.rig import Rig

Compare = transcripts.Compare
same_as_stored = transcripts.same_as_stored

PLACE, PRACTICE, BASICS, PROVIDER = "ec-1.0", "ip-1.0", "ob-1.0", "sp-1.0"


def answers(prefix: str, base: int | str, changes: Mapping[str, Given], names: str) -> dict[str, Given]:
    """`base` for every name, with these changes; names without the prefix of their framework."""
    what = {name: Given(base) for name in names.split()} | dict(changes)
    return {f"{prefix}.{name}": said for name, said in what.items()}


ALL_OF_A_PLACE = """
    will.champ will.policy will.stable will.why law.power law.buy law.actors law.access law.data money.pot
    money.years money.pay money.prep money.risk payer.team payer.design payer.manage payer.join data.need
    data.outc data.check data.proof market.prov market.help market.adv market.inv trust.roles trust.share
    trust.people trust.fair
"""
OFFICIAL = answers(
    "ec",
    2,
    {
        "will.champ": Given(3, proof=1),
        "will.why": Given(3, proof=0),
        "law.power": Given("?", who="legal"),
        "law.buy": Given(1),
        "law.access": Given("x"),
        "law.data": Given("?"),
        "money.pot": Given(3, proof=2),
        "money.years": Given(1),
        "money.risk": Given("-"),
        "payer.manage": Given(3, proof=0, keep=False),
        "data.check": Given("?", who="checker"),
        "data.proof": Given("-"),
        "market.adv": Given("-"),
        "market.inv": Given("-"),
        "trust.roles": Given(4, proof=1),
        "trust.fair": Given(1),
    },
    ALL_OF_A_PLACE,
)


async def test_one_official_looks_at_a_place(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    await player.begin(
        check=PLACE, organisation="Lake District", profile="both", group="government", roles=()
    )
    await player.all_answers(OFFICIAL)
    await player.press("button.summary")
    await player.press("button.how")
    await player.press("button.close")
    await player.press("button.start_step")
    await player.press("button.pass_on")
    await player.press("button.close")
    await player.press("button.back")
    await player.press("button.back")
    await player.press("button.stop")

    assert not player.conversation.inputs.roles
    same_as_stored("place_full", player.transcript())


async def test_one_provider_takes_the_quick_look_at_a_place(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    await player.begin(
        check=PLACE,
        organisation="Lake District",
        profile="donor",
        group="provider",
        roles=("provider",),
        full=False,
    )
    what = {"money.pot": Given("?", who="budget_office"), "payer.team": Given("-"), "market.prov": Given(3)}
    await player.all_answers(answers("ec", 2, what, ALL_OF_A_PLACE))
    await player.press("button.summary")
    await player.press("button.how")
    await player.press("button.close")

    assert player.conversation.inputs.scope == "quick"
    same_as_stored("place_quick", player.transcript())


async def to_the_scope(player: Player) -> None:
    """Through the way in of the provider check, to the screen that asks how much."""
    await player.say("/start")
    await player.press("language.name")
    await player.press("button.agree")
    await player.pick(PROVIDER)
    await player.say("Hope Homes")
    await player.way_in("medium", "direct", "", ("director",))


async def test_the_fit_check_first_and_then_the_provider_check(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    await to_the_scope(player)
    await player.choose("First: ")
    said = {"fit.time": "?", "fit.payer": "?"}
    for element in player.framework.elements:
        await player.answer(element.id, Given(said.get(element.id, 2)))
    await player.press("button.talk")
    await player.press("button.close")
    await player.press("button.go_on")
    await player.how_much(full=False)
    await player.all_answers(given({**QUICK, "sp.fin.cash": 1, "sp.meas.data": 2}))
    await player.press("button.summary")

    await player.press("button.fit_again")
    await player.press("button.go_on")

    assert (player.conversation.framework, player.conversation.state) == (PROVIDER, "summary")
    same_as_stored("fit_check_first", player.transcript())


async def test_the_whole_of_impact_practice(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    what = {each.id: Given(3) for each in rig.core.screens.frameworks[PRACTICE].elements}
    what |= {"ip.plan.goal": Given(2), "ip.do.consent": Given("?"), "ip.assess.sum": Given(1)}
    what |= {"ip.assess.honest": Given(4), "ip.review.tell": Given(1)}
    await player.full_run(what, check=PRACTICE)
    await player.press("button.how")
    await player.press("button.close")
    await player.press("button.stop")
    await player.press("button.result")

    same_as_stored("practice_full", player.transcript())


async def test_the_whole_of_organisation_basics(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    what = {each.id: Given(1) for each in rig.core.screens.frameworks[BASICS].elements}
    what |= {"ob.gov.board": Given(3), "ob.fin.books": Given(2), "ob.hr.safe": Given("?")}
    await player.full_run(what, check=BASICS)

    same_as_stored("basics_full", player.transcript())


async def test_several_checks_of_one_person(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    await player.begin()
    await player.dimension("lead", given(CASE_30))
    await player.press("button.go_on")
    await player.answer("sp.prog.toc", Given(3, proof=1))
    here = player.conversation
    await player.say("/about")
    await player.press("button.sources")
    await player.press("button.close")
    await player.press("button.more")
    await player.press("button.checks")
    await player.pick(PRACTICE)
    there = player.conversation.framework
    await player.answer("ip.plan.need", Given(2))
    await player.press("button.more")
    await player.press("button.checks")
    await player.tap("My organisation: 4 of 30 done")

    after = player.conversation
    assert there == PRACTICE
    assert (after.framework, after.element, after.answers) == (PROVIDER, here.element, here.answers)
    same_as_stored("several_checks", player.transcript())


async def take(player: Player, element: str, when: str = "", day: str = "") -> None:
    """From all that is not in place to this action, taken up at an event or on a typed day."""
    await look_at(player, element)
    await player.press("button.take")
    if player.conversation.state == "swapping":
        await player.tap("Outcomes we can measure")
    await (player.say(day) if day else player.press(f"when.{when}"))


async def look_at(player: Player, element: str) -> None:
    """This action, by the list of all that is not in place."""
    if player.conversation.state != "planning":
        await player.say("/agenda")
    await player.tap("See all ")
    await player.tap(player.framework.element_by_id[element].name)


async def plan_four(player: Player) -> None:
    """The first from the summary, with the sentence to start with; then three more, the last for another."""
    await player.press("button.pass_on")
    await player.press("button.close")
    await player.say("/result")
    await player.press("button.start_step")
    await player.press("button.missing")
    await player.tap("We have a cash forecast")
    await player.tap("If a payment came 1 month late")
    await player.tap("We have a cash forecast")
    await player.press("button.ticked")
    await player.press("button.take")
    await player.press("when.board")
    await take(player, "sp.meas.outc", day="1 November")
    await take(player, "sp.part.access", when="tender")
    await take(player, "sp.lead.board", day="12/3")


async def what_became_of_it(player: Player) -> None:
    """One is done, shown and raised, one moved, one made smaller, helped and dropped."""
    await player.tap("Cash to wait for payment")
    await player.press("button.did")
    await player.press("button.show_yes")
    await player.choose("Yes, raise to ")
    await player.tap("Leaders behind it")
    await player.press("button.moved")
    await player.tap("In 14 days")
    await player.tap("Permission to work there")
    await player.press("button.hinder")
    await player.press("button.smaller")
    await player.tap("Permission to work there")
    await player.press("button.hinder")
    await player.press("button.ask_help")
    await player.press("button.close")
    await player.press("button.drop")
    await player.tap("Reliable outcome data")
    await player.press("button.drop")
    await player.say("/agenda")


async def test_an_agenda_and_what_becomes_of_it(rig: Rig, same_as_stored: Compare) -> None:
    player = Player(rig, rig.person(1))
    await player.full_run(given(CASE_30), profile="unsure", roles=("finance",))
    await plan_four(player)
    await what_became_of_it(player)

    assert player.answers["sp.fin.cash"].level == 2
    same_as_stored("agenda", player.transcript())


PLAYED_TWICE = (
    *("place_full", "place_quick", "fit_check_first", "practice_full", "basics_full", "agenda"),
    *("quick_worth_the_full", "quick_start_with", "quick_full_with_colleagues"),
)


@pytest.mark.parametrize("name", PLAYED_TWICE)
async def test_the_terminal_shows_the_same(name: str, database: str, tmp_path: Path) -> None:
    tapped = (transcripts.FOLDER / f"{name}.txt").read_text("utf-8")
    printed = await transcripts.in_the_terminal(database, transcripts.typed_lines(tapped), tmp_path)

    place, everything = 0, transcripts.plain(printed)
    shown = re.sub(r"^\[.*\]$", "", tapped, flags=re.M)
    for screen in re.split(r"^~ .*$|^> .*$|^\(.*\)$", shown, flags=re.M):
        found = everything.find(transcripts.plain(screen), place)
        assert found >= 0, f"not in the terminal, or not in its turn:\n{screen}"
        place = found
