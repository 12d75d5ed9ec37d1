"""The summary of a place as text, as one person, one group or all of them see it: counts, next steps, who could act.

Nothing here says anything of one provider, and nothing of it may be read as a list of places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.screens.agenda_lines import action_text, capital, done_when
from bot.screens.group_names import counted, label, voices
from bot.screens.parts import parts
from bot.screens.place_page import ROOMS, Page, letter_of, letter_words, page_of, steps_of
from bot.screens.place_page import first_element as first_element
from bot.screens.place_planned import planned_by_group
from bot.screens.place_views import where_groups_differ
from bot.screens.place_when import next_dates
from bot.screens.private import who_gets_it
from bot.screens.road import point_names, right_road
from bot.screens.sight import Sight, lines, paragraphs, units
from bot.screens.stage import count_line, stage_lines
from bot.screens.summary import CHANGES_MOST, LIMIT, in_short, quick_lines, sentences, strong_point
from bot.screens.team_summary import day_of, standing_line, then_and_now, told_apart
from flows.checks import newest_fit
from flows.team_results import TeamResult
from frameworks.group_agenda import GroupSuggestion
from frameworks.scoring import Word
from frameworks.summary import StrongPoint, Summary


def place_summary_text(sight: Sight, result: Summary) -> str:
    """The whole text, under 3,500 characters: steps and strong points give way, musts, road and limits never."""
    page, text = page_of(sight, result), ""
    steps = steps_of(page)
    for room in ROOMS:
        text = _text(replace(page, room=room), steps)
        if units(text) < LIMIT:
            break
    return text


def _text(page: Page, steps: Sequence[GroupSuggestion]) -> str:
    printed = steps[: page.room.steps]
    return paragraphs(
        _head(page),
        in_short(page.sight, page.result.short_in_place, page.result.short_next),
        _where(page),
        _strong(page),
        _musts(page),
        parts(page.sight, page.result, by_size=page.team is not None),
        then_and_now(page.sight, min(page.room.names, CHANGES_MOST)),
        where_groups_differ(page),
        _unknown(page),
        planned_by_group(page, printed, page.room.planned),
        _who_next(page, printed),
        _dates(page),
        _road(page),
        _limits(page),
    )


def _head(page: Page) -> str:
    return _own_head(page) if page.team is None else _all_head(page, page.team)


def _all_head(page: Page, team: TeamResult) -> str:
    """Who pays, how many of each group answered, and when the round was closed."""
    sight, people = page.sight, page.place.people
    place = sight.conversation.inputs.organisation
    if page.one_group:
        title = sight.say("place.title_group", group=label(sight, page.group_alone), place=place)
    else:
        title = sight.say("place.title_all", place=place)
    payers = sight.framework.owners.get("payer", {}).get(team.now.profile, ())
    told = [
        sight.words.count("place.payers", len(payers), groups=voices(sight, payers)) if payers else "",
        sight.words.count("place.people", sum(people.values()), groups=counted(sight, people)),
        sight.say("place.closed", day=day_of(sight, team.now)),
    ]
    return lines(
        title, " ".join(filter(None, told)), standing_line(sight, team.now) if team.now.agreed else ""
    )


def _own_head(page: Page) -> str:
    sight, result, inputs = page.sight, page.result, page.sight.conversation.inputs
    title = "place.title_group" if page.one_group else "place.title"
    labels = {profile.id: profile.label for profile in sight.framework.profiles}
    payers = sight.text(f"profile.{inputs.profile}", labels.get(inputs.profile, ""))
    who = [label(sight, inputs.group)] if inputs.group else []
    told = {each.casefold() for each in who}
    who += [name for role in result.roles if (name := sight.role(role)).casefold() not in told]
    return lines(
        sight.say(title, group=label(sight, inputs.group), place=inputs.organisation),
        sight.say("sentence", text=payers) if payers else "",
        sight.words.count(
            "summary.head",
            result.questions,
            day=sight.today(),
            answered=result.answered,
            roles=sight.words.in_a_row(who),
        ),
        sight.words.count("summary.open", result.open) if result.open else "",
    )


def _where(page: Page) -> str:
    sight, card = page.sight, page.result.card
    counts = [
        sight.say("where.musts", met=card.musts_met, musts=card.musts) if card.musts else "",
        count_line(sight, card),
    ]
    return lines(
        sight.say("place.where"),
        *(counts if page.result.quick is None else quick_lines(sight, page.result)),
        *_stage(page),
        *_kept_back(page),
        sight.say("same_answers") if page.result.same_answers else "",
    )


def _stage(page: Page) -> list[str]:
    """The stage of all groups together; one group or one person names none."""
    if page.one_group:
        return [page.sight.say("place.one_group", group=label(page.sight, page.group_alone))]
    if page.team is not None:
        return stage_lines(page.sight, page.result, page.room.names)
    return [page.sight.say("place.own_view")]


def _kept_back(page: Page) -> list[str]:
    """How many questions are counted and not shown, for what they say is what one or two people said."""
    if page.seen is None:
        return []
    words, left_out = page.sight.words, page.seen.left_out
    hidden = len(page.seen.not_shown) - len(left_out)
    return [
        words.count("place.not_shown", hidden) if hidden else "",
        words.count("place.left_out", len(left_out)) if left_out else "",
    ]


def _strong(page: Page) -> str:
    sight, most = page.sight, page.room.strong
    if page.result.strong[:most]:
        points = [_strong_point(page, point) for point in page.result.strong[:most]]
        return lines(sight.say("place.strong"), *points)
    begun = page.result.begun[:most]
    return sight.say("strong.begun", names=page.names(begun)) if begun else ""


def _strong_point(page: Page, point: StrongPoint) -> str:
    """What is in place, with what people wrote about it, else with its proof."""
    note = page.note(point.element)
    if not note:
        return strong_point(page.sight, point)
    return page.sight.say("place.strong_note", name=page.sight.name(point.element), note=note)


def _musts(page: Page) -> str:
    """The musts by word, with the groups that confirmed each; what others decide on is said to be unconfirmed."""
    sight, result = page.sight, page.result
    if not result.musts:
        return ""
    rows = [
        sight.say(
            f"musts.{line.word.value}",
            names=sentences(sight, [_must(page, ask.element) for ask in line.musts]),
        )
        for line in result.musts
    ]
    given = [ask.element for line in result.musts if line.word is not Word.NOT_KNOWN for ask in line.musts]
    unconfirmed = [one for one in given if one in page.place.unconfirmed]
    return lines(
        sight.say("place.musts_six" if result.card.musts == 6 else "place.musts"),
        *rows,
        sight.say("place.unconfirmed", names=page.names(unconfirmed)) if unconfirmed else "",
    )


def _must(page: Page, element_id: str) -> str:
    sight, name, word = page.sight, page.sight.name(element_id), page.result.card.words[element_id]
    if word is Word.NOT_KNOWN:
        who = page.could_say(element_id) if element_id in sight.conversation.answers else []
        told = page.note(element_id) or _roles(sight, who)
        return sight.say("place.ask", name=name, who=told) if told else name
    confirmed = page.place.confirmed.get(element_id, ())
    if not any(confirmed):
        return name
    if word is Word.TO_AGREE and len(confirmed) > 1:
        return sight.say("place.differ", name=name, groups=page.groups(confirmed))
    note, groups = page.note(element_id), _confirmed(page, element_id)
    # What is in place has its note among what is strong.
    if note and word is not Word.IN_PLACE:
        return sight.say("place.confirmed_note", name=name, note=note, groups=groups)
    return sight.say("place.confirmed", name=name, groups=groups)


def _confirmed(page: Page, element_id: str) -> str:
    """The groups whose levels count for an element; all of them where nobody decides and everybody was heard."""
    confirmed = page.place.confirmed[element_id]
    if page.all_groups and len(confirmed) > 2 and set(confirmed) == set(page.place.people):
        return page.sight.say("place.all")
    return page.groups(confirmed)


def _roles(sight: Sight, roles: Iterable[str]) -> str:
    return sight.words.in_a_row(map(sight.role, roles))


def _unknown(page: Page) -> str:
    sight = page.sight
    rows = []
    for ask in page.result.unknown[: page.room.unknown]:
        who = page.note(ask.element) or _roles(sight, page.could_say(ask.element))
        row = sight.say("place.could_say", name=sight.name(ask.element), who=who)
        rows.append(row if who else sight.say("sentence", text=sight.name(ask.element)))
    return lines(sight.say("unknown.title"), *rows) if rows else ""


def _who_next(page: Page, printed: Sequence[GroupSuggestion]) -> str:
    """At most one thing to do for each group that can act, and a letter to publish; nothing where room has run out."""
    sight, letter = page.sight, letter_of(page) if page.room.steps else None
    if not printed and letter is None:
        return ""
    careful = any(sight.framework.element_by_id[one.suggestion.element].adviser for one in printed)
    rows = [_step(page, one) for one in printed]
    if letter is not None:
        groups = capital(page.groups(letter.groups))
        rows.append(sight.say("place.counterpart", groups=groups, text=letter_words(page, letter)))
    return lines(sight.say("place.next"), *rows, sight.say("adviser") if careful else "")


def _step(page: Page, one: GroupSuggestion) -> str:
    sight, suggestion = page.sight, one.suggestion
    groups = capital(page.groups(one.groups)) if one.groups else sight.say("place.coordinator")
    if one.counterpart:
        action = sight.framework.action_by_id[suggestion.id]
        text = sight.text(f"{action.id}.counterpart", action.counterpart)
        return sight.say("place.counterpart", groups=groups, text=text)
    text, done = action_text(sight, suggestion), done_when(sight, suggestion)
    chosen = page.team.chosen.get(suggestion.id) if page.team is not None else None
    if chosen is not None and chosen.day:
        day = sight.words.date(date.fromisoformat(chosen.day))
        return sight.say("place.step_day", groups=groups, text=text, day=day, done=done)
    return sight.say("place.step", groups=groups, text=text, done=done)


def _dates(page: Page) -> str:
    """What decides is ahead: the next budget and the next election."""
    told = next_dates(page.sight, page.team.dates if page.team is not None else ())
    return lines(page.sight.say("place.dates"), told) if told else ""


def _road(page: Page) -> str:
    """What the fit check said, and the other good answer; where it was not done, it is offered."""
    sight, fit = page.sight, page.result.fit
    if fit is None:
        return right_road(sight, page.result)
    check = sight.frameworks[newest_fit(sight.frameworks) or ""]
    yes = fit.asked - len(fit.open)
    told = [
        sight.words.count("place.fit", yes, asked=fit.asked),
        sight.say("place.fit_no", names=point_names(sight, check, fit.no)) if fit.no else "",
        sight.say("place.fit_unsure", names=point_names(sight, check, fit.unsure)) if fit.unsure else "",
        sight.say("place.road_open" if fit.in_doubt else "place.road"),
    ]
    return lines(sight.say("road.title"), " ".join(filter(None, told)))


def _limits(page: Page) -> str:
    sight, people = page.sight, sum(page.place.people.values())
    named = page.team.papers if page.team is not None else None
    papers = sight.words.count("place.papers", page.result.card.shown if named is None else named)
    view = sight.words.count("place.limits", max(people, 1), papers=papers)
    harm = sight.say("place.not_for_money")
    return lines(
        sight.say("limits.title"),
        *((view, harm) if page.team is None else (f"{view} {harm}",)),
        who_gets_it(sight),
        told_apart(sight),
    )
