"""The summary of a place as text, as one person or one group sees it: counts and next steps, and no stage.

Nothing here says anything of one provider, and nothing of it may be read as a list of places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.screens.agenda_lines import action_text, done_when
from bot.screens.road import point_names, right_road
from bot.screens.sight import Sight, lines, paragraphs, units
from bot.screens.stage import count_line
from bot.screens.summary import LIMIT, in_short, parts, quick_lines, sentences, strong_point, taken_up
from flows.checks import newest_fit
from frameworks.agenda import Picture
from frameworks.group_agenda import GroupSuggestion, by_group
from frameworks.places import Place, Voice, settle_place
from frameworks.scoring import Word
from frameworks.stages import NoStage
from frameworks.summary import Summary
from frameworks.values import ANYONE, Scope


@dataclass(frozen=True, slots=True)
class Room:
    """How much of the long parts is printed; less where the whole would be too long."""

    strong: int = 3
    steps: int = 7
    unknown: int = 3


ROOMS = (*(Room(steps=steps) for steps in (7, 6, 5, 4, 3, 2)), Room(2, 1, 2), Room(1, 1, 1), Room(0, 0, 0))


@dataclass(frozen=True, slots=True)
class Page:
    """What the parts of one summary are drawn from."""

    sight: Sight
    result: Summary
    place: Place
    room: Room = ROOMS[0]

    def group(self, group_id: str) -> str:
        labels = {group.id: group.label for group in self.sight.framework.groups}
        return self.sight.text(f"group.{group_id}", labels.get(group_id, group_id))

    def groups(self, group_ids: Iterable[str]) -> str:
        return self.sight.words.listed(map(self.group, group_ids))

    def names(self, element_ids: Iterable[str]) -> str:
        return self.sight.words.listed(map(self.sight.name, element_ids))

    def could_say(self, element_id: str) -> list[str]:
        """The roles that could say more: the one named with "don't know", else those of the element but one's own."""
        roles = self.sight.framework.role_by_id
        answer = self.sight.conversation.answers.get(element_id)
        if answer is not None and answer.who is not None and answer.who in roles:
            return [answer.who]
        held = self.sight.conversation.inputs.roles
        ask = self.sight.framework.element_by_id[element_id].ask
        return [role for role in ask if role != ANYONE and role not in held]

    def asked(self, element_id: str) -> str | None:
        return next(iter(self.could_say(element_id)), None)


def place_summary_text(sight: Sight, result: Summary) -> str:
    """The whole text, under 3,500 characters: steps and strong points give way, musts, road and limits never."""
    page, text = Page(sight, result, _place(sight)), ""
    steps = by_group(_picture(page))
    for room in ROOMS:
        text = _text(replace(page, room=room), steps)
        if units(text) < LIMIT:
            break
    return text


def _place(sight: Sight) -> Place:
    inputs = sight.conversation.inputs
    voice = Voice(inputs.group, sight.conversation.answers)
    return settle_place(sight.framework, [voice], inputs.profile, Scope(inputs.scope))


def _text(page: Page, steps: Sequence[GroupSuggestion]) -> str:
    return paragraphs(
        _head(page),
        in_short(page.sight, page.result.short_in_place, page.result.short_next),
        _where(page),
        _strong(page),
        _musts(page),
        parts(page.sight, page.result),
        _unknown(page),
        _who_next(page, steps[: page.room.steps]),
        _road(page),
        _limits(page),
    )


def _head(page: Page) -> str:
    sight, result, inputs = page.sight, page.result, page.sight.conversation.inputs
    title = "place.title_group" if _one_group(page) else "place.title"
    labels = {profile.id: profile.label for profile in sight.framework.profiles}
    payers = sight.text(f"profile.{inputs.profile}", labels.get(inputs.profile, ""))
    who = [page.group(inputs.group)] if inputs.group else []
    labels_told = {label.casefold() for label in who}
    who += [label for role in result.roles if (label := sight.role(role)).casefold() not in labels_told]
    return lines(
        sight.say(title, group=page.group(inputs.group), place=inputs.organisation),
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
        _no_stage(page),
        sight.say("same_answers") if page.result.same_answers else "",
    )


