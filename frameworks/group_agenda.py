"""The agenda of a place: one thing to do for each group that can act, and what the other side does meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from frameworks.agenda import Picture, Suggestion, lifting, open_points
from frameworks.binding import work_order
from frameworks.model import Framework
from frameworks.places import Place
from frameworks.scoring import Word


@dataclass(frozen=True, slots=True)
class GroupSuggestion:
    """What these groups do together; no group at all means the coordinator.

    With `counterpart` it is what the other side does while somebody else takes the action.
    """

    groups: tuple[str, ...]
    suggestion: Suggestion
    counterpart: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What these groups decided on an element is in place, and others do not see it: they publish what shows it."""

    groups: tuple[str, ...]
    element: str


def letter_to_publish(place: Place, words: Mapping[str, Word]) -> Letter | None:
    """The letter of the first gap in which a group stands below what those who decide have in place; else None.

    `words` are those of the elements that may be shown.
    """
    for gap in place.seen_differently:
        groups = place.confirmed.get(gap.element, ())
        if groups and gap.high < gap.level and words.get(gap.element) is Word.IN_PLACE:
            return Letter(groups, gap.element)
    return None


def by_group(picture: Picture, present: Collection[str] | None = None) -> tuple[GroupSuggestion, ...]:
    """At most one suggestion for each group, in the order of groups, the coordinator last.

    What binds comes first; a group with nothing to do there takes up its next one. A group with no action of
    its own gets the counterpart of an action that binds. `present` are the groups that take part, all if None.
    """
    if not picture.framework.action_by_id:
        return ()
    orders = work_order(picture.framework, picture.settled, picture.card, picture.profile)
    musts, others = open_points(picture)
    ours = set(present if present is not None else _all(picture.framework))
    binding = next((group for group in (lifting(picture, order) for order in orders) if group), ())
    later = lifting(picture, (element_id for order in orders for element_id in order))
    found: dict[tuple[str, ...], GroupSuggestion] = {}
    for one in (*musts, *binding, *later, *others):
        groups = _acting(picture, one, ours)
        if groups is not None:
            found.setdefault(groups, GroupSuggestion(groups, one))
    for other in _counterparts(picture.framework, binding):
        if ours.issuperset(other.groups):
            found.setdefault(other.groups, other)
    order = {group: place for place, group in enumerate(_all(picture.framework))}
    return tuple(
        sorted(found.values(), key=lambda one: (not one.groups, [order[each] for each in one.groups]))
    )


def _acting(picture: Picture, suggestion: Suggestion, ours: Collection[str]) -> tuple[str, ...] | None:
    return acting_on(picture.framework, suggestion.element, suggestion.taken_by, picture.profile, ours)


def acting_on(
    framework: Framework, element_id: str, role: str | None, profile: str | None, ours: Collection[str]
) -> tuple[str, ...] | None:
    """The groups that take what this role does: its own, and others that decide on the element and could say.

    None where its group is not among `ours`, those who take part; none at all where no group has this role.
    """
    group = _group(framework, role)
    if not group:
        return ()
    if group not in ours:
        return None
    element = framework.element_by_id[element_id]
    could_say = {_group(framework, role) for role in element.ask}
    deciding = set(framework.deciding_groups(element, profile))
    acting = {group} | (deciding & could_say & set(ours) if group in deciding else set())
    return tuple(each for each in _all(framework) if each in acting)


def _counterparts(framework: Framework, suggestions: Iterable[Suggestion]) -> Iterator[GroupSuggestion]:
    for one in suggestions:
        action = framework.action_by_id.get(one.id)
        if action is not None and action.counterpart:
            group = _group(framework, action.counterpart_by)
            yield GroupSuggestion((group,) if group else (), one, counterpart=True)


def _group(framework: Framework, role: str | None) -> str:
    known = framework.role_by_id.get(role or "")
    return known.group if known is not None else ""


def _all(framework: Framework) -> tuple[str, ...]:
    return tuple(group.id for group in framework.groups)
