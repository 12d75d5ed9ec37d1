"""The summary of a closed round: who answered, what is agreed, what changed; and nothing of how two people differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest

from bot.pseudo import PSEUDO
from bot.report.making import report_of
from bot.report.own_files import result_csv, result_json
from bot.report.text import report_text
from bot.report.view import View
from bot.screens.draw import MESSAGE_LIMIT
from bot.screens.results import result
from bot.screens.sight import Sight, units
from bot.team.result_facts import told
from flows.pages import SharedWith
from flows.team_results import TeamResult
from frameworks.scoring import Word
from frameworks.stages import Stage, StageRange
from frameworks.team_summary import Standing, count_standings, standings, summarise_team
from frameworks.teams import Member
from frameworks.values import Answer, Said, Scope, Shown
from tests.frameworks.crew import CREWS, Crew
from tests.frameworks.samples import SP, all_sp, answer
from tests.frameworks.worked import row
from tests.team.planning_made import part
from tests.team.result_made import (
    AGREED,
    HOPE,
    SEPTEMBER,
    case_30,
    five,
    lead,
    people,
    raised,
    screens,
    sight_of,
    team_result,
    team_round,
)
from tests.team.result_samples import team_summaries, two

SUMMARY_LIMIT = 3500
each_language = pytest.mark.parametrize("language", ["en", "fr", PSEUDO])


def text_of(sight: Sight) -> str:
    return result(sight).text


def everything_of(team: TeamResult) -> str:
    """All that one who leads can read of this result: screen, report, both files."""
    sight = lead(team)
    known = told(sight)
    view = View(known.sight, known.result, known.facts)
    report = report_text(report_of(known.sight, known.facts, known.result))
    return "\n".join([text_of(sight), report, result_csv(view).decode(), result_json(view).decode()])


def test_the_head_counts_people_and_what_they_agreed_on_and_names_no_role() -> None:
    text = text_of(lead())

    assert part(text, "Your team's readiness check: Hope Homes") == [
        "Round closed 12 March. 30 questions, 30 answered, by 5 people.",
        "Agreed: 3. Provisional: 27. Open: 0.",
    ]
    assert "by 1 person" not in text and "(director)" not in text
    assert part(text, "LIMITS") == [
        "This is your team's own view. No one has checked it. 5 people answered.",
        "Those who lead the team see this. Nobody else gets it unless you send or share it.",
    ]


@pytest.mark.parametrize("crew", CREWS, ids=lambda crew: f"case {crew.number}")
def test_the_worked_cases_come_out_of_settled_levels_to_the_letter(crew: Crew) -> None:
    found = summarise_team(SP, crew.settled(), "direct", Scope.FULL)

    assert row(found.card) == crew.counts
    assert found.card.stage == crew.stage
    assert [ask.element for ask in found.hangs_on] == [f"sp.{one}" for one in crew.hangs_on]
    assert (found.roles, found.missing_roles, found.same_answers, found.open) == ((), (), False, 0)


def test_the_meeting_settles_what_was_open_and_its_proof_is_named() -> None:
    apart = [{"meas.data": level} for level in (1, 3, 3)]
    before, after = (
        lead(TeamResult(team_round(people(*apart), agreed))) for agreed in ({}, {"sp.meas.data": answer(3)})
    )

    assert "Stage not settled: Building to Ready to start talks." in text_of(before)
    assert "To agree: Reliable outcome data. Ask your data lead." in text_of(before)
    assert "Stage: Ready to start talks." in text_of(after)
    assert "Agreed: 1. Provisional: 29. Open: 0." in text_of(after)
    assert "+ Reliable outcome data. Shown: data check log." in text_of(after)


def test_what_is_not_known_counts_as_open_until_the_meeting_agrees_not_to_know() -> None:
    unsure = people(*[{"ops.team": "?"}] * 3)
    now, agreed = team_round(unsure), team_round(unsure, {"sp.ops.team": Answer(Said.DONT_KNOW)})

    assert standings(now.settled, now.agreed)["sp.ops.team"] is Standing.OPEN
    assert standings(agreed.settled, agreed.agreed)["sp.ops.team"] is Standing.AGREED
    assert count_standings(now.settled, now.agreed) == {Standing.OPEN: 1, Standing.PROVISIONAL: 29}


def test_one_of_several_reads_their_own_view_and_where_the_result_of_all_is() -> None:
    pages = (SharedWith(), SharedWith(with_leads=True), SharedWith(waits=True))
    alone, member, waiting = (sight_of(page, all_sp(2)) for page in pages)
    own_view, private = (
        "This is your own view. No one has checked it.",
        "Only you can see this. Nobody gets it unless you send it.",
    )

    assert part(text_of(alone), "LIMITS") == [
        f"{own_view} One person answered. Two colleagues would make it firmer: one who runs the service, one who"
        " keeps the data.",
        private,
    ]
    closed = "The round is closed. Those who lead your team have the result of all."
    assert part(text_of(member), "LIMITS") == [own_view, private, closed]
    open_yet = "The result of your whole team comes when the round closes."
    assert part(text_of(waiting), "LIMITS") == [own_view, private, open_yet]


def test_a_report_of_ones_own_view_in_a_team_asks_for_no_colleagues() -> None:
    own = told(sight_of(SharedWith(waits=True), all_sp(2)))
    report = report_of(own.sight, own.facts, own.result)
    (limits,) = [one.intro[0] for one in report.after if one.id == "limits"]

    assert "No one has checked it. The result of your whole team comes when the round closes." in limits
    assert "answered" not in limits and "firmer" not in limits


def test_a_closed_round_offers_no_question_and_those_who_lead_the_meeting() -> None:
    def labels(sight: Sight) -> set[str]:
        return {button.label for each in result(sight).rows for button in each}

    some = dict(list(all_sp(2).items())[:20])
    assert "Go on" in labels(sight_of(SharedWith(), some))
    assert "Go on" not in labels(sight_of(SharedWith(with_leads=True), some))
    assert "Meeting sheet" in labels(lead())
    assert "Meeting sheet" not in labels(sight_of(SharedWith(with_leads=True), some))


def test_what_changed_since_the_round_before_is_named_with_the_drop_sentence() -> None:
    assert part(text_of(lead()), "THEN AND NOW (since 1 September 2025)") == [
        "Compared questions: 29. In place on 1 September 2025: 5. In place now: 4.",
        "Up: Reliable outcome data.",
        "Down: Leaders behind it.",
        "A lower level can mean you now know more about what good looks like.",
        "Stage then: Early. Stage now: Building.",
    ]
    assert "THEN AND NOW" not in text_of(lead(team_result(before=False)))


def test_the_report_says_why_it_changed_and_who_takes_what() -> None:
    known = told(lead())
    report = report_of(known.sight, known.facts, known.result)
    tables = {each.id: each.table.rows for each in report.sections if each.table}

    assert tables["then"] == (
        ("Leaders behind it", "3 In place", "2 Starting", ""),
        ("Reliable outcome data", "1 Not yet", "2 Starting", "Two programmes record it, one does not yet."),
    )
    assert tables["agenda"][0][1:3] == ("Amina (finance)", "30 March 2026")
    assert tables["agreement"][0] == ("Reliable outcome data", "worth a talk", "agreed")
    assert report.unchecked == "This is the team's own view. No one has checked it."
    assert "Private to the team: those who lead it see this." in report.head
    assert "5 people answered." in report.head
    assert report.day.isoformat() == "2026-03-12"


def test_one_person_compares_with_the_round_that_was_theirs_alone() -> None:
    before = team_round(people({"fin.cash": 1}, level=2), at=SEPTEMBER)
    sight = sight_of(SharedWith(before=before), all_sp(2, {"lead.fit": 1}))

    assert part(text_of(sight), "THEN AND NOW")[1:4] == [
        "Up: Cash to wait for payment.",
        "Down: Right reason.",
        "A lower level can mean you now know more about what good looks like.",
    ]
    then = told(sight).facts.before
    assert then is not None and [one.element for one in then.changes] == ["sp.lead.fit", "sp.fin.cash"]


def test_stages_of_two_versions_are_not_set_side_by_side() -> None:
    team = team_result()
    assert team.before is not None
    older = replace(SP, version="0.9")
    sight = lead(replace(team, before=replace(team.before, framework=older.key)))
    known = replace(sight, frameworks={**sight.frameworks, older.key: older})

    assert "Stage then" not in text_of(known) and "Up: Reliable outcome data." in text_of(known)
    assert part(text_of(sight), "THEN AND NOW") == [
        "Too few questions were settled both times, so nothing is compared."
    ]


def test_how_two_people_differ_is_told_nowhere() -> None:
    def seen(mine: int, theirs: int) -> str:
        pair = [Member((), _bare({**all_sp(3), "sp.fin.cash": answer(level)})) for level in (mine, theirs)]
        return everything_of(TeamResult(team_round(pair), team_round(pair, at=SEPTEMBER)))

    first = seen(1, 4)
    assert all(seen(*levels) == first for levels in ((4, 1), (1, 2), (3, 4), (2, 3)))
    assert "Not everybody gave the same answer: to be settled together." in first


def test_which_level_two_people_share_is_told_nowhere_until_they_agree_on_it() -> None:
    def seen(level: int, agreed: Mapping[str, Answer] | None = None) -> str:
        pair = [Member((), _bare({**all_sp(3), "sp.lead.board": answer(level)})) for _ in range(2)]
        return everything_of(TeamResult(team_round(pair, agreed)))

    assert seen(3) == seen(4)
    assert "Now, level" not in seen(3)
    assert "Now, level 4" in seen(4, {"sp.lead.board": answer(4)})


def test_where_a_level_of_two_went_is_told_without_the_levels() -> None:
    then, now = (team_round(people({}, {}, level=level), at=SEPTEMBER) for level in (2, 3))
    known = told(lead(TeamResult(now, then)))
    table = next(each.table for each in report_of(known.sight, known.facts).sections if each.id == "then")

    assert table is not None
    assert {each[1:] for each in table.rows} == {("", "higher", "")}


def _bare(given: Mapping[str, Answer]) -> dict[str, Answer]:
    return {one: replace(said, shown=Shown.OPTION, option=1) for one, said in given.items()}


def test_what_one_person_took_up_is_shown_at_the_level_of_all() -> None:
    known = told(lead())

    assert list(known.sight.conversation.chosen) == ["act.sp.fin.cash.1"]
    assert not known.result.agenda.now or known.result.agenda.now.element != "sp.fin.cash"
    assert HOPE.roles and not known.sight.conversation.inputs.roles


def test_one_must_of_two_who_differ_is_to_agree_on_every_count() -> None:
    now = two()
    card = summarise_team(SP, now.settled, "direct", Scope.FULL).card

    assert card.counts[Word.TO_AGREE] == 15
    assert card.stage == StageRange(Stage.BUILDING, Stage.TALKS)
    assert sum(each.to_agree for each in card.dimensions) == 15


@each_language
def test_every_summary_of_a_team_fits_its_message(language: str) -> None:
    for there, page in team_summaries(language):
        text = screens(language).draw(there, page).text
        assert units(text) < SUMMARY_LIMIT < MESSAGE_LIMIT
        assert "\n\n\n" not in text and "{" not in text
        _holds_its_limits(language, text, page)


def _holds_its_limits(language: str, text: str, page: SharedWith) -> None:
    words = screens(language).house.languages[language]
    title = words.say("limits.title")
    assert title in text
    assert (words.say("limits.with_leads") in text) == page.with_leads
    assert (words.say("limits.waits") in text) == page.waits
    assert (words.say("limits.private") in text) == (page.team is None)


@pytest.mark.slow
@each_language
def test_whatever_a_team_said_it_stays_under_its_limit(language: str) -> None:
    chance = Random(3)
    kinds = [Answer(Said.DONT_KNOW), *(answer(level) for level in (1, 2, 3, 4))]
    for number in range(40):
        members = [
            Member(("director",), {one.id: chance.choice(kinds) for one in SP.elements})
            for _ in range(chance.choice((2, 3, 5)))
        ]
        before = team_round(people(*[raised(case_30(), 1, "lead.board")] * 3), at=SEPTEMBER)
        now = team_round(members, AGREED if number % 2 else {}, profile=chance.choice(("direct", "unsure")))
        sight = lead(TeamResult(now, before), language)
        inputs = replace(HOPE, organisation="W" * 100, size=chance.choice(("small", "large")))
        text = text_of(replace(sight, conversation=replace(sight.conversation, inputs=inputs)))
        assert units(text) < SUMMARY_LIMIT


def test_five_people_make_a_result_of_five() -> None:
    assert team_round(five()).people == 5
