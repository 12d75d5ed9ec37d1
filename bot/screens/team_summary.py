"""What several people and several rounds add to a summary: who answered, what is agreed, what changed, who sees it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.screens.action import reached
from bot.screens.found import levels_seen, seen_then, since
from bot.screens.private import who_gets_it
from bot.screens.sight import Sight, lines
from bot.screens.stage import stage_name
from flows.pages import SharedWith
from flows.team_results import ClosedRound, TeamResult
from frameworks.rounds import Comparison
from frameworks.summary import Summary
from frameworks.team_summary import Standing, count_standings


def team_head(sight: Sight, result: Summary, team: TeamResult) -> list[str]:
    """When the round was closed, how much is answered by how many, and what its levels rest on."""
    now = team.now
    return [
        sight.words.count(
            "summary.head_team",
            now.people,
            day=day_of(sight, now),
            questions=result.questions,
            answered=result.answered,
        ),
        standing_line(sight, now),
    ]


def standing_line(sight: Sight, now: ClosedRound) -> str:
    """How many levels the meeting agreed on, how many come from private answers, how many are open."""
    counts = count_standings(levels_seen(sight.framework, now), now.agreed)
    return sight.say(
        "summary.standing",
        agreed=counts[Standing.AGREED],
        provisional=counts[Standing.PROVISIONAL],
        open=counts[Standing.OPEN],
    )


def day_of(sight: Sight, one: ClosedRound) -> str:
    """The day a round was closed, with its year where that is another one."""
    closed, seen = (
        at.astimezone(sight.house.zone).date() for at in (one.closed_at, sight.conversation.shown_at)
    )
    return sight.words.date(closed) if closed.year == seen.year else sight.words.far_date(closed)


def then_and_now(sight: Sight, most: int) -> str:
    """What changed since the round before, in at most so many names each way."""
    found = since(sight)
    if found is None:
        return ""
    before, change = found
    day = day_of(sight, before)
    title = sight.say("since.title", day=day)
    if change is None:
        return lines(title, sight.say("report.then_few"))
    return lines(
        title,
        sight.say(
            "report.then_counts",
            compared=len(change.compared),
            day=day,
            then=change.in_place_then,
            now=change.in_place_now,
        ),
        *_changes(sight, change, most),
        _reached(sight, most),
        _looked_back(sight, most),
        _stages(sight, change),
    )


def _changes(sight: Sight, change: Comparison, most: int) -> list[str]:
    if not change.changes:
        return [sight.say("since.same")]
    return [
        sight.say("report.up", names=names(sight, change.up, most)) if change.up else "",
        sight.say("report.down", names=names(sight, change.down, most)) if change.down else "",
        sight.say("report.drop") if change.down else "",
    ]


def _reached(sight: Sight, most: int) -> str:
    found = reached(sight)
    return sight.say("since.reached", names=names(sight, found, most)) if found else ""


def _looked_back(sight: Sight, most: int) -> str:
    """Where one says now that one was then, which stands apart from all that changed."""
    found = seen_then(sight)
    if not found:
        return ""
    named = [
        sight.say("since.looked_back_one", name=sight.name(one.element), level=sight.level(one.now))
        for one in found
    ]
    return sight.say("since.looked_back", names=listed_at_most(sight, named, most))


def _stages(sight: Sight, change: Comparison) -> str:
    if change.stages is None:
        return ""
    then, now = (stage_name(sight, stage) for stage in change.stages)
    return sight.say("report.then_stage", then=then, now=now)


def names(sight: Sight, element_ids: Sequence[str], most: int) -> str:
    """The names of these elements; of very many the first ones, and how many more."""
    return listed_at_most(sight, [sight.name(one) for one in element_ids], most)


def listed_at_most(sight: Sight, named: Sequence[str], most: int) -> str:
    """These in a row; of very many the first ones, and how many more."""
    more = len(named) - most
    if more <= 0:
        return sight.words.listed(named)
    return sight.words.count("roles.more", more, names=sight.words.in_a_row(named[:most]))


def team_limits(sight: Sight, team: TeamResult) -> str:
    """What a team's result cannot say, and who gets it."""
    return lines(
        sight.say("limits.title"),
        sight.words.count("limits.team_unchecked", team.now.people),
        who_gets_it(sight),
    )


def told_apart(sight: Sight) -> str:
    """To one of several who reads their own view: who has the result of all, or when there is one."""
    page = sight.page if isinstance(sight.page, SharedWith) else SharedWith()
    if page.with_leads:
        return sight.say("limits.with_leads")
    return sight.say("limits.waits") if page.waits else ""
