"""Worked cases tapped and typed through the chat, from the first hello to the words of the summary."""

from __future__ import annotations

import pytest

from tests.frameworks.samples import SP
from tests.frameworks.worked import CASE_30, CASES, row, sp_card
from tests.golden import CASE_30_WORDS, NO_FIT_CHECK, ROAD
from tests.playing import Given, Player, given
from tests.rig import Rig

ways = pytest.mark.parametrize("typing", [False, True], ids=["tapped", "typed"])
CASE = {case.number: case for case in CASES}
SUMMARY_LIMIT = 3500


def case(number: int) -> dict[str, Given]:
    """What a person says to come to this worked case."""
    values = {element.id: CASE[number].base for element in SP.elements}
    return given(values | {f"sp.{name}": said for name, said in CASE[number].changes.items()})


def part(text: str, title: str) -> str:
    """The paragraph of the summary that begins with this line."""
    return next(each for each in text.split("\n\n") if each.startswith(title)).partition("\n")[2]


async def result_of(rig: Rig, number: int, *, typing: bool) -> str:
    player = Player(rig, rig.person(1), typing)
    text = await player.full_run(case(number), profile=CASE[number].profile)

    assert row(sp_card(player.answers, CASE[number].profile)) == CASE[number].counts
    assert len(text) < SUMMARY_LIMIT
    return text


@ways
async def test_case_10_with_a_must_that_is_not_known(typing: bool, rig: Rig) -> None:
    text = await result_of(rig, 10, typing=typing)

    assert text.startswith(
        "Your readiness check: Hope Homes\n12 March. 30 questions, 29 answered, by 1 person (finance officer)."
        "\n\nIn short: in place are Leaders behind it and Outcomes we can measure. "
        "Next comes Cash to wait for payment.\n\n"
    )
    assert part(text, "WHERE YOU ARE") == (
        "Musts: 5 of 6 met.\n"
        "In place: 29. Started: 0. Not yet: 0. Not known: 1.\n"
        "Stage not settled: Building to Ready to start talks.\n"
        # The only one who could say is the one who answers, so nobody is to be asked.
        "It hangs on: Cash to wait for payment."
    )
    assert part(text, "THE SIX MUSTS") == (
        "Met: Leaders behind it. Outcomes we can measure. Reliable outcome data. Sound accounts. "
        "Safe for people.\n"
        "Not known: Cash to wait for payment."
    )
    assert "Money 3 of 4 (1 not known)." in part(text, "EACH PART")
    assert part(text, "BEFORE YOU SIGN").count(": met.") == 7
    assert part(text, "DO THIS FIRST").startswith("Ask a colleague one question: ")
    assert "THEN" not in text


@ways
async def test_case_14_with_three_that_do_not_apply(typing: bool, rig: Rig) -> None:
    text = await result_of(rig, 14, typing=typing)

    assert text.startswith("Your readiness check: Hope Homes\n12 March. 27 questions, 27 answered, ")
    where = part(text, "WHERE YOU ARE").splitlines()
    assert where[:2] == [
        "Musts: 6 of 6 met.",
        "In place: 27. Started: 0. Not yet: 0. Does not apply: 3.",
    ]
    assert where[2:] == [
        "Stage: Ready to start talks. This means: you can start talks. It does not mean ready to sign. Before "
        "you sign, these 7 must be in place: Reaching the right people (met), Ready for outside checks (met), "
        "Cost per result (met), Contract skill (met), Papers to bid and be paid (met), Consent and client data "
        "(met) and Fair to the hardest to reach (met). Get a lawyer's view."
    ]
    assert part(text, "EACH PART") == (
        "Leaders 3 of 3. Service 4 of 4 (1 does not apply).\n"
        "Data 4 of 4. Using data 3 of 3.\n"
        "Money 4 of 4. People 2 of 2 (1 does not apply).\n"
        "Partners and contract 3 of 3 (1 does not apply).\n"
        "Safe and fair 4 of 4."
    )


@ways
async def test_case_7_not_sure_who_pays_first(typing: bool, rig: Rig) -> None:
    text = await result_of(rig, 7, typing=typing)

    assert part(text, "WHERE YOU ARE").startswith(
        "Musts: 6 of 6 met.\nIn place: 30. Started: 0. Not yet: 0.\nStage: Ready to start talks. This means:"
    )
    assert (
        'Cash: you chose "not sure who pays first". If you must wait for payment yourself, you need level 3. '
        "If an investor or a grant pays first, level 2 is enough. You are at 2. The stage uses level 2."
    ) in text.split("\n\n")


@ways
async def test_case_30_comes_out_in_the_words_of_the_golden_text(typing: bool, rig: Rig) -> None:
    what = given(CASE_30)
    what |= {"sp.ops.team": Given(3, proof=0), "sp.fin.control": Given(3, proof=2)}
    what |= {"sp.part.trust": Given(3, proof=2)}
    player = Player(rig, rig.person(1), typing)
    text = await player.full_run(what, profile="unsure")

    assert text == CASE_30_WORDS.format(road=NO_FIT_CHECK)
    await player.choose("Is this the right road?")
    for element in player.framework.elements:
        unsure = element.id in {"fit.time", "fit.payer"}
        await player.answer(element.id, Given("?" if unsure else 2))
    await player.press("button.go_on")

    assert player.screen.text == CASE_30_WORDS.format(road=ROAD)
