"""The choice of what to do, for a thousand random sets of answers of each shipped framework: every rule holds.

What binds is worked out here once more, from the rules alone, so that the program does not check itself.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

from hypothesis import given

from frameworks.agenda import Agenda, Picture, Suggestion, agenda, suggestion_for
from frameworks.group_agenda import by_group
from frameworks.model import Act, Cost, Framework
from frameworks.scoring import Word
from frameworks.stages import Stage
from tests.frameworks.pictures import (
    each_framework,
    seeds,
    some_picture,
    thousand,
)


def binding(picture: Picture) -> list[str]:
    """What binds, worked out from the rules alone."""
    framework, settled, card = picture.framework, picture.settled, picture.card
    early = card.stage is not None and card.stage.low is Stage.EARLY
    rows: list[tuple[tuple[float, ...], str]] = []
    for place, element in enumerate(framework.elements):
        if card.words.get(element.id) not in (Word.STARTED, Word.NOT_YET):
            continue
        level = settled[element.id].low
        days = next(each.days for each in element.actions if each.from_level == level)
        part = next(each for each in card.dimensions if each.id == element.dimension)
        if element.must:
            gap = framework.pass_level(element, picture.profile) - level
            twice = early and level == 1
            key: tuple[float, ...] = (0, -gap, not twice, days, place)
        elif part.in_place < part.counted / 2:
            key = (1, days, place)
        else:
            key = (2, -level, days, place)
        rows.append((key, element.id))
    rows.sort()
    return [element_id for _, element_id in rows]


@each_framework
@thousand
@given(seeds)
def test_the_rules_of_choice_hold(framework: Framework, seed: int) -> None:
    picture = some_picture(framework, seed)
    found = agenda(picture)

    assert len(found.all) <= 3
    assert len({one.element for one in found.all}) == len(found.all)
    assert sum(one.days == 20 for one in found.all) <= 1
    if len(found.all) == 3:
        assert len({one.taken_by for one in found.all}) > 1
        assert not all(one.waits for one in found.all)
    for one in found.all:
        assert_it_fits(picture, one)
    assert not any(one.first_step for one in found.next)
    assert_now(picture, found)
    assert_first(replace(picture, taken=(), size=None))
    assert_order_and_reach(picture, found)


def assert_it_fits(picture: Picture, one: Suggestion) -> None:
    """A suggestion is for what is open, not taken up, within reach, and of a record for this person."""
    framework, word = picture.framework, picture.card.words[one.element]
    element = framework.element_by_id[one.element]
    assert word is not Word.IN_PLACE
    assert one.element not in picture.taken
    if one.from_level == 0:
        assert (one.act, word) in {(Act.FIND_OUT, Word.NOT_KNOWN), (Act.AGREE, Word.TO_AGREE)}
        assert one.element not in picture.unasked
        assert element.must or one.act is Act.FIND_OUT
        assert (one.days, one.cost, one.waits) == (0.5, Cost.NONE, False)
        assert one.ask in (None, *element.ask)
        assert one.taken_by != one.ask or one.ask is None
        return
    action = framework.action_by_id[one.id]
    assert one.from_level == picture.settled[one.element].low < framework.in_place
    assert (one.days, one.cost, one.taken_by) == (action.days, action.cost, action.taken_by)
    assert one.waits == (action.waits_for != "")
    assert one.smallest == (bool(action.under_10) and picture.size == "small")
    for need in action.needs:
        level = picture.settled[need].level
        assert level is None or level >= 2 or not picture.settled[need].counts


def assert_now(picture: Picture, found: Agenda) -> None:
    """The first quick one of what binds, else the first step of the first, else something to find out."""
    now = found.now
    if now is None:
        assert found.next == ()
        return
    if now.from_level == 0:
        assert all(one.from_level == 0 for one in found.all)
    elif not now.first_step:
        assert (now.days, now.cost, now.waits) == (0.5, Cost.NONE, False)
    else:
        assert all(
            one.days > 0.5 or one.cost is not Cost.NONE or one.waits for one in found.next if one.from_level
        )


def assert_first(picture: Picture) -> None:
    """With nothing taken up, the first quick one of the musts that bind, or the first step of the first one."""
    by_id = picture.framework.element_by_id
    musts = [one for one in binding(picture) if by_id[one].must]
    if not musts or any(_needs(picture, one) for one in musts):
        return
    made = [picture.framework.action_by_id[f"act.{one}.{picture.settled[one].low}"] for one in musts]
    quick = [one for one in made if one.days == 0.5 and one.cost is Cost.NONE and not one.waits_for]
    now = agenda(picture).now
    assert now is not None
    assert (now.id, now.first_step) == ((quick or made)[0].id, not quick)


def assert_order_and_reach(picture: Picture, found: Agenda) -> None:
    """Records in the order of what binds, then questions; musts before all else; each open must that fits."""
    by_id = picture.framework.element_by_id
    assert [one.from_level == 0 for one in found.next] == sorted(one.from_level == 0 for one in found.next)
    order = binding(picture)
    needed = {need for one in order for need in _needs(picture, one)}
    plain = [one.element for one in found.next if one.from_level and one.element not in needed]
    assert all(order.index(one) < order.index(other) for one, other in pairwise(plain))
    open_musts = [
        one
        for one, word in picture.card.words.items()
        if by_id[one].must
        and word in (Word.NOT_KNOWN, Word.TO_AGREE)
        and one not in (*picture.taken, *picture.unasked)
    ]
    free = 3 if found.now is not None and found.now.from_level == 0 else 2
    asked_about = [one.element for one in found.all if one.from_level == 0 and by_id[one.element].must]
    assert asked_about == open_musts[:free]
    lacking_musts = [one for one in order if by_id[one].must and one not in picture.taken]
    if lacking_musts:
        assert found.now is not None
        assert by_id[found.now.element].must
        assert all(by_id[one.element].must for one in found.all if one.from_level)


def _needs(picture: Picture, element_id: str) -> tuple[str, ...]:
    action = picture.framework.element_by_id[element_id].action_from(picture.settled[element_id].low)
    return action.needs if action is not None else ()


@each_framework
@thousand
@given(seeds)
def test_each_group_has_at_most_one_thing_to_do(framework: Framework, seed: int) -> None:
    picture, random = some_picture(framework, seed), Random(seed)
    groups = [group.id for group in framework.groups]
    present = random.choice([None, random.sample(groups, random.randint(0, len(groups)))])
    found = by_group(picture, present)

    assert len({one.groups for one in found}) == len(found)
    for one in found:
        assert set(one.groups) <= set(groups if present is None else present)
        assert_it_fits(picture, one.suggestion)
        action = framework.action_by_id.get(one.suggestion.id)
        role = action.counterpart_by if action and one.counterpart else one.suggestion.taken_by
        group = framework.role_by_id[role].group if role else ""
        assert group in one.groups if one.groups else not group
        if one.counterpart:
            assert action is not None
            assert action.counterpart
    places = [[groups.index(each) for each in one.groups] or [len(groups)] for one in found]
    assert places == sorted(places)
    assert all(suggestion_for(picture, one.suggestion.element) is not None for one in found)
