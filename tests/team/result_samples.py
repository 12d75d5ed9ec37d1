"""Summaries of closed rounds to draw: of a team that agreed, of two people, of those who may not see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.screens.sight import Sight
from flows.conversation import Chosen, Conversation
from flows.desk import panel_of
from flows.pages import SharedWith
from flows.team_results import ClosedRound, TeamResult
from frameworks.teams import Member
from frameworks.values import Answer, Said
from tests.frameworks.samples import SP, all_sp
from tests.team.result_made import SEPTEMBER, lead, people, sight_of, team_result, team_round

WIDE = ("The Association of Rural Schools, Teachers and Families of the Western Region " * 3)[:100]


def team_summaries(language: str) -> Iterator[tuple[Conversation, SharedWith]]:
    """What they read who lead, and those who do not; with the shortest and the longest names."""
    for sight in _sights(language):
        assert isinstance(sight.page, SharedWith)
        yield sight.conversation, sight.page


def _sights(language: str) -> Iterator[Sight]:
    team = team_result()
    yield lead(team, language)
    yield lead(team_result(before=False), language)
    yield lead(replace(team, planned_before={"act.sp.meas.data.1": Chosen()}), language)
    yield sight_of(SharedWith((WIDE,), team), {}, language=language)
    yield lead(_result(two()), language)
    yield lead(_result(team_round(excused())), language)
    yield lead(_result(team_round(people(*[{"care.safe": "?"}] * 3))), language)
    yield lead(TeamResult(unchanged(), replace(unchanged(), closed_at=SEPTEMBER)), language)
    yield lead(TeamResult(team.now, replace(unchanged(), framework="sp-0.9")), language)
    own = all_sp(2)
    yield sight_of(SharedWith(with_leads=True), own, language=language)
    yield sight_of(SharedWith(waits=True), own, language=language)
    yield renewed(sight_of(SharedWith(with_leads=True, newer_round=2), own, language=language))
    yield renewed(sight_of(SharedWith((WIDE,), team, newer_round=12), {}, language=language))
    yield from (
        opened(lead(each, language)) for each in (team, replace(team, leads=False), replace(team, owns=True))
    )
    yield sight_of(
        SharedWith(before=team_round(people({"fin.cash": 1}), at=SEPTEMBER)), own, language=language
    )
    back = dict.fromkeys((one.id for one in SP.elements), 1)
    page = SharedWith(before=team_round(people({}), at=SEPTEMBER), looked_back=back)
    yield sight_of(page, own, language=language)
    wide = lead(replace(team, now=apart()), language)
    inputs = replace(wide.conversation.inputs, organisation=WIDE)
    yield replace(wide, conversation=replace(wide.conversation, inputs=inputs))


def renewed(sight: Sight) -> Sight:
    """The same, at an organisation of which a newer round is open."""
    return replace(sight, conversation=replace(sight.conversation, organisation=99))


def opened(sight: Sight) -> Sight:
    """The same, on the page of this result, by somebody who is at a check of their own elsewhere."""
    elsewhere = replace(sight.conversation, panel=panel_of("(Y", 5), organisation=99, closed=False)
    return replace(sight, conversation=elsewhere)


def _result(now: ClosedRound) -> TeamResult:
    return TeamResult(now)


def two() -> ClosedRound:
    """Two people who differ on every second question."""
    return team_round(people({}, {one.id.removeprefix("sp."): 2 for one in SP.elements[1::2]}))


def unchanged() -> ClosedRound:
    return team_round(people({}, {}, {}, level=2))


def apart() -> ClosedRound:
    """Five people who are far apart on all there is."""
    return team_round([Member((), all_sp(level)) for level in (1, 1, 2, 4, 4)])


def excused() -> list[Member]:
    """Four people who are apart on all they know: each kind of count beside the others."""
    away, unsure = Answer(Said.NOT_APPLICABLE, option=1), Answer(Said.DONT_KNOW)
    may = [one.id for one in SP.elements if one.na_reasons and not one.must]
    parts = list(dict.fromkeys(SP.element_by_id[one].dimension for one in may))
    given: list[dict[str, Answer]] = [all_sp(level) for level in (1, 1, 4, 4)]
    for number, part in enumerate(parts[:3]):
        its = [one.id for one in SP.elements if one.dimension == part]
        gone = next(one for one in may if one in its)
        unknown = next(one for one in its if one != gone)
        for each in given:
            each[gone] = away
            if number == 0:
                each[unknown] = unsure
    for one in SP.dimensions[-1].elements[:1]:
        for each in given:
            each[one.id] = unsure
    return [Member((), each) for each in given]
