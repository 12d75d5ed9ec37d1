"""What is planned in a place, by group: who takes it and until when. Each action stands in a summary once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.screens.action import taker_line, target_line
from bot.screens.agenda_lines import capital
from bot.screens.place_page import Page
from bot.screens.place_when import dates_ahead
from bot.screens.sight import Sight, lines
from flows.agenda import element_of, from_level, open_actions
from frameworks.group_agenda import GroupSuggestion, acting_on


def planned_by_group(page: Page, printed: Sequence[GroupSuggestion], most: int) -> str:
    """What was taken up and is open, in at most so many lines.

    What nobody is named for stands among the steps of its group, with its day, where these are `printed`.
    """
    sight, stay = page.sight, _among_steps(page, printed)
    actions = [action for action in planned_actions(page) if action not in stay][:most]
    rows = [_row(sight, acting_groups(page, action), action) for action in actions]
    return lines(sight.say("summary.planned"), *rows) if rows else ""


def _among_steps(page: Page, printed: Sequence[GroupSuggestion]) -> Collection[str]:
    if page.team is None:
        return ()
    chosen, steps = page.sight.conversation.chosen, [one for one in printed if not one.counterpart]
    ids = {one.suggestion.id for one in steps}
    return {action for action in ids if action in chosen and not chosen[action].taken_by}


def planned_actions(page: Page) -> tuple[str, ...]:
    """The actions that were taken up and are open, in the order of the groups that take them.

    Those due before the place's next budget or election come first: after it they may come too late.
    """
    sight = page.sight
    order = {group.id: place for place, group in enumerate(sight.framework.groups)}
    ahead = dates_ahead(sight, page.team.dates if page.team is not None else ())
    nearest = min((iso for _kind, iso in ahead), default="")

    def place(action: str) -> tuple[bool, bool, list[int]]:
        groups, day = _groups(page, action), sight.conversation.chosen[action].day
        return not (day and day < nearest), not groups, [order[one] for one in groups]

    asked = [each for each in open_actions(sight.conversation) if element_of(each) in sight.route.ids]
    return tuple(sorted(asked, key=place))


def acting_groups(page: Page, action: str) -> str:
    """The groups that take an action, as the beginning of a line; the coordinator where no group does."""
    groups = _groups(page, action)
    return capital(page.groups(groups)) if groups else page.sight.say("place.coordinator")


def _groups(page: Page, action: str) -> tuple[str, ...]:
    """The group of its role with others that decide; of those who take part, where its own one does."""
    framework, element = page.sight.framework, element_of(action)
    record = framework.element_by_id[element].action_from(from_level(action))
    role = record.taken_by if record is not None else page.asked(element)
    everybody = [group.id for group in framework.groups]
    for ours in (page.place.people if page.all_groups else everybody, everybody):
        groups = acting_on(framework, element, role, page.profile, ours)
        if groups is not None:
            return groups
    return ()


def _row(sight: Sight, groups: str, action: str) -> str:
    name = sight.say("sentence", text=sight.name(element_of(action)))
    until = target_line(sight, action) or _until(sight, action)
    told = " ".join(filter(None, (name, until, taker_line(sight, action))))
    return sight.say("place.counterpart", groups=groups, text=told)


def _until(sight: Sight, action: str) -> str:
    """The day, where there is no level that it is for."""
    day = sight.conversation.chosen[action].day
    return sight.say("place.by_day", day=sight.words.date(date.fromisoformat(day))) if day else ""
