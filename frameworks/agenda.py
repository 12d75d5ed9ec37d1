"""The agenda: one thing to do now and at most two next, as ids and numbers. No text, so any language fits.

What is suggested lifts an element that is not in place by one level, finds out what is not known, or agrees
on a must that people see differently. Nothing is ever suggested for what is in place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from frameworks.binding import work_order
from frameworks.model import Act, Action, Cost, Framework
from frameworks.raising import Change, Effect, Step, effect_of
from frameworks.scoring import Scorecard, Word
from frameworks.settling import Settled
from frameworks.values import ANYONE

NEXT_MOST = 2
SHORT_DAYS = 0.5
LONG_DAYS = 20
NEEDED_LEVEL = 2
"""The level that an element has to have before an action that needs it makes sense."""

FINDERS = ("director", "coordinator")
"""The roles that see to it that something is found out, the first one that a framework has."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to do for one element. `from_level` is 0 where it is found out or agreed, without a record.

    `taken_by` is a role, or None where it is for whoever answers or for anyone. `waits` for an outside body.
    `ask` is the role that could say, where something is found out. `first_step` means the first half hour of a
    longer action, `smallest` that the record's text for the smallest size is meant.
    """

    element: str
    act: Act
    from_level: int
    taken_by: str | None
    days: float
    cost: Cost
    waits: bool
    effect: Effect
    ask: str | None = None
    first_step: bool = False
    smallest: bool = False

    @property
    def id(self) -> str:
        """The id of the action, also where there is no record of it."""
        return f"act.{self.element}.{self.from_level}"

    @property
    def quick(self) -> bool:
        """Whether it can be done this week, without money and without anybody outside."""
        return self.days <= SHORT_DAYS and self.cost is Cost.NONE and not self.waits


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to do `now` and `next`; `now` is None where nothing is left to suggest."""

    now: Suggestion | None = None
    next: tuple[Suggestion, ...] = ()

    @property
    def all(self) -> tuple[Suggestion, ...]:
        return (self.now, *self.next) if self.now is not None else ()


Asked = Callable[[str], str | None]


@dataclass(frozen=True)
class Picture:
    """What suggestions are made from: where everything stands, and for whom.

    `taken` are the elements that somebody took up already, `unasked` those that nobody was asked yet: there is
    nothing to find out about them but to ask on. `asked` names the role that could say more of an element; the
    first role that the element names where it is not given.
    """

    framework: Framework
    settled: Mapping[str, Settled]
    card: Scorecard
    profile: str | None
    size: str | None = None
    taken: Collection[str] = ()
    unasked: Collection[str] = ()
    asked: Asked | None = None


def agenda(picture: Picture) -> Agenda:
    """What to do first. A must that is not known or not agreed has its place before others that bind."""
    if not picture.framework.action_by_id:
        return Agenda()
    groups = (lifting(picture, group) for group in _orders(picture))
    binding = next((group for group in groups if group), ())
    musts, others = open_points(picture)
    candidates = (*binding, *musts, *others)
    if not candidates:
        return Agenda()
    now = next((one for one in binding if one.quick), None)
    if now is None:
        now = replace(binding[0], first_step=True) if binding else candidates[0]
    chosen = [now]
    for one in (*musts, *binding, *others):
        # What is found out can also be asked by whoever answers, so that not all of it is on one desk.
        ways = (one, replace(one, taken_by=None)) if one in musts else (one,)
        fitting = next((way for way in ways if fit_together([*chosen, way])), None)
        if fitting is not None and len(chosen) <= NEXT_MOST:
            chosen.append(fitting)
    order = [one.element for one in candidates]
    return Agenda(now, tuple(sorted(chosen[1:], key=lambda one: order.index(one.element))))


def fit_together(suggestions: Collection[Suggestion]) -> bool:
    """Whether a person can be given these at once: not all on one desk, not all in other hands, one long at most."""
    full = len(suggestions) > NEXT_MOST
    return (
        len({one.element for one in suggestions}) == len(suggestions)
        and sum(one.days >= LONG_DAYS for one in suggestions) <= 1
        and not (full and len({one.taken_by for one in suggestions}) == 1)
        and not (full and all(one.waits for one in suggestions))
    )


def actions_of(picture: Picture) -> tuple[Suggestion, ...]:
    """Each element that counts and is not in place with what can be done for it, in framework order."""
    if not picture.framework.action_by_id:
        return ()
    found = (suggestion_for(picture, element_id) for element_id in picture.card.words)
    return tuple(one for one in found if one is not None)


