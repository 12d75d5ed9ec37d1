"""Who gets a result beside its owner: one line at the end of every summary."""

from __future__ import annotations

from bot.screens.sight import Sight, lines
from flows.pages import SharedWith


def who_gets_it(sight: Sight) -> str:
    """Nobody, the team, and the cohorts that it is shared with."""
    page = sight.page if isinstance(sight.page, SharedWith) else SharedWith()
    cohorts = sight.words.listed(page.cohorts)
    if page.team is None:
        return sight.say("limits.shared", cohorts=cohorts) if page.cohorts else sight.say("limits.private")
    if page.team.now.place is not None:
        members = sight.say("limits.members")
        return lines(members, sight.say("limits.shared", cohorts=cohorts)) if page.cohorts else members
    return sight.say("limits.team_shared", cohorts=cohorts) if page.cohorts else sight.say("limits.team")
