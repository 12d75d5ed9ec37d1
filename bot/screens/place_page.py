"""What the parts of a place's summary are drawn from: one person's own picture of it, or that of all its groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.screens.found import levels_seen, place_seen, seen_as_team, taken_up, team_seen
from bot.screens.group_names import label, voices
from bot.screens.sight import Sight
from flows.agenda import dropped_actions, element_of, open_actions
from flows.team_results import TeamResult
from frameworks.agenda import Picture
from frameworks.group_agenda import GroupSuggestion, Letter, by_group, letter_to_publish
from frameworks.place_card import Printed
from frameworks.places import Place, View, Voice, settle_place
from frameworks.stages import NoStage
from frameworks.summary import Summary
from frameworks.values import ANYONE, Scope


@dataclass(frozen=True, slots=True)
class Room:
    """How much of the long parts is printed; less where the whole would be too long."""

    strong: int = 3
    steps: int = 7
    unknown: int = 3
    names: int = 12
    planned: int = 6


ROOMS = (
    *(Room(steps=steps) for steps in (7, 6, 5, 4, 3, 2)),
    Room(2, 1, 2, 6, planned=2),
    Room(1, 1, 1, 2, planned=1),
    Room(0, 0, 0, 1, planned=0),
)


@dataclass(frozen=True, slots=True)
class Page:
    """What the parts of one summary are drawn from; `team` is set for the closed round of several people."""

    sight: Sight
    result: Summary
    place: Place
    room: Room = ROOMS[0]
    team: TeamResult | None = None
    seen: Printed | None = None

    @property
    def all_groups(self) -> bool:
        """Whether it is the picture of several groups."""
        return self.team is not None and self.place.view is View.ALL

    @property
    def one_group(self) -> bool:
        return self.result.card.no_stage is NoStage.ONE_GROUP

    @property
    def group_alone(self) -> str:
        """The group whose view it is, where it is that of one."""
        return next(iter(self.place.people), "") if self.team else self.sight.conversation.inputs.group

    @property
    def profile(self) -> str:
        """Who pays, as it counts for this picture."""
        return self.sight.conversation.inputs.profile

    def groups(self, group_ids: Iterable[str]) -> str:
        if self.team is not None:
            return voices(self.sight, group_ids)
        return self.sight.words.listed(label(self.sight, group) for group in group_ids)

    def names(self, element_ids: Iterable[str]) -> str:
        return self.sight.words.listed(map(self.sight.name, element_ids))

    def note(self, element_id: str) -> str:
        """What people let others read about an element, without the stop at its end."""
        return self.team.notes.get(element_id, "").rstrip(". ") if self.team is not None else ""

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


def page_of(sight: Sight, result: Summary) -> Page:
    """The picture that this reader may see."""
    team = team_seen(sight)
    if team is not None and team.now.place is not None:
        seen = place_seen(sight.framework, team.now)
        return Page(seen_as_team(sight), result, team.now.place, team=team, seen=seen)
    inputs = sight.conversation.inputs
    voice = Voice(inputs.group, sight.conversation.answers)
    place = settle_place(sight.framework, [voice], inputs.profile, Scope(inputs.scope))
    return Page(sight, result, place)


def steps_of(page: Page) -> Sequence[GroupSuggestion]:
    """What each group that takes part could do next; in one person's own picture each group that there is."""
    return by_group(_picture(page), page.place.people if page.all_groups else None)


def letter_of(page: Page) -> Letter | None:
    """What those who decide could publish, where a group does not see what is in place; in the picture of all alone."""
    return letter_to_publish(page.place, page.result.card.words) if page.all_groups else None


def letter_words(page: Page, letter: Letter) -> str:
    """What there is to do about it, with the name of the element."""
    return page.sight.say("place.publish", name=page.sight.name(letter.element))


def _picture(page: Page) -> Picture:
    there, framework = page.sight.conversation, page.sight.framework
    if page.team is None:
        settled, taken = page.place.settled, taken_up(page.sight)
    else:
        # What somebody takes is planned; what nobody is named for stays on its group's list, with the day that was set.
        settled = levels_seen(framework, page.team.now)
        named = (action for action in open_actions(there) if there.chosen[action].taken_by)
        taken = frozenset(map(element_of, (*dropped_actions(there), *named)))
    return Picture(
        framework,
        settled,
        page.result.card,
        there.inputs.profile,
        taken=taken,
        unasked=[one for one in page.result.card.words if one not in there.answers],
        asked=page.asked,
    )


def first_element(sight: Sight, result: Summary) -> str | None:
    """The element of the step that this person's own group could do first, else of the first one printed."""
    own = sight.conversation.inputs.group
    steps = [one for one in steps_of(page_of(sight, result)) if not one.counterpart]
    found = next((one for one in steps if own in one.groups), steps[0] if steps else None)
    return found.suggestion.element if found else None