def suggestion_for(picture: Picture, element_id: str) -> Suggestion | None:
    """What can be done for one element as it stands now; None where nothing is to be done or no record fits."""
    word = picture.card.words.get(element_id)
    if word is None or word is Word.IN_PLACE:
        return None
    if word in (Word.NOT_KNOWN, Word.TO_AGREE):
        return _without_record(picture, element_id, agree=word is Word.TO_AGREE)
    action = _record(picture, element_id)
    return None if action is None else _from_record(picture, action)


def lifting(picture: Picture, element_ids: Iterable[str]) -> tuple[Suggestion, ...]:
    """What lifts these elements, each replaced by what it needs first; what is taken up already is left out."""
    found: dict[str, Suggestion] = {}
    for element_id in element_ids:
        action = _reachable(picture, element_id)
        if action is not None and action.element not in picture.taken:
            found.setdefault(action.element, _from_record(picture, action))
    return tuple(found.values())


def open_points(picture: Picture) -> tuple[tuple[Suggestion, ...], tuple[Suggestion, ...]]:
    """What is to be found out or agreed: the musts, and what else is not known."""
    musts: list[Suggestion] = []
    others: list[Suggestion] = []
    for element_id, word in picture.card.words.items():
        must = picture.framework.element_by_id[element_id].must
        wanted = word is Word.NOT_KNOWN or (must and word is Word.TO_AGREE)
        if wanted and element_id not in picture.taken and element_id not in picture.unasked:
            found = _without_record(picture, element_id, agree=word is Word.TO_AGREE)
            (musts if must else others).append(found)
    return tuple(musts), tuple(others)


def _orders(picture: Picture) -> tuple[tuple[str, ...], ...]:
    return work_order(picture.framework, picture.settled, picture.card, picture.profile)


def _reachable(picture: Picture, element_id: str) -> Action | None:
    """The action for this element, or for the element it needs first, and so on."""
    action = _record(picture, element_id)
    if action is None:
        return None
    needed = next((need for need in action.needs if _is_open(picture.settled[need])), None)
    return action if needed is None else _reachable(picture, needed)


def _is_open(settled: Settled) -> bool:
    """Whether an element is known to be under the level at which others can build on it."""
    return settled.counts and settled.level is not None and settled.level < NEEDED_LEVEL


def _record(picture: Picture, element_id: str) -> Action | None:
    """The action from the present level, where it is for this profile and size, and not above what counts."""
    level = picture.settled[element_id].low
    action = picture.framework.element_by_id[element_id].action_from(level)
    if action is None or level >= picture.framework.in_place:
        return None
    fits_profile = not action.profiles or not picture.profile or picture.profile in action.profiles
    fits_size = not action.sizes or not picture.size or picture.size in action.sizes
    return action if fits_profile and fits_size else None


def _from_record(picture: Picture, action: Action) -> Suggestion:
    step = Step(action.element, action.from_level, action.to_level)
    sizes = picture.framework.sizes
    return Suggestion(
        element=action.element,
        act=action.act,
        from_level=action.from_level,
        taken_by=None if action.taken_by == ANYONE else action.taken_by,
        days=action.days,
        cost=action.cost,
        waits=bool(action.waits_for),
        effect=effect_of(picture.framework, picture.settled, picture.card, picture.profile, step),
        smallest=bool(action.under_10) and bool(sizes) and picture.size == sizes[0].id,
    )


def _without_record(picture: Picture, element_id: str, *, agree: bool) -> Suggestion:
    ask = _could_say(picture, element_id)
    finder = next((role for role in FINDERS if role in picture.framework.role_by_id), None)
    return Suggestion(
        element=element_id,
        act=Act.AGREE if agree else Act.FIND_OUT,
        from_level=0,
        # Nobody is sent to ask themselves: then it is for whoever answers.
        taken_by=None if finder == ask else finder,
        days=SHORT_DAYS,
        cost=Cost.NONE,
        waits=False,
        effect=Effect(Change.AGREED if agree else Change.ANSWER),
        ask=ask,
    )


def _could_say(picture: Picture, element_id: str) -> str | None:
    if picture.asked is not None:
        return picture.asked(element_id)
    ask = picture.framework.element_by_id[element_id].ask
    return next((role for role in ask if role != ANYONE), None)
