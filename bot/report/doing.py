"""The agenda on paper: what was chosen and what is suggested, with who takes it, when, and how one sees it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.report.report import Line, Section, Table
from bot.report.view import View
from bot.screens.action import picture_of
from bot.screens.agenda_lines import action_text, capital
from bot.screens.place_page import letter_of, letter_words
from bot.screens.place_planned import acting_groups, planned_actions
from bot.screens.place_when import next_dates
from flows.agenda import dropped_actions, element_of, from_level, open_actions
from frameworks.agenda import Picture, Suggestion, suggestion_for
from frameworks.group_agenda import GroupSuggestion, by_group
from frameworks.model import Act, Action

Row = tuple[str, str, str, str]


def agenda(view: View) -> Section:
    """A table of what comes next: the actions taken up, then the suggestions."""
    sight = view.sight
    title = sight.say("report.agenda")
    if not sight.framework.action_by_id:
        return Section("agenda", title, lines=tuple(_first_steps(view)))
    suggested = _by_groups(view) if sight.framework.is_place else _suggested(view)
    rows = (*(row for _action, row in taken_up(view)), *suggested)
    careful = any(view.element(one).adviser for one in _elements(view))
    left = {element_of(action): None for action in dropped_actions(sight.conversation)}
    after = [
        sight.say("report.dropped", names=view.names(left)) if left else "",
        sight.say("adviser") if careful and rows else "",
    ]
    columns = (
        sight.say("report.what"),
        sight.say("report.who"),
        sight.say("report.when"),
        sight.say("report.done"),
    )
    return Section("agenda", title, table=Table(columns, tuple(rows)), after=tuple(filter(None, after)))


def dates(view: View) -> Section:
    """When a place has its next budget and its next election, each with its year."""
    told = next_dates(view.sight, view.facts.dates, far=True)
    return Section("dates", view.sight.say("report.dates"), (told,) if told else ())


def _elements(view: View) -> Iterator[str]:
    yield from map(element_of, open_actions(view.sight.conversation))
    yield from (one.element for one in view.result.agenda.all)


def taken_up(view: View) -> Iterator[tuple[str, Row]]:
    """The actions that were taken up and are still open, in the order they were taken, and what is said of each."""
    sight = view.sight
    # Those of a place stand in the order of its groups.
    taken = open_actions(sight.conversation)
    for action in planned_actions(view.page) if sight.framework.is_place else taken:
        element = element_of(action)
        if element in sight.framework.element_by_id and element in sight.route.ids:
            record = view.element(element).action_from(from_level(action))
            yield (
                action,
                (
                    _what(view, action, record),
                    _owner(view, action, record),
                    _when(view, action),
                    _done(view, action, record),
                ),
            )


def _what(view: View, action: str, record: Action | None) -> str:
    sight = view.sight
    if record is None:
        found = _suggestion_for(view, action)
        return action_text(sight, found) if found else sight.name(element_of(action))
    if sight.conversation.chosen[action].smaller:
        return sight.say("report.smaller", step=sight.text(f"{record.id}.first_step", record.first_step))
    field = "under_10" if sight.is_smallest and record.under_10 else "text"
    return sight.text(f"{record.id}.{field}", getattr(record, field))


def _owner(view: View, action: str, record: Action | None) -> str:
    named = view.facts.owners.get(action) or view.sight.conversation.chosen[action].taken_by
    if named and view.sight.framework.is_place:
        return view.sight.say("report.taker", groups=acting_groups(view.page, action), taker=named)
    if named:
        return named
    role = record.taken_by if record is not None else ""
    known = role in view.sight.framework.role_by_id
    return view.sight.role_label(role) if known else view.sight.say("report.no_owner")


def _when(view: View, action: str) -> str:
    sight, chosen = view.sight, view.sight.conversation.chosen[action]
    if chosen.day:
        return sight.words.far_date(date.fromisoformat(chosen.day))
    if chosen.event:
        return sight.say(f"when.{chosen.event}")
    return sight.say("report.no_day")


def _done(view: View, action: str, record: Action | None) -> str:
    """How one sees that it is done, and the level it leads to, unless only its first step is taken."""
    sight = view.sight
    if record is None:
        found = _suggestion_for(view, action)
        agrees = found is not None and found.act is Act.AGREE
        return sight.say("report.agreed_when" if agrees else "report.found_when")
    done = capital(sight.text(f"{record.id}.done_when", record.done_when))
    chosen = sight.conversation.chosen[action]
    if chosen.smaller or not chosen.aimed:
        return done
    return f"{done} {sight.say('action.target', level=sight.level(record.to_level))}"


def _suggestion_for(view: View, action: str) -> Suggestion | None:
    return suggestion_for(_picture(view), element_of(action))


def _suggested(view: View) -> Iterator[Row]:
    for one in view.result.agenda.all:
        role = one.taken_by or ""
        known = role in view.sight.framework.role_by_id
        yield _suggestion(view, one, view.sight.role_label(role) if known else "")


def _by_groups(view: View) -> Iterator[Row]:
    """What each group of a place could do next."""
    steps = view.facts.steps if view.facts.steps is not None else by_group(_picture(view))
    yield from (_group_step(view, step) for step in steps)
    letter = letter_of(view.page)
    if letter is not None:
        groups, when = capital(view.groups(letter.groups)), view.sight.say("report.not_chosen")
        yield letter_words(view.page, letter), groups, when, ""


def _group_step(view: View, step: GroupSuggestion) -> Row:
    sight = view.sight
    groups = capital(view.groups(step.groups)) if step.groups else sight.say("place.coordinator")
    what, who, when, done = _suggestion(view, step.suggestion, groups)
    if not step.counterpart:
        return what, who, when, done
    action = sight.framework.action_by_id[step.suggestion.id]
    return sight.text(f"{action.id}.counterpart", action.counterpart), who, when, ""


def _suggestion(view: View, one: Suggestion, who: str) -> Row:
    sight = view.sight
    record = sight.framework.action_by_id.get(one.id)
    if record is not None:
        done = capital(sight.text(f"{record.id}.done_when", record.done_when))
    else:
        done = sight.say("report.agreed_when" if one.act is Act.AGREE else "report.found_when")
    owner = who or sight.say("report.no_owner")
    return action_text(sight, one), owner, sight.say("report.not_chosen"), done


def _first_steps(view: View) -> Iterator[Line]:
    """Where there are no actions, the first steps of what binds."""
    sight = view.sight
    for one in view.result.binding:
        element = view.element(one)
        if element.first_step:
            yield Line(sight.name(one), beneath=(sight.text(f"{one}.first_step", element.first_step),))


def _picture(view: View) -> Picture:
    """Where everything stands, as suggestions are made from it."""
    sight = view.sight
    found = picture_of(sight)
    if sight.framework.is_place:
        found = replace(found, settled=view.place.settled, card=view.result.card)
    taken = {element_of(action) for action in open_actions(sight.conversation)}
    unasked = [one for one in found.card.words if one not in sight.conversation.answers]
    return replace(found, taken=taken, unasked=unasked)
