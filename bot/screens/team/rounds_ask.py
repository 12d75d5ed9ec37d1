"""What is asked before a round closes or a new one opens, and the last day to answer."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.desk.buttons import handled
from bot.screens.desk.common import waiting_for_text, with_back
from bot.screens.sight import Sight, lines, paragraphs
from bot.screens.team.common import TEAM, day_of, last_day, to_team
from flows.desk import Act
from flows.pages import Page
from flows.team_pages import PlainTeamPage, TeamPage
from frameworks.small_groups import ALL_OF

CLOSE, KEEP_OPEN, IN_DAYS, NEW_ROUND = "(4", "(5", "(D", "(9"
NOW, TOMORROW = 0, 1
DAYS = (7, 14, 30)
"""The offers of a last day, in days from today."""


def close_ask(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """What closing does: at once where all who began are done, else in a day, so that nobody is surprised."""
    if not isinstance(page, TeamPage):
        return None
    head = page.head
    if head.closed or not page.begun:
        why = "notice.round_is_closed" if head.closed else "notice.round_empty"
        return with_back(sight.say(why), _call_off(sight, page), to_team(sight, head))
    text = paragraphs(
        sight.say("close.ask", organisation=head.organisation),
        sight.say("close.what_place" if head.place else "close.what"),
        _who_is_missing(sight, page),
        sight.say("close.planned", day=day_of(sight, head.closes_on)) if head.closes_on else "",
    )
    return with_back(text, [*_closing(sight, page), *_call_off(sight, page)], to_team(sight, head))


def _who_is_missing(sight: Sight, page: TeamPage) -> str:
    waiting, absent = page.begun - page.done, page.people - page.begun
    return lines(
        sight.words.count("close.waiting", waiting) if waiting else "",
        sight.words.count("close.not_begun", absent) if absent > 0 else "",
        sight.say("close.tomorrow") if waiting or absent > 0 else "",
        sight.say("close.few") if 1 < page.begun <= ALL_OF and not page.head.place else "",
    )


def _closing(sight: Sight, page: TeamPage) -> list[Button]:
    number, all_done = page.head.assessment, page.begun == page.done
    found = [handled(sight.say("button.close_now"), CLOSE, number, NOW)] if all_done else []
    if not all_done or page.people > page.begun:
        found.append(handled(sight.say("button.close_tomorrow"), CLOSE, number, TOMORROW))
    return found


def _call_off(sight: Sight, page: TeamPage) -> list[Button]:
    """The planned closing is called off."""
    if not page.head.closes_on or page.head.closed:
        return []
    return [handled(sight.say("button.keep_open"), KEEP_OPEN, page.head.assessment)]


def round_day(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """The last day is waited for, or taken from three offers."""
    if not isinstance(page, PlainTeamPage):
        return None
    head = page.head
    cancel = (TEAM, head.organisation_id, 0)
    if head.closed or not head.assessment:
        return waiting_for_text(sight, sight.say("notice.round_none_open"), cancel=cancel)
    text = paragraphs(sight.say("day.ask", organisation=head.organisation), last_day(sight, head))
    offers = [
        handled(sight.words.count("button.in_days", days), IN_DAYS, head.assessment, days) for days in DAYS
    ]
    if head.closes_on:
        offers.append(handled(sight.say("button.no_day"), IN_DAYS, head.assessment))
    return waiting_for_text(sight, text, *offers, cancel=cancel)


def new_round_ask(sight: Sight, _act: Act, page: Page) -> Screen | None:
    """What a new round asks of everybody, before it is opened."""
    if not isinstance(page, PlainTeamPage):
        return None
    head = page.head
    if not head.closed:
        return with_back(sight.say("notice.round_still_open"), [], to_team(sight, head))
    text = paragraphs(
        sight.say("new_round.ask", round=head.round_no + 1, organisation=head.organisation),
        sight.say("new_round.what"),
    )
    yes = handled(sight.say("button.new_round_yes"), NEW_ROUND, head.organisation_id)
    return with_back(text, [yes], to_team(sight, head))
