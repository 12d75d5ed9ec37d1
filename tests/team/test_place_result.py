"""The summary of a place for all its groups: the golden text, who confirmed, what is counted and not shown."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from bot.pseudo import PSEUDO
from bot.report.making import report_of
from bot.report.own_files import result_csv, result_json
from bot.report.text import report_text
from bot.report.view import View
from bot.screens.results import result
from bot.screens.sight import Sight, units
from bot.team.result_facts import told
from flows.pages import SharedWith
from flows.team_results import TeamResult
from frameworks.place_card import printed
from frameworks.places import Voice
from frameworks.values import Answer, Said
from tests.frameworks.people import all_at, case_31_voices
from tests.frameworks.samples import answer
from tests.team.golden_place import CASE_31_WORDS, as_recorded
from tests.team.place_samples import apart, case_31_result, case_35, few, member, place_summaries
from tests.team.planning_made import part
from tests.team.result_made import EC, SEPTEMBER, place_round, screens

SUMMARY_LIMIT = 3500
each_language = pytest.mark.parametrize("language", ["en", "fr", PSEUDO])


def text_of(voices: list[Voice], profile: str = "government") -> str:
    return result(member(TeamResult(place_round(voices, profile)))).text


def recorded(sight: Sight) -> Sight:
    """The same with the records that the worked case prints."""
    framework = as_recorded(EC)
    return replace(sight, framework=framework, frameworks={**sight.frameworks, EC.key: framework})


def everything_of(sight: Sight) -> str:
    """All that a member can read: screen, report, both files."""
    known = told(sight)
    view = View(known.sight, known.result, known.facts)
    report = report_text(report_of(known.sight, known.facts, known.result))
    return "\n".join([result(sight).text, report, result_csv(view).decode(), result_json(view).decode()])


def test_case_31_reads_word_for_word() -> None:
    assert result(recorded(member(case_31_result()))).text == CASE_31_WORDS


def test_every_member_reads_it_and_the_meeting_is_offered_to_those_who_lead() -> None:
    lead, other = (member(replace(case_31_result(), leads=leads)) for leads in (True, False))

    def labels(sight: Sight) -> set[str]:
        return {button.label for row in result(sight).rows for button in row}

    assert result(lead).text == result(other).text
    assert labels(lead) - labels(other) == {"Meeting sheet"}


def test_groups_that_decide_and_differ_are_named_with_the_must() -> None:
    donors = [all_at("donor", 3, {"money.pot": 2})] * 3
    voices = [*donors, *apart("government", 3), *apart("provider", 3)]

    assert part(text_of(voices, "both"), "THE SIX MUSTS")[-1] == (
        "To agree: Money for outcomes (government and donor differ)."
    )


def test_what_is_counted_and_not_shown_is_named_nowhere() -> None:
    now = place_round(case_35(), "government")
    assert now.place is not None
    seen = printed(EC, now.place, "government", closed=True)
    assert seen is not None

    text = everything_of(member(TeamResult(now)))
    hidden = [EC.element_by_id[one].name for one in seen.not_shown]
    assert len(hidden) == 4
    assert [name for name in hidden if name in text] == []
    assert [one for one in seen.not_shown if one in text] == []
    assert "counted, not shown" in text


def test_what_the_one_official_of_a_place_said_where_nobody_decides_cannot_be_worked_out() -> None:
    """The same counts, words and texts, whatever they said to it."""

    def seen(level: int) -> str:
        providers = [all_at("provider", 3)] * 3
        return everything_of(
            member(
                TeamResult(
                    place_round([all_at("government", 3, {"trust.people": level}), *providers], "government"),
                )
            )
        )

    assert seen(3) == seen(4)
    assert "Voice of people served" not in seen(3)


def test_one_group_is_titled_as_its_view_and_names_no_stage() -> None:
    text = text_of([all_at("provider", 3)] * 5)

    assert text.startswith("View of Service provider: foundational learning in Busia\n")
    assert "Stage" not in text
    assert "View of Service provider. Other groups have not answered yet." in text


def test_who_is_too_few_is_said_but_not_of_an_office_that_speaks_for_itself() -> None:
    alone = text_of([all_at("government", 3), *apart("provider", 3)])
    assert "WHERE GROUPS DIFFER" not in alone
    assert "The adviser: fewer than 3 people" in text_of([*apart("government", 3), all_at("adviser", 3)])


def test_how_two_people_of_one_office_differ_is_told_nowhere() -> None:
    def seen(mine: int, theirs: int) -> str:
        office = [_bare(all_at("government", 3, {"law.power": level})) for level in (mine, theirs)]
        voices = [*office, *apart("provider", 3)]
        return everything_of(member(TeamResult(place_round(voices, "government"))))

    assert seen(1, 2) == seen(2, 1)
    assert "Between level" not in seen(1, 2)
    assert "Not everybody gave the same answer" in seen(1, 2)


def _bare(voice: Voice) -> Voice:
    return replace(voice, answers={one: replace(said, option=1) for one, said in voice.answers.items()})


def test_the_report_says_who_confirmed_who_was_not_heard_and_what_each_group_does() -> None:
    known = told(member(case_31_result()))
    report = report_of(known.sight, known.facts, known.result)
    sections = {each.id: each for each in report.sections}
    musts = {line.text: line.beneath for line in sections["musts"].lines}
    table = sections["agenda"].table

    assert "Confirmed by: government and donor." in musts["Money for outcomes"]
    assert sections["groups"].intro[0] == (
        'Rules for buying: government says "started", providers say "not yet".'
    )
    assert "Senior champion: not heard, and could decide: donor." in sections["groups"].intro
    assert "agreement" not in sections
    assert table is not None
    assert [each[1:3] for each in table.rows[:2]] == [
        ("Government lead", "30 March 2026"),
        ("Government and Donor", "Not chosen yet"),
    ]
    assert "Private to the group: its members see this." in report.head
    assert any(line.startswith("Stage: Building") for line in report.counts)


def test_what_is_in_place_and_a_group_does_not_see_gives_its_deciders_a_letter_to_publish() -> None:
    """Of the first such gap alone: one in which nothing is in place has no letter to show."""
    levels = {"will.stable": 2, "law.power": 3, "money.pot": 3}
    officials = [all_at("government", 1, levels)] * 3
    sight = member(TeamResult(place_round([*officials, *apart("provider", 1)], "government")))
    text = result(sight).text
    letter = "Government: Publish the letter that shows it: Legal power to pay for outcomes."
    rows = part(text, "WHO COULD DO WHAT NEXT")

    assert rows.count(letter) == 1 and text.count("Publish the letter") == 1
    known = told(sight)
    report = report_of(known.sight, known.facts, known.result)
    table = next(each.table for each in report.sections if each.id == "agenda")
    assert table is not None
    published = [row for row in table.rows if "Publish the letter" in row[0]]
    assert published == [
        (letter.removeprefix("Government: "), "Government", "Not chosen yet", ""),
    ]


def test_no_letter_is_asked_for_where_others_see_as_much_or_nothing_is_in_place() -> None:
    for owner, others in ((2, 1), (3, 4), (3, 3)):
        voices = [*[all_at("government", owner)] * 3, *apart("provider", others)]
        assert "Publish the letter" not in text_of(voices)
    assert "Publish the letter" in text_of([*[all_at("government", 3)] * 3, *apart("provider", 2)])
    # Two people are no group that is heard for itself, and a round of one group has nobody who sees it differently.
    assert "Publish the letter" not in text_of([*[all_at("government", 3)] * 3, *[all_at("provider", 1)] * 2])


def test_then_and_now_of_a_place_speaks_of_what_may_be_shown_alone() -> None:
    before, now = (
        place_round([*apart("government", level), all_at("adviser", level)], "government", at=SEPTEMBER)
        for level in (2, 3)
    )
    assert now.place is not None
    seen = printed(EC, now.place, "government", closed=True)
    assert seen is not None and seen.not_shown

    known = told(member(TeamResult(now, before)))
    assert known.facts.before is not None
    changed = {one.element for one in known.facts.before.changes}
    assert changed == seen.settled.keys()
    assert changed.isdisjoint(seen.not_shown)


@each_language
def test_every_summary_of_a_place_fits_its_message(language: str) -> None:
    words = screens(language).house.languages[language]
    for there, page in place_summaries(language):
        text = screens(language).draw(there, page).text
        assert units(text) < SUMMARY_LIMIT
        assert "\n\n\n" not in text and "{" not in text
        assert words.say("place.not_for_money") in text and words.say("limits.members") in text


@pytest.mark.slow
@each_language
def test_whatever_its_people_said_it_stays_under_its_limit(language: str) -> None:
    chance = Random(5)
    said = [Answer(Said.DONT_KNOW), Answer(Said.NOT_MY_AREA), *(answer(level) for level in (1, 2, 3, 4))]
    for _ in range(25):
        voices = [
            Voice(chance.choice(EC.groups).id, {one: chance.choice(said) for one in EC.element_by_id})
            for _ in range(chance.choice((2, 5, 12)))
        ]
        profile = chance.choice(("government", "donor", "both"))
        notes = {one: "W" * 120 for one in EC.element_by_id if chance.random() < 0.3}
        now = TeamResult(
            place_round(voices, profile), place_round(case_31_voices(), at=SEPTEMBER), notes=notes
        )
        sight = member(now, language)
        inputs = replace(sight.conversation.inputs, organisation="Ŵ" * 100)
        text = result(replace(sight, conversation=replace(sight.conversation, inputs=inputs))).text
        assert units(text) < SUMMARY_LIMIT


def test_what_members_of_other_places_see_is_their_own_view() -> None:
    sight = member(case_31_result())
    own = replace(sight, page=SharedWith(with_leads=True))

    assert result(own).text.startswith("Your own view: foundational learning in Busia")


def test_groups_of_a_few_people_have_no_words_that_tell_on_them() -> None:
    text = text_of(few())

    (told,) = part(text, "WHERE GROUPS DIFFER")
    assert told.endswith("fewer than 3 people, so their answers are only in the total.")
