"""What a report says: every must with its reason, counts before the stage, and nothing it must not say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.report.facts import ALONE, Agreement, Before, Facts, Spread, Standing
from bot.report.making import report_of
from bot.report.report import Mark, Report, Section
from bot.report.text import MESSAGE, report_messages, report_text
from bot.screens.sight import units
from frameworks.load import shipped
from tests.frameworks.samples import answers
from tests.frameworks.worked import CASE_30_LEVELS
from tests.gallery import STRONG, by_element
from tests.report.samples import (
    ARABIC,
    HOPE,
    LONG,
    many_parts,
    place,
    provider,
    sight_of,
    strong_provider,
    team_facts,
)
from tests.test_words import NEVER, NO_RANKING

MUSTS = [element for element in shipped()["sp-1.0"].elements if element.must]
EVERY: dict[str, Callable[[str], Report]] = {
    "provider": provider,
    "team": lambda language: provider(language, facts=team_facts()),
    "half-way": strong_provider,
    "place": place,
}


def section(report: Report, name: str) -> Section:
    return next(each for each in report.sections if each.id == name)


def has(report: Report, name: str) -> bool:
    return any(each.id == name for each in report.sections)


def test_every_must_stands_with_its_word_and_its_reason() -> None:
    musts = section(provider(), "musts").lines

    assert {line.text for line in musts} == {element.name for element in MUSTS}
    cash = next(line for line in musts if line.text == "Cash to wait for payment")
    assert (cash.label, cash.mark) == ("Not yet", Mark.NOT_YET)
    assert cash.beneath[0].startswith("Now, level 1: We have no cash forecast")
    assert cash.beneath[1].startswith("Needed, level 2: We have a cash forecast")
    assert "Level 3 is needed to wait for payment oneself" in cash.beneath[2]
    safe = next(line for line in musts if line.text == "Safe for people")
    assert (safe.label, safe.beneath) == ("Not known", ("Could say: safeguarding lead.",))


def test_counts_stand_before_the_stage_and_the_strong_points_before_the_musts() -> None:
    report = provider()

    assert [line.split(":")[0] for line in report.counts] == ["Musts", "In place", "Stage"]
    assert [each.id for each in report.before] == ["strong", "musts"]
    assert report.first[0].startswith("Made by the organisation for its own learning.")


def test_the_bars_count_what_the_summary_counts() -> None:
    report = provider()
    bars = report.profile.bars

    assert sum(bar.counted for bar in bars) == 30
    assert [sum(bar.of(mark) for bar in bars) for mark in Mark] == [4, 9, 16, 0, 1]
    assert [bar.short for bar in bars][:2] == ["0 of 3", "1 of 5"]
    assert bars[7].told == "8. Safe and fair, 4 questions. Started: 1. Not yet: 2. Not known: 1."


def test_the_agenda_has_what_was_chosen_first_with_owner_and_day() -> None:
    table = section(provider(facts=team_facts()), "agenda").table

    assert table is not None
    assert table.columns == ("What", "Who", "When", "Done when")
    assert [row[1:3] for row in table.rows[:2]] == [
        ("Amina Otieno (finance)", "30 March 2026"),
        ("Data lead", "At the next board meeting"),
    ]
    assert {row[2] for row in table.rows[2:]} == {"Not chosen yet"}


def test_what_one_person_cannot_know_is_left_out() -> None:
    report = provider()

    assert not has(report, "agreement")
    assert not has(report, "then")
    assert "Asked for by a funder." not in report.first


def test_a_team_adds_agreement_and_the_round_before() -> None:
    report = provider(facts=team_facts())

    agreed = section(report, "agreement").table
    assert agreed is not None
    assert [row[1] for row in agreed.rows] == ["far apart"] * 10 + ["worth a talk"] * 10 + ["close"] * 10
    names = {element.name for element in MUSTS}
    assert agreed.rows[0][0] in names and agreed.rows[1][0] in names
    then = section(report, "then")
    assert then.intro[0] == "Compared questions: 28. In place on 1 September 2025: 6. In place now: 4."
    assert then.intro[2:] == ("Up: Money.", "Down: Data.", "About the same: Leaders.")
    assert then.table is not None
    assert then.table.rows[0] == (
        "Reliable outcome data",
        "2 Starting",
        "1 Not yet",
        "We now know what a check means.",
    )
    assert then.after == ("A lower level can mean you now know more about what good looks like.",)
    assert report.first[0] == "Asked for by a funder."
    assert "finance officer" not in " ".join(report.head)


def test_too_few_levels_and_too_few_questions_are_said_to_be_too_few() -> None:
    element = MUSTS[0].id
    facts = Facts(
        people=2,
        agreement=(Agreement(element, Spread.TOO_FEW, Standing.OPEN),),
        before=Before(team_facts().before.day),  # type: ignore[union-attr]
    )

    report = provider(facts=facts)

    table = section(report, "agreement").table
    assert table is not None and table.rows == ((MUSTS[0].name, "too few to tell", "open"),)
    assert section(report, "then").intro[0].startswith("Too few questions")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_stage_that_is_not_shown_is_said_nowhere(language: str) -> None:
    facts = replace(team_facts(), show_stage=False)
    inputs = replace(HOPE, profile="direct", size="small")
    for levels in (CASE_30_LEVELS, STRONG):
        sight = sight_of("sp-1.0", by_element("sp-1.0", levels), inputs, language=language)
        shown, hidden = report_text(report_of(sight)), report_text(report_of(sight, facts))

        names = shipped()["sp-1.0"].stage_names.values()
        assert any(name in shown for name in names)
        assert not any(name in hidden for name in names)
        assert not re.search(r"sign later|you can start talks", hidden)


def test_levels_of_several_people_take_the_place_of_ones_own() -> None:
    facts = Facts(people=3, levels={"sp.fin.cash": (1, 3), "sp.lead.board": (2, 2)})

    lines = {line.text: line.beneath for line in section(provider(facts=facts), "musts").lines}

    assert lines["Cash to wait for payment"][0] == "Between level 1 and level 3."
    assert lines["Leaders behind it"][0].startswith("Now, level 2: ")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", EVERY)
def test_no_report_judges_ranks_or_gives_a_share(name: str, language: str) -> None:
    text = report_text(EVERY[name](language)).replace(NO_RANKING[language], "")

    assert not re.search(rf"\b(?:{NEVER['en']}|{NEVER['fr']})\b", _ours(text), re.IGNORECASE)
    assert not re.search(r"%|\baverage|\bmoyenne|\d[.,]\d(?! )", text.replace("version 1.0", ""))


def _ours(text: str) -> str:
    """Without the words of a framework for things: an official check, an award, a proof, a leader."""
    return re.sub(r"award|officials?|approved|\bleading\b|\bexpert\w*", "", text, flags=re.IGNORECASE)


def test_a_place_says_what_it_is_not_and_names_no_stage() -> None:
    report = place()

    assert "It is not a ranking" in report.first[1]
    assert report.unchecked == "No one has checked it."
    assert not any(line.startswith("Stage") for line in report.counts)
    table = section(report, "agenda").table
    assert table is not None and table.rows[0][1] == "Government"


@pytest.mark.parametrize("key", ["ip-1.0", "ob-1.0"])
def test_checks_without_musts_and_actions_have_a_report_too(key: str) -> None:
    framework = shipped()[key]
    levels = {element.id: 1 + number % 3 for number, element in enumerate(framework.elements)}
    report = report_of(sight_of(key, answers(levels)))

    assert report.title == framework.name
    assert not has(report, "musts")
    assert section(report, "agenda").lines


def test_the_text_holds_everything_that_the_sections_hold() -> None:
    report = provider(facts=team_facts())
    text = report_text(report)

    for each in report.sections:
        said = [
            *each.intro,
            *each.after,
            *(part for line in each.lines for part in (line.text, *line.beneath)),
        ]
        said += [cell for row in (each.table.rows if each.table else ()) for cell in row]
        assert all(part in text for part in said), each.id
    assert all(bar.told in text for bar in report.profile.bars)
    assert report.unchecked in text


@pytest.mark.parametrize("most", [MESSAGE, 700])
def test_the_text_comes_in_messages_that_fit_and_lose_nothing(most: int) -> None:
    report = many_parts(provider("fr", LONG, team_facts()), [LONG, ARABIC, "🏫" * 120])

    messages = report_messages(report, most)

    assert all(0 < units(message) <= most for message in messages)
    assert " ".join(messages).split() == report_text(report).split()
    assert len(messages) <= 1 + units(report_text(report)) // (most // 2)


def test_a_report_of_nothing_yet_is_no_error() -> None:
    report = report_of(sight_of("sp-1.0", {}), ALONE)

    assert report_text(report)
    assert report.unchecked in report_text(report)
