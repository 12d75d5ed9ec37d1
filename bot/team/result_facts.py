"""What a report is told of a closed round of several people, and of the round before: ids, numbers, typed reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.report.facts import Agreement, Before, Change, Direction, Facts, Spread
from bot.screens.found import levels_seen, seen_as_team, since, summary_of, team_seen
from bot.screens.place_page import page_of, steps_of
from bot.screens.sight import Sight
from flows.team_results import ClosedRound, TeamResult
from frameworks.group_agenda import GroupSuggestion
from frameworks.settling import Settled, State
from frameworks.summary import Summary
from frameworks.team_summary import standings

SPREADS = {"far": Spread.FAR_APART, "talk": Spread.TALK, "close": Spread.CLOSE}


@dataclass(frozen=True)
class Told:
    """What a report is made from: the look at it, its result, and the facts beyond one person's own answers."""

    sight: Sight
    result: Summary
    facts: Facts


def told(sight: Sight) -> Told:
    """One's own report; or the team's, for those who may see its result."""
    team, result = team_seen(sight), summary_of(sight)
    if team is None:
        return Told(sight, result, Facts(before=_before(sight, None)))
    seen = levels_seen(sight.framework, team.now)
    few = _untold(team.now, seen)
    facts = Facts(
        people=team.now.people,
        levels={
            one: (value.low, value.high)
            for one, value in seen.items()
            if value.state in (State.LEVEL, State.OPEN) and one not in few
        },
        few=few,
        reasons=team.now.reasons,
        owners={action: chosen.taken_by for action, chosen in team.chosen.items() if chosen.taken_by},
        agreement=_agreement(team.now),
        steps=_steps(sight, result, team),
        dates=team.dates,
        before=_before(sight, team),
        day=team.now.closed_at.astimezone(sight.house.zone).date(),
    )
    return Told(seen_as_team(sight), result, facts)


def _steps(sight: Sight, result: Summary, team: TeamResult) -> tuple[GroupSuggestion, ...] | None:
    """What the groups of a place could do; what is taken up stands before, with its day and who takes it."""
    if team.now.place is None:
        return None
    steps = steps_of(page_of(sight, result))
    return tuple(one for one in steps if one.counterpart or one.suggestion.id not in team.chosen)


def _untold(now: ClosedRound, seen: Mapping[str, Settled]) -> frozenset[str]:
    """The elements of which no level is told: of few people, and how those of one office differ, who may be two."""
    if now.place is None:
        return now.few
    return frozenset(one for one, value in seen.items() if value.state is State.OPEN)


def _agreement(now: ClosedRound) -> tuple[Agreement, ...]:
    """How near the answers of a team were; of a place each group stands for itself."""
    if now.place is not None:
        return ()
    rests_on = standings(now.settled, now.agreed)
    return tuple(
        Agreement(one, SPREADS.get(now.labels.get(one, ""), Spread.TOO_FEW), standing)
        for one, standing in rests_on.items()
    )


def _before(sight: Sight, team: TeamResult | None) -> Before | None:
    found = since(sight)
    if found is None:
        return None
    before, change = found
    day = before.closed_at.astimezone(sight.house.zone).date()
    if change is None:
        return Before(day)
    untold = before.few | (team.now.few if team else frozenset())
    reasons = team.now.reasons if team else {}
    return Before(
        day,
        len(change.compared),
        change.in_place_then,
        change.in_place_now,
        tuple(
            Change(one.element, one.then, one.now, reasons.get(one.element, ""), one.element not in untold)
            for one in change.changes
        ),
        tuple((part.id, Direction(part.trend.value)) for part in change.parts),
        change.stages[0] if change.stages else None,
    )