def _no_stage(page: Page) -> str:
    if _one_group(page):
        return page.sight.say("place.one_group", group=page.group(page.sight.conversation.inputs.group))
    return page.sight.say("place.own_view")


def _one_group(page: Page) -> bool:
    return page.result.card.no_stage is NoStage.ONE_GROUP


def _strong(page: Page) -> str:
    sight, most = page.sight, page.room.strong
    if page.result.strong[:most]:
        points = [strong_point(sight, point) for point in page.result.strong[:most]]
        return lines(sight.say("place.strong"), *points)
    begun = page.result.begun[:most]
    return sight.say("strong.begun", names=page.names(begun)) if begun else ""


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
    sight, name = page.sight, page.sight.name(element_id)
    if page.result.card.words[element_id] is Word.NOT_KNOWN:
        who = page.could_say(element_id) if element_id in sight.conversation.answers else []
        return sight.say("place.ask", name=name, who=_roles(sight, who)) if who else name
    confirmed = page.place.confirmed.get(element_id, ())
    return sight.say("place.confirmed", name=name, groups=page.groups(confirmed)) if any(confirmed) else name


def _roles(sight: Sight, roles: Iterable[str]) -> str:
    return sight.words.in_a_row(map(sight.role, roles))


def _unknown(page: Page) -> str:
    sight = page.sight
    rows = []
    for ask in page.result.unknown[: page.room.unknown]:
        who = page.could_say(ask.element)
        row = sight.say("place.could_say", name=sight.name(ask.element), who=_roles(sight, who))
        rows.append(row if who else sight.say("sentence", text=sight.name(ask.element)))
    return lines(sight.say("unknown.title"), *rows) if rows else ""


def _who_next(page: Page, printed: Sequence[GroupSuggestion]) -> str:
    """At most one thing to do for each group that can act."""
    sight = page.sight
    if not printed:
        return ""
    careful = any(sight.framework.element_by_id[one.suggestion.element].adviser for one in printed)
    rows = [_step(page, one) for one in printed]
    return lines(sight.say("place.next"), *rows, sight.say("adviser") if careful else "")


def _picture(page: Page) -> Picture:
    there = page.sight.conversation
    return Picture(
        page.sight.framework,
        page.place.settled,
        page.result.card,
        there.inputs.profile,
        taken=taken_up(page.sight),
        unasked=[one for one in page.result.card.words if one not in there.answers],
        asked=page.asked,
    )


def first_element(sight: Sight, result: Summary) -> str | None:
    """The element of the step that this person's own group could do first, else of the first one printed."""
    page = Page(sight, result, _place(sight))
    own = sight.conversation.inputs.group
    steps = [one for one in by_group(_picture(page)) if not one.counterpart]
    found = next((one for one in steps if own in one.groups), steps[0] if steps else None)
    return found.suggestion.element if found else None


def _step(page: Page, one: GroupSuggestion) -> str:
    sight, suggestion = page.sight, one.suggestion
    groups = page.groups(one.groups) if one.groups else sight.say("place.coordinator")
    if one.counterpart:
        action = sight.framework.action_by_id[suggestion.id]
        text = sight.text(f"{action.id}.counterpart", action.counterpart)
        return sight.say("place.counterpart", groups=groups, text=text)
    text, done = action_text(sight, suggestion), done_when(sight, suggestion)
    return sight.say("place.step", groups=groups, text=text, done=done)


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
    papers = sight.words.count("place.papers", page.result.card.shown)
    return lines(
        sight.say("limits.title"),
        sight.words.count("place.limits", max(people, 1), papers=papers),
        sight.say("place.not_for_money"),
        sight.say("limits.private"),
    )
