"""The summary of a place for one respondent: its parts in order, what it says of groups, and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from bot.pseudo import PSEUDO
from bot.screens.place_summary import place_summary_text
from bot.screens.sight import House, Sight, units
from bot.words import load_words
from flows.conversation import Conversation, Inputs
from flows.events import ChatKey
from frameworks.load import shipped
from frameworks.stages import NoStage
from frameworks.summary import Fit, summarise
from frameworks.values import Answer, Said, Scope, Shown
from tests.accented import accented
from tests.frameworks.people import CASE_31, all_at
from tests.frameworks.samples import answers

EC = accented(shipped()["ec-1.0"])
FIT = accented(shipped()["fit-1.0"])
HOUSE = House(load_words(pseudo=True), "Operator", "privacy@example.org")
PLACE = "Early reading in Lira district"
MARCH = datetime(2026, 3, 12, 9, 5, tzinfo=UTC)
LIMIT = 3500

PARTS = (
    f"Your own view: {PLACE}",
    "In short: in place are Senior champion and Money for outcomes. "
    "Next come Legal power to pay for outcomes and Money promised for several years.",
    "WHERE THE PLACE IS",
    "WHAT IS STRONG",
    "THE SIX MUSTS (who confirmed)",
    "EACH PART (in place, out of all)",
    "NOT KNOWN, AND WHO COULD SAY",
    "WHO COULD DO WHAT NEXT",
    "IS THIS THE RIGHT ROAD?",
    "LIMITS",
)


def text_of(
    values: Mapping[str, Answer],
    inputs: Inputs,
    fit: Fit | None = None,
    language: str = "en",
    no_stage: NoStage | None = None,
) -> str:
    there = Conversation(
        ChatKey("here", 1, 1),
        language,
        EC.key,
        MARCH,
        inputs=replace(inputs, organisation=inputs.organisation or PLACE),
        answers=values,
    )
    frameworks = {each.key: each for each in (EC, FIT)}
    sight = Sight(there, EC, HOUSE.words_for(language), HOUSE, frameworks)
    result = summarise(EC, values, inputs.profile, Scope(inputs.scope), inputs.roles, fit)
    if no_stage is not None:
        result = replace(result, card=replace(result.card, stage=None, no_stage=no_stage))
    return place_summary_text(sight, result)


def case_31_alone() -> str:
    """One person of the government with the levels of the worked case."""
    fit = Fit(no=(), unsure=("fit.adapt",), asked=6)
    return text_of(CASE_31, Inputs(profile="both", group="government", roles=("legal",)), fit)


def part(text: str, title: str) -> list[str]:
    """The lines of one part, its title left out."""
    return next(each for each in text.split("\n\n") if each.startswith(title)).split("\n")[1:]


def test_the_parts_stand_in_their_order() -> None:
    parts = case_31_alone().split("\n\n")

    assert [each.split("\n")[0] for each in parts] == list(PARTS)


def test_the_head_names_who_pays_the_day_and_the_group() -> None:
    assert part(case_31_alone(), "Your own view") == [
        "Government and a donor pay together.",
        "12 March. 30 questions, 27 answered, by 1 person (Government, legal office).",
    ]


def test_one_person_gets_counts_and_no_stage() -> None:
    text = case_31_alone()

    assert part(text, "WHERE") == [
        "Musts: 3 of 6 met.",
        "In place: 9. Started: 15. Not yet: 3. Not known: 3.",
        "Your own view. Other groups have not answered yet.",
    ]
    assert "Stage" not in text


def test_at_most_three_strong_points_with_what_shows_them() -> None:
    assert part(case_31_alone(), "WHAT IS STRONG") == [
        "+ Senior champion. Shown: signed letter or order.",
        "+ Money for outcomes. Shown: letter of intention.",
        "+ Enough able providers. Shown: list of providers.",
    ]


def test_the_musts_name_the_group_that_confirmed_them() -> None:
    assert part(case_31_alone(), "THE SIX MUSTS") == [
        "Met: Senior champion (Government). Money for outcomes (Government). "
        "Enough able providers (Government).",
        "Started: Legal power to pay for outcomes (Government). "
        "Money promised for several years (Government). Agreed outcomes (Government).",
    ]


def test_what_others_decide_on_is_said_to_be_unconfirmed_and_who_could_say_is_named() -> None:
    values = all_at("provider", 3, {"law.power": "?", "money.pot": "?"}).answers
    named = {"ec.money.pot": Answer(Said.DONT_KNOW, who="donor_finance")}
    text = text_of({**values, **named}, Inputs(profile="both", group="provider"))

    assert part(text, "THE SIX MUSTS") == [
        "Met: Senior champion. Money promised for several years. Agreed outcomes (Service provider). "
        "Enough able providers (Service provider).",
        "Not known: Legal power to pay for outcomes (ask: legal office). "
        "Money for outcomes (ask: donor finance staff).",
        "Not confirmed by those who decide: Senior champion and Money promised for several years.",
    ]


def test_not_my_area_asks_the_offices_of_the_element_but_ones_own() -> None:
    away = Answer(Said.NOT_MY_AREA)
    values = {**CASE_31, "ec.law.data": away, "ec.market.adv": away}
    text = text_of(values, Inputs(profile="both", group="government", roles=("data_office",)))

    assert part(text, "NOT KNOWN")[:2] == [
        "Lawful data sharing: legal office.",
        "Currency and price risk: payer's finance staff, investor.",
    ]
    alone = {**answers(dict.fromkeys(CASE_31, 3)), "ec.market.adv": away}
    assert part(text_of(alone, Inputs(profile="both", group="donor")), "NOT KNOWN") == ["Skilled advisers."]


def test_each_group_has_at_most_one_thing_to_do_and_legal_steps_send_to_an_adviser() -> None:
    *steps, adviser = part(case_31_alone(), "WHO COULD DO")
    heads = [step.split(":")[0] for step in steps]

    assert heads == ["Government", "Government and Donor", "Donor", "Service provider", "Coordinator"]
    assert adviser == "Rules differ by country. Ask a local adviser before you act."


def test_what_a_coordinator_is_to_find_out_is_a_question() -> None:
    values = {**all_at("donor", 3).answers, "ec.market.inv": Answer(Said.DONT_KNOW)}
    rows = part(text_of(values, Inputs(profile="donor", group="donor")), "WHO COULD DO")

    assert rows == [
        "Coordinator: Ask the investor one question: who has offered start-up money in writing, and how much? "
        "Done when: you tap the answer here."
    ]


def test_the_road_says_what_the_fit_check_said() -> None:
    doubt = Fit(no=("fit.harm",), unsure=("fit.adapt",), asked=6)
    inputs = Inputs(profile="both", group="donor")

    assert part(case_31_alone(), "IS THIS") == [
        'In the fit check 5 of 6 were yes. Unsure: "The work may change". '
        "A normal contract stays a good answer too."
    ]
    assert part(text_of(CASE_31, inputs, doubt), "IS THIS") == [
        'In the fit check 4 of 6 were yes. No: "Harm can be kept out". Unsure: "The work may change". '
        "If these stay open after 3 months, a normal grant or contract may suit this place better. "
        "That is a good answer too."
    ]
    assert "The fit check helps to see it" in text_of(CASE_31, inputs)


def test_the_limits_keep_it_from_being_used_against_anybody() -> None:
    assert part(case_31_alone(), "LIMITS") == [
        "This is the view of 1 person, with 9 papers named. No one has checked it.",
        "It is not a ranking, and it says nothing about any one provider. "
        "Do not use it to choose who gets money.",
        "Only you can see this. Nobody gets it unless you send it.",
    ]


def test_one_group_alone_is_titled_as_its_view() -> None:
    text = text_of(CASE_31, Inputs(profile="both", group="donor"), no_stage=NoStage.ONE_GROUP)

    assert text.startswith(f"View of Donor: {PLACE}\n")
    assert part(text, "WHERE")[-1] == "View of Donor. Other groups have not answered yet."


def test_the_quick_check_counts_musts_and_sends_to_other_groups() -> None:
    inputs = Inputs(profile="both", group="government", scope="quick")
    met = text_of(all_at("government", 3).answers, inputs)
    begun = text_of(CASE_31, inputs)

    assert part(met, "WHERE")[:2] == [
        "Musts in place: 6 of 6.",
        "Do the full check with people from 2 other groups before anyone opens a tender.",
    ]
    assert part(begun, "WHERE")[1].startswith("Worth doing the full check; these are open: Legal power")


def test_before_any_answer_nobody_is_sent_to_ask_and_nothing_is_suggested() -> None:
    text = text_of({}, Inputs(profile="donor", group="donor"))

    assert part(text, "THE SIX MUSTS") == [
        "Not known: Senior champion. Legal power to pay for outcomes. Money for outcomes. "
        "Money promised for several years. Agreed outcomes. Enough able providers."
    ]
    assert "In short: this is the start." in text
    assert "WHO COULD DO" not in text


def anything(chance: Random) -> dict[str, Answer]:
    """Answers of one person who reached most of the questions."""
    said = [Answer(Said.DONT_KNOW), Answer(Said.DONT_KNOW, who="fin_ministry"), Answer(Said.NOT_MY_AREA)]
    said += [Answer(Said.NOT_APPLICABLE, option=1), *(Answer(Said.LEVEL, level) for level in (1, 1, 2, 2))]
    said += [Answer(Said.LEVEL, level, Shown.OPTION, 1) for level in (3, 3, 4)]
    reached = chance.choice((0.3, 0.9, 1.0))
    return {one: chance.choice(said) for one in EC.element_by_id if chance.random() < reached}


@pytest.mark.parametrize("language", ["en", "fr", PSEUDO])
def test_whatever_was_said_it_stays_under_its_limit_and_names_no_stage(language: str) -> None:
    chance = Random(11)
    stages = [EC.text(language, f"stage_name.{each}", name) for each, name in EC.stage_names.items()]
    for _ in range(60):
        inputs = Inputs(
            organisation=chance.choice((PLACE, "{theme} in {place} 🌍", "Brød " * 19 + "Brød")),
            profile=chance.choice(EC.profiles).id,
            group=chance.choice(EC.groups).id,
            roles=tuple(role.id for role in chance.sample(EC.roles, 3)),
            scope=chance.choice(("quick", "full", "full")),
        )
        fit = chance.choice((None, Fit(tuple(FIT.element_by_id), (), 6), Fit((), (), 6)))
        text = text_of(anything(chance), inputs, fit, language)

        assert units(text) < LIMIT
        assert "\n\n\n" not in text
        assert "{" not in text.replace(inputs.organisation, "")
        assert HOUSE.words_for(language).say("place.not_for_money") in text
        assert not any(f"{stage}." in text for stage in stages)
