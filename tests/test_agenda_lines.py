"""What to do and whether this is the right road, as the summary prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from random import Random

import pytest

from bot.pseudo import PSEUDO
from bot.screens.sight import House, Sight, units
from bot.screens.summary import summary_of, summary_text
from bot.words import load_words
from flows.conversation import Chosen, Conversation, Inputs
from flows.events import ChatKey
from frameworks.agenda import Picture, agenda
from frameworks.load import shipped
from frameworks.model import Framework
from frameworks.scoring import score
from frameworks.settling import Settled, State, settle
from frameworks.summary import Fit
from frameworks.values import Answer, Said, Shown
from tests.accented import accented
from tests.frameworks.pictures import some_answers
from tests.frameworks.samples import all_sp, answers
from tests.frameworks.worked import CASE_30, at
from tests.golden import CASE_30_WORDS, NO_FIT_CHECK, ROAD

FRAMEWORKS = {key: accented(one) for key, one in shipped().items()}
SP = FRAMEWORKS["sp-1.0"]
HOUSE = House(load_words(pseudo=True), "Operator", "privacy@example.org")
LIMIT = 3500
SECOND = Answer(Said.LEVEL, 3, Shown.OPTION, 2)
CASE = answers(CASE_30) | {
    "sp.ops.team": Answer(Said.LEVEL, 3, Shown.NOTHING, kept=True),
    "sp.fin.control": SECOND,
    "sp.part.trust": SECOND,
}
FINANCE = Inputs(organisation="Hope Homes", size="medium", profile="unsure", roles=("finance",))
NOBODY = replace(FINANCE, profile="direct", roles=())
TWO_UNSURE = Fit(no=(), unsure=("fit.payer", "fit.time"), asked=6)


def sight_of(
    values: Mapping[str, Answer],
    inputs: Inputs = NOBODY,
    framework: Framework = SP,
    language: str = "en",
    chosen: Mapping[str, Chosen] | None = None,
) -> Sight:
    there = Conversation(
        ChatKey("here", 1, 1),
        language,
        framework.key,
        datetime(2026, 3, 12, 9, 5, tzinfo=UTC),
        state="summary",
        inputs=inputs,
        answers=values,
        chosen=chosen or {},
    )
    return Sight(there, framework, HOUSE.words_for(language), HOUSE, FRAMEWORKS)


def text_of(sight: Sight, fit: Fit | None = None) -> str:
    return summary_text(sight, replace(summary_of(sight), fit=fit))


def part(text: str, title: str) -> str:
    """The paragraph that begins with this line, without it; empty where there is none."""
    found = (each for each in text.split("\n\n") if each.startswith(title))
    return next(found, "").partition("\n")[2]


def test_case_30_comes_out_word_for_word() -> None:
    sight = sight_of(CASE, FINANCE)

    assert text_of(sight, TWO_UNSURE) == CASE_30_WORDS.format(road=ROAD)
    assert text_of(sight) == CASE_30_WORDS.format(road=NO_FIT_CHECK)


def test_the_first_half_hour_of_a_longer_action_is_for_now() -> None:
    text = text_of(sight_of(all_sp(3, at(2, "fin.cash"))))

    record = SP.action_by_id["act.sp.fin.cash.2"]
    assert part(text, "DO THIS FIRST (this week, no cost)") == (
        f"{record.first_step} 30 minutes.\n"
        f"This is the start of: {record.text} Finance officer, 5 days of work.\n"
        f"Done when: {record.done_when} {record.also_helps}\n"
        "This takes Money from 3 to 4 of 4."
    )
    assert "\nTHEN\n" not in text


def test_what_is_found_out_now_has_no_first_step_and_names_who_sees_to_it() -> None:
    text = text_of(sight_of(all_sp(3, at("?", "care.safe"))))

    assert part(text, "DO THIS FIRST") == (
        "Ask the safeguarding lead one question: when was our policy last used?\n"
        "Director, half a day.\n"
        "Done when: you tap the answer here.\n"
        "It turns not known into an answer."
    )


def test_where_nobody_else_could_say_a_colleague_is_asked_by_you() -> None:
    text = text_of(sight_of(all_sp(3, at("?", "fin.cash")), FINANCE))
    director = replace(FINANCE, roles=("director",))
    own = text_of(sight_of(all_sp(3, at("?", "lead.board")), director))

    asked = {one: SP.element_by_id[f"sp.{one}"].find_out for one in ("fin.cash", "lead.board")}
    assert part(text, "DO THIS FIRST").startswith(
        f"Ask a colleague one question: {asked['fin.cash']}\nDirector,"
    )
    # The director sees to it that the board is asked: the one who answers is the director.
    assert part(own, "DO THIS FIRST").startswith(
        f"Ask the board member one question: {asked['lead.board']}\nDone when:"
    )


def test_an_action_of_somebody_else_says_whose_it_is() -> None:
    lead, director = all_sp(3, at(1, "lead.board")), replace(NOBODY, roles=("director",))
    theirs = part(text_of(sight_of(lead)), "DO THIS FIRST").splitlines()
    own = part(text_of(sight_of(lead, director)), "DO THIS FIRST").splitlines()

    assert theirs[1:2] == ["Director, half a day."]
    assert own == [theirs[0], *theirs[2:]]


def test_the_smallest_organisations_read_their_own_text_and_you() -> None:
    values = all_sp(1, at(3, "meas.outc", "meas.data", "fin.cash", "care.safe", "fin.control"))
    small = replace(NOBODY, size="small", roles=("director",))
    text = text_of(sight_of(values | answers({"sp.meas.data": 1}), small))

    assert part(text, "DO THIS FIRST").startswith(
        "Talk about payment for results with those who lead the group with you. Write down the date"
    )
    assert "join as a partner under a lead" in text
    assert (
        "1. Choose one service and two outcomes. Fill in one short form for 20 people. Data lead, 2" in text
    )
    data = text_of(sight_of(values | answers({"sp.meas.data": 1}), replace(small, roles=("data_lead",))))
    assert "1. Choose one service and two outcomes. Fill in one short form for 20 people. You, 2 days" in data


def test_what_was_taken_up_is_not_printed_again() -> None:
    taken = {"act.sp.fin.cash.1": Chosen(), "act.sp.meas.data.1": Chosen(status="dropped")}
    text = text_of(sight_of(CASE, FINANCE, chosen=taken))

    assert SP.action_by_id["act.sp.fin.cash.1"].text not in text
    assert SP.action_by_id["act.sp.meas.data.1"].text not in text, "left for another year, by choice"


def test_an_element_for_advisers_says_so_once() -> None:
    advised = text_of(sight_of(all_sp(3, at(1, "part.access", "part.legal", "part.deal"))))

    assert advised.count("Rules differ by country. Ask a local adviser before you act.") == 1
    assert "Rules differ by country" not in text_of(sight_of(CASE))


def test_money_and_small_costs_are_named() -> None:
    place = replace(NOBODY, profile="both", organisation="Busia")
    needs_money = text_of(
        sight_of(all_at_three(FRAMEWORKS["ec-1.0"], "ec.market.help"), place, FRAMEWORKS["ec-1.0"])
    )
    low = text_of(sight_of(all_sp(3, {**at(2, "prog.quality", "prog.reach"), **at(1, "prog.toc")})))

    assert "Donor lead, 5 days of work, needs money." in needs_money
    assert "Programme manager, 5 days of work, low cost." in low


def all_at_three(framework: Framework, *at_one: str) -> dict[str, Answer]:
    return answers({one.id: 1 if one.id in at_one else 3 for one in framework.elements})


def test_a_must_that_is_seen_differently_is_talked_about() -> None:
    sight = sight_of(all_sp(3))
    settled = settle(SP, all_sp(3), "direct") | {"sp.meas.outc": Settled(State.OPEN, 2, 4)}
    found = agenda(Picture(SP, settled, score(SP, settled, "direct"), "direct"))
    text = summary_text(sight, replace(summary_of(sight), agenda=found))

    assert part(text, "DO THIS FIRST") == (
        'Talk about "Outcomes we can measure" for 15 minutes, then choose one level together.\n'
        "Director, half a day.\n"
        "Done when: one level is set here.\n"
        "It settles the question for all of you."
    )


def test_a_framework_without_actions_keeps_its_first_steps() -> None:
    framework = FRAMEWORKS["ip-1.0"]
    values = all_at_three(framework, "ip.plan.need")
    text = text_of(sight_of(values, replace(NOBODY, size="small"), framework))

    assert part(text, "DO THIS FIRST (30 minutes each, no cost)").startswith(
        "1. Know the need: Ask one person"
    )
    assert "Send to a colleague" not in text
    assert "right road" not in text


@pytest.mark.parametrize(
    ("no", "unsure", "words"),
    [
        ((), (), "In the fit check all 6 were yes. A normal grant stays a good answer too."),
        (
            (),
            ("fit.adapt",),
            'In the fit check 5 of 6 were yes. Unsure: "The work may change". A normal grant stays a good answer too.',
        ),
        (
            ("fit.payer",),
            (),
            'In the fit check 5 of 6 were yes. No: "Someone will pay". A normal grant stays a good answer too.',
        ),
        (
            ("fit.payer", "fit.time"),
            (),
            'In the fit check you said no on 2 of 6: "We can reach the result in time" and "Someone will pay". '
            "If both stay open after 3 months, a normal grant may suit you better. That is a good answer too.",
        ),
        (
            ("fit.adapt",),
            ("fit.payer", "fit.time"),
            'In the fit check you said no or unsure on 3 of 6: "We can reach the result in time", "Someone will '
            'pay" and "The work may change". If they stay open after 3 months, a normal grant may suit you '
            "better. That is a good answer too.",
        ),
    ],
)
def test_the_right_road_is_asked_about_from_two_doubts_on(
    no: tuple[str, ...], unsure: tuple[str, ...], words: str
) -> None:
    text = text_of(sight_of(all_sp(4)), Fit(no, unsure, 6))

    assert part(text, "IS THIS THE RIGHT ROAD?") == words


def shape(text: str) -> tuple[bool, int, int]:
    """Whether it says how to pass a step on, how many strong points it has, and how many actions."""
    first = "DO THIS FIRST" in text
    return "Send to a colleague" in text, text.count("\n+ "), first + len(part(text, "THEN").splitlines())


def padded(length: int) -> Framework:
    """The framework with so much longer names of its proofs, which stand at the strong points alone."""
    return replace(
        SP,
        dimensions=tuple(
            replace(
                one,
                elements=tuple(
                    replace(each, proof=tuple(f"{text} {'x' * length}" for text in each.proof))
                    for each in one.elements
                ),
            )
            for one in SP.dimensions
        ),
    )


def test_a_long_summary_gives_way_in_order_and_keeps_musts_road_and_limits() -> None:
    shapes = []
    for length in range(0, 900, 10):
        text = text_of(sight_of(CASE, FINANCE, padded(length)), TWO_UNSURE)
        assert units(text) < LIMIT
        assert ROAD in text
        assert part(text, "THE SIX MUSTS").count("\n") == 3
        assert part(text, "LIMITS").count("\n") == 1
        shapes.append(shape(text))

    met = list(dict.fromkeys(shapes))
    assert met[:5] == [(True, 4, 3), (False, 4, 3), (False, 3, 3), (False, 3, 2), (False, 2, 1)]
    assert all(one >= other for one, other in pairwise(met))


@pytest.mark.parametrize("language", ["en", "fr", PSEUDO])
@pytest.mark.parametrize("key", ["sp-1.0", "ec-1.0"])
def test_whatever_is_answered_the_summary_fits(key: str, language: str) -> None:
    framework = FRAMEWORKS[key]
    for seed in range(120):
        random = Random(seed)
        inputs = replace(
            FINANCE,
            profile=random.choice(framework.profiles).id,
            size=random.choice(["", "small", "medium"]),
            roles=tuple(random.sample([role.id for role in framework.roles], 1)),
            scope=random.choice(["full", "quick"]),
        )
        doubts = tuple(one.id for one in random.sample(FRAMEWORKS["fit-1.0"].elements, random.randint(0, 6)))
        fit = random.choice([None, Fit(doubts[:3], doubts[3:], 6)])
        text = text_of(sight_of(some_answers(framework, random), inputs, framework, language), fit)

        assert units(text) < LIMIT
        assert "{" not in text
        assert "\n\n\n" not in text
        assert not any(line != line.strip() for line in text.splitlines())
