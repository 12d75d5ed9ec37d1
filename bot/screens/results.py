"""Where a check ends: the summary with what can be done about it, or what the fit check says."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.agenda import open_elements
from bot.screens.checks import fit_button
from bot.screens.desk.buttons import handled
from bot.screens.found import seen_as_team, summary_of, team_seen
from bot.screens.place_summary import first_element, place_summary_text
from bot.screens.road import point_names
from bot.screens.sight import Sight, lines, paragraphs, stacked
from bot.screens.summary import summary_text
from flows.pages import SharedWith
from frameworks.model import Result
from frameworks.summary import Summary, read_fit
from frameworks.values import Scope


def result(sight: Sight) -> Screen:
    """The end of a check."""
    if sight.framework.result is Result.FIT:
        return fit_end(sight)
    found = summary_of(sight)
    in_place = sight.framework.is_place
    text = place_summary_text(sight, found) if in_place else summary_text(sight, found)
    newer = _newer_round(sight)
    buttons = [
        *_to_newer_round(sight, newer),
        *_agenda_buttons(seen_as_team(sight), found),
        *_team_buttons(sight),
        *_more_buttons(sight, found),
    ]
    told = sight.say("summary.newer_round", round=newer) if newer else ""
    return Screen(paragraphs(text, told), (*stacked(buttons), sight.last_row()))


def _newer_round(sight: Sight) -> int:
    """The number of the round that is open by now, where the one one is at is closed; 0 where there is none."""
    page = sight.page
    return page.newer_round if isinstance(page, SharedWith) and sight.conversation.closed else 0


def _to_newer_round(sight: Sight, newer: int) -> list[Button]:
    """The way on for who comes back to a closed round; the letter that told them may be lost."""
    organisation = sight.conversation.organisation
    if not newer or organisation is None:
        return []
    return [handled(sight.say("letter.to_round"), "(A", organisation)]


def _agenda_buttons(sight: Sight, found: Summary) -> list[Button]:
    """What to do about it: the first step, passing it on, and everything else that is open."""
    if not sight.framework.action_by_id:
        return []
    buttons = []
    element = _first_element(sight, found)
    if element is not None:
        buttons = [
            sight.of_element(sight.say("button.start_step"), "1", element=element),
            sight.of_element(sight.say("button.pass_on"), "$", element=element),
        ]
    count = len(open_elements(sight, found))
    if count:
        buttons.append(sight.button(sight.words.count("button.all_actions", count), "@"))
    return buttons


def _first_element(sight: Sight, found: Summary) -> str | None:
    if sight.framework.is_place:
        return first_element(sight, found)
    return found.agenda.now.element if found.agenda.now is not None else None


def _team_buttons(sight: Sight) -> list[Button]:
    """The meeting about a closed round, for those who see its result."""
    team = team_seen(sight)
    return (
        []
        if team is None or not team.leads
        else [handled(sight.say("letter.to_sheet"), "(S", team.now.assessment_id)]
    )


def _more_buttons(sight: Sight, found: Summary) -> list[Button]:
    buttons = fit_button(sight)
    if found.card.before_you_sign and not found.card.print_before_you_sign and found.quick is None:
        buttons.append(sight.button(sight.say("button.before"), "B"))
    buttons.append(sight.button(sight.say("button.how"), "H"))
    buttons += _inviting(sight)
    if sight.conversation.closed:
        return [*buttons, sight.button(sight.say("button.stop"), "s")]
    if sight.route.open:
        buttons.append(sight.button(sight.say("button.go_on"), "g"))
    elif found.scope is Scope.QUICK:
        buttons.append(sight.button(sight.say("button.deepen"), "E"))
    return [*buttons, sight.button(sight.say("button.stop"), "s")]


def _inviting(sight: Sight) -> list[Button]:
    """The offer to one person who answered for an organisation: two more see more."""
    page, framework = sight.page, sight.framework
    alone = isinstance(page, SharedWith) and page.alone and not sight.conversation.closed
    if not alone or framework.is_place or framework.result is not Result.STAGE:
        return []
    return [handled(sight.say("button.invite_two"), "(i")]


def fit_end(sight: Sight) -> Screen:
    """Whether this is the right road, as far as six questions can tell."""
    fit = read_fit(sight.framework, sight.conversation.answers)
    names = point_names(sight, sight.framework, fit.open)
    text = sight.say("fit.open", names=names) if fit.in_doubt else sight.say("fit.most_yes")
    buttons = [sight.button(sight.say("button.go_on"), "U")]
    if fit.open:
        buttons.append(sight.button(sight.say("button.talk"), "%"))
    buttons.append(sight.button(sight.say("button.stop"), "s"))
    return Screen(text, (*stacked(buttons), sight.last_row()))


def talk(sight: Sight) -> str:
    """What to look at or talk about first: a line for each point that is not yes."""
    fit = read_fit(sight.framework, sight.conversation.answers)
    rows = [
        sight.say(
            "fit.point",
            name=sight.name(element.id),
            step=sight.text(f"{element.id}.first_step", element.first_step),
        )
        for element in sight.framework.elements
        if element.id in fit.open
    ]
    return paragraphs(sight.say("fit.talk"), lines(*rows))
