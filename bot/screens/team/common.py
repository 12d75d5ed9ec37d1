"""What the pages of a team share: its check, its last day, names of groups, whether one is at its round."""

from __future__ import annotations

from datetime import date, datetime

from bot.buttons import Button
from bot.screens.desk.common import at, back
from bot.screens.sight import Sight
from flows.team_pages import TeamHead
from frameworks.model import Framework

TEAM, ISSUE = "(T", "(0"


def framework_of(sight: Sight, key: str) -> Framework | None:
    """The check of this key; None where its version is not shipped any more."""
    return sight.frameworks.get(key)


def check_name(sight: Sight, key: str) -> str:
    framework = framework_of(sight, key)
    return key if framework is None else sight.name_of(framework)


def group_name(sight: Sight, key: str, group: str) -> str:
    """A group of partners by its name in the check of this key."""
    framework = framework_of(sight, key)
    options = framework.groups if framework else ()
    option = next((each for each in options if each.id == group), None)
    if framework is None or option is None:
        return group
    return framework.text(sight.words.language, f"group.{group}", option.label)


def city(sight: Sight) -> str:
    """Whose clock a team's days go by."""
    return sight.words.city(sight.house.zone.key)


def day_of(sight: Sight, iso: str) -> str:
    return sight.words.date(date.fromisoformat(iso))


def moment(sight: Sight, when: datetime) -> str:
    return at(sight, sight.house.zone, when)


def last_day(sight: Sight, head: TeamHead) -> str:
    """Until when people answer; empty where no day is set."""
    if not head.closes_on:
        return ""
    return sight.say("letter.deadline", day=day_of(sight, head.closes_on), city=city(sight))


def is_here(sight: Sight, head: TeamHead) -> bool:
    """Whether the reader is at this very round."""
    there = sight.conversation
    return (there.organisation, there.framework, there.round_no) == (
        head.organisation_id,
        head.framework,
        head.round_no,
    )


def to_team(sight: Sight, head: TeamHead) -> Button:
    """Back to the team's own page."""
    return back(sight, TEAM, head.organisation_id)
